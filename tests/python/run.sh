#!/bin/sh
# Runs the Python tests with that Python, or the first that has what the reader needs. Exit code 77: skipped.
# Usage: run.sh WRITE_PARAVIEW_RUNS FOLDER [PYTHON]
set -eu
writer=$1 runs=$2
here=$(dirname "$0")
for python in ${3:-python3 /usr/bin/python3}; do
  if "$python" -c 'import h5py, matplotlib, pandas' 2> /dev/null; then
    rm -rf "$runs"
    "$writer" "$runs"
    TILSCAPE_RUNS=$runs exec "$python" -B -m unittest discover -s "$here" -p '*_test.py'
  fi
done
echo "SKIP: no ${3:-python3} with h5py, matplotlib and pandas"
exit 77
