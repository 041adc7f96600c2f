#!/usr/bin/env python3
"""Does what the pages of docs/howto say, in a copy of the repository, so that no page tells of code that is gone.

howto_test.py [PAGE...]              all pages one after another in one copy, built once; then their commands
howto_test.py --apply-only [PAGE...] that every page's lines are found, alone and after the others; takes no second
howto_test.py --self-test            plants each kind of mistake and fails if one goes unseen

PAGE is a name such as `field`. --work FOLDER: where the copy is kept (default: build/howto).
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pages import Page, PageError
from scratch import BUILD, read_tree, write_tree

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGES = "docs/howto"
# What a newcomer may be asked to touch at most, in files of code and tests.
MOST_FILES = {"cell": 6, "drug": 4, "readout": 3}
PYTHON_MODULES = ("h5py", "matplotlib", "pandas")
TARGETS = re.compile(r"cmake --build \S+ --target (.*)")


def read_pages(names):
    paths = sorted(path for path in (ROOT / PAGES).glob("*.md") if path.name != "README.md")
    unknown = set(names) - {path.stem for path in paths}
    if unknown:
        raise PageError(f"{PAGES}: there is no page {', '.join(sorted(unknown))}")
    chosen = [path for path in paths if not names or path.stem in names]
    return [Page(f"{PAGES}/{path.name}", path.read_text(encoding="utf-8")) for path in chosen]


def apply_all(pages, tree):
    """Each page alone, then all of them one after another: the tree of that."""
    for page in pages:
        page.check_count(MOST_FILES.get(Path(page.name).stem))
        page.apply(dict(tree))
    together = dict(tree)
    for page in pages:
        page.apply(together)
    return together


def check_shape(tree, touched):
    """What the pages leave keeps the shape of the house, lengths, rooms and READMEs, and its format."""
    with tempfile.TemporaryDirectory() as folder:
        for path, lines in tree.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        checks = [[sys.executable, ROOT / "tests/structure/check_structure.py", folder]]
        if formats_as_the_house():
            checks.append(["clang-format", "--dry-run", "-Werror", *(p for p in sorted(touched) if p.endswith((".hpp", ".cpp")))])
        for check in checks:
            status, output = run(check, folder, os.environ)
            if status != 0:
                raise PageError(f"after the steps of all pages:\n{output}")


def formats_as_the_house():
    """clang-format 14, as tools/lint; other versions format otherwise."""
    return shutil.which("clang-format") and " 14." in run(["clang-format", "--version"], ROOT, os.environ)[1]


def files_of(pages):
    return {path for page in pages for path in page.touched}


def run(command, folder, environment, timeout_s=3600):
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=timeout_s, check=False)
    return done.returncode, done.stdout


def build(pages, folder, environment):
    """Everything that any page builds, without optimising."""
    lines = [line for page in pages for block in page.commands for line in block.lines]
    targets = sorted({target for line in lines for found in [TARGETS.match(line)] if found for target in found[1].split()})
    configure = ["cmake", "--preset", "cpu", f"-DCMAKE_CXX_COMPILER_LAUNCHER={HERE}/quick_compiler",
                 f"-DCMAKE_PROJECT_tilscape_INCLUDE={HERE}/precompiled.cmake"]
    compile_all = ["cmake", "--build", f"{BUILD}/cpu", "--parallel", str(os.cpu_count()), "--target", *targets]
    for command in (configure, compile_all):
        status, output = run(command, folder, environment)
        if status != 0:
            raise PageError(f"{' '.join(command)}: failed after the steps of all pages:\n{output[-6000:]}")


def python_with_modules():
    for python in ("python3", "/usr/bin/python3"):
        found = subprocess.run([python, "-c", f"import {', '.join(PYTHON_MODULES)}"], capture_output=True, check=False)
        if found.returncode == 0:
            return shutil.which(python)
    return None


def type_commands(page, folder, environment, has_python):
    for block in page.commands:
        text = "\n".join(block.lines)
        if "python3 " in text and not has_python:
            print(f"{page.name}:{block.line}: skipped: no python3 with {', '.join(PYTHON_MODULES)}")
            continue
        status, output = run(["bash", "-euo", "pipefail", "-c", text], folder, environment)
        if status != 0:
            raise block.wrong(f"'{text}' ended with {status}:\n{output}")
        block.check(output)


def perform(pages, work):
    """The steps, the build, the commands."""
    copy, tools = work / "tilscape", work / "bin"
    copy.mkdir(parents=True, exist_ok=True)
    tools.mkdir(exist_ok=True)
    write_tree(ROOT, apply_all(pages, read_tree(ROOT)), files_of(pages), copy)
    environment = dict(os.environ, PATH=f"{tools}{os.pathsep}{os.environ['PATH']}", MPLBACKEND="Agg",
                       PYTHONDONTWRITEBYTECODE="1")
    python = python_with_modules()
    if python:
        (tools / "python3").unlink(missing_ok=True)
        (tools / "python3").write_text(f'#!/bin/sh\nexec "{python}" "$@"\n', encoding="utf-8")
        (tools / "python3").chmod(0o755)
    start = time.monotonic()
    build(pages, copy, environment)
    built = time.monotonic()
    for page in pages:
        type_commands(page, copy, environment, python)
    print(f"{len(pages)} pages: built in {built - start:.0f} s, commands in {time.monotonic() - built:.0f} s")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("pages", nargs="*", metavar="PAGE")
    arguments.add_argument("--apply-only", action="store_true")
    arguments.add_argument("--self-test", action="store_true")
    arguments.add_argument("--work", type=Path, default=ROOT / "build" / "howto", metavar="FOLDER")
    given = arguments.parse_args()
    if given.self_test:
        import self_test
        return self_test.main()
    try:
        pages = read_pages(given.pages)
        if given.apply_only:
            check_shape(apply_all(pages, read_tree(ROOT)), files_of(pages))
            print(f"{len(pages)} pages: every step finds its place")
        else:
            perform(pages, given.work.resolve())
    except PageError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
