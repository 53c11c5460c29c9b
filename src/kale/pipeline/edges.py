"""Why one step comes after another."""

from __future__ import annotations

import enum

from kale.diagnostics import Span
from kale.pipeline.model import Model


class EdgeKind(str, enum.Enum):
    """What flows along an edge."""

    VALUE = "value"
    FILE = "file"
    STATE = "state"
    ORDER = "order"


class Reason(Model):
    """One cause of an edge.

    Attributes:
        kind: What flows.
        variable: Name of the variable, file or state; for order alone the address that both steps touch, or ``None``.
        made: Where the producing step last binds or changes it.
        used: Where the consuming step needs it, or the annotation that asks for the order.
    """

    kind: EdgeKind
    variable: str | None = None
    made: Span | None = None
    used: Span | None = None


class Edge(Model):
    """One step comes after another, with all reasons for it.

    Attributes:
        source: Name of the earlier step.
        target: Name of the later step.
        reasons: At least one.
    """

    source: str
    target: str
    reasons: tuple[Reason, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of what flows along the edge, or what both steps touch, each once."""
        names = (reason.variable for reason in self.reasons if reason.variable is not None)
        return tuple(dict.fromkeys(names))
