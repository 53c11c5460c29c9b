"""What an action means for cells that it does not touch, in sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kale.drawing.wording import cells_text
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.jupyter.server.membership import Place, is_annotated
from kale.jupyter.server.roles import LABELS


def followers(
    rewriting: Rewriting, touched: Collection[int], renamed: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Say which cells come to belong to something else because a cell above them does.

    Args:
        rewriting: The annotations, with all changes.
        touched: Positions of the cells that the user spoke of.
        renamed: New names of steps, by their old ones.
    """
    after = rewriting.places_after()
    if not after:
        if is_annotated(rewriting.found.notebook):
            yield "the notebook has no annotation any more, so it is no pipeline"
        return
    before = rewriting.places if is_annotated(rewriting.found.notebook) else {}
    moved: dict[str, list[int]] = {}
    for number, place in after.items():
        if number not in touched and _belonging(before.get(number), renamed or {}) != _belonging(place, {}):
            moved.setdefault(described(place), []).append(number)
    for where, numbers in moved.items():
        whose, go = ("its", "goes") if len(numbers) == 1 else ("their", "go")
        yield f"{cells_text(numbers)}, without an annotation of {whose} own, {go} to {where}"


def described(place: Place) -> str:
    """Say what a cell belongs to."""
    if place.step is not None:
        return f"step {place.step!r}"
    if place.role == "imports":
        return "the imports, which every step may run"
    return f"the {LABELS[place.role]}"


def _belonging(place: Place | None, renamed: Mapping[str, str]) -> tuple[str, str | None] | None:
    if place is None:
        return None
    return place.role, renamed.get(place.step, place.step) if place.step is not None else None
