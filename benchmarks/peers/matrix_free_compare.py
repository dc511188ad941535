"""Runs this program and matrix_free_numpy.py alternately, checks both outliers, prints times and memory. Started by matrix_free.sh."""
import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = "src/Numerics.Runner/bin/Release/net10.0/numerics"
CONFIGURATION = "examples/reference-sets/matrix-free.json"
PEER = "benchmarks/peers/matrix_free_numpy.py"
OUTLIER = 2.3238  # infinite width
SCATTER = 0.4 / math.sqrt(1_000_000)  # standard deviation of the outlier of one network of width N: 0.4/sqrt(N), measured at N = 10^5


ONE_THREAD = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")}


def measure(command, environment=None):
    """JSON of a process, with its wall time, CPU time and peak memory."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env={**os.environ, **(environment or {})})
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"'{' '.join(command)}' ended with exit code {process.returncode}.")
        output.seek(0)
        result = json.load(output)
    return result, {"process": wall, "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * 1024}


def ours(seed, threads):
    with tempfile.TemporaryDirectory() as folder:
        result, figures = measure([PROGRAM, "simulate", CONFIGURATION, "--json", "--quiet", "--seed", str(seed), "--threads", str(threads),
                                   "--out", os.path.join(folder, "run")])
    values = {o["name"]: o["simulation"]["mean"] for o in result["observables"] if "simulation" in o}
    phases = {phase["phase"]: phase["wallSeconds"] for phase in result["manifest"]["timing"]}
    return {"outlier": values["topSingularValue"][0], "loss": values["loss"][-1], "computing": phases["simulation"], **figures}


def numpy_peer(seed):
    result, figures = measure([sys.executable, PEER, "--seed", str(seed)], ONE_THREAD)
    return {"outlier": result["outlier"], "loss": result["loss"], "computing": result["seconds_total"], **figures}


def check(seed, a, b):
    for name, run in (("this program", a), ("NumPy", b)):
        if run["outlier"] is None or abs(run["outlier"] - OUTLIER) > 4 * SCATTER:
            sys.exit(f"seed {seed}: the outlier of {name} is {run['outlier']}, expected {OUTLIER} within {4 * SCATTER:.4f} (four standard deviations).")
    if abs(a["outlier"] - b["outlier"]) > 4 * math.sqrt(2) * SCATTER:
        sys.exit(f"seed {seed}: the outliers {a['outlier']} and {b['outlier']} differ by more than four standard deviations.")


def spread(values, form="{:.2f}"):
    return " ".join(form.format(v).rjust(8) for v in (min(values), statistics.median(values), max(values)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    a = parser.parse_args()
    runs = []
    for seed in range(1, a.rounds + 1):
        pair = ours(seed, a.threads), numpy_peer(seed)
        check(seed, *pair)
        runs.append(pair)
        print(f"seed {seed}: outlier {pair[0]['outlier']:.5f} | {pair[1]['outlier']:.5f}, loss {pair[0]['loss']:.3e} | {pair[1]['loss']:.3e}, "
              f"computing {pair[0]['computing']:.2f} s | {pair[1]['computing']:.2f} s", flush=True)

    print(f"\nAll {a.rounds} pairs of outliers agree with {OUTLIER} and with each other. Threads of this program: {a.threads}; of NumPy: 1.")
    print(f"{'':44}{'min':>8} {'median':>8} {'max':>8}")
    for key, label in (("computing", "training and outlier, wall seconds"), ("process", "whole process, wall seconds"), ("cpu", "whole process, CPU seconds")):
        for index, who in enumerate(("this program", "NumPy")):
            print(f"{who + ': ' + label:<56}{spread([pair[index][key] for pair in runs])}")
        print(f"{'ratio NumPy / this program':<56}{spread([pair[1][key] / pair[0][key] for pair in runs])}")
    for index, who in enumerate(("this program", "NumPy")):
        print(f"{who + ': peak memory, MiB':<56}{spread([pair[index]['memory'] / 2**20 for pair in runs], '{:.0f}')}")


if __name__ == "__main__":
    main()
