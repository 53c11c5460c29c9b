"""Pipeline parameters: what a user may set before a run."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import TypeAlias

from pydantic import JsonValue

from kale.diagnostics import Span
from kale.pipeline.model import Model

ParameterValue: TypeAlias = JsonValue


class ParameterType(str, enum.Enum):
    """The types that a parameter can have, by their Python names."""

    INT = "int"
    FLOAT = "float"
    STR = "str"
    BOOL = "bool"
    LIST = "list"
    DICT = "dict"


class Range(Model):
    """The numbers that a parameter can have. A bound that is ``None`` is none.

    Attributes:
        at_least: The smallest number.
        at_most: The largest number.
        above: All numbers are larger.
        below: All numbers are smaller.
    """

    at_least: int | float | None = None
    at_most: int | float | None = None
    above: int | float | None = None
    below: int | float | None = None

    def holds(self, number: float) -> bool:
        """Whether ``number`` is in the range; what is not a number at all is in none."""
        return (
            (self.at_least is None or number >= self.at_least)
            and (self.at_most is None or number <= self.at_most)
            and (self.above is None or number > self.above)
            and (self.below is None or number < self.below)
        )

    def __str__(self) -> str:
        named = {"at least": self.at_least, "at most": self.at_most, "above": self.above, "below": self.below}
        return " and ".join(f"{word} {bound}" for word, bound in named.items() if bound is not None)


class Parameter(Model):
    """A value that the user may set before each run.

    Attributes:
        name: The variable's name in the notebook.
        type: Its type.
        default: The notebook's value, used when a run gives none. ``None`` is a value of an optional parameter.
        optional: Whether ``None`` is allowed.
        choices: The values to choose from; empty when any will do.
        range: The numbers that it can have.
        description: What the notebook says of it.
        span: Where the notebook assigns it.
    """

    name: str
    type: ParameterType
    default: ParameterValue = None
    optional: bool = False
    choices: tuple[ParameterValue, ...] = ()
    range: Range | None = None
    description: str | None = None
    span: Span | None = None

    def takes(self, value: ParameterValue) -> bool:
        """Whether a run may give this value; an integer may stand for a float."""
        if value is None:
            return self.optional
        return self.has_type_of(value) and self._allows(value)

    def has_type_of(self, value: ParameterValue) -> bool:
        """Whether ``value`` is of the parameter's type, whatever its choices and its range."""
        if isinstance(value, bool):
            return self.type is ParameterType.BOOL
        return isinstance(value, _PYTHON_TYPES[self.type])

    @property
    def wanted(self) -> str:
        """What a run may give, in words: ``int of at least 1``, ``one of 'a', 'b'``."""
        return " or ".join(self._wanted())

    def _wanted(self) -> Iterator[str]:
        if self.choices:
            yield f"one of {', '.join(map(repr, self.choices))}"
        else:
            yield f"{self.type.value} {self.range}" if self.range else self.type.value
        if self.optional:
            yield "None"

    def _allows(self, value: ParameterValue) -> bool:
        if self.choices and value not in self.choices:
            return False
        return self.range is None or (isinstance(value, int | float) and self.range.holds(value))


_PYTHON_TYPES: dict[ParameterType, tuple[type, ...]] = {
    ParameterType.INT: (int,),
    ParameterType.FLOAT: (float, int),
    ParameterType.STR: (str,),
    ParameterType.BOOL: (bool,),
    ParameterType.LIST: (list,),
    ParameterType.DICT: (dict,),
}
