"""The pages of docs/howto as steps, and what they make of a source tree that is held in memory: {path: lines}.

A block of a page is a step if the line that opens it says so:

    ```diff FILE        lines to keep (' '), to remove ('-') and to add ('+'); they stand in FILE in exactly one place
    ```LANGUAGE FILE (new)      a new file as a whole
    ```sh               commands, typed at the root of the changed tree
    ```text             after them: what they print, in this order; `…` stands for anything within a line
"""
import re

FENCE = "```"
NEW_FILE = re.compile(r"(?P<language>\w+) (?P<path>\S+) \(new\)")
FILE_COUNT = re.compile(r"takes\s+\*\*(\d+)\s+files?\s+of\s+code\s+and\s+tests\*\*")


class PageError(Exception):
    """What is wrong with a page, with its line and the file it is about."""


class Block:
    """@param line  of the page that opens it, with what stands there behind the fence"""

    def __init__(self, page, line, opening, lines):
        self.page, self.line, self.opening, self.lines = page, line, opening, lines

    def wrong(self, what):
        return PageError(f"{self.page}:{self.line}: {what}")


class Diff(Block):
    """One place of one file."""

    @property
    def path(self):
        return self.opening.split(" ", 1)[1]

    def apply(self, tree):
        old, new = self.sides()
        if self.path not in tree:
            raise self.wrong(f"{self.path}: there is no such file")
        lines = tree[self.path]
        places = [k for k in range(len(lines) - len(old) + 1) if lines[k:k + len(old)] == old]
        if len(places) != 1:
            raise self.wrong(f"{self.path}: these lines stand in {len(places)} places; expected one{missing(old, lines)}"
                             f"\nIf {self.path} is right as it is now, write the block of the page for it: docs/howto/README.md")
        tree[self.path] = lines[:places[0]] + new + lines[places[0] + len(old):]

    def sides(self):
        """The lines before and after."""
        for number, line in enumerate(self.lines, self.line + 1):
            if line and line[0] not in " -+":
                raise PageError(f"{self.page}:{number}: {self.path}: '{line}' begins with neither ' ' nor '-' nor '+'")
        old = [line[1:] for line in self.lines if not line.startswith("+")]
        new = [line[1:] for line in self.lines if not line.startswith("-")]
        if old == new or not old:
            raise self.wrong(f"{self.path}: expected lines to keep or remove, and a change")
        return old, new


class NewFile(Block):
    @property
    def path(self):
        return NEW_FILE.fullmatch(self.opening)["path"]

    def apply(self, tree):
        if self.path in tree:
            raise self.wrong(f"{self.path}: is there already")
        tree[self.path] = list(self.lines)


class Commands(Block):
    expected = ()

    def check(self, output):
        """The expected lines stand in the output, one after the other. Runs of spaces are one."""
        rest = flat(output)
        for line in self.expected:
            found = re.search(".*?".join(re.escape(part) for part in flat(line).split("…")), rest)
            if not found:
                raise self.wrong(f"expected '{line}' in what is printed:\n{output}")
            rest = rest[found.end():]


class Output(Block):
    """What the commands before it print."""


def is_prose(path):
    """What is written for people: no code, no test."""
    return path.endswith(".md") or path.startswith("docs/")


def flat(text):
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def missing(old, lines):
    """The first line that the file has nowhere, which is what usually happened."""
    gone = [line for line in old if line not in lines]
    return f"; '{gone[0].strip()}' stands nowhere" if gone else ""


def kind_of(opening):
    if opening.startswith("diff "):
        return Diff
    if NEW_FILE.fullmatch(opening):
        return NewFile
    return {"sh": Commands, "text": Output}.get(opening)


def block_of(page, line, opening, lines):
    kind = kind_of(opening)
    if kind:
        return kind(page, line, opening, lines)
    raise PageError(f"{page}:{line}: '{FENCE}{opening}' is no step; expected diff FILE, LANGUAGE FILE (new), sh, or text")


def blocks_of(page, text):
    begun = None
    for number, line in enumerate(text.splitlines(), 1):
        if begun is None and line.startswith(FENCE):
            begun = (page, number, line[len(FENCE):].strip(), [])
        elif begun and line == FENCE:
            yield block_of(*begun)
            begun = None
        elif begun:
            begun[3].append(line)
    if begun:
        raise PageError(f"{page}:{begun[1]}: this block has no end")


class Page:
    """@param name  its path in the repository: docs/howto/field.md"""

    def __init__(self, name, text):
        self.name, self.changes, self.commands = name, [], []
        for block in blocks_of(name, text):
            self.add(block)
        stated = FILE_COUNT.search(text)
        if not stated:
            raise PageError(f"{name}: does not say that it takes **N files of code and tests**")
        self.stated_files = int(stated[1])

    def add(self, block):
        if isinstance(block, Commands):
            self.commands.append(block)
        elif not isinstance(block, Output):
            self.changes.append(block)
        elif self.commands and not self.commands[-1].expected:
            self.commands[-1].expected = [line for line in block.lines if line.strip()]
        else:
            raise block.wrong("no commands stand before this output")

    @property
    def touched(self):
        return {change.path for change in self.changes}

    def apply(self, tree):
        for change in self.changes:
            change.apply(tree)

    def check_count(self, most=None):
        """@param most  files that such a change may take at all"""
        needed = sum(not is_prose(path) for path in self.touched)
        if needed != self.stated_files:
            raise PageError(f"{self.name}: says that it takes {self.stated_files} files of code and tests, but takes {needed}")
        if most is not None and needed > most:
            raise PageError(f"{self.name}: takes {needed} files of code and tests; expected at most {most}: "
                            "mend the code, not the page")
