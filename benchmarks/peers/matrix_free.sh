#!/usr/bin/env bash
# The reference set matrix-free.json by this program and by the same algorithm in NumPy, alternately; numbers are compared before times.
# usage: benchmarks/peers/matrix_free.sh [ROUNDS [THREADS]]     default: 5 rounds, all processors for this program; NumPy runs on one thread
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=""
for candidate in "${PYTHON:-}" python3 /usr/bin/python3; do
    if [ -n "$candidate" ] && "$candidate" -c "import numpy" 2>/dev/null; then python="$candidate"; break; fi
done
if [ -z "$python" ]; then
    echo "This comparison needs Python 3 with NumPy: install python3-numpy (Debian: apt-get install python3-numpy) or set PYTHON to an interpreter that has it." >&2
    exit 4
fi

./build.sh run -- list >/dev/null # builds what is out of date
exec "$python" benchmarks/peers/matrix_free_compare.py --rounds "${1:-5}" --threads "${2:-$(nproc)}"
