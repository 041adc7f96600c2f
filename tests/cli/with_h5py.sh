#!/bin/sh
# Runs a test with the first Python that has h5py, or with the first Python: the test then reads less of what it finds.
# Usage: with_h5py.sh TEST ARGUMENT...
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import h5py' 2> /dev/null; then
    exec "$python" -B "$@"
  fi
done
exec python3 -B "$@"
