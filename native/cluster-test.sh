#!/usr/bin/env bash
# ./build.sh cluster-test: a real single-node Slurm and Open MPI, started here as root and stopped at the end. Runs an array job and its merge, and MPI jobs
# through mpirun and srun, and compares all of them with one local process, bit for bit. Exit code 4: this machine cannot; 1: something differs.
set -euo pipefail

program="$PWD/artifacts/runner/numerics"
packages=(slurmctld slurmd slurm-client munge libpmix2 openmpi-bin libopenmpi-dev cmake gcc libc6-dev)

stop() {
    echo "$1" >&2
    exit 4
}

[ "$(id -u)" = 0 ] || stop "cluster-test starts system services: it needs root."
missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
    command -v apt-get >/dev/null || stop "cluster-test needs ${missing[*]}, and there is no apt-get."
    export DEBIAN_FRONTEND=noninteractive
    echo "Installing ${missing[*]}"
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 </dev/null \
        || stop "cluster-test needs ${missing[*]}, which could not be installed."
fi
[ "${1:-}" != "--packages-only" ] || exit 0

folder="$(mktemp -d)"
state="$folder/slurm"
own_munge=""
slurmctld_pid="" slurmd_pid=""

cleanup() {
    status=$?
    trap - EXIT
    scontrol shutdown >/dev/null 2>&1 || true
    for pid in $slurmd_pid $slurmctld_pid $own_munge; do
        for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
        kill "$pid" 2>/dev/null || true
    done
    [ "$status" -eq 0 ] || tail -n 5 "$state"/*.log "$folder"/*.out 2>/dev/null || true
    rm -rf "$folder"
    exit "$status"
}
trap cleanup EXIT

# ---- services -------------------------------------------------------------------------------------------------------

start_services() {
    mkdir -p "$state/state" "$state/spool" /run/munge
    chown munge: /run/munge
    if ! munge -n >/dev/null 2>&1; then
        [ -f /etc/munge/munge.key ] || mungekey 2>/dev/null || stop "munge has no key."
        runuser -u munge -- munged
        own_munge="$(cat /run/munge/munged.pid)"
    fi
    local host memory
    host="$(hostname -s)"
    memory="$(($(awk '/MemTotal/ { print $2 }' /proc/meminfo) / 2048))"
    export SLURM_CONF="$state/slurm.conf"
    cat >"$SLURM_CONF" <<TEXT
ClusterName=local
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SchedulerType=sched/backfill
SchedulerParameters=requeue_delay=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
ReturnToService=2
StateSaveLocation=$state/state
SlurmdSpoolDir=$state/spool
SlurmctldPidFile=$state/slurmctld.pid
SlurmdPidFile=$state/slurmd.pid
SlurmctldLogFile=$state/slurmctld.log
SlurmdLogFile=$state/slurmd.log
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=$memory State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO
TEXT
    slurmctld -f "$SLURM_CONF"
    slurmd -f "$SLURM_CONF"
    for _ in $(seq 100); do
        if sinfo -h -o %t 2>/dev/null | grep -q idle; then break; fi
        sleep 0.2
    done
    sinfo -h -o %t | grep -q idle || stop "Slurm did not start."
    slurmctld_pid="$(cat "$state/slurmctld.pid")"
    slurmd_pid="$(cat "$state/slurmd.pid")"
}

# ---- jobs -----------------------------------------------------------------------------------------------------------

# All numbers of a result: everything between "observables" and what describes the run.
numbers() {
    python3 -c 'import json, sys; print(json.dumps(json.load(open(sys.argv[1] + "/result.json"))["observables"]))' "$1" | sha256sum | cut -d' ' -f1
}

failures=0
compare() {
    local what="$1" directory="$2" hash
    hash="$(numbers "$directory")"
    if [ "$hash" = "$expected" ]; then
        echo "same bits: $what"
    else
        echo "DIFFERENT: $what (${hash:0:16} instead of ${expected:0:16})"
        failures=$((failures + 1))
    fi
}

job() { # waits for a job, prints its output if it fails
    sbatch --wait --parsable --output="$folder/%x-%A-%a.out" "$@" >/dev/null || { echo "A job failed: sbatch $*"; failures=$((failures + 1)); }
}

command -v python3 >/dev/null || stop "cluster-test compares results with python3, which is not there."
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 TERM=dumb OPENBLAS_NUM_THREADS=1
export NUMERICS="$program"
start_services

cat >"$folder/run.json" <<'TEXT'
{ "study": "nonlinear-mup", "width": 70000, "steps": 4, "replicas": 5, "theorySites": 500, "theorySeeds": 2 }
TEXT
"$program" run "$folder/run.json" --quiet --out "$folder/local" >/dev/null || [ $? -eq 2 ]
expected="$(numbers "$folder/local")"

array="$(sbatch --parsable --output="$folder/%x-%A-%a.out" examples/slurm/array.sbatch "$folder/run.json" "$folder/array")"
job --dependency="afterok:$array" --kill-on-invalid-dep=yes examples/slurm/merge.sbatch "$folder/array"
compare "job array of 4 and the dependent merge" "$folder/array/whole"

LAUNCH="mpirun" job examples/slurm/mpi.sbatch "$folder/run.json" "$folder/mpirun"
compare "mpirun -n 2 in a job" "$folder/mpirun"

if srun --mpi=list 2>&1 | grep -q pmix; then
    job examples/slurm/mpi.sbatch "$folder/run.json" "$folder/srun"
    compare "srun --mpi=pmix -n 2 in a job" "$folder/srun"
else
    echo "not run: srun --mpi=pmix, because this Slurm has no pmix plugin"
fi

for ranks in 3 4; do
    mpirun --oversubscribe -n "$ranks" "$program" run "$folder/run.json" --quiet --out "$folder/ranks-$ranks" >/dev/null || [ $? -eq 2 ]
    compare "mpirun -n $ranks" "$folder/ranks-$ranks"
done

# A task that is told to stop queues itself again and goes on where it was.
signalled="$(sbatch --parsable --array=1-1 --output="$folder/%x-%A-%a.out" examples/slurm/array.sbatch "$folder/run.json" "$folder/requeued")"
for _ in $(seq 200); do
    [ ! -e "$folder/requeued/part-1/replicas/replica-000000.h5" ] || break
    sleep 0.1
done
scancel --batch --signal=USR1 "$signalled" || true
for _ in $(seq 600); do
    [ -n "$(squeue -h -j "$signalled" 2>/dev/null)" ] || break
    # Slurm lets a job that is queued again wait two minutes; here it need not. But slurmd refuses a job that starts in the second in which
    # its first start was killed ("already killed, do not launch"): stamps of credentials have whole seconds.
    if [ -n "$(squeue -h -t PENDING -o %t -j "$signalled" 2>/dev/null)" ]; then
        sleep 2.5
        scontrol update jobid="$signalled" starttime=now >/dev/null 2>&1 || true
    fi
    sleep 0.5
done
compare "a task that was interrupted and queued again" "$folder/requeued/part-1"
if grep -lq "Interrupted by SIGUSR1" "$folder"/numerics-*.out; then echo "the task was interrupted, and resumed"; else echo "note: the task ended before the signal came"; fi

[ "$failures" -eq 0 ] || { echo "$failures failed"; exit 1; }
echo "cluster-test passed"
