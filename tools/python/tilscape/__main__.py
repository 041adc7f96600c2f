"""What the package does from a shell: a summary of a run, a figure of it, or runs side by side.

    python3 -m tilscape summary|plot|compare ...

What is wrong is one line on stderr. Exit codes: 2 of a usage, 3 of a run or picture that cannot be read or written, 1 without
a Python package that is needed.
"""
import argparse
import os
import sys

WRONG_RUN = 3  # exit code


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as the program tilscape does."""

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}; --help says what it takes\n")


def positive(text):
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text}: expected a whole number above 0")
    return int(text)


# Commands import what they need themselves: a summary is to work where there is no matplotlib.
def run_summary(options):
    from .reader import Run, summary

    print(summary(Run(options.run)))


def run_plot(options):
    from .plot import plot
    from .reader import Run

    write(plot(Run(options.run)), options.out, dpi=options.dpi)
    print(options.out)


def run_compare(options):
    from .compare import compare

    figure, lines = compare(options.runs, options.column, options.log)
    print("\n".join(lines))
    write(figure, options.out)


def write(figure, path, **options):
    """@throws OSError also where the name asks for a format that matplotlib does not have"""
    try:
        figure.savefig(path, **options)
    except ValueError as error:
        raise OSError(f"{path}: {error}") from error


def parser_of(program):
    parser = Parser(prog=program, description="Looks at runs of Tilscape.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    def add(name, runs, sentence):
        command = commands.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:] + ".")
        command.set_defaults(runs_with=runs, name=name)
        return command

    command = add("summary", run_summary, "what a run is and how it ended, in words and numbers")
    command.add_argument("run", metavar="RUN", help="run folder")

    command = add("plot", run_plot, "one figure of a run: first and last snapshot over oxygen, and its census over time")
    command.add_argument("run", metavar="RUN", help="run folder; of a 3-D run the middle slice is shown")
    command.add_argument("-o", "--out", default="run.png", help="picture to write: PNG, PDF or SVG (default: %(default)s)")
    command.add_argument("--dpi", type=positive, default=200, help="dots per inch (default: %(default)s)")

    command = add("compare", run_compare, "runs side by side: one census column of each over time, in a figure and in numbers")
    command.add_argument("runs", nargs="+", metavar="RUN",
                         help="run folder; members of one run (replicates) get one colour, the first is drawn boldly")
    command.add_argument("-o", "--out", default="arms.png", help="picture to write: PNG, PDF or SVG (default: %(default)s)")
    command.add_argument("--column", default="tumour_live", help="a column of census.csv, or tumour_live, the sum of its "
                         "cycling, quiescent and hypoxic tumour cells (default: %(default)s)")
    command.add_argument("--log", action="store_true", help="a logarithmic axis, linear between 0 and 1")
    return parser


def main(arguments=None, program="python3 -m tilscape"):
    """@returns the exit code"""
    options = parser_of(program).parse_args(arguments)
    try:
        options.runs_with(options)
        sys.stdout.flush()
    except ModuleNotFoundError as error:
        sys.exit(f"{program} {options.name}: needs the Python package {error.name}")
    except BrokenPipeError:  # who closed it, as `head` does, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:  # of which RunError is one
        what = f"{error.filename}: {error.strerror}" if error.filename else error
        print(f"{program} {options.name}: {what}", file=sys.stderr)
        return WRONG_RUN
    return 0


if __name__ == "__main__":
    sys.exit(main())
