"""A case: a small notebook as reviewable text, and what the pipeline made from it must do.

The text starts with ``# key: value`` lines (``expect``, ``note`` and, where needed, ``python``, ``raises``, ``observe``
and ``metadata``). Then each line ``# %% tag tag`` starts a code cell with these tags; ``# %% [markdown]`` and
``# %% [raw]`` start cells of these kinds, and ``# %% [file] utils.py`` gives a file that stands beside the notebook. A
tag with blanks is quoted as in a shell, and so is ``'metadata={...}'``: the rest of a cell's metadata, as JSON.
"""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

OBSERVE: Final = """\
def observe(name, value):
    \"\"\"Write down what a name holds here.\"\"\"
    from observation_log import record
    record(name, value)"""

_HEADER: Final = re.compile(r"# ([a-z]+):(?: (.*))?")
_CELL: Final = re.compile(r"# %%(?: (.*))?")
_KEYS: Final = frozenset({"expect", "note", "python", "raises", "observe", "metadata"})


class CaseError(ValueError):
    """The text of a case does not follow the format."""


@dataclass(frozen=True)
class Expectation:
    """What the pipeline must do.

    Attributes:
        outcome: ``equal``, ``error`` or ``either``.
        phase: ``compile`` or ``run`` when only an error in that phase is right.
        code: Code that one of the diagnostics must carry.
        cell: Position in the notebook of the cell that the diagnostic with the code must stand in.
        culprits: Names of which the error must speak of at least one.
    """

    outcome: str
    phase: str | None = None
    code: str | None = None
    cell: int | None = None
    culprits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """A notebook with its expectation.

    Attributes:
        name: Folder and file, such as ``aliasing/chained_assignment``.
        expectation: What the pipeline must do.
        notebook: The notebook's JSON, in nbformat 4.5.
        note: What the case is about.
        recorder: Folder that the steps need on ``PYTHONPATH``.
        files: Text of the files beside the notebook, by name.
        raises: Name of the exception that the notebook itself ends with.
        python: Oldest Python that can read the cells.
    """

    name: str
    expectation: Expectation
    notebook: dict[str, Any]
    note: str
    recorder: Path
    files: dict[str, str] = field(default_factory=dict)
    raises: str | None = None
    python: tuple[int, ...] = (3, 10)


@dataclass
class _Section:
    words: list[str]
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n")


def read_case(path: Path) -> Case:
    """Read a case of the corpus.

    Args:
        path: The text file; its folder's name is the heading that it belongs to.

    Raises:
        CaseError: The text does not follow the format.
    """
    headers, sections = _split(path.read_text(encoding="utf-8"))
    name = f"{path.parent.name}/{path.stem}"
    unknown = headers.keys() - _KEYS
    if unknown or "expect" not in headers or "note" not in headers:
        raise CaseError(f"{name}: needs the headers expect and note, and knows none of {sorted(unknown)}")
    observe_tags = [tag for tag in headers.get("observe", "functions").split() if tag != "untagged"]
    cells = [_code_cell(OBSERVE, {"tags": observe_tags} if observe_tags else {})]
    cells += [_cell(section) for section in sections if section.words[:1] != ["[file]"]]
    return Case(
        name=name,
        expectation=read_expectation(headers["expect"], shift=1),
        notebook=_notebook(cells, json.loads(headers.get("metadata", "{}"))),
        note=headers["note"],
        recorder=Path(__file__).parent / "recorder",
        files={section.words[1]: section.text + "\n" for section in sections if section.words[:1] == ["[file]"]},
        raises=headers.get("raises"),
        python=tuple(int(part) for part in headers.get("python", "3.10").split(".")),
    )


def read_expectation(text: str, shift: int = 0) -> Expectation:
    """Read what stands after ``expect:``, such as ``error K301 cell=3 culprit=rows``.

    Args:
        text: The words.
        shift: How many cells the harness puts before the first cell of the case.

    Raises:
        CaseError: A word is not known.
    """
    outcome, *words = text.split()
    if outcome not in ("equal", "error", "either"):
        raise CaseError(f"{outcome!r} is not an expectation")
    found: dict[str, Any] = {}
    for word in words:
        if word in ("compile", "run"):
            found["phase"] = word
        elif re.fullmatch(r"K\d{3}", word):
            found["code"] = word
        elif word.startswith("cell="):
            found["cell"] = int(word[5:]) + shift
        elif word.startswith("culprit="):
            found["culprits"] = tuple(word[8:].split(","))
        else:
            raise CaseError(f"{word!r} is not part of an expectation")
    if outcome != "equal" and "culprits" not in found:
        raise CaseError(f"{text!r} names no culprit")
    return Expectation(outcome, **found)


def read_sample(path: Path, recorder: Path) -> Case:
    """Read a case that is kept as a notebook with a JSON file of the same name beside it.

    Args:
        path: The notebook.
        recorder: Folder with the module that the notebook records with.
    """
    facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    return Case(
        name=f"{path.parent.name}/{path.stem}",
        expectation=Expectation(facts["expected"], culprits=tuple(facts["culprit"])),
        notebook=json.loads(path.read_text(encoding="utf-8")),
        note=facts["note"],
        recorder=recorder,
    )


def _split(text: str) -> tuple[dict[str, str], list[_Section]]:
    headers: dict[str, str] = {}
    sections: list[_Section] = []
    for line in text.split("\n"):
        start = _CELL.fullmatch(line)
        if start:
            sections.append(_Section(shlex.split(start[1] or "")))
        elif sections:
            sections[-1].lines.append(line)
        elif line:
            header = _HEADER.fullmatch(line)
            if not header:
                raise CaseError(f"{line!r} stands before the first cell and is not a header")
            headers[header[1]] = header[2] or ""
    return headers, sections


def _cell(section: _Section) -> dict[str, Any]:
    kind = section.words[0] if section.words else ""
    if kind in ("[markdown]", "[raw]"):
        return {"cell_type": kind.strip("[]"), "metadata": {}, "source": section.text}
    metadata: dict[str, Any] = {}
    tags = [word for word in section.words if not word.startswith("metadata=")]
    for word in section.words:
        if word.startswith("metadata="):
            metadata.update(json.loads(word[9:]))
    return _code_cell(section.text, metadata | ({"tags": tags} if tags else {}))


def _code_cell(source: str, metadata: dict[str, Any]) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": metadata, "source": source, "execution_count": None, "outputs": []}


def _notebook(cells: list[dict[str, Any]], metadata: dict[str, Any]) -> dict[str, Any]:
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    named = [cell | {"id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel | metadata, "cells": named}
