"""What the comparisons of all cells say of each variable of each step."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kale.verification.comparison import MOST_DIFFERENCES, Comparer
from kale.verification.described import Described
from kale.verification.differences import Comparison, Difference
from kale.verification.looks import Look, Looks
from kale.verification.observer.folder import PREFIX
from kale.verification.observer.nodes import Kind
from kale.verification.original import NOTEBOOK, Original
from kale.verification.results import Status, VariableComparison

Seen: TypeAlias = Mapping[int, Described]
"""What one run has written down, by number of the look."""

MOST_REMARKS: Final = 3
_PART_BEGINS: Final = ("", ".", "[", "'", " ")
_DEFINITIONS: Final = frozenset({"module", "function", "type"})


@dataclass
class _Findings:
    """What is known of one variable of one step so far."""

    cell: int
    type: str
    difference: str | None = None
    chance: str | None = None
    unknown: str | None = None
    remarks: dict[str, None] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        if self.difference is not None:
            return Status.DIFFERENT
        if self.chance is not None:
            return Status.NOT_REPRODUCIBLE
        return Status.EQUAL if self.unknown is None else Status.NOT_COMPARED

    def result(self, step: str, name: str) -> VariableComparison:
        remarks = (*self.remarks, *([self.unknown] if self.unknown and self.status is not Status.NOT_COMPARED else []))
        more = [f"and {len(remarks) - MOST_REMARKS} more"] if len(remarks) > MOST_REMARKS else []
        return VariableComparison(
            step=step,
            name=name.removeprefix(PREFIX),
            cell=self.cell,
            type=self.type,
            status=self.status,
            difference=self.difference or self.chance or self.unknown,
            remarks=(*remarks[:MOST_REMARKS], *more),
        )


def judge(
    looks: Looks, notebook: Seen, pipeline: Seen, again: Seen | None = None, *, original: Original | None = None
) -> tuple[VariableComparison, ...]:
    """Say what came out for every variable of every step.

    Args:
        looks: What was looked at.
        notebook: What the notebook's run has written down.
        pipeline: What the pipeline's has.
        again: What a second run of the notebook has, where there was one.
        original: What was run in the notebook's place, if anything was.
    """
    judgement = _Judgement(looks, notebook, pipeline, again, original)
    return tuple(
        findings.result(step, name)
        for step, by_place in looks.pipeline.items()
        for name, findings in judgement.step(by_place).items()
    )


@dataclass(frozen=True)
class _Judgement:
    looks: Looks
    notebook: Seen
    pipeline: Seen
    again: Seen | None
    original: Original | None

    def step(self, by_place: Mapping[int, Look]) -> Mapping[str, _Findings]:
        """Give what came out for every variable of a step."""
        found: dict[str, _Findings] = {}
        for _, look in sorted(by_place.items()):
            truth = self.looks.notebook.get(look.cell)
            one = self.notebook.get(truth.number) if truth is not None else None
            other = self.pipeline.get(look.number)
            # Where one of the runs has not come to the cell, its failure is what there is to say.
            if one is None or other is None or truth is None:
                continue
            repeated = self.again.get(truth.number) if self.again is not None else None
            comparer = Comparer(one, other)
            repeater = Comparer(one, repeated) if repeated is not None else None
            for name in filter(self._is_comparable, _names(look, one, other)):
                comparison = _compare(comparer, name, one, other)
                known = found.setdefault(name, _Findings(look.cell, _type(one, other, name)))
                chance: Sequence[Difference] = ()
                if comparison.differences and repeated is not None and repeater is not None:
                    chance = _compare(repeater, name, one, repeated, sys.maxsize).differences
                self._add(known, look.cell, name, comparison, chance)
        return found

    def _is_comparable(self, name: str) -> bool:
        return self.original is None or name in self.original.names or name.startswith(PREFIX)

    def _add(
        self, known: _Findings, cell: int, name: str, comparison: Comparison, chance: Sequence[Difference]
    ) -> None:
        label, truth = name.removeprefix(PREFIX), self.original.name if self.original is not None else NOTEBOOK
        by_chance = {difference.path for difference in chance}
        real = [difference for difference in comparison.differences if not _under(difference.path, by_chance)]
        if known.difference is None and (real or known.chance is None):
            known.cell = cell
        if real and known.difference is None:
            known.difference = real[0].tell(f"in the {truth}", "in the pipeline")
        elif comparison.differences and known.chance is None and chance:
            known.chance = chance[0].tell(f"in one run of the {truth}", "in another")
        for path, reason in comparison.unknown.items():
            if path == label:
                known.unknown = reason
            else:
                known.remarks[f"{path} is not compared: {reason}"] = None
        for pair in comparison.shared:
            known.remarks[f"{pair} are one object on one side and two equal ones on the other"] = None


def _names(look: Look, one: Described, other: Described) -> Iterator[str]:
    """Give the names on which the two sides must agree after a cell."""
    mine, yours = one.observation, other.observation
    for name in sorted(mine.roots.keys() | yours.roots.keys()):
        bound = name in mine.fresh or name in yours.fresh or name.startswith(PREFIX)
        if name in look.names:
            # What a step does not use need not be there, unless the cell binds it.
            if name in yours.roots or name in mine.fresh:
                yield name
        elif look.whole and bound:
            yield name


def _compare(
    comparer: Comparer, name: str, one: Described, other: Described, most: int = MOST_DIFFERENCES
) -> Comparison:
    label = name.removeprefix(PREFIX)
    if one.root(name) is None and other.root(name) is None:
        # Where two runs of the notebook give files other names, the pipeline may as well.
        files = [{root for root in side.observation.roots if root.startswith(PREFIX)} for side in (one, other)]
        chance = name.startswith(PREFIX) and files[0] != files[1]
        return Comparison([Difference(label, ("files of other names", "these"))] if chance else [])
    if one.root(name) is None:
        return Comparison([Difference(label, ("nothing", _what(other, name)))])
    if other.root(name) is None:
        return Comparison([Difference(label, (_what(one, name), "nothing"))])
    return comparer.compare(name, label, most)


def _under(path: str, prefixes: set[str]) -> bool:
    """Whether a part of a variable is one of these parts, or a part of one."""
    return any(path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in _PART_BEGINS for prefix in prefixes)


def _type(one: Described, other: Described, name: str) -> str:
    side = one if one.root(name) is not None else other
    number = side.root(name)
    assert number is not None
    return side.node(number).type


def _what(side: Described, name: str) -> str:
    number = side.root(name)
    assert number is not None
    node = side.node(number)
    if node.type in ("file", "no file"):
        return "written" if node.type == "file" else "removed"
    return node.text if node.kind is Kind.PLAIN and node.type not in _DEFINITIONS else f"type {node.type}"
