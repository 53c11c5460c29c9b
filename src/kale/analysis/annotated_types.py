"""What the annotation of a parameter says: its type, its choices, its range, a few words."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from kale.analysis.constants import NotConstantError, constant
from kale.pipeline import ParameterType, ParameterValue
from kale.pipeline.parameters import Range

_NAMES: Final = {
    **{member.value: member for member in ParameterType},
    "List": ParameterType.LIST,
    "Dict": ParameterType.DICT,
}
_BOUNDS: Final = {"Ge": "at_least", "Le": "at_most", "Gt": "above", "Lt": "below"}
_SEVERAL_BOUNDS: Final = frozenset({"Interval", "Field"})


@dataclass(frozen=True)
class AnnotatedType:
    """What an annotation says.

    Attributes:
        type: The type; ``None`` when it is none that a parameter can have.
        optional: Whether ``None`` is allowed.
        choices: The values to choose from.
        range: The numbers that are allowed.
        description: What the annotation says in words.
    """

    type: ParameterType | None = None
    optional: bool = False
    choices: tuple[ParameterValue, ...] = ()
    range: Range | None = None
    description: str | None = None


def annotated_type(node: ast.expr | None) -> AnnotatedType:
    """Read the annotation of a parameter. What is for others in ``Annotated`` is left alone.

    Raises:
        NotConstantError: The choices or the range are not written down, or the choices are of several types.
    """
    match node:
        case ast.Constant(value=str(text)):
            return _in_quotes(text)
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return replace(annotated_type(left), optional=True)
        case ast.BinOp(left=ast.Constant(value=None), op=ast.BitOr(), right=right):
            return replace(annotated_type(right), optional=True)
        case ast.Subscript(value=generic, slice=inner):
            return _SUBSCRIPTS.get(_name(generic), _container)(generic, inner)
        case ast.Name() | ast.Attribute():
            return AnnotatedType(_NAMES.get(_name(node)))
    return AnnotatedType()


def _in_quotes(text: str) -> AnnotatedType:
    try:
        return annotated_type(ast.parse(text, mode="eval").body)
    except SyntaxError:
        return AnnotatedType()


def _optional(_: ast.expr, inner: ast.expr) -> AnnotatedType:
    return replace(annotated_type(inner), optional=True)


def _container(generic: ast.expr, _: ast.expr) -> AnnotatedType:
    named = _NAMES.get(_name(generic))
    return AnnotatedType(named if named in (ParameterType.LIST, ParameterType.DICT) else None)


def _literal(_: ast.expr, inner: ast.expr) -> AnnotatedType:
    values = [constant(element) for element in _elements(inner)]
    choices = tuple(value for value in values if value is not None)
    types = {type(value).__name__ for value in choices}
    if len(types) != 1:
        raise NotConstantError
    return AnnotatedType(_NAMES[types.pop()], len(choices) < len(values), choices)


def _annotated(_: ast.expr, inner: ast.expr) -> AnnotatedType:
    first, *metadata = _elements(inner)
    found = annotated_type(first)
    bounds: dict[str, ParameterValue] = {}
    for node in metadata:
        match node:
            case ast.Constant(value=str(text)):
                found = replace(found, description=text)
            case ast.Call():
                bounds.update(_bounds(node))
                found = replace(found, description=_keyword_text(node) or found.description)
    return replace(found, range=Range.model_validate(bounds)) if bounds else found


def _bounds(call: ast.Call) -> Iterator[tuple[str, ParameterValue]]:
    name = _name(call.func)
    if name in _BOUNDS:
        for value in (*call.args[:1], *(keyword.value for keyword in call.keywords[:1])):
            yield _BOUNDS[name], _number(value)
    elif name in _SEVERAL_BOUNDS:
        for keyword in call.keywords:
            bound = _BOUNDS.get((keyword.arg or "").capitalize())
            if bound and not (isinstance(keyword.value, ast.Constant) and keyword.value.value is None):
                yield bound, _number(keyword.value)


def _number(node: ast.expr) -> ParameterValue:
    value = constant(node)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotConstantError
    return value


def _keyword_text(call: ast.Call) -> str | None:
    if _name(call.func) != "Field":
        return None
    for keyword in call.keywords:
        if keyword.arg == "description" and isinstance(keyword.value, ast.Constant):
            return keyword.value.value if isinstance(keyword.value.value, str) else None
    return None


def _elements(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _name(node: ast.expr) -> str:
    """Give the last word of a dotted name."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


_SUBSCRIPTS: Final[dict[str, Callable[[ast.expr, ast.expr], AnnotatedType]]] = {
    "Optional": _optional,
    "Literal": _literal,
    "Annotated": _annotated,
}
