"""Addresses such as ``s3://bucket/rows.csv`` that one step writes to and another one reads from.

What lies there is not handed over, as a file of the machine is; but whoever reads it has to wait.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kale.analysis.files import matching
from kale.analysis.program import Line
from kale.analysis.situation import Situation
from kale.analysis.values import Place
from kale.pipeline import EdgeKind, Reason


@dataclass(frozen=True, slots=True)
class _Visit:
    """A step has written to an address, or read from it."""

    step: int
    line: Line
    place: Place


@dataclass
class _Visits:
    """Who has been at an address: the last who wrote there, and those who have read what is there since."""

    writer: _Visit | None = None
    readers: list[_Visit] = field(default_factory=list)


class AddressFlow:
    """Follows addresses.

    Args:
        situation: Where in the notebook the dataflow is.

    Attributes:
        orders: Why steps wait for others, by the numbers of the earlier and of the later step.
    """

    def __init__(self, situation: Situation) -> None:
        self._at = situation
        self._visits: dict[str, _Visits] = {}
        self.orders: dict[tuple[int, int], list[Reason]] = {}

    def read(self, address: str, place: Place) -> None:
        """Let the running step wait for all who have written to an address, which may be a pattern."""
        for known in matching(address, self._visits):
            self._wait(known, self._visits[known].writer, place)
        self._visits.setdefault(address, _Visits()).readers.append(self._visit(place))

    def write(self, address: str, place: Place) -> None:
        """Let the running step wait for all who have read from an address, or written to it.

        Of a pattern nobody knows whether two steps mean the same address by it, so that they do not wait for it.
        """
        visits = self._visits.setdefault(address, _Visits())
        if "*" not in address:
            for visit in (visits.writer, *visits.readers):
                self._wait(address, visit, place)
        self._visits[address] = _Visits(self._visit(place))

    def _visit(self, place: Place) -> _Visit:
        assert self._at.owner is not None
        return _Visit(self._at.owner, self._at.line, place)

    def _wait(self, address: str, earlier: _Visit | None, place: Place) -> None:
        owner = self._at.owner
        if earlier is None or owner is None or earlier.step == owner:
            return
        made, used = earlier.line.span(earlier.place), self._at.line.span(place)
        reasons = self.orders.setdefault((earlier.step, owner), [])
        if not any(reason.variable == address for reason in reasons):
            reasons.append(Reason(kind=EdgeKind.ORDER, variable=address, made=made, used=used))
