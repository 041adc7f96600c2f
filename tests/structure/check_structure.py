#!/usr/bin/env python3
"""Checks that the source tree keeps its shape: include directions, file lengths, what lies where.

check_structure.py ROOT        lists every violation below ROOT and fails if there is one
check_structure.py --self-test plants each kind of violation in a small tree and fails if one goes unseen
"""
import ast
import re
import subprocess
import sys
import tempfile
from pathlib import Path, PurePosixPath

from rooms import ROOMS, order_of, room_of

# What each layer may include. core/io is a layer of its own: the only one that sees HDF5.
MAY_INCLUDE = {
    "core": {"core"},
    "core/io": {"core", "core/io"},
    "agents": {"core", "agents"},
    "config": {"core", "agents", "config"},
    "cuda": {"core", "agents", "cuda"},
    "tools": {"core", "core/io", "agents", "config", "cuda", "tools"},
    "tests": {"core", "core/io", "agents", "config", "cuda", "tools", "tests"},
}
# Libraries that only some layers may see: a pattern of the included header, and those layers.
FENCED_HEADERS = [
    (re.compile(r"^(hdf5(_hl)?|H5[A-Za-z]*)\.h$"), {"core/io", "tests"}),
    (re.compile(r"^yaml-cpp/"), {"config", "tools"}),
    (re.compile(r"^(thrust|cub)/|^cuda_runtime"), {"cuda"}),
]
GENERATED_HEADERS = {"tilscape_version.hpp": {"tools", "tests"}}
# libm differs between machines, so what can reach a result takes these from core's own functions.
LIBM_CALL = re.compile(r"\bstd::(exp2?|expm1|log|log2|log10|log1p|pow|sin|cos|tan|tanh|erf|cbrt)\s*\(")
LIBM_FREE = {"core", "agents", "config", "cuda"}

# Catch2 2 and 3 have other headers and names; both are known to these files alone.
CATCH2_NAME = re.compile(r"\bCatch::|<catch2/")
KNOWS_CATCH2 = {"tests/catch.hpp", "tests/catch_main.cpp", "tests/gpu/gpu_main.cpp"}

# What makes nvcc accept a call of host code in a kernel, which it then compiles to anything: in no file of ours.
NVCC_SILENCER = re.compile(r"expt-relaxed-" r"constexpr|nv_exec_check_" r"disable|(nv_)?diag[-_]suppress" r"[ =]*2001\d")

# Loops that are compiled for several instruction sets: compilers have got them wrong, so tests/wide holds every one.
WIDE_LOOP = re.compile(r"\brun_(wide|in|avx2|avx512)\s*\(|gnu::target|__attribute__\s*\(\(\s*target|pragma\s+GCC\s+target")
WIDE_LOOP_FILES = {"core/base/instruction_set.hpp", "core/execution/host_executor.hpp", "core/execution/host_tiles.hpp", "core/execution/draw_block.cpp",
                   "core/fields/code_table.cpp", "core/wide_loop_check.cpp"}

FOLDERS = {"core", "agents", "config", "cuda", "tools", "tests", "examples", "paraview", "docs"}
ROOT_FILES = {"CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "CITATION.cff"}
ROOM_FOLDERS = {f"{folder}/{room}" for folder, rooms in ROOMS.items() for room in rooms if room != "."}
WITH_README = FOLDERS | ROOM_FOLDERS
MOST_LINES = 350
MOST_SOURCES = 12  # in the root of a folder that has rooms
UNLIMITED = {".csv", ".gz", ".inc", ".json", ".lock", ".png", ".svg"}  # data, not text to read
CXX = {".hpp", ".cpp", ".cu", ".cuh"}
NAMED_FILE = re.compile(r"`([\w./-]+/[\w.-]+\.(?:hpp|cpp|cuh|cu|py|sh|md))`")
NAMED_TEST = re.compile(r"(?<![\w/])tests/[\w/]+\.(?:cpp|hpp|py|sh)")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def tracked_files(root):
    """Paths relative to root: what git would commit, or everything but build and run folders without git."""
    listing = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                             capture_output=True, check=False)
    if listing.returncode == 0:
        names = listing.stdout.decode().split("\0")
        return sorted(PurePosixPath(n) for n in names if n and (root / n).is_file())
    paths = (PurePosixPath(p.relative_to(root).as_posix()) for p in root.rglob("*") if p.is_file())
    skipped = re.compile(r"^(build|run.*|\.git|\.cache)$")
    return sorted(p for p in paths if not (len(p.parts) > 1 and skipped.match(p.parts[0])) and "__pycache__" not in p.parts)


def layer_of(path):
    return "core/io" if path.parts[:2] == ("core", "io") else path.parts[0]


