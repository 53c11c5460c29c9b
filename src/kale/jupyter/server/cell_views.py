"""The cells of a notebook as the user interface shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kale.jupyter.server.documents import CellView, StepView
from kale.jupyter.server.membership import Place
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.jupyter.server.option_fields import stated
from kale.jupyter.server.roles import LABELS


def cell_views(found: OpenNotebook, places: Mapping[int, Place], steps: Sequence[StepView]) -> tuple[CellView, ...]:
    """Give all cells, in order.

    Args:
        found: The notebook.
        places: What each code cell belongs to, by its position; empty in a notebook without annotations.
        steps: Its steps.
    """
    by_name = {step.name: step for step in steps}
    views: list[CellView] = []
    above: tuple[str, str | None] | None = None
    for cell, identity in zip(found.notebook.cells, found.ids, strict=True):
        place = places.get(cell.number)
        if place is None:
            views.append(CellView(id=identity))
            continue
        step = by_name.get(place.step or "")
        views.append(_view(identity, place, step, first=(place.role, place.step) != above))
        above = (place.role, place.step)
    return tuple(views)


def _view(identity: str, place: Place, step: StepView | None, *, first: bool) -> CellView:
    return CellView(
        id=identity,
        role=place.role,
        step=place.step,
        inherited=place.inherited,
        first=first,
        label=_label(step) if step is not None else LABELS[place.role],
        colour=step.colour if step is not None else None,
        after=place.annotation.previous,
        options=stated(place.annotation.options),
    )


def _label(step: StepView) -> str:
    """Give the name of a step and of those that it waits for."""
    earlier = dict.fromkeys([*(need.step for need in step.needs), *step.after])
    return f"{step.name} ← {', '.join(earlier)}" if earlier else step.name
