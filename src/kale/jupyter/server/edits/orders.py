"""Saying which steps come before a step, whether or not data flows."""

from __future__ import annotations

from pydantic import JsonValue

from kale.jupyter.server.documents import Edit, SetAfter
from kale.jupyter.server.edits.marks import Marks, is_order
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.jupyter.server.open_notebook import OpenNotebook


def set_after(found: OpenNotebook, action: SetAfter) -> Edit:
    """Give the edit that states the order of the steps of some cells.

    Raises:
        RefusedError: A cell is gone or belongs to no step, or a name is not that of another step.
    """
    rewriting = Rewriting(found)
    steps = rewriting.steps_of(rewriting.chosen(action.cells))
    names = list(dict.fromkeys(name.strip() for name in action.after))
    for step in steps:
        _check(names, step, rewriting.step_names())
        cells = rewriting.own_cells(step)
        home = next((cell for cell in cells if _states_order(Marks.of(cell))), cells[0])
        for cell in cells:
            marks = rewriting.marks(cell.number)
            rewriting.put(cell.number, _with_order(marks, names if cell is home else []))
    return Edit(cells=tuple(rewriting.cell_edits()))


def _check(names: list[str], step: str, known: tuple[str, ...]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise RefusedError(f"there is no step {unknown[0]!r}; the steps are {', '.join(map(repr, known))}")
    if step in names:
        raise RefusedError(f"step {step!r} cannot come after itself")


def _states_order(marks: Marks) -> bool:
    return "prev" in marks.stated or marks.with_tags((), is_order) != marks


def _with_order(marks: Marks, names: list[str]) -> Marks:
    tagged = marks.with_tags((), is_order) != marks
    if "prev" in marks.stated or (marks.structured and not tagged):
        stated: list[JsonValue] = [*names]
        return marks.with_tags((), is_order).with_settings({"prev": stated or None})
    return marks.with_tags([f"prev:{name}" for name in names], is_order)
