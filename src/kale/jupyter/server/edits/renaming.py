"""Giving a step another name, wherever it is named."""

from __future__ import annotations

from collections.abc import Sequence

from kale.jupyter.server.documents import Edit, RenameStep
from kale.jupyter.server.edits.marks import Marks
from kale.jupyter.server.edits.references import prefix_of, replace_references
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.jupyter.server.edits.step_names import checked_name
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.notebook.tags import StepTag, meant_tag


def rename_step(found: OpenNotebook, action: RenameStep) -> Edit:
    """Give the edit that renames a step in its own cells, in the order of others, and in cells that are skipped.

    Raises:
        RefusedError: There is no such step, the name cannot be a step's, or another step has it.
    """
    rewriting = Rewriting(found)
    name = checked_name(action.to)
    check_existence(rewriting, action.step)
    if name == action.step:
        return Edit()
    if name in rewriting.step_names():
        raise RefusedError(f"there is a step {name!r} already; to make one of the two, give the cells its name")
    for cell in found.notebook.cells:
        rewriting.put(cell.number, _renamed(rewriting.marks(cell.number), action.step, name))
    replace_references(rewriting, action.step, name)
    return Edit(cells=tuple(rewriting.cell_edits()))


def check_existence(rewriting: Rewriting, step: str) -> None:
    """Make sure that annotations name a step.

    Raises:
        RefusedError: None does.
    """
    names = rewriting.step_names()
    if step in names:
        return
    if not names and any(place.step == step for place in rewriting.places.values()):
        raise RefusedError(f"no annotation names step {step!r}: it is called like the notebook; give its cells a step")
    raise RefusedError(f"there is no step {step!r}")


def _renamed(marks: Marks, step: str, name: str) -> Marks:
    def renamed(texts: Sequence[str]) -> list[str]:
        return [f"{prefix_of(text, 'step')}:{name}" if meant_tag(text) == StepTag(step) else text for text in texts]

    stated = marks.stated.get("step")
    is_it = isinstance(stated, str) and stated.strip() == step
    return marks.with_texts(renamed).with_settings({"step": name} if is_it else {})
