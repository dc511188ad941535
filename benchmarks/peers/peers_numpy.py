"""NumPy's side of peers.py: reads "WORK ARGUMENT REPETITIONS" lines, answers each with the seconds of every repetition and the numbers to compare."""
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import scipy.linalg
import scipy.sparse.linalg

import matrix_free_numpy
from mkl_generator import MklGenerator

CHUNK = 10_000_000
THREADS = int(sys.argv[1])
inputs = {}


def read(path):
    if path not in inputs:
        with open(path, "rb") as file:
            rows, columns = np.fromfile(file, np.int64, 2)
            inputs[path] = np.fromfile(file, np.float64).reshape((rows, columns), order="F")
    return inputs[path]


def timed(work):
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def training(argument):
    """WIDTH,PRECISION,SAMPLES,STEPS,SEED: reference set R1 at any width, or more samples of the same overlap; the best block of sites was searched for."""
    width, precision, samples, steps, seed = argument.split(",")
    arguments = SimpleNamespace(width=int(width), precision=precision, samples=int(samples), steps=int(steps), seed=int(seed),
                                overlap=0.3, learning_rate=0.1, output_scale=4.0, block=16384)
    seconds, (matrix, loss) = timed(lambda: matrix_free_numpy.train(arguments))
    return seconds, [loss, matrix.outlier()]


def gaussians(bit_generator):
    return fill_in_parts([np.random.Generator(getattr(np.random, bit_generator)(s)) for s in np.random.SeedSequence(1).spawn(THREADS)])


def gaussians_mkl(generator):
    return fill_in_parts([MklGenerator(generator, seed) for seed in range(1, THREADS + 1)])


def fill_in_parts(generators):
    """Ten times ten million numbers into one array; threads fill parts of their own, as NumPy's documentation advises."""
    numbers = np.empty(CHUNK)
    parts = np.array_split(numbers, THREADS)

    def fill():
        with ThreadPoolExecutor(THREADS) as pool:
            for _ in range(10):
                list(pool.map(lambda pair: pair[0].standard_normal(out=pair[1]), zip(generators, parts)))

    seconds, _ = timed(fill)
    return seconds, [numbers.mean(), (numbers**2).mean(), (numbers**4).mean()]


def all_values(path):
    return timed(lambda: scipy.linalg.svdvals(read(path), check_finite=False).tolist())


def all_values_gram(path):
    a = read(path)
    return timed(lambda: np.sqrt(np.maximum(np.linalg.eigvalsh(a.T @ a)[::-1], 0)).tolist())


def top_values(path):
    a = read(path)
    return timed(lambda: np.sort(scipy.sparse.linalg.svds(a, k=3, tol=1e-10, random_state=1)[1])[::-1].tolist())


def outliers(path):
    """Every root by bisection on the number of negative eigenvalues of D(z), to 1e-12."""
    given = read(path)
    k = given.shape[0]
    h, gx, gy, strengths = given[:, :k], given[:, k:2 * k], given[:, 2 * k:3 * k], given[:, 3 * k]

    def work():
        m11 = h + np.diag(strengths)
        zero = np.zeros((k, k))
        coupling = np.block([[zero, m11], [m11.T, zero]])
        variance = np.block([[gy - h @ h.T, zero], [zero, gx - h.T @ h]])
        unit = np.eye(2 * k)

        def above(z):
            g = 2 / (z + np.sqrt(z * z - 4))
            return int((np.linalg.eigvalsh(z * unit - coupling - g * variance) < 0).sum())

        roots = []
        for j in range(above(2.0)):
            low, high = 2.0, 2 + np.linalg.norm(m11, 2) + np.sqrt(np.linalg.norm(variance, 2))
            while high - low > 1e-12:
                middle = (low + high) / 2
                low, high = (middle, high) if above(middle) > j else (low, middle)
            roots.append((low + high) / 2)
        return roots

    return timed(work)


def tanh(_):
    x = (np.arange(4096) - 2048) / 512
    y = np.empty_like(x)

    def work():
        for _ in range(20_000):
            np.tanh(x, out=y)

    seconds, _ = timed(work)
    return seconds, y.tolist()


WORK = {"training": training, "gaussians": gaussians, "gaussians-mkl": gaussians_mkl, "all-values": all_values, "all-values-gram": all_values_gram, "top-values": top_values,
        "outliers": outliers, "tanh": tanh}

for line in sys.stdin:
    name, argument, repetitions = line.split()
    if name == "gaussians-mkl" and MklGenerator.missing():
        print(json.dumps({"missing": MklGenerator.missing()}), flush=True)
        continue
    runs = [WORK[name](argument) for _ in range(int(repetitions))]
    print(json.dumps({"seconds": [r[0] for r in runs], "answer": [float(v) for v in runs[-1][1]],
                      "provider": f"NumPy {np.__version__}, SciPy {scipy.__version__}, {THREADS} threads"}), flush=True)