def check_place(path):
    if len(path.parts) == 1:
        if path.name not in ROOT_FILES and not path.name.startswith("."):
            yield f"{path}: does not belong in the root"
    elif path.parts[0] not in FOLDERS and not path.parts[0].startswith("."):
        yield f"{path}: '{path.parts[0]}' is not one of the folders {', '.join(sorted(FOLDERS))}"
    if path.suffix in {".cu", ".cuh"} and path.parts[0] != "cuda":
        yield f"{path}: {path.suffix} files belong in cuda/"


def check_length(path, lines):
    if path.suffix not in UNLIMITED and len(lines) > MOST_LINES:
        yield f"{path}: {len(lines)} lines; expected at most {MOST_LINES}"


def check_nvcc_warnings(path, lines):
    """What device code calls is device code: nothing silences nvcc where it is not."""
    for number, line in enumerate(lines, 1):
        said_in_words = line.lstrip().startswith(("#", "//")) and not line.lstrip().startswith("#pragma")
        if path.suffix != ".md" and not said_in_words and NVCC_SILENCER.search(line):
            yield f"{path}:{number}: lets kernels call what only the host has; expected TILSCAPE_HD at what is called"


def check_wide_loops(path, lines):
    if path.suffix not in CXX or path.parts[0] == "tests" or str(path) in WIDE_LOOP_FILES:
        return
    for number, line in enumerate(lines, 1):
        if WIDE_LOOP.search(line):
            yield (f"{path}:{number}: a loop for several instruction sets; expected a test of it in tests/wide, and the "
                   "file among WIDE_LOOP_FILES")


def check_own_include(where, layer, included):
    if included in GENERATED_HEADERS:
        if layer not in GENERATED_HEADERS[included]:
            yield f"{where}: {layer} may not include {included}"
        return
    target = layer_of(PurePosixPath(included))
    if target not in MAY_INCLUDE:
        yield f'{where}: "{included}" is not a path from the root'
    elif target not in MAY_INCLUDE[layer]:
        yield f"{where}: {layer} may not include {target} ({included})"


def check_room(where, path, included):
    """A room includes only what stands below it."""
    (folder, room), (other, target) = room_of(path), room_of(included)
    if folder != other or folder not in ROOMS or order_of(folder, target) <= order_of(folder, room):
        return
    here = f"{folder}/" if room == "." else f"{folder}/{room}"
    yield f"{where}: {here} may not include {included}, which stands above it (tests/structure/rooms.py)"


def check_roots(paths):
    """The root of a folder with rooms is no room for everything; every source lies in a room that is known."""
    for folder in sorted(ROOMS):
        here = [p for p in paths if p.parts[0] == folder and p.suffix in CXX]
        in_root = [p for p in here if len(p.parts) == 2]
        if len(in_root) > MOST_SOURCES:
            yield f"{folder}/: {len(in_root)} sources in its root; expected at most {MOST_SOURCES}, the others in rooms"
        for path in here:
            if len(path.parts) > 2 and room_of(path)[1] == ".":
                yield f"{path}: '{path.parent}' is no room of {folder}/; expected one of tests/structure/rooms.py"


def check_includes(path, lines):
    layer = layer_of(path)
    if path.suffix not in CXX or layer not in MAY_INCLUDE:
        return
    for number, line in enumerate(lines, 1):
        where = f"{path}:{number}"
        if layer in LIBM_FREE and LIBM_CALL.search(line.split("//")[0]):
            yield f"{where}: calls libm; expected the functions of core"
        if CATCH2_NAME.search(line) and str(path) not in KNOWS_CATCH2:
            yield f"{where}: knows a version of Catch2; expected what tests/catch.hpp has"
        match = INCLUDE.match(line)
        if not match:
            continue
        if match[1] == '"':
            yield from check_own_include(where, layer, match[2])
            yield from check_room(where, path, match[2])
        for pattern, allowed in FENCED_HEADERS:
            if pattern.search(match[2]) and layer not in allowed:
                yield f"{where}: only {', '.join(sorted(allowed))} may include {match[2]}"
        if path.parts[:2] == ("config", "schema") and match[2].startswith("yaml-cpp"):
            yield f"{where}: the schema is free of YAML"


def check_readmes(paths):
    present = set(paths)
    examples = {p.parts[:2] for p in paths if p.parts[0] == "examples" and len(p.parts) > 2}
    wanted = WITH_README | {"/".join(e) for e in examples}
    for folder in sorted(wanted):
        if any(str(p).startswith(folder + "/") for p in paths) and PurePosixPath(folder, "README.md") not in present:
            yield f"{folder}/README.md: is missing"


