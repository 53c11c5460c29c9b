"""Taking away the annotations that make a step."""

from __future__ import annotations

from collections.abc import Iterator

from kale.build import build_pipeline
from kale.drawing.wording import cells_text
from kale.jupyter.server.documents import DeleteStep, Edit
from kale.jupyter.server.edits.consequences import described, followers
from kale.jupyter.server.edits.references import replace_references
from kale.jupyter.server.edits.renaming import check_existence
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.jupyter.server.open_notebook import OpenNotebook


def delete_step(found: OpenNotebook, action: DeleteStep) -> Edit:
    """Give the edit that takes a step's annotations away, and say what depends on the step. Its cells stay.

    Raises:
        RefusedError: There is no such step.
    """
    rewriting = Rewriting(found)
    check_existence(rewriting, action.step)
    own = [number for number, place in rewriting.places.items() if place.step == action.step]
    for cell in rewriting.own_cells(action.step):
        rewriting.put(cell.number, rewriting.marks(cell.number).without_attachments().with_role(None))
    replace_references(rewriting, action.step, None)
    consequences = (
        *_dependents(found, action.step),
        *_destinations(rewriting, own),
        *followers(rewriting, own),
    )
    return Edit(cells=tuple(rewriting.cell_edits()), consequences=consequences)


def _dependents(found: OpenNotebook, step: str) -> Iterator[str]:
    """Say which steps wait for a step, and why."""
    for edge in build_pipeline(found.notebook).analysis.edges:
        if edge.source == step and edge.variables:
            yield f"step {edge.target!r} needs {', '.join(edge.variables)} of it"
        elif edge.source == step:
            yield f"step {edge.target!r} comes after it, and will not name it any more"


def _destinations(rewriting: Rewriting, numbers: list[int]) -> Iterator[str]:
    """Say what the cells of the step come to belong to."""
    after = rewriting.places_after()
    moved: dict[str, list[int]] = {}
    for number in numbers:
        if number in after:
            moved.setdefault(described(after[number]), []).append(number)
    for where, cells in moved.items():
        yield f"{cells_text(cells)} {'goes' if len(cells) == 1 else 'go'} to {where}"
