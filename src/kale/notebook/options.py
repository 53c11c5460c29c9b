"""The options of a step as single facts, each with the text that states it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from kale.pipeline import StepOptions

MAPPINGS: Final = frozenset({"limits", "requests", "annotations", "labels", "env"})
"""The fields of `StepOptions` that hold a value per key."""

LISTS: Final = frozenset({"requirements", "include"})
"""The fields of `StepOptions` that hold any number of values."""


@dataclass(frozen=True)
class Option:
    """One option set to one value.

    Attributes:
        field: Name of the field of `StepOptions`.
        key: Key in the field, for the fields that hold a value per key; the variable for secrets, the value for lists.
        value: The value; for secrets the name of the secret and the key in it.
        text: How the user wrote it, for messages.
    """

    field: str
    key: str | None
    value: Any
    text: str

    @property
    def target(self) -> tuple[str, str | None]:
        """What the option sets: two options with one target contradict each other unless their values agree."""
        return ("env", self.key) if self.field == "secrets" else (self.field, self.key)


def as_tuple(value: str | tuple[str, ...]) -> tuple[str, ...]:
    """Give several texts where one may stand for itself."""
    return (value,) if isinstance(value, str) else value


def options_of(facts: Iterable[Option]) -> StepOptions:
    """Give the options that the facts add up to; where two set the same, the last one counts.

    Raises:
        pydantic.ValidationError: A value is not valid.
    """
    collected: dict[str, Any] = {}
    secrets: dict[str | None, Any] = {}
    for fact in facts:
        if fact.field == "secrets":
            secrets[fact.key] = {"secret": fact.value[0], "key": fact.value[1], "variable": fact.key}
        elif fact.field in LISTS:
            collected.setdefault(fact.field, []).append(fact.value)
        elif fact.field in MAPPINGS:
            collected.setdefault(fact.field, {})[fact.key] = fact.value
        else:
            collected[fact.field] = fact.value
    return StepOptions.model_validate({**collected, "secrets": tuple(secrets.values())})


def why_invalid(fact: Option) -> str | None:
    """Say what is wrong with an option's value, or nothing when it is valid."""
    try:
        options_of((fact,))
    except ValidationError as error:
        return reason_of(error.errors()[0]["msg"])
    return None


def reason_of(message: str) -> str:
    """Give pydantic's message the way ours are written."""
    reason = message.removeprefix("Value error, ")
    return reason[:1].lower() + reason[1:]
