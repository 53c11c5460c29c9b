"""The cells that this kernel has executed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ExecutedCell:
    """A cell that was executed.

    Attributes:
        source: The cell as it was written then.
        cell_id: The cell's id, where the notebook's editor says it.
        succeeded: Whether it came to its end.
    """

    source: str
    cell_id: str | None = None
    succeeded: bool = True


class ExecutedCells:
    """Remembers what is executed; IPython's own history has no ids of cells.

    Args:
        earlier: The cells that were executed before, which have no ids.
    """

    def __init__(self, earlier: Iterable[str] = ()) -> None:
        self._cells = [ExecutedCell(source) for source in earlier if source.strip()]
        self._is_loading = bool(self._cells)

    def record(self, result: Any) -> None:  # noqa: ANN401 - IPython's result of an execution
        """Remember a cell; IPython calls this after each."""
        info = result.info
        if not info.store_history or not info.raw_cell or not info.raw_cell.strip():
            return
        if self._is_loading:
            self._is_loading = False
            if self._cells[-1].source == info.raw_cell:
                # The cell that loads the extension stands in IPython's history before it has ended.
                self._cells.pop()
        self._cells.append(ExecutedCell(info.raw_cell, getattr(info, "cell_id", None), result.success))

    def cells(self, *, completed: bool = False) -> tuple[ExecutedCell, ...]:
        """Give the cells in the order in which each was executed first.

        A cell with an id counts once, as it was executed last. Without ids, as in a terminal, every input counts that
        came to its end.

        Args:
            completed: Whether executions that failed do not count at all.
        """
        counting = [cell for cell in self._cells if cell.succeeded or (cell.cell_id is not None and not completed)]
        latest = {cell.cell_id: cell for cell in counting if cell.cell_id is not None}
        known = {cell.source for cell in latest.values()}
        ordered: dict[object, ExecutedCell] = {}
        for number, cell in enumerate(counting):
            if cell.cell_id is not None:
                ordered.setdefault(cell.cell_id, latest[cell.cell_id])
            elif cell.source not in known:
                ordered[number] = cell
        return tuple(ordered.values())
