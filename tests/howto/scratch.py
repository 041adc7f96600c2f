"""The repository as it is committed or about to be, in memory and as a folder to build in."""
import os
import shutil
import subprocess
from pathlib import Path, PurePosixPath

BUILD = "build"  # of the folder: kept, so that a second run compiles what changed


def tracked(root):
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                            capture_output=True, check=True)
    return [name for name in listed.stdout.decode().split("\0") if name and (root / name).is_file()]


def read_tree(root):
    """{path: lines} of every text."""
    tree = {}
    for name in tracked(root):
        try:
            tree[name] = (root / name).read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            pass  # a picture
    return tree


def is_built(path, touched):
    """Of the tests' sources only those that a page touches, and the reference stepper with its own."""
    parts = PurePosixPath(path).parts
    if parts[0] != "tests" or len(parts) == 2 or parts[1] == "reference":
        return True
    if parts[-1] == "CMakeLists.txt":
        return any(t.endswith(".cpp") and t.startswith(f"tests/{parts[1]}/") for t in touched)
    return path in touched or not path.endswith((".cpp", ".cu"))


def write_tree(root, tree, touched, folder):
    """What is in the folder already is left alone, so that only what changed is built again."""
    names = [name for name in {*tracked(root), *touched} if is_built(name, touched)]
    remove_others(folder, set(names))
    for name in names:
        target = folder / name
        content = "".join(line + "\n" for line in tree[name]).encode() if name in touched else (root / name).read_bytes()
        if not target.is_file() or target.read_bytes() != content:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            if (root / name).is_file():
                shutil.copymode(root / name, target)


def remove_others(folder, names):
    """What no longer belongs there, and what commands left: files, and the folders that they leave empty."""
    for path, _, files in os.walk(folder, topdown=False):
        inside = Path(path).relative_to(folder)
        if BUILD in inside.parts[:1]:
            continue
        for name in files:
            if (inside / name).as_posix() not in names:
                (folder / inside / name).unlink()
        if inside != Path(".") and not os.listdir(path):
            os.rmdir(path)