def check_purposes(root, paths):
    """The first line of a room's README is its sentence."""
    present = {str(p) for p in paths}
    for folder, rooms in ROOMS.items():
        for room, purpose in rooms.items():
            name = folder if room == "." else f"{folder}/{room}"
            readme = f"{name}/README.md"
            first = (root / readme).read_text(encoding="utf-8").split("\n")[0] if readme in present else None
            if first is not None and first != f"# {name}: {purpose}":
                yield f"{readme}:1: '{first}'; expected '# {name}: {purpose}' (tests/structure/rooms.py)"


def check_tables(root, paths):
    """A room's README names every file in it."""
    for path in paths:
        folder, room = room_of(path)
        readme = root / folder / room / "README.md"
        if path.suffix in CXX and room != "." and readme.is_file() and \
                not re.search(rf"\b{re.escape(path.stem)}\b", readme.read_text(encoding="utf-8")):
            yield f"{folder}/{room}/README.md: does not name {path.name}"


def check_named_files(path, lines, present):
    """Files that a text names in backticks are there, but in the history and in lines that a page of docs/howto adds."""
    if path.suffix != ".md" or path.name == "CHANGELOG.md":
        return
    is_howto = path.parts[:2] == ("docs", "howto")
    for number, line in enumerate(lines, 1):
        for name in NAMED_FILE.findall("" if is_howto and line.startswith("+") else line):
            if name.split("/")[0] in FOLDERS and name not in present:
                yield f"{path}:{number}: there is no {name}"


def check_docstring(path, lines):
    """A Python file begins with what it is and why."""
    if path.suffix == ".py" and ast.get_docstring(ast.parse("\n".join(lines))) is None:
        yield f"{path}:1: does not say what it is; expected a docstring"


def check_named_tests(path, lines, present):
    """Tests that the comments of a rule name are there."""
    if path.suffix not in CXX:
        return
    for number, line in enumerate(lines, 1):
        for name in NAMED_TEST.findall(line):
            if name not in present:
                yield f"{path}:{number}: there is no {name}"


def violations(root):
    paths = tracked_files(root)
    present = {str(p) for p in paths}
    found = [*check_readmes(paths), *check_purposes(root, paths), *check_tables(root, paths),
             *check_roots(paths)]
    for path in paths:
        found += check_place(path)
        if path.suffix in UNLIMITED or "corpus" in path.parts:  # a fuzzer's files are any bytes
            continue
        lines = (root / path).read_text(encoding="utf-8").splitlines()
        found += check_length(path, lines)
        found += check_includes(path, lines)
        found += check_named_files(path, lines, present)
        found += check_named_tests(path, lines, present)
        found += check_docstring(path, lines)
        found += check_nvcc_warnings(path, lines)
        found += check_wide_loops(path, lines)
    return found


ROOM_READMES = {f"{folder}/{room}/README.md".replace("/./", "/"): f"# {folder}/{room}: {purpose}\n".replace("/.:", ":")
                for folder, rooms in ROOMS.items() for room, purpose in rooms.items()}
