"""Which files commands of the shell read, write and remove."""

from __future__ import annotations

import pytest

from kale.analysis.commands import command_uses
from kale.analysis.files import FileTouch
from kale.analysis.text_resolution import SEPARATOR
from kale.analysis.values import Text, Variable


def touches(command: Text) -> list[tuple[str | None, str]]:
    """Give the paths that a command names, each with what happens to it."""
    found = (touch for use in command_uses(command) for touch in use.touches(lambda variable: (f"<{variable.name}>",)))
    return [(touch.path, _what(touch)) for touch in found]


def _what(touch: FileTouch) -> str:
    if touch.folder:
        return "make"
    if touch.writes:
        return "remove" if touch.removes else "change" if touch.keeps else "write"
    return "mention" if touch.mentioned else "read"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("echo hi > a.txt", [("a.txt", "write")]),
        ("echo hi >>a.txt 2>&1", [("a.txt", "change")]),
        ("wc -l < in.txt", [("in.txt", "read")]),
        ("sort < in.txt > out.txt", [("in.txt", "read"), ("out.txt", "write")]),
        ("cat 'my file.txt' | grep x", [("my file.txt", "mention")]),
        ("head data.csv; rm data.csv", [("data.csv", "mention"), ("data.csv", "remove")]),
        ("mkdir -p a/b && touch a/b/c", [("a/b", "make"), ("a/b/c", "change")]),
        ("cp a.txt b.txt", [("a.txt", "read"), ("b.txt", "change")]),
        ("mv a.txt b.txt", [("a.txt", "read"), ("a.txt", "remove"), ("b.txt", "change")]),
        ("sudo mv a b", [("a", "read"), ("a", "remove"), ("b", "change")]),
        ("wget -q https://example.org/data/t.csv", [("t.csv", "write")]),
        ("wget https://example.org/t.csv -O x.csv", [("x.csv", "write")]),
        ("wget -P data https://example.org/t.csv", [("data/t.csv", "write")]),
        ("curl -sLO https://example.org/t.csv", [("t.csv", "write")]),
        ("curl https://example.org/t.csv", []),
        ("unzip -q t.zip -d data", [("t.zip", "read"), ("data", "change")]),
        ("unzip t.zip", [("t.zip", "read"), (None, "change")]),
        ("tar xzf t.tgz -C out", [("t.tgz", "read"), ("out", "change")]),
        ("tar czf t.tgz a b.txt", [("a", "read"), ("b.txt", "read"), ("t.tgz", "write")]),
        ("git clone https://example.org/x/y.git", [("y", "change")]),
        ("git status", []),
        ("python train.py --out m.pkl", [("train.py", "change"), ("m.pkl", "change")]),
        ("MODE=x ./tool in.dat", [("in.dat", "change")]),
        ("pip install -q pandas==2.0", []),
        ("", []),
        ("> a.txt", [("a.txt", "write")]),
    ],
)
def test_what_a_command_line_touches(command: str, expected: list[tuple[str | None, str]]) -> None:
    assert touches((command,)) == expected


def test_values_of_python_are_parts_of_words() -> None:
    assert touches(("cp ", Variable("source"), " out/", Variable("name"), ".csv")) == [
        ("<source>", "read"),
        ("out/<name>.csv", "change"),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("cp", "a b.txt", "c.txt"), [("a b.txt", "read"), ("c.txt", "change")]),
        (("sh", "-c", "echo 1 > a.txt"), [("a.txt", "write")]),
        (("/usr/bin/rm", "x > y"), [("x > y", "remove")]),
    ],
)
def test_a_list_of_words_is_taken_as_it_is(words: tuple[str, ...], expected: list[tuple[str | None, str]]) -> None:
    assert touches(tuple(part for word in words for part in (word, SEPARATOR))[:-1]) == expected
