"""Names that a step can be given."""

from __future__ import annotations

from kale.jupyter.server.edits.refused import RefusedError
from kale.notebook.tags import PreviousTag, StepTag, parse_tag


def checked_name(name: str | None) -> str:
    """Give the name of a step as a tag can hold it.

    Raises:
        RefusedError: There is none, or a tag with it would say something else.
    """
    text = (name or "").strip()
    if not text:
        raise RefusedError("a step needs a name")
    if not text.isprintable():
        raise RefusedError("the name of a step is one line of text")
    if parse_tag(f"step:{text}") != StepTag(text) or parse_tag(f"prev:{text}") != PreviousTag(text):
        raise RefusedError(f"{text!r} is the name of a role, so no step can be called that")
    return text
