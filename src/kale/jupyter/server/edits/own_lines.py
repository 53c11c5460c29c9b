"""The line of a cell that annotates it, such as ``%%step train --after load``: read as tags, and written from them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from kale.jupyter.server.edits.refused import RefusedError
from kale.notebook.mark_options import AFTER, SWITCHES, parse_mark
from kale.notebook.marks import ROLE_TAGS, STEP, MarkLine, mark_line
from kale.notebook.notebook import NotebookCell
from kale.notebook.option_tags import OptionTag
from kale.notebook.tags import PreviousTag, StepTag, Tag
from kale.pipeline.resources import GPU

_SHORT_LIMITS: Final = {"cpu": "cpu", "memory": "memory", GPU: "gpu"}
_MAGICS: Final = {tag: magic for magic, tag in ROLE_TAGS.items()}


def own_line(cell: NotebookCell) -> tuple[str, ...] | None:
    """Give the tags that the line of a cell stands for; ``None`` when the cell has no such line."""
    line = mark_line(cell.source) if cell.is_code else None
    return None if line is None else tuple(_tags(line))


def check_own_line(cell: NotebookCell) -> None:
    """Make sure that the line of a cell can be written anew without a loss.

    Raises:
        RefusedError: Something is wrong with it.
    """
    line = mark_line(cell.source) if cell.is_code else None
    problems = parse_mark(line).problems if line is not None else ()
    if problems:
        raise RefusedError(f"the line {problems[0].message} (cell {cell.number}); correct it first")


def with_own_line(cell: NotebookCell, tags: Sequence[str] | None) -> str:
    """Give the source of a cell whose line stands for other tags, or is taken out.

    Args:
        cell: The cell.
        tags: The tags; ``None`` takes the line out.

    Raises:
        RefusedError: No line can say that.
    """
    line = mark_line(cell.source)
    if line is None:
        return cell.source
    lines = cell.source.split("\n")
    if tags is None:
        return "\n".join([*lines[: line.line - 1], *lines[line.line :]])
    lines[line.line - 1] = " " * (line.column - 1) + _written(tags)
    source = "\n".join(lines)
    changed = mark_line(source)
    if changed is None or parse_mark(changed).problems or tuple(_tags(changed)) != tuple(tags):
        raise RefusedError(f"the first line of cell {cell.number} cannot say {', '.join(tags)}")
    return source


def _tags(line: MarkLine) -> Iterator[str]:
    for words, tag in parse_mark(line).tags:
        yield _tag(line, words, tag)


def _tag(line: MarkLine, words: str, tag: Tag) -> str:
    match tag:
        case StepTag(name):
            return f"step:{name}"
        case PreviousTag(name):
            return f"prev:{name}"
        case OptionTag(option) if option.field == "limits":
            return f"limit:{option.key}:{option.value}"
        case OptionTag():
            name, _, value = words.removeprefix("--").partition(" ")
            switch = name.removeprefix("no-")
            if switch in SWITCHES:
                return f"{switch}:{'enabled' if switch == name else 'disabled'}"
            return f"{name}:{value}"
    return ROLE_TAGS[line.name]


def _written(tags: Sequence[str]) -> str:
    """Give the line that stands for tags, of which one says what the cell is for."""
    for tag in tags:
        if tag in _MAGICS:
            return f"%%{_MAGICS[tag]}"
    names = [tag.partition(":")[2] for tag in tags if tag.startswith("step:")]
    options = [word for tag in tags if not tag.startswith("step:") for word in _option(tag)]
    return " ".join([f"%%{STEP}", *map(shlex.quote, names), *options])


def _option(tag: str) -> list[str]:
    prefix, _, value = tag.partition(":")
    resource, _, amount = value.partition(":")
    if prefix == "prev":
        return [f"--{AFTER}", shlex.quote(value)]
    if prefix == "limit" and resource in _SHORT_LIMITS:
        return [f"--{_SHORT_LIMITS[resource]}", shlex.quote(amount)]
    if prefix in SWITCHES:
        return [f"--{prefix}" if value == "enabled" else f"--no-{prefix}"]
    return [f"--{prefix}", shlex.quote(value)]
