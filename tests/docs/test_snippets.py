"""Every snippet of the documentation does what it says.

A fenced block is read by its language and title:

- ``python`` with the title ``NAME.ipynb: TAGS`` is a code cell of that notebook;
- with a title that ends in ``.py``, ``.md``, ``.csv`` or ``.txt``, a block is that file;
- ``json`` with the title ``NAME.ipynb: metadata`` or ``NAME.ipynb: metadata of cell N`` is metadata of it;
- ``python`` without a title is a program; a block ``text`` with the title ``Output`` after it is what it prints;
- ``console`` holds commands after ``$`` and what they print; its title may be ``exits with N``.

In what is printed, ``...`` stands for any text on a line, and alone on its line for any lines.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r'^```(?P<language>\w+)(?: title="(?P<title>[^"]*)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
CELL = re.compile(r"(?P<notebook>\S+\.ipynb): (?P<about>.*)")
LONGEST_RUN = 120


@dataclass(frozen=True)
class Snippet:
    """A fenced block of a page."""

    language: str
    title: str
    text: str
    line: int


def snippets_of(page: Path) -> Iterator[Snippet]:
    text = page.read_text(encoding="utf-8")
    for match in FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Snippet(match["language"], match["title"] or "", match["text"], line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page_holds_what_it_says(page: Path, workplace: Path) -> None:
    snippets = list(snippets_of(page))
    for index, snippet in enumerate(snippets):
        try:
            follow(snippet, snippets[index + 1] if index + 1 < len(snippets) else None, workplace)
        except AssertionError as error:
            raise AssertionError(f"{page.relative_to(ROOT)}, line {snippet.line}: {error}") from error


def follow(snippet: Snippet, after: Snippet | None, workplace: Path) -> None:
    about = CELL.fullmatch(snippet.title)
    if about:
        edit_notebook(workplace / about["notebook"], snippet, about["about"])
    elif snippet.title.endswith((".py", ".md", ".csv", ".txt")):
        (workplace / snippet.title).parent.mkdir(parents=True, exist_ok=True)
        (workplace / snippet.title).write_text(snippet.text, encoding="utf-8")
    elif snippet.language == "json":
        json.loads(snippet.text)
    elif snippet.language == "python":
        printed = run([sys.executable, "-c", snippet.text], workplace, 0)
        if after is not None and (after.language, after.title) == ("text", "Output"):
            assert_like(printed, after.text)
    elif snippet.language == "console":
        code = re.search(r"exits with (\d+)", snippet.title)
        for command, expected in commands_in(snippet.text):
            printed = run(as_here(command), workplace, int(code[1]) if code else 0)
            assert_like(printed, expected)


def edit_notebook(path: Path, snippet: Snippet, about: str) -> None:
    empty: dict[str, Any] = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    notebook: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else empty
    cells = notebook["cells"]
    if snippet.language == "python":
        source = snippet.text.removesuffix("\n")
        metadata = {"tags": about.split()}
        number = len(cells) + 1
        cell: dict[str, Any] = {"cell_type": "code", "id": f"cell-{number}", "execution_count": None, "outputs": []}
        cells.append({**cell, "metadata": metadata, "source": source})
    elif about == "metadata":
        notebook["metadata"].update(json.loads(snippet.text))
    else:
        cells[int(about.removeprefix("metadata of cell ")) - 1]["metadata"] = json.loads(snippet.text)
    path.write_text(json.dumps(notebook), encoding="utf-8")


def commands_in(text: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        yield command, expected


def as_here(command: str) -> list[str]:
    words = shlex.split(command)
    programs = {"kale": [sys.executable, "-m", "kale"], "python": [sys.executable]}
    return [*programs.get(words[0], words[:1]), *words[1:]]


def run(command: list[str], workplace: Path, code: int) -> str:
    done = subprocess.run(
        command,
        cwd=workplace,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST_RUN,
        check=False,
    )
    assert done.returncode == code, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def assert_like(printed: str, expected: str) -> None:
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()).replace(r"\.\.\.", ".*") + r" *\n"
        for line in expected.splitlines()
    )
    assert re.fullmatch(pattern, printed), f"printed\n{printed}\ninstead of\n{expected}"


@pytest.mark.parametrize(
    ("printed", "expected", "alike"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\n", False),
        ("a 1 s\nx\ny\nz\n", "a ... s\n...\nz\n", True),
        ("a\n", "a\n...\n", True),
        ("a\nb\n", "b\n", False),
        ("a.b\n", "a.c\n", False),
        ("aXb\n", "a.b\n", False),
    ],
)
def test_the_runner_compares(printed: str, expected: str, *, alike: bool) -> None:
    if alike:
        assert_like(printed, expected)
    else:
        with pytest.raises(AssertionError, match="instead of"):
            assert_like(printed, expected)


def test_the_runner_notices_a_wrong_exit_code(workplace: Path) -> None:
    with pytest.raises(AssertionError, match="ended with 3"):
        follow(Snippet("python", "", "raise SystemExit(3)\n", 1), None, workplace)
    with pytest.raises(AssertionError, match="ended with 0"):
        follow(Snippet("console", "exits with 2", "$ kale --version\n...\n", 1), None, workplace)
