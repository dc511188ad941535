"""
The same work by this program and by its peers, in turn, on the same processors: first both answers are compared, then times. Started by ./build.sh peers.
Both sides are warm processes that answer one request at a time; NumPy, and LAPACK on this side where it does all the work, get the better of one thread
and all threads in every round. Each cold start is measured by a process
of its own. Writes the table of docs/performance.md between its markers.
"""
import argparse
import datetime
import json
import os
import platform
import statistics
import struct
import subprocess
import sys
import tempfile
import time

import numpy as np

PROGRAM = "benchmarks/Numerics.Benchmarks/bin/Release/net10.0/Numerics.Benchmarks"
DOCUMENT = "docs/performance.md"
MARKERS = ("<!-- peers: begin -->", "<!-- peers: end -->")
LIMITS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class Side:
    """A warm process that answers requests line by line."""

    def __init__(self, name, command, threads):
        environment = {**os.environ, **{limit: str(threads) for limit in LIMITS}}
        self.name, self.threads = name, threads
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, work, argument, repetitions=1):
        try:
            self.process.stdin.write(f"{work} {argument} {repetitions}\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended during '{work}'; its message stands above.")
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def write(path, matrix):
    with open(path, "wb") as file:
        file.write(struct.pack("<qq", *matrix.shape))
        file.write(np.asfortranarray(matrix, np.float64).tobytes(order="F"))


def make_inputs(folder):
    """Gaussian matrices with two spikes, and what 80 asked directions on both sides reveal of one."""
    random = np.random.default_rng(20260101)
    for n in (500, 2000, 4000):
        a = random.standard_normal((n, n)) / np.sqrt(n)
        for strength in (3.0, 2.0):
            u, v = random.standard_normal((2, n))
            a += strength * np.outer(u, v) / (np.linalg.norm(u) * np.linalg.norm(v))
        write(os.path.join(folder, f"matrix-{n}"), a)
    k, n = 80, 2000
    a = random.standard_normal((n, n)) / np.sqrt(n)
    x, y = a[:, :k], a.T[:, :k]
    strengths = np.zeros((k, 1))
    strengths[:5, 0] = np.linspace(1.5, 3.5, 5)
    write(os.path.join(folder, "outliers-80"), np.hstack([a[:k, :k], x.T @ x, y.T @ y, strengths]))


def relative(limit):
    return lambda a, b: len(a) == len(b) and all(abs(p - q) <= limit * max(abs(a[0]), abs(b[0])) for p, q in zip(a, b))


def same_training(a, b):
    """Other random numbers: losses within 5 %, outliers within 0.01 (about five standard deviations of each at this width)."""
    return abs(a[0] - b[0]) <= 0.05 * b[0] and abs(a[1] - b[1]) <= 0.01


def normal(a, b):
    """Mean, variance and fourth moment of 10^7 normal numbers within five standard errors, on both sides."""
    errors = [5 * np.sqrt(v / 1e7) for v in (1, 2, 96)]
    return all(abs(v - e) <= d for side in (a, b) for v, e, d in zip(side, (0, 1, 3), errors))


# name, width, precision, samples, target
TRAININGS = [
    ("R1, width 10^5, 30 steps, single precision", 100_000, "single", 2, 4),
    ("R1, width 10^5, 30 steps, double precision", 100_000, "double", 2, 8),
    ("R1, width 10^6, 30 steps, double precision", 1_000_000, "double", 2, 8),
    ("8 samples, width 10^5, 30 steps, double precision", 100_000, "double", 8, 6),
    ("R1, width 10^5, 30 steps, mixed precision here, double there", 100_000, "mixed", 2, None),
    ("R1, width 10^6, 30 steps, mixed precision here, double there", 1_000_000, "mixed", 2, None),
    ("8 samples, width 10^5, 30 steps, mixed precision here, double there", 100_000, "mixed", 8, None),
]


def training(name, width, precision, samples, target):
    peer = precision.replace("mixed", "double")  # NumPy multiplies arrays of one type only

    def argument(of):
        return f"{width},{of},{samples},30," + "{round}"

    return (name, "training", argument(precision), "numpy", "training", argument(peer), same_training, target, "multiply-adds and memory of the panels")


# name, our work and argument, peer's side, peer's work and argument, agreement, target, rounds, what bounds it
def pairs(folder):
    m = {n: os.path.join(folder, f"matrix-{n}") for n in (500, 2000, 4000)}
    o = os.path.join(folder, "outliers-80")
    return [
        *[training(*row) for row in TRAININGS],
        ("10^8 Gaussians (double), against NumPy's fastest (SFC64)", "gaussians", "-", "numpy", "gaussians", "SFC64", normal, 4, "instructions: Philox, logarithm, sine and cosine"),
        ("the same, against NumPy's default (PCG64)", "gaussians", "-", "numpy", "gaussians", "PCG64", normal, None, ""),
        ("the same, against NumPy's Philox", "gaussians", "-", "numpy", "gaussians", "Philox", normal, None, ""),
        ("the same, against oneMKL's SFMT19937 (inversion)", "gaussians", "-", "numpy", "gaussians-mkl", "SFMT19937", normal, None, ""),
        ("the same, against oneMKL's Philox4x32-10 (inversion)", "gaussians", "-", "numpy", "gaussians-mkl", "Philox4x32-10", normal, None, ""),
        ("the same, against MathNet.Numerics (xoshiro256**)", "gaussians", "-", "ours", "gaussians-mathnet", "-", normal, None, ""),
        ("all singular values, N = 2000, against scipy svdvals", "all-values", m[2000], "numpy", "all-values", m[2000], relative(1e-8), 2, "half of syevd is matrix-vector products: memory bandwidth"),
        ("the same, against NumPy by the Gram route too", "all-values", m[2000], "numpy", "all-values-gram", m[2000], relative(1e-8), None, ""),
        ("all singular values, N = 500, against MathNet.Numerics", "all-values", m[500], "ours", "all-values-mathnet", m[500], relative(1e-8), None, ""),
        ("top 3 singular triplets, N = 4000, against scipy svds", "top-values", m[4000], "numpy", "top-values", m[4000], relative(1e-9), 2, "memory bandwidth: passes over the matrix"),
        ("outlier roots, k = 80 (5 roots)", "outliers", o, "numpy", "outliers", o, relative(1e-9), 5, "latency of LAPACK at order 160"),
        ("tanh of 4096 doubles, against NumPy", "tanh", "-", "numpy", "tanh", "-", relative(1e-15), None, ""),
        ("tanh of 4096 doubles, against System.Numerics.Tensors", "tanh", "-", "ours", "tanh-tensors", "-", relative(1e-15), None, ""),
    ]


