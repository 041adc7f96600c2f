#!/bin/sh
# Runs the example for a day and a half and lets ParaView count it. Usage: real_run.sh TILSCAPE CONFIG FOLDER; 77: skipped.
set -eu
for program in pvpython xvfb-run; do
  if ! command -v "$program" > /dev/null; then
    echo "SKIP: $program is not installed"
    exit 77
  fi
done
"$1" run "$2" --set duration_days=1.5 --out "$3" --force
xvfb-run -a -s -noreset timeout 120 pvpython "$(dirname "$0")/check_real_run.py" "$3"
