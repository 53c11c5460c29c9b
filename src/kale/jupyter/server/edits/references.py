"""The places where annotations name an earlier step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pydantic import JsonValue

from kale.jupyter.server.edits.marks import Marks
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.notebook.notebook import NotebookCell
from kale.notebook.steps import previous_names
from kale.notebook.tags import MistypedTag, PreviousTag, meant_tag, parse_tag


def replace_references(
    rewriting: Rewriting, step: str, by: str | None, *, own: Collection[int] = ()
) -> list[NotebookCell]:
    """Name another step wherever an annotation names one as earlier, or none.

    Args:
        rewriting: The annotations.
        step: Name of the step.
        by: Name to put instead; ``None`` takes the reference away.
        own: Positions of the cells of the step ``by``, which is not to come after itself.

    Returns:
        The cells that named it.
    """
    known = rewriting.step_names()
    changed: list[NotebookCell] = []
    for cell in rewriting.found.notebook.cells:
        marks = rewriting.marks(cell.number)
        new = with_references(marks, step, None if cell.number in own else by, known)
        if new != marks:
            rewriting.put(cell.number, new)
            changed.append(cell)
    return changed


def with_references(marks: Marks, step: str, by: str | None, known: Sequence[str]) -> Marks:
    """Give the marks of a cell with another step, or none, in the place of one that they name as earlier.

    Args:
        marks: The marks.
        step: Name of the step.
        by: Name to put instead; ``None`` takes the reference away.
        known: Names of all steps.
    """
    rewritten = marks.with_texts(lambda texts: _texts_instead(texts, step, by, known))
    return rewritten.with_settings(_settings_instead(marks, step, by, known))


def prefix_of(text: str, proper: str) -> str:
    """Give what stands before the name in a tag, as it is written or, if the tag is mistyped, as is proper."""
    return proper if isinstance(parse_tag(text), MistypedTag) else text.partition(":")[0]


def _texts_instead(texts: Iterable[str], step: str, by: str | None, known: Sequence[str]) -> list[str]:
    tags: list[str] = []
    written: set[str] = set()
    for text in texts:
        new = _tags_instead(text, step, by, known)
        if new is not None:
            tags += [one for one in new if one not in tags]
            written.update(new)
        elif text not in written:
            tags.append(text)
    return tags


def _tags_instead(text: str, step: str, by: str | None, known: Sequence[str]) -> list[str] | None:
    """Give the tags to put in the place of one; ``None`` when it does not name the step."""
    tag = meant_tag(text)
    if not isinstance(tag, PreviousTag):
        return None
    names = previous_names(tag.name, known)
    prefix = prefix_of(text, "prev")
    return [f"{prefix}:{name}" for name in _instead(names, step, by)] if step in names else None


def _settings_instead(marks: Marks, step: str, by: str | None, known: Sequence[str]) -> dict[str, JsonValue]:
    stated = marks.stated.get("prev")
    texts = [stated] if isinstance(stated, str) else stated
    if not isinstance(texts, list):
        return {}
    strings = [text for text in texts if isinstance(text, str)]
    names = [name for text in strings for name in previous_names(text.strip(), known)]
    if len(strings) != len(texts) or step not in names:
        return {}
    left: list[JsonValue] = [*_instead(names, step, by)]
    return {"prev": left[0] if isinstance(stated, str) and len(left) == 1 else left or None}


def _instead(names: Iterable[str], step: str, by: str | None) -> list[str]:
    new = (by if name == step else name for name in names)
    return list(dict.fromkeys(name for name in new if name is not None))
