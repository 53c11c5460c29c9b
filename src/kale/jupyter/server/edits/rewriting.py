"""The annotations of a notebook while an action changes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from pydantic import JsonValue

from kale.jupyter.server.documents import CellEdit, KaleChange
from kale.jupyter.server.edits.marks import Marks, check_writable
from kale.jupyter.server.edits.own_lines import with_own_line
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.membership import Place, is_annotated, places
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.notebook import Notebook
from kale.notebook.notebook import NotebookCell
from kale.notebook.settings import KEY


class Rewriting:
    """The annotations of a notebook while an action changes them.

    Args:
        found: The notebook.

    Attributes:
        found: The notebook.
        places: What each code cell belonged to before the action, by its position.
    """

    def __init__(self, found: OpenNotebook) -> None:
        self.found = found
        self.places = places(found.notebook)
        self._changed: dict[int, Marks] = {}

    def chosen(self, ids: Iterable[str]) -> list[NotebookCell]:
        """Give the code cells among some cells, in the order of the notebook.

        Raises:
            RefusedError: A cell is gone, or none of them holds code.
        """
        cells = {identity: self.found.cell(identity) for identity in ids}
        gone = [identity for identity, cell in cells.items() if cell is None]
        if gone:
            raise RefusedError(f"the notebook has no cell {gone[0]!r} any more")
        code = [cell for cell in self.found.notebook.code_cells if self.found.id_of(cell.number) in cells]
        if not code:
            raise RefusedError("only code cells take part in a pipeline")
        return code

    def marks(self, number: int) -> Marks:
        """Give the annotations of the cell at a position, with what has been changed so far."""
        return self._changed[number] if number in self._changed else Marks.of(self.found.notebook.cell(number))

    def put(self, number: int, marks: Marks) -> None:
        """Give the cell at a position other annotations.

        Raises:
            RefusedError: What it has cannot be rewritten without a loss.
        """
        if marks != self.marks(number):
            check_writable(self.found.notebook.cell(number))
            self._changed[number] = marks

    def own_cells(self, step: str) -> list[NotebookCell]:
        """Give the code cells whose own annotations say that they belong to a step, as it was before the action."""
        return [place.annotation.cell for place in self.places.values() if place.annotation.step == step]

    def steps_of(self, cells: Iterable[NotebookCell]) -> list[str]:
        """Give the names of the steps that cells belong to.

        Raises:
            RefusedError: One belongs to none, or to the one step that a notebook without steps is.
        """
        steps: dict[str, None] = {}
        for cell in cells:
            step = self.places[cell.number].step if is_annotated(self.found.notebook) else None
            if step is None or not self.own_cells(step):
                raise RefusedError(f"cell {cell.number} belongs to no step that has a name; give it one first")
            steps[step] = None
        return list(steps)

    def step_names(self) -> tuple[str, ...]:
        """Give the names of all steps that annotations name, as it was before the action."""
        names = (place.annotation.step for place in self.places.values())
        return tuple(dict.fromkeys(name for name in names if name is not None))

    def notebook(self) -> Notebook:
        """Give the notebook with the changes."""
        cells = (self._rewritten(cell) for cell in self.found.notebook.cells)
        return replace(self.found.notebook, cells=tuple(cells))

    def places_after(self) -> dict[int, Place]:
        """Give what each code cell belongs to with the changes; nothing in a notebook without annotations."""
        notebook = self.notebook()
        return places(notebook) if is_annotated(notebook) else {}

    def cell_edits(self) -> Iterator[CellEdit]:
        """Give what changes in each cell."""
        for number, marks in sorted(self._changed.items()):
            cell = self.found.notebook.cell(number)
            before = Marks.of(cell)
            kale = KaleChange(change=True, value=_plain(marks)) if marks.settings != before.settings else KaleChange()
            if marks != before:
                tags = marks.tags if marks.tags != before.tags else None
                source = with_own_line(cell, marks.line) if marks.line != before.line else None
                yield CellEdit(id=self.found.id_of(number), tags=tags, kale=kale, source=source)

    def _rewritten(self, cell: NotebookCell) -> NotebookCell:
        if cell.number not in self._changed:
            return cell
        marks = self._changed[cell.number]
        metadata: dict[str, JsonValue] = {key: value for key, value in cell.metadata.items() if key != KEY}
        metadata["tags"] = list(marks.tags)
        if marks.settings is not None:
            metadata[KEY] = _plain(marks)
        source = with_own_line(cell, marks.line) if marks.line != Marks.of(cell).line else cell.source
        return replace(cell, tags=marks.tags, metadata=metadata, source=source)


def _plain(marks: Marks) -> JsonValue:
    return dict(marks.settings) if marks.settings is not None else None
