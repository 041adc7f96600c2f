#!/bin/sh
# Runs a test with the Python that has the packages of packages.lock. Exit code 77: skipped, since nobody installed them.
# Usage: with_packages.sh TEST ARGUMENT...
here=$(dirname "$0")
python=$here/../../build/test-python/bin/python3
if [ -x "$python" ]; then
  exec "$python" -B "$@"
fi
echo "SKIP: the packages of tests/python/packages.lock are not installed; tools/test does that, given a network"
exit 77
