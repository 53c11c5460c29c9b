"""Paths that a class holds for all its objects, such as ``path = "app.db"`` in its body."""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis.class_hierarchy import ClassHierarchy
from kale.analysis.facts import Class, Function
from kale.analysis.outcomes import Given, Outcome
from kale.analysis.text_resolution import mapped
from kale.analysis.values import Argument, Items, Text, TextPart


def with_class_texts(
    summary: Outcome, function: Function, given: Given, owners: Iterable[Class], hierarchy: ClassHierarchy
) -> Outcome:
    """Give what a method does where nothing is known of its object but what the class says.

    Args:
        summary: What the method does in terms of its arguments.
        function: The method.
        given: What its parameters stand for.
        owners: The classes of the name of its own class.
        hierarchy: Knows what these derive from.
    """
    itself = function.parameters[:1]
    known = function.static or not itself or itself[0] in given.texts
    if known or not (summary.files or summary.text):
        return summary
    lines = (one for defined in owners for one in hierarchy.ancestry(defined))
    held = tuple(item for one in lines for item in one.attributes)
    return _filled(summary, itself[0], held) if held else summary


def _filled(summary: Outcome, itself: str, held: Items) -> Outcome:
    # What a class says goes before what its bases say.
    texts = dict(reversed(held))

    def known(part: TextPart) -> Text:
        if isinstance(part, Argument) and part.name == itself:
            return texts.get(part.keys, (part,))
        return (part,)

    files = tuple(use._replace(text=mapped(use.text, known)) if use.text else use for use in summary.files)
    return summary._replace(files=files, text=mapped(summary.text, known) if summary.text else None)
