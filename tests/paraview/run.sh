#!/bin/sh
# Writes small runs, opens them in pvpython, draws them, and damages copies to see that the checks notice.
# Usage: run.sh WRITE_PARAVIEW_RUNS FOLDER; exit code 77: skipped.
set -eu
writer=$1 runs=$2
here=$(dirname "$0")
for program in pvpython xvfb-run; do
  if ! command -v "$program" > /dev/null; then
    echo "SKIP: $program is not installed"
    exit 77
  fi
done
rm -rf "$runs"
"$writer" "$runs"
# pvpython crashes when it draws without a display; the timeout belongs inside, or xvfb-run outlives it. Its first connection asks
# what the display can do; -noreset, because a display that nobody has open starts anew and refuses the second one meanwhile.
for script in check_runs.py check_damage.py check_pictures.py; do
  xvfb-run -a -s -noreset timeout 120 pvpython "$here/$script" "$runs"
done
