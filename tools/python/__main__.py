"""The package tilscape as a folder that Python runs: `python3 tools/python plot run`, with nothing installed or set."""
import sys

from tilscape.__main__ import main

sys.exit(main(program=f"python3 {sys.argv[0]}"))
