"""Plants each kind of mistake in a page, and expects the page, the line and the file to be named."""
from pages import Page, PageError

TREE = {"a.hpp": ["one", "two", "", "two", "three"], "a_test.cpp": ["check"]}
SAYS = "It takes **{} files of code and tests**.\n"
DIFF = "```diff a.hpp\n one\n+one and a half\n two\n```\n"
# what the page holds, and what the complaint must say; none: the page is sound
PAGES = [
    (SAYS.format(1) + DIFF, None),
    (SAYS.format(1) + "```diff a.hpp\n two\n\n-two\n+twice\n three\n```\n", None),
    (SAYS.format(1) + "```diff a.hpp\n one\n+four\n three\n```\n", "page.md:2: a.hpp: these lines stand in 0 places"),
    (SAYS.format(1) + "```diff a.hpp\n ten\n+four\n```\n", "page.md:2: a.hpp: these lines stand in 0 places; expected one; 'ten' stands nowhere"),
    (SAYS.format(1) + "```diff a.hpp\n-two\n+four\n```\n", "page.md:2: a.hpp: these lines stand in 2 places"),
    (SAYS.format(1) + "```diff a.hpp\n one\nfour\n```\n", "page.md:4: a.hpp: 'four' begins with neither"),
    (SAYS.format(1) + "```diff a.hpp\n one\n```\n", "page.md:2: a.hpp: expected lines to keep or remove, and a change"),
    (SAYS.format(1) + "```diff b.hpp\n-one\n```\n", "page.md:2: b.hpp: there is no such file"),
    (SAYS.format(1) + "```cpp a.hpp (new)\none\n```\n", "page.md:2: a.hpp: is there already"),
    (SAYS.format(1) + "```cpp a.hpp\none\n```\n", "page.md:2: '```cpp a.hpp' is no step"),
    (SAYS.format(1) + "```text\none\n```\n", "page.md:2: no commands stand before this output"),
    (SAYS.format(1) + DIFF + "```sh\ntrue\n", "page.md:7: this block has no end"),
    (DIFF, "page.md: does not say that it takes"),
    (SAYS.format(2) + DIFF, "page.md: says that it takes 2 files of code and tests, but takes 1"),
    (SAYS.format(2) + DIFF + "```cpp b_test.cpp (new)\ncheck\n```\n```diff README.md\n-a\n```\n", "README.md: there is no such"),
    (SAYS.format(4) + "".join(f"```cpp b{k}.hpp (new)\n```\n" for k in range(4)), "takes 4 files of code and tests; expected at most 3"),
    (SAYS.format(1) + DIFF + "```sh\nsay\n```\n```text\nkills … of 12\ntwo   words\n```\n", None),
    (SAYS.format(1) + DIFF + "```sh\nsay\n```\n```text\ntwo words\nkills\n```\n", "page.md:7: expected 'kills'"),
    (SAYS.format(1) + DIFF + "```sh\nsay\n```\n```text\nkills … of 13\n```\n", "page.md:7: expected 'kills … of 13'"),
]
PRINTED = "kills   7 of 12 cells\nand two words\n"


def complaint_of(text):
    try:
        page = Page("docs/howto/page.md", text)
        page.check_count(3)
        page.apply(dict(TREE))
        for block in page.commands:
            block.check(PRINTED)
    except PageError as error:
        return str(error)
    return None


def main():
    failures = 0
    for text, expected in PAGES:
        seen = complaint_of(text)
        if (expected is None) != (seen is None) or (expected and expected not in seen):
            failures += 1
            print(f"{text}\nexpected '{expected}', found '{seen}'\n")
    print(f"{len(PAGES)} pages checked, {failures} of them wrongly")
    return 1 if failures else 0
