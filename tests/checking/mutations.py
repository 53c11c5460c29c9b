"""Broken notebooks made from whole ones: cut, twisted and filled with what nobody expects."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any, Final

ODD_TEXTS: Final = (
    "", "\0", "\ud800", "x" * 5000, "(" * 300, "[" * 99 + "1" + "]" * 99, "é\u2028\u0085\x0c", "\r\n\r", "\t x = 1",
    "%%", "%", "!", "?", "%%bash", "%run x", "def f(:", "'''", "f'{", "\\", "x = \\", "match x:\n case [*_]: pass",
    "await x", "return", "global x", "del x", "import *", "from . import x", "async for x in y: pass",
    "class A(metaclass=A): pass", "x: int", "exec(x)", "lambda: (yield)", "# kale: ignore[",
    "# kale: ignore[K104,,]", "x = y = z = x", "\ufeffx = 1", "nonlocal x",
)  # fmt: skip
ODD_TAGS: Final = (
    "", ":", "step", "step:", "step: ", "step:a:b", "prev:", "prev::", "prev:a", "block:skip", "image:",
    "limit:cpu", "env:=", "secret:a:b", "retry:-1", "retry:x", "timeout:0", "cache:maybe", "step:\0", "step:\ud800",
    "stpe:a", "in:x", "notebook:x", "pipeline-parameters", "pipeline-metrics", "imports", "skip",
    "step:" + "ä" * 200, "step:a\nb", "step:__proto__", "=:=",
)  # fmt: skip
ODD_VALUES: Final[tuple[Any, ...]] = (
    None,
    0,
    -1,
    1.5,
    True,
    "",
    "x",
    [],
    {},
    [[]],
    {"kale": []},
    [None],
    float("inf"),
    10**400,
    {"tags": 1},
)

BASE: Final[tuple[tuple[list[str], str], ...]] = (
    (["imports"], "import math\nimport random"),
    (["pipeline-parameters"], "n = 3\nname = 'a'"),
    (["functions"], "def f(x):\n    return x + n"),
    (["step:load"], "rows = [1, 2, 3]"),
    (["step:sort", "prev:load"], "rows.sort()\nwith open('o.txt', 'w') as out:\n    out.write(name)"),
    ([], "total = f(sum(rows))"),
    (["step:show", "prev:sort", "cache:enabled"], "print(total, open('o.txt').read(), random.Random(n).random())"),
    (["pipeline-metrics"], "print(total)"),
)

Notebook = dict[str, Any]


def base() -> Notebook:
    """Give a notebook in which nothing is wrong."""
    cells = [
        {"cell_type": "code", "id": f"c{number}", "execution_count": number, "outputs": [], "source": source}
        | {"metadata": {"tags": list(tags)}}
        for number, (tags, source) in enumerate(BASE, start=1)
    ]
    return {"cells": cells, "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5}


def mutants(count: int, seed: int = 7) -> Iterator[bytes]:
    """Give the content of that many broken notebook files."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(count):
        notebook = copy.deepcopy(base())
        for _ in range(chance.randint(1, 4)):
            chance.choice(_MUTATIONS)(notebook, chance)
        text = json.dumps(notebook, indent=chance.choice((None, 1)))
        yield _damaged(text.encode(), chance) if chance.random() < 0.25 else text.encode()


def _cell(notebook: Notebook, chance: random.Random) -> dict[str, Any]:
    cells = (
        [cell for cell in notebook["cells"] if isinstance(cell, dict)]
        if isinstance(notebook.get("cells"), list)
        else []
    )
    return chance.choice(cells) if cells else {}


def _odd_source(notebook: Notebook, chance: random.Random) -> None:
    _cell(notebook, chance)["source"] = chance.choice(ODD_TEXTS)


def _mixed_source(notebook: Notebook, chance: random.Random) -> None:
    cell = _cell(notebook, chance)
    source = cell.get("source")
    if isinstance(source, str):
        at = chance.randrange(len(source) + 1)
        cell["source"] = source[:at] + chance.choice(ODD_TEXTS) + source[at:]


def _cut_source(notebook: Notebook, chance: random.Random) -> None:
    cell = _cell(notebook, chance)
    source = cell.get("source")
    if isinstance(source, str):
        cell["source"] = source[: chance.randrange(len(source) + 1)]


def _odd_tags(notebook: Notebook, chance: random.Random) -> None:
    tags = [chance.choice(ODD_TAGS) for _ in range(chance.randint(1, 3))]
    _cell(notebook, chance)["metadata"] = {"tags": tags}


def _odd_member(notebook: Notebook, chance: random.Random) -> None:
    cell = _cell(notebook, chance)
    if cell:
        cell[chance.choice(sorted(cell))] = chance.choice(ODD_VALUES)


def _odd_metadata(notebook: Notebook, chance: random.Random) -> None:
    kale = {
        chance.choice(("role", "step", "prev", "steps_defaults", "volumes", "pipeline_name")): chance.choice(ODD_VALUES)
    }
    target = chance.choice((notebook, _cell(notebook, chance)))
    target["metadata"] = {
        chance.choice(("kale", "kubeflow_notebook", "kernelspec")): chance.choice((kale, *ODD_VALUES))
    }


def _lost(notebook: Notebook, chance: random.Random) -> None:
    target = chance.choice((notebook, _cell(notebook, chance)))
    if target:
        del target[chance.choice(sorted(target))]


def _shuffled(notebook: Notebook, chance: random.Random) -> None:
    if isinstance(notebook.get("cells"), list):
        chance.shuffle(notebook["cells"])


def _odd_whole(notebook: Notebook, chance: random.Random) -> None:
    notebook[chance.choice(("cells", "metadata", "nbformat", "nbformat_minor"))] = chance.choice(ODD_VALUES)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    return (
        content[:at]
        + chance.choice((b"", b"\xff", b"\0", b'"', b"}", b"\xed\xa0\x80"))
        + content[at + chance.randint(0, 9) :]
    )


_MUTATIONS: Final[tuple[Callable[[Notebook, random.Random], None], ...]] = (
    *(_odd_source, _mixed_source, _cut_source, _odd_tags) * 3,
    _odd_member,
    _odd_metadata,
    _lost,
    _shuffled,
    _odd_whole,
)
