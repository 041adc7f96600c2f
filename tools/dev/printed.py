"""What the READMEs tell people to type, and a copy of the repository to type it in. For tools/remake and tests/readme."""
import os
import shutil
import stat
import subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def printed(readme, beginnings):
    """The commands with these beginnings in indented lines, as they stand; lines that end in a backslash go on."""
    with open(os.path.join(ROOT, readme), encoding="utf-8") as file:
        lines = [line.rstrip("\n") for line in file]
    commands = []
    for number, line in enumerate(lines):
        if line.startswith("    ") and line[4:].startswith(beginnings):
            last = number
            while lines[last].endswith("\\"):
                last += 1
            commands.append("\n".join(lines[number:last + 1])[4:])
    return commands


def copy_of_repository(into):
    """What belongs to it, so that what was made here before is not mistaken for it."""
    listed = subprocess.run(["git", "-C", ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
                            capture_output=True, check=False)
    names = listed.stdout.decode().split("\0") if listed.returncode == 0 else []
    if not names:
        skipped = shutil.ignore_patterns("build", ".git", "run*", "__pycache__")
        shutil.copytree(ROOT, into, ignore=skipped)
        return
    for name in filter(None, names):
        source, target = os.path.join(ROOT, name), os.path.join(into, name)
        if os.path.isfile(source) and not name.startswith("tests/"):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(source, target)


def python_with(*modules):
    """The first Python that has them all, or None."""
    for python in ("python3", "/usr/bin/python3"):
        if subprocess.run([python, "-c", "import " + ", ".join(modules)], capture_output=True, check=False).returncode == 0:
            return shutil.which(python)
    return None


def write_program(path, text):
    """A script that can be run."""
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)


def environment_with(programs):
    """Where the programs in this folder come first, and nothing draws on a screen or leaves byte code."""
    return dict(os.environ, PATH=programs + os.pathsep + os.environ["PATH"], MPLBACKEND="Agg", PYTHONDONTWRITEBYTECODE="1")
