"""The package tilscape as a folder that Python runs: `python3 tools/python plot run`, with nothing installed or set."""
import sys

PROGRAM = f"python3 {sys.argv[0]}"
try:
    from tilscape.__main__ import main
except ModuleNotFoundError as error:
    sys.exit(f"{PROGRAM}: needs the Python package {error.name}")
sys.exit(main(program=PROGRAM))
