"""What is looked at, after which cell, in the notebook and in the steps of its pipeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from kale.pipeline import Cell, CodeBlock, Pipeline, Role, Run
from kale.verification.mentions import Mentions, mentions_of, reached

Names = frozenset[str]


@dataclass(frozen=True)
class Look:
    """A look at what a cell has left behind.

    Attributes:
        number: Tells it from all others.
        cell: Number of the cell.
        names: The names that are looked at.
        step: The step whose process looks; ``None`` in the notebook's.
        whole: Whether the process has run the whole cell; only then can names that the cell binds be compared that
            its text does not mention.
    """

    number: int
    cell: int
    names: Names
    step: str | None = None
    whole: bool = True


@dataclass(frozen=True)
class Looks:
    """All looks.

    Attributes:
        notebook: Those at the notebook, by number of the cell.
        pipeline: Those at each step, by the position in its plan of the operation that comes before.
    """

    notebook: Mapping[int, Look]
    pipeline: Mapping[str, Mapping[int, Look]]

    @property
    def all(self) -> tuple[Look, ...]:
        """All of them, by number."""
        every = [*self.notebook.values(), *(look for step in self.pipeline.values() for look in step.values())]
        return tuple(sorted(every, key=lambda look: look.number))


def plan_looks(cells: Sequence[Cell], pipeline: Pipeline) -> Looks:
    """Decide what to look at.

    A name is looked at after each cell that mentions it, by itself or through the notebook's functions, and once more
    when the last cell of its step has run, since other names of the same object may have changed it.

    Args:
        cells: The cells of the notebook that take part, in order.
        pipeline: The pipeline made from them.
    """
    numbers = count()
    mentions = {number: mentions_of(text) for number, text in _texts(cells).items()}
    inner = _inner(mentions.values())
    names = {number: _names(found, inner) for number, found in mentions.items()}
    own = list(dict.fromkeys(cell.number for cell in cells if cell.role in (Role.STEP, Role.METRICS)))
    for region in _regions(own, pipeline):
        names[region[-1]] = frozenset().union(*(names[cell] for cell in region))
    notebook = {number: Look(next(numbers), number, found) for number, found in names.items()}
    steps: dict[str, dict[int, Look]] = {}
    for step in pipeline.steps:
        runs = {place: operation.code for place, operation in enumerate(step.plan) if isinstance(operation, Run)}
        ends = {code.cell: place for place, code in runs.items()}
        steps[step.name] = {
            place: Look(next(numbers), code.cell, names.get(code.cell, frozenset()), step.name)
            if code.cell in own
            else Look(next(numbers), code.cell, _part_names(place, runs, inner), step.name, whole=False)
            for place, code in runs.items()
            if code.cell not in own or ends[code.cell] == place
        }
    return Looks(notebook, steps)


def _texts(cells: Iterable[Cell]) -> Mapping[int, str]:
    """Give the source of each cell by its number; one that runs scripts comes in several parts."""
    texts: dict[int, str] = {}
    for cell in cells:
        texts[cell.number] = f"{texts[cell.number]}\n{cell.source}" if cell.number in texts else cell.source
    return texts


def _names(mentions: Mentions, inner: Mapping[str, Names]) -> Names:
    """Give what code mentions, without the names that every module has, such as ``__name__``."""
    return frozenset(name for name in reached(mentions.direct, inner) if not name[:2] == "__" == name[-2:])


def _part_names(place: int, runs: Mapping[int, CodeBlock], inner: Mapping[str, Names]) -> Names:
    """Give the names to look at after a part of a cell: those that no later part of the cell mentions."""
    cell = runs[place].cell
    later = [mentions_of(code.text).direct for at, code in runs.items() if at > place and code.cell == cell]
    return _names(mentions_of(runs[place].text), inner).difference(*later)


def _inner(mentions: Iterable[Mentions]) -> Mapping[str, Names]:
    found: dict[str, Names] = {}
    for cell in mentions:
        for name, names in cell.inner.items():
            found[name] = found.get(name, frozenset()) | names
    return found


def _regions(cells: Iterable[int], pipeline: Pipeline) -> Iterator[list[int]]:
    """Give the numbers of cells of one step that follow each other."""
    homes = {
        operation.code.cell: step.name
        for step in pipeline.steps
        for operation in step.plan
        if isinstance(operation, Run)
    }
    for _, region in groupby(cells, key=homes.get):
        yield list(region)
