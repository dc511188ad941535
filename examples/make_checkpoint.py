"""Writes a small pair of checkpoints of known truth, initial.safetensors and trained.safetensors, with the standard library alone.

python make_checkpoint.py FOLDER: body.weight stays as drawn, head.weight gets two directions, wide.weight a change of a quarter of its rank.
"""
import array
import json
import math
import pathlib
import random
import struct
import sys

ROWS, COLUMNS = 96, 192


def vector(size):
    draw = [random.gauss(0, 1) for _ in range(size)]
    norm = math.sqrt(sum(x * x for x in draw))
    return [x / norm for x in draw]


def change(weights, rank, strength):
    new = array.array("f", weights)
    for _ in range(rank):
        left, right = vector(ROWS), vector(COLUMNS)
        for i in range(ROWS):
            for j in range(COLUMNS):
                new[i * COLUMNS + j] += strength * left[i] * right[j]
    return new


def write(path, tensors):
    header, data = {}, b""
    for name, values in tensors.items():
        raw = values.tobytes()
        header[name] = {"dtype": "F32", "shape": [ROWS, COLUMNS], "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
folder.mkdir(parents=True, exist_ok=True)
random.seed(1)
edge = (math.sqrt(ROWS) + math.sqrt(COLUMNS)) / math.sqrt(COLUMNS)
initial = {name: array.array("f", [random.gauss(0, 1 / math.sqrt(COLUMNS)) for _ in range(ROWS * COLUMNS)]) for name in ("body.weight", "head.weight", "wide.weight")}
trained = {"body.weight": initial["body.weight"], "head.weight": change(initial["head.weight"], 2, 1.5 * edge), "wide.weight": change(initial["wide.weight"], ROWS // 4, 0.9 * edge)}
write(folder / "initial.safetensors", initial)
write(folder / "trained.safetensors", trained)
