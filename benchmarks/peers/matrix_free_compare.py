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

PROGRAM = "artifacts/runner/numerics"
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


def ours(seed, threads, networks):
    """Per network: a run of several shows the work, a run of one also the just-in-time compilation of a cold start."""
    with tempfile.TemporaryDirectory() as folder:
        result, figures = measure([PROGRAM, "simulate", CONFIGURATION, "--json", "--quiet", "--seed", str(seed), "--threads", str(threads),
                                   "--replicas", str(networks), "--out", os.path.join(folder, "run")])
    values = {o["name"]: o["simulation"]["mean"] for o in result["observables"] if "simulation" in o}
    phases = {phase["phase"]: phase["wallSeconds"] for phase in result["manifest"]["timing"]}
    return {"outlier": values["topSingularValue"][0], "loss": values["loss"][-1], "computing": phases["simulation"] / networks,
            "process": figures["process"] / networks, "cpu": figures["cpu"] / networks, "memory": figures["memory"]}


def numpy_peer(seed):
    result, figures = measure([sys.executable, PEER, "--seed", str(seed)], ONE_THREAD)
    return {"outlier": result["outlier"], "loss": result["loss"], "computing": result["seconds_total"], **figures}


def check(seed, runs):
    for name, run in runs.items():
        if run["outlier"] is None or abs(run["outlier"] - OUTLIER) > 4 * SCATTER:
            sys.exit(f"seed {seed}: the outlier of {name} is {run['outlier']}, expected {OUTLIER} within {4 * SCATTER:.4f} (four standard deviations).")


def spread(values, form="{:.2f}"):
    return " ".join(form.format(v).rjust(8) for v in (min(values), statistics.median(values), max(values)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--networks", type=int, default=8)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    a = parser.parse_args()
    many, one, peer = f"this program, {a.networks} networks", "this program, one network", "NumPy, one network"
    rounds = []
    for seed in range(1, a.rounds + 1):
        runs = {many: ours(seed, a.threads, a.networks), one: ours(seed, a.threads, 1), peer: numpy_peer(seed)}
        check(seed, runs)
        rounds.append(runs)
        print(f"seed {seed}: " + "; ".join(f"{name}: outlier {run['outlier']:.5f}, computing {run['computing']:.2f} s" for name, run in runs.items()), flush=True)

    print(f"\nAll outliers agree with {OUTLIER}. Threads of this program: {a.threads}; of NumPy: 1. All times are per network.")
    print(f"{'':64}{'min':>8} {'median':>8} {'max':>8}")
    for key, label in (("computing", "training and outlier, wall seconds"), ("process", "whole process, wall seconds"), ("cpu", "whole process, CPU seconds")):
        for name in (many, one, peer):
            print(f"{name + ': ' + label:<64}{spread([runs[name][key] for runs in rounds])}")
        for name in (many, one):
            print(f"{'ratio NumPy / ' + name:<64}{spread([runs[peer][key] / runs[name][key] for runs in rounds])}")
    for name in (many, one, peer):
        print(f"{name + ': peak memory, MiB':<64}{spread([runs[name]['memory'] / 2**20 for runs in rounds], '{:.0f}')}")


if __name__ == "__main__":
    main()
