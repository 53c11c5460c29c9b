"""Saying what cells are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kale.drawing.wording import cells_text
from kale.jupyter.server.documents import Edit, SetRole
from kale.jupyter.server.edits.consequences import followers
from kale.jupyter.server.edits.marks import Marks
from kale.jupyter.server.edits.references import replace_references, with_references
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.jupyter.server.edits.step_names import checked_name
from kale.jupyter.server.membership import Place, is_annotated, places
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.notebook.notebook import NotebookCell


def set_role(found: OpenNotebook, action: SetRole) -> Edit:
    """Give the edit that gives cells a role.

    What a cell said of its old step, its order and its options, goes to another cell of that step. A step that loses
    its only cell to another one hands on its name as well: who came after it comes after the other.

    Raises:
        RefusedError: A cell is gone, or the step has no name that it can have.
    """
    rewriting = Rewriting(found)
    cells = rewriting.chosen(action.cells)
    step = checked_name(action.step) if action.role == "step" else None
    consequences: list[str] = []
    for cell in cells:
        consequences += _give_role(rewriting, cell, action, step, cells)
    after = places(rewriting.notebook())
    own = [number for number, place in after.items() if place.annotation.step == step]
    renamed = dict.fromkeys(_vanished(rewriting, after), step)
    for name, by in renamed.items():
        referring = replace_references(rewriting, name, by, own=own)
        if referring and by is None:
            numbers = [cell.number for cell in referring]
            consequences.append(f"step {name!r} is no more, so {cells_text(numbers)} cannot name it as an earlier one")
    touched = {cell.number for cell in cells}
    consequences += followers(rewriting, touched, {old: new for old, new in renamed.items() if new is not None})
    return Edit(cells=tuple(rewriting.cell_edits()), consequences=tuple(consequences))


def _give_role(
    rewriting: Rewriting, cell: NotebookCell, action: SetRole, step: str | None, chosen: list[NotebookCell]
) -> Iterator[str]:
    marks = rewriting.marks(cell.number)
    if marks.says(action.role, step) and is_annotated(rewriting.found.notebook):
        return
    old = rewriting.places[cell.number].annotation.step
    if (action.role, step) != ("step", old):
        heir = next((other for other in rewriting.own_cells(old) if other not in chosen), None) if old else None
        attached = marks.attachments()
        if heir is not None:
            rewriting.put(heir.number, rewriting.marks(heir.number).with_attachments(attached))
        if heir is not None or action.role != "step":
            marks = marks.without_attachments()
            if attached and heir is None:
                yield f"cell {cell.number} loses what it says of its step: {_listed(attached)}"
        elif step is not None:
            marks = with_references(marks, step, None, rewriting.step_names())
    rewriting.put(cell.number, marks.with_role(action.role, step))


def _listed(attached: Marks) -> str:
    return ", ".join([*attached.tags, *(f"kale.{key}" for key in attached.stated)])


def _vanished(rewriting: Rewriting, after: Mapping[int, Place]) -> list[str]:
    """Give the names of the steps that no annotation names any more."""
    left = {place.annotation.step for place in after.values()}
    return [name for name in rewriting.step_names() if name not in left]
