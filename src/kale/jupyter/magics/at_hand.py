"""The notebook that a command is about: its file, or what this kernel has executed where the file does not hold it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kale.cli.sources import NamedSource
from kale.errors import NotebookError
from kale.jupyter.magics.history import ExecutedCell, ExecutedCells
from kale.notebook import Notebook, NotebookCell, read_notebook, translate
from kale.notebook.folder import Folder
from kale.notebook.marks import mark_line

NAMELESS: Final = "notebook"
"""What a notebook without a file is called."""


@dataclass(frozen=True)
class NotebookAtHand:
    """The notebook that a command is about.

    Attributes:
        source: The notebook.
        note: What the user should know about where it comes from.
    """

    source: NamedSource
    note: str | None = None


def notebook_at_hand(path: Path | None, executed: ExecutedCells) -> NotebookAtHand:
    """Give the notebook that the user works on.

    Args:
        path: Its file, where that is known.
        executed: The cells that this kernel has executed.

    Raises:
        kale.errors.NotebookError: The file is no notebook, or there is no file and nothing has been executed.
    """
    if path is None:
        # What has failed may be anywhere in the user's notebook, or gone by now.
        return _of_executed([cell for cell in executed.cells(completed=True) if _says_something(cell.source)])
    notebook = read_notebook(path)
    said = [cell for cell in _told_apart(executed.cells()) if _says_something(cell.source)]
    unsaved = [cell for cell in said if not _is_held(cell, notebook)]
    if not unsaved:
        return NotebookAtHand(NamedSource(str(path)))
    if any(cell.cell_id is None for cell in unsaved):
        return _instead_of(path, notebook, said, len(unsaved))
    return _over(path, notebook, said)


def _told_apart(executed: Sequence[ExecutedCell]) -> Sequence[ExecutedCell]:
    """Give the cells that have ids, if any has one: others may be earlier forms of cells that the file holds."""
    return [cell for cell in executed if cell.cell_id is not None] or executed


def _of_executed(executed: Sequence[ExecutedCell]) -> NotebookAtHand:
    if not executed:
        raise NotebookError(
            "the file of this notebook is not known, and this kernel has executed no cell since; name the file with"
            " --notebook"
        )
    cells = _numbered(_new(cell) for cell in executed)
    notebook = Notebook(cells=cells, metadata={}, name=NAMELESS, folder=Folder(Path.cwd().resolve()))
    note = (
        f"the file of this notebook is not known; {_count(len(cells))} that this kernel has executed to the end"
        f" {'is' if len(cells) == 1 else 'are'} used instead; --notebook names the file"
    )
    return NotebookAtHand(NamedSource(NAMELESS, notebook), note)


def _over(path: Path, notebook: Notebook, executed: Sequence[ExecutedCell]) -> NotebookAtHand:
    """Give the notebook of the file with the code that was executed, and with the cells that the file does not have."""
    cells = list(notebook.cells)
    changed = added = 0
    place = -1
    for cell in executed:
        found = next((at for at, known in enumerate(cells) if _is_same(cell, known)), None)
        if found is None:
            # A new cell most likely stands below the one that was executed before it.
            place += 1
            cells.insert(place, _new(cell))
            added += 1
            continue
        place = found
        if not _has_source(cells[found], cell.source):
            cells[found] = replace(cells[found], source=cell.source)
            changed += 1
    parts = [f"{_count(changed)} with other code" if changed else "", f"{_count(added)} more" if added else ""]
    note = (
        f"{path.name} has unsaved work: this kernel has executed {' and '.join(part for part in parts if part)};"
        " what was executed is used; save the notebook to use the file"
    )
    current = replace(notebook, cells=_numbered(cells))
    return NotebookAtHand(NamedSource(str(path), current), note)


def _instead_of(path: Path, notebook: Notebook, executed: Sequence[ExecutedCell], unsaved: int) -> NotebookAtHand:
    """Give what was executed, when nobody says which cell of the file each has been."""
    tagged = {cell.source.rstrip("\n"): cell for cell in notebook.code_cells}
    cells = [tagged.get(cell.source.rstrip("\n"), _new(cell)) for cell in executed]
    note = (
        f"{path.name} does not hold {_count(unsaved)} that this kernel has executed; the executed cells alone are"
        " used, in their order; save the notebook to use the file"
    )
    return NotebookAtHand(NamedSource(str(path), replace(notebook, cells=_numbered(cells))), note)


def _says_something(source: str) -> bool:
    """Whether a cell means anything for a pipeline; one that only steers Jupyter or asks kale does not."""
    if mark_line(source) is not None:
        return True
    translation = translate(source)
    try:
        return bool(ast.parse(translation.source).body) or bool(translation.packages or translation.problems)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return True


def _is_held(cell: ExecutedCell, notebook: Notebook) -> bool:
    """Whether the file has a cell as it was executed: the very cell, where cells can be told apart."""
    known = notebook.code_cells
    if cell.cell_id is not None and any(other.cell_id is not None for other in notebook.cells):
        known = tuple(other for other in known if _is_same(cell, other))
    return any(_has_source(other, cell.source) for other in known)


def _is_same(cell: ExecutedCell, known: NotebookCell) -> bool:
    return cell.cell_id is not None and cell.cell_id == known.cell_id


def _has_source(known: NotebookCell, source: str) -> bool:
    return known.source.rstrip("\n") == source.rstrip("\n")


def _new(cell: ExecutedCell) -> NotebookCell:
    return NotebookCell(number=0, kind="code", source=cell.source, tags=(), metadata={}, cell_id=cell.cell_id)


def _numbered(cells: Iterable[NotebookCell]) -> tuple[NotebookCell, ...]:
    return tuple(replace(cell, number=number) for number, cell in enumerate(cells, start=1))


def _count(number: int) -> str:
    return "1 cell" if number == 1 else f"{number} cells"
