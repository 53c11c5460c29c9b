"""Notebooks as text, for tests of the analysis."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from kale.analysis import Analysis, Order, analyse
from kale.diagnostics import Span
from kale.pipeline import Cell, Define, Load, Role, Run, Save, TakeParameter


def cells_of(text: str) -> tuple[list[Cell], list[Order]]:
    """Read cells that start with ``# %% role`` or ``# %% step prev…`` lines."""
    cells: list[Cell] = []
    orders: list[Order] = []
    for number, block in enumerate(textwrap.dedent(text).strip().split("# %% ")[1:], start=1):
        header, _, source = block.partition("\n")
        name, *previous = header.split()
        roles = {role.value: role for role in Role}
        role = roles.get(name, Role.STEP)
        step = name if role is Role.STEP else None
        cells.append(Cell(number=number, source=source.rstrip("\n"), role=role, step=step))
        orders += [Order(source=earlier, target=name, span=Span(cell=number)) for earlier in previous]
    return cells, orders


class Outline:
    """The plans of an analysis in a form that is short to compare."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self._plans = dict(zip(analysis.steps, analysis.plans, strict=True)) if analysis.plans else {}

    @property
    def codes(self) -> list[str]:
        """Codes of the diagnostics, in order."""
        return [diagnostic.code for diagnostic in self.analysis.diagnostics]

    @property
    def edges(self) -> dict[str, list[str]]:
        """``"a>b"`` with the names of what flows, in order of name."""
        return {f"{edge.source}>{edge.target}": sorted(edge.variables) for edge in self.analysis.edges}

    def loads(self, step: str) -> list[str]:
        """``producer.variable`` for everything that the step loads."""
        loads = (operation for operation in self._plans[step] if isinstance(operation, Load))
        return sorted(f"{load.producer}.{variable}" for load in loads for variable in load.variables)

    def saves(self, step: str) -> list[list[str]]:
        """The variables of each artifact that the step saves."""
        return [list(operation.variables) for operation in self._plans[step] if isinstance(operation, Save)]

    def defines(self, step: str) -> list[str]:
        """Names that the step carries as code."""
        return [name for op in self._plans[step] if isinstance(op, Define) for name in op.names]

    def carried(self, step: str) -> str:
        """Source that the step carries."""
        return "\n".join(op.code.text for op in self._plans[step] if isinstance(op, Define))

    def parameters(self, step: str) -> list[str]:
        """Names of the parameters that the step takes."""
        return sorted(op.name for op in self._plans[step] if isinstance(op, TakeParameter))

    def kinds(self, step: str) -> list[str]:
        """The kinds of the step's operations, in order."""
        return [operation.kind for operation in self._plans[step]]

    def watched(self, step: str) -> list[str]:
        """Names of what the step should leave as it is."""
        return list(dict(zip(self.analysis.steps, self.analysis.watched, strict=True))[step])

    def definitions(self, step: str) -> list[str]:
        """Names of the definitions that the step's artifacts refer to."""
        return sorted({name for op in self._plans[step] if isinstance(op, Save) for name in op.definitions})

    def cells_run(self, step: str) -> list[int]:
        """Numbers of the cells that the step runs."""
        return [op.code.cell for op in self._plans[step] if isinstance(op, Run)]


@pytest.fixture
def outline() -> Callable[[str], Outline]:
    """Analyse a notebook given as text."""

    def analysed(text: str) -> Outline:
        cells, orders = cells_of(text)
        return Outline(analyse(cells, orders))

    return analysed