def measure(pair, rounds, ours, numpys):
    name, work, argument, side, peer_work, peer_argument, agree, target, bound = pair
    peers = numpys if side == "numpy" else ours[:1]
    sides = ours if work == "all-values" else ours[:1]
    first = [one.ask(work, argument.format(round=1)) for one in sides][0]
    for peer in peers:
        other = peer.ask(peer_work, peer_argument.format(round=1))
        if "missing" in other:
            print(f"{name}: not compared, because {other['missing']}.", flush=True)
            return (name, "", "", "not compared", f"{other['missing']}")
        if not agree(first["answer"], other["answer"]):
            sys.exit(f"'{name}': the answers differ: {first['answer'][:3]} here, {other['answer'][:3]} at the peer ({peer.name}); no time is taken.")
    mine, theirs = [], []
    for turn in range(1, rounds + 1):
        mine.append(min(one.ask(work, argument.format(round=turn))["seconds"][0] for one in sides))
        theirs.append(min(peer.ask(peer_work, peer_argument.format(round=turn))["seconds"][0] for peer in peers))
    ratios = sorted(t / m for m, t in zip(mine, theirs))
    middle = statistics.median(ratios)
    verdict = "" if target is None else f"{target}: met" if middle >= target else f"{target}: missed" + (f" ({bound})" if bound else "")
    row = (name, f"{statistics.median(mine):.3g}", f"{statistics.median(theirs):.3g}", f"**{middle:.2f}** ({ratios[0]:.2f} to {ratios[-1]:.2f})", verdict)
    print(f"{name}: here {row[1]} s, peer {row[2]} s, ratio {middle:.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f}) {verdict}", flush=True)
    return row


def cold(command, threads):
    start = time.perf_counter()
    side = Side("cold start", command, threads)
    side.ask("training", "100000,double,2,30,1")
    seconds = time.perf_counter() - start
    side.close()
    return seconds


def publish(rows, notes):
    table = ["| work | here, s | peer, s | ratio peer / here: median (range) | target |", "| --- | --- | --- | --- | --- |"]
    table += [f"| {' | '.join(row)} |" for row in rows]
    text = open(DOCUMENT, encoding="utf-8").read()
    before, after = text.split(MARKERS[0])[0], text.split(MARKERS[1])[1]
    with open(DOCUMENT, "w", encoding="utf-8") as file:
        file.write("\n".join([before + MARKERS[0], "", *notes, "", *table, "", MARKERS[1]]) + after)


def processor():
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")] if os.path.exists("/proc/cpuinfo") else []
    return names[0] if names else platform.processor()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--only", default="", help="only pairs whose name contains this; the document is then left alone")
    a = parser.parse_args()
    numpy_command = [sys.executable, os.path.join(os.path.dirname(__file__), "peers_numpy.py")]
    here = [PROGRAM, "peers", str(a.threads), "1"]
    load = os.getloadavg()[0]
    ours = [Side(f"this program, {n} LAPACK threads", [*here[:-1], str(n)], n) for n in sorted({1, a.threads})]
    numpys = [Side(f"NumPy, {n} threads", [*numpy_command, str(n)], n) for n in sorted({1, a.threads})]
    with tempfile.TemporaryDirectory() as folder:
        make_inputs(folder)
        rows = [measure(pair, a.rounds, ours, numpys) for pair in pairs(folder) if a.only in pair[0]]
        provider = ours[0].ask("tanh", "-")["provider"], numpys[0].ask("tanh", "-")["provider"]
    for side in (*ours, *numpys):
        side.close()
    if a.only:
        return
    starts = [(cold(here, a.threads), cold([*numpy_command, "1"], 1)) for _ in range(3)]
    notes = [
        f"`./build.sh peers` on {datetime.date.today()}: {processor()}, {a.threads} processors, load {load:.1f} before the start. Here: LAPACK of {provider[0]}, {a.threads} threads (LAPACK: 1, for all singular values the better of 1 and {a.threads}). "
        f"Peer: {provider[1].rsplit(',', 1)[0]}, the better of 1 and {a.threads} threads in every round. Warm processes, {a.rounds} rounds in turn, answers compared first.",
        "",
        f"Cold start, from the start of the process to the end of the first R1 training at width 10^5 in double precision: here {statistics.median(s[0] for s in starts):.2f} s, "
        f"NumPy {statistics.median(s[1] for s in starts):.2f} s (medians of {len(starts)}, ratio {statistics.median(s[1] / s[0] for s in starts):.2f}; target 3).",
    ]
    print("\n".join(notes))
    publish(rows, notes)


if __name__ == "__main__":
    main()
