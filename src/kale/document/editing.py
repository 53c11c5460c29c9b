"""Applying fixes to the text of a notebook file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kale.diagnostics import AddTag, Edit, Fix, ReplaceTag, ReplaceText
from kale.document.cells import NotebookText
from kale.document.json_text import Extent, elements, member, members, string_at


class EditingError(ValueError):
    """A file cannot be changed as a fix wants it."""


class Change(NamedTuple):
    """Text to put in the place of other text, from one offset in the file to another."""

    start: int
    end: int
    text: str


def with_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """Give the text of a notebook file with as many fixes as do not touch each other, and how many these are.

    Args:
        text: The whole file; it has been read as a notebook before.
        fixes: What to change, the more important ones first.

    Raises:
        EditingError: The changed text would not be a JSON document.
    """
    notebook = NotebookText(text)
    changes: list[Change] = []
    applied = 0
    for fix in fixes:
        new = changes_of(notebook, fix)
        if new and not any(_touch(one, other) for one in new for other in changes):
            changes += new
            applied += 1
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.text + text[change.end :]
    if applied:
        _check(text)
    return text, applied


def changes_of(notebook: NotebookText, fix: Fix) -> tuple[Change, ...]:
    """Give what a fix changes in a file; nothing when the file does not have all that the fix speaks of.

    Args:
        notebook: The file.
        fix: The fix.
    """
    found = [_change(notebook, edit) for edit in fix.edits]
    changes = tuple(change for change in found if change is not None)
    return changes if len(changes) == len(found) else ()


def _touch(one: Change, other: Change) -> bool:
    return one.start <= other.end and other.start <= one.end


def _check(text: str) -> None:
    try:
        json.loads(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise EditingError(f"the fixed notebook would not be JSON: {error}") from error


def _change(notebook: NotebookText, edit: Edit) -> Change | None:
    """Give the change that an edit means; ``None`` when the file does not have what it speaks of."""
    match edit:
        case ReplaceTag():
            return _replaced_tag(notebook, edit)
        case AddTag():
            return _added_tag(notebook, edit)
        case ReplaceText():
            return _replaced_text(notebook, edit)


def _replaced_tag(notebook: NotebookText, edit: ReplaceTag) -> Change | None:
    text, tags = notebook.text, _tags(notebook, edit.cell)
    items = list(elements(text, tags)) if tags is not None else []
    index = next((number for number, item in enumerate(items) if string_at(text, item) == edit.tag), None)
    if index is None or tags is None:
        return None
    item = items[index]
    if edit.by is not None:
        return Change(*item, _json_string(edit.by, text))
    if index > 0:
        return Change(items[index - 1].end, item.end, "")
    return Change(tags.start + 1, tags.end - 1, "") if len(items) == 1 else Change(item.start, items[1].start, "")


def _added_tag(notebook: NotebookText, edit: AddTag) -> Change | None:
    text = notebook.text
    written = _json_string(edit.tag, text)
    metadata = notebook.member(edit.cell, "metadata")
    if metadata is None or text[metadata.start] != "{":
        return None
    tags = member(text, metadata, "tags")
    if tags is None:
        return _added_member(text, metadata, f"[{written}]")
    if text[tags.start] != "[":
        return None
    items = list(elements(text, tags))
    if not items:
        return Change(*tags, f"[{written}]")
    return Change(items[-1].end, items[-1].end, f",{_blank(text, tags, items)}{written}")


def _added_member(text: str, metadata: Extent, tags: str) -> Change:
    """Add the tags to metadata that have none, in the way in which its last member is written."""
    found = list(members(text, metadata))
    if not found:
        return Change(*metadata, f'{{"tags": {tags}}}')
    blank = _blank(text, metadata, [Extent(one.key.start, one.value.end) for one in found])
    last = found[-1]
    colon = text[last.key.end : last.value.start]
    return Change(last.value.end, last.value.end, f',{blank}"tags"{colon}{tags}')


def _blank(text: str, around: Extent, items: Sequence[Extent]) -> str:
    """Give the blanks that the file puts in front of an item of a list or object."""
    if len(items) > 1:
        return text[items[-2].end : items[-1].start].replace(",", "", 1)
    return text[around.start + 1 : items[0].start] or " "


def _replaced_text(notebook: NotebookText, edit: ReplaceText) -> Change | None:
    extent = notebook.source(edit.span.cell).extent(edit.span)
    if extent is None:
        return None
    start = _without_blank_before(notebook, edit) if not edit.by else extent.start
    inside = notebook.text[start : extent.end]
    if '"' in inside.replace('\\"', ""):
        return None  # the span goes over several strings of a list
    return Change(start, extent.end, _json_string(edit.by, notebook.text)[1:-1])


def _without_blank_before(notebook: NotebookText, edit: ReplaceText) -> int:
    """Give where the blanks before text that goes away start, if something stands before them on the line."""
    source = notebook.source(edit.span.cell)
    first = source.line_starts[edit.span.line - 1]
    index = first + edit.span.column - 1
    start = index
    while start > first and source.characters[start - 1].value in " \t":
        start -= 1
    return source.characters[start if start > first else index].start


def _tags(notebook: NotebookText, cell: int) -> Extent | None:
    metadata = notebook.member(cell, "metadata")
    return member(notebook.text, metadata, "tags") if metadata is not None else None


def _json_string(value: str, text: str) -> str:
    """Write a string like the rest of the file: with escapes if nothing else in it is beyond ASCII."""
    carries = all(not "\ud800" <= character <= "\udfff" for character in value)
    return json.dumps(value, ensure_ascii=text.isascii() or not carries)