SOUND_TREE = ROOM_READMES | {
    "core/base/README.md": ROOM_READMES["core/base/README.md"] + "g", "core/io/hdf5/README.md": ROOM_READMES["core/io/hdf5/README.md"] + "b",
    "config/read/README.md": ROOM_READMES["config/read/README.md"] + "e",
    "CMakeLists.txt": "", "CONTRIBUTING.md": "", ".gitignore": "", "tests/README.md": "",
    "core/a.hpp": '#include "core/base/g.hpp"\n', "core/base/g.hpp": "#include <vector>\n",
    "core/io/hdf5/b.cpp": '#include <hdf5.h>\n#include "core/a.hpp"\n',
    "agents/c.hpp": '#include "core/a.hpp"\n// std::exp(x) in words\n', "cuda/d.cu": "#include <cub/cub.cuh>\n",
    "config/read/e.cpp": '#include <yaml-cpp/yaml.h>\n#include "agents/c.hpp"\n',
    "tools/f.cpp": '#include "core/io/run/b.hpp"\n#include "tilscape_version.hpp"\nstd::log(2);\n',
    "cuda/CMakeLists.txt": "# --expt-relaxed-" "constexpr in words\n", "tests/long.csv": "1\n" * 500,
    "CHANGELOG.md": "Until then `tools/absent.py`", "tools/h.py": '#!/usr/bin/env python3\n"""What it is."""\n',
}
# file (with a *: a dozen of them), its text, what the complaint must say
PLANTED = [
    ("core/x.hpp", '#include "agents/c.hpp"\n', "core/x.hpp:1: core may not include agents"),
    ("core/x.hpp", '#include "core/io/b.hpp"\n', "core may not include core/io"),
    ("agents/x.hpp", '\n#  include "config/e.hpp"\n', "agents/x.hpp:2: agents may not include config"),
    ("agents/x.hpp", '#include "cuda/d.cuh"\n', "agents may not include cuda"),
    ("config/x.cpp", '#include "core/io/b.hpp"\n', "config may not include core/io"),
    ("config/x.cpp", '#include "tools/f.hpp"\n', "config may not include tools"),
    ("cuda/x.cu", '#include "config/e.hpp"\n', "cuda may not include config"),
    ("tools/x.cpp", '#include "tests/catch.hpp"\n', "tools may not include tests"),
    ("core/x.cpp", '#include "a.hpp"\n', "is not a path from the root"),
    ("core/x.cpp", '#include "tilscape_version.hpp"\n', "core may not include tilscape_version.hpp"),
    ("tools/x.cpp", "#include <hdf5.h>\n", "only core/io, tests may include hdf5.h"),
    ("agents/x.cpp", "#include <yaml-cpp/yaml.h>\n", "only config, tools may include yaml-cpp"),
    ("config/schema/x.cpp", "#include <yaml-cpp/yaml.h>\n", "the schema is free of YAML"),
    ("agents/rules/x.hpp", '#include "agents/phases/y.hpp"\n',
     "agents/rules/x.hpp:1: agents/rules may not include agents/phases/y.hpp, which stands above it"),
    ("core/fields/x.hpp", '#include "core/a.hpp"\n', "core/fields may not include core/a.hpp"),
    ("agents/x*.hpp", "", "agents/: 13 sources in its root; expected at most 12"),
    ("agents/walks/x.hpp", "", "'agents/walks' is no room of agents/"),
    ("agents/rules/README.md", "# Rules\n", "agents/rules/README.md:1: '# Rules'; expected '# agents/rules: "),
    ("agents/rules/x.hpp", "", "agents/rules/README.md: does not name x.hpp"),
    ("core/x.hpp", "#include <thrust/sort.h>\n", "only cuda may include thrust"),
    ("agents/x.hpp", "float y = std::exp(2.0f);\n", "agents/x.hpp:1: calls libm"),
    ("tests/x_test.cpp", 'CHECK_THAT(text, Catch::Contains("x"));\n', "tests/x_test.cpp:1: knows a version of Catch2"),
    ("cuda/CMakeLists.txt", "set(o --expt-relaxed-" "constexpr)\n", "cuda/CMakeLists.txt:1: lets kernels call"),
    ("core/x.hpp", "#pragma nv_exec_check_" "disable\n", "core/x.hpp:1: lets kernels call"),
    ("cuda/x.cu", "#pragma nv_diag_suppress" " 20013\n", "cuda/x.cu:1: lets kernels call"),
    ("agents/x.cpp", "\n  run_wide(loop, 0, n);\n", "agents/x.cpp:2: a loop for several instruction sets"),
    ("core/x.cpp", "[[gnu::target(\"avx2\")]] void f();\n", "core/x.cpp:1: a loop for several instruction sets"),
    ("core/x.cuh", "", ".cuh files belong in cuda/"),
    ("core/x.cpp", "\n" * 351, "core/x.cpp: 351 lines"),
    ("notes.md", "", "does not belong in the root"),
    ("misc/x.cpp", "", "'misc' is not one of the folders"),
    ("examples/03_new/config.yaml", "", "examples/03_new/README.md: is missing"),
    ("paraview/show.py", "", "paraview/README.md: is missing"),
    ("docs/page.md", "", "docs/README.md: is missing"),
    ("README.md", "see `core/absent.hpp`", "README.md:1: there is no core/absent.hpp"),
    ("paraview/README.md", "\nsee `tools/absent.py`", "paraview/README.md:2: there is no tools/absent.py"),
    ("tools/x.py", "#!/usr/bin/env python3\nx = 1\n", "tools/x.py:1: does not say what it is"),
    ("agents/x.hpp", "/// Test: tests/agents/absent_test.cpp\n", "agents/x.hpp:1: there is no tests/agents/absent_test.cpp"),
]


def write_tree(root, files):
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def self_test():
    failures = 0
    for name, text, complaint in [("", "", ""), *PLANTED]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            planted = {name.replace("*", str(n)): text for n in range(MOST_SOURCES)} if name else {}
            write_tree(root, {**SOUND_TREE, **planted})
            found = violations(root)
            seen = any(complaint in v for v in found) if name else not found
            if not seen:
                failures += 1
                print(f"{name or 'the sound tree'}: expected '{complaint}', found {found}")
    print(f"{len(PLANTED) + 1} trees checked, {failures} of them wrongly")
    return 1 if failures else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    found = violations(Path(sys.argv[1]).resolve())
    print("\n".join(found) if found else "The tree keeps its shape.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
