"""Pipeline parameters: what a user may set before a run."""

from __future__ import annotations

import enum
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


class Parameter(Model):
    """A value that the user may set before each run.

    Attributes:
        name: The variable's name in the notebook.
        type: Its type.
        default: The notebook's value, used when a run gives none. ``None`` is a value of an optional parameter.
        optional: Whether ``None`` is allowed.
        description: What the notebook says of it.
        span: Where the notebook assigns it.
    """

    name: str
    type: ParameterType
    default: ParameterValue = None
    optional: bool = False
    description: str | None = None
    span: Span | None = None

    def takes(self, value: ParameterValue) -> bool:
        """Whether a run may give this value; an integer may stand for a float."""
        if value is None:
            return self.optional
        if isinstance(value, bool):
            return self.type is ParameterType.BOOL
        return isinstance(value, _PYTHON_TYPES[self.type])


_PYTHON_TYPES: dict[ParameterType, tuple[type, ...]] = {
    ParameterType.INT: (int,),
    ParameterType.FLOAT: (float, int),
    ParameterType.STR: (str,),
    ParameterType.BOOL: (bool,),
    ParameterType.LIST: (list,),
    ParameterType.DICT: (dict,),
}
