"""Values that stand in the spec itself: whether they reach the step as they are."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from pydantic import JsonValue

from kale.diagnostics import Diagnostic, Span
from kale.pipeline import Parameter
from kale.platform.rules import (
    FORBIDDEN_DEFAULT,
    INEXACT_INTEGER,
    MISTYPED_DEFAULT,
    NON_FINITE_NUMBER,
    PLACEHOLDER_IN_VALUE,
    UNCARRIABLE_TEXT,
    VARIABLE_IN_VALUE,
    WHOLE_FLOAT_IN_STRUCTURE,
)
from kale.platform.texts import uncarriable_characters

FIRST_INEXACT_INTEGER: Final = 2**53
"""From here on several integers share a double; Kubeflow carries all numbers as doubles."""


def check_default(parameter: Parameter) -> Iterable[Diagnostic]:
    """Find what keeps the default of ``parameter`` from reaching a step as it is."""
    if parameter.default is None:
        return
    if not parameter.has_type_of(parameter.default):
        yield MISTYPED_DEFAULT.at(
            parameter.span,
            f"parameter {parameter.name!r} is of type {parameter.type.value},"
            f" but its default is of type {type(parameter.default).__name__}",
        )
    elif not parameter.takes(parameter.default):
        yield FORBIDDEN_DEFAULT.at(
            parameter.span,
            f"parameter {parameter.name!r} takes {parameter.wanted}, but its default is {parameter.default!r}",
        )
    yield from check_value(parameter.default, f"the default of parameter {parameter.name!r}", parameter.span)
    inside = (part for part in _parts(parameter.default) if part is not parameter.default)
    for part in inside:
        if isinstance(part, float) and part.is_integer():
            yield WHOLE_FLOAT_IN_STRUCTURE.at(
                parameter.span,
                f"the default of parameter {parameter.name!r} holds the float {part}, which Kubeflow hands to the steps"
                f" as the integer {int(part)}",
                help="use float() where the step needs one",
            )
            return


def check_value(value: JsonValue, what: str, span: Span | None) -> Iterable[Diagnostic]:
    """Find what keeps ``value`` from reaching a step as it is.

    Args:
        value: A value that the spec or a run gives to a parameter.
        what: What to call it in a message.
        span: Where the notebook says it.
    """
    for part in _parts(value):
        if isinstance(part, str):
            yield from check_text(part, what, span)
        elif isinstance(part, float) and not math.isfinite(part):
            yield NON_FINITE_NUMBER.at(
                span, f"{what} holds {part}, which Kubeflow cannot carry", help="compute the number in a step"
            )
        elif isinstance(part, int) and abs(part) >= FIRST_INEXACT_INTEGER:
            yield INEXACT_INTEGER.at(
                span,
                f"{what} holds the integer {part}, which is not below 2**53: Kubeflow carries numbers as doubles"
                " and would lose digits",
                help="make the parameter a str and convert it in a step",
            )


def check_text(text: str, what: str, span: Span | None = None) -> Iterable[Diagnostic]:
    """Find what keeps ``text`` from reaching a step, or its environment, as it is."""
    for _, problem in uncarriable_characters(text)[:1]:
        yield UNCARRIABLE_TEXT.at(span, f"{what} holds {problem}, which cannot be stored")
    for mark in ("{{", "$$"):
        if mark in text:
            yield PLACEHOLDER_IN_VALUE.at(
                span,
                f"{what} holds {mark!r}, which Kubeflow or Kubernetes rewrites before the step sees it",
                help="put the text into a cell of a step",
            )
    if "$(" in text:
        yield VARIABLE_IN_VALUE.at(
            span, f"{what} holds '$(': where an environment variable of that name is set, Kubernetes puts its value"
        )


def display_text(text: str) -> str:
    """Give ``text`` as it may stand where only people read it."""
    for offset, _ in reversed(uncarriable_characters(text)):
        text = f"{text[:offset]}\N{REPLACEMENT CHARACTER}{text[offset + 1 :]}"
    while "{{" in text:
        text = text.replace("{{", "{ {")
    return text


def _parts(value: JsonValue) -> Iterable[JsonValue]:
    """Give ``value`` and all that is in it, keys too."""
    yield value
    if isinstance(value, list):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _parts(item)
