"""The options of a step as single facts, each with the text that states it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from kale.pipeline import StepOptions

MAPPINGS: Final = frozenset({"limits", "requests", "annotations", "labels", "env", "node_selector"})
"""The fields of `StepOptions` that hold a value per key."""

ITEMS: Final[Mapping[str, str | None]] = {
    "secrets": "variable",
    "config_maps": "variable",
    "pod_fields": "variable",
    "mounts": "path",
    "tolerations": None,
    "affinity": None,
    "pull_secrets": None,
    "requirements": None,
    "include": None,
}
"""The fields of `StepOptions` that hold several items, with the attribute that no two items share."""

_VARIABLES: Final = frozenset({"env", "secrets", "config_maps", "pod_fields"})


@dataclass(frozen=True)
class Option:
    """One option set to one value.

    Attributes:
        field: Name of the field of `StepOptions`.
        key: Key in the field, for the fields that hold a value per key; the variable or path of an item that has one;
            the label of a requirement of nodes.
        value: The value; for an item, its attributes; for such a requirement, its own.
        text: How the user wrote it, for messages.
    """

    field: str
    key: str | None
    value: Any
    text: str

    @property
    def target(self) -> tuple[str, str | None]:
        """What the option sets: two options with one target contradict each other unless their values agree."""
        if self.field in ITEMS and self.key is None:
            return self.field, repr(self.value)
        return ("env" if self.field in _VARIABLES else self.field), self.key


def options_in(field: str, value: Any, text: str) -> Iterator[Option]:  # noqa: ANN401 - any option's value
    """Give the facts in what a field of the structured forms is set to, whatever its kind.

    Args:
        field: Name of the field of `StepOptions`.
        value: What it is set to; ``None`` sets nothing.
        text: Where the user set it, for messages.
    """
    if value is None:
        return
    if field in MAPPINGS and isinstance(value, Mapping):
        yield from (Option(field, key, _as_text(item), f"{text}.{key}") for key, item in value.items())
    elif field in ITEMS and isinstance(value, list | tuple | str):
        for item in (value,) if isinstance(value, str) else value:
            content = item.model_dump(mode="json", exclude_unset=True) if isinstance(item, BaseModel) else item
            yield Option(field, _identity(field, content), content, text)
    else:
        yield Option(field, None, value, text)


def options_of(facts: Iterable[Option]) -> StepOptions:
    """Give the options that the facts add up to; where two set the same, the last one counts.

    Raises:
        pydantic.ValidationError: A value is not valid.
    """
    collected: dict[str, Any] = {}
    items: dict[str, dict[object, Any]] = {field: {} for field in ITEMS}
    requirements: dict[str, Any] = {}
    for fact in facts:
        if fact.field == "affinity" and fact.key is not None:
            requirements[fact.key] = fact.value
        elif fact.field in ITEMS:
            items[fact.field][fact.target] = fact.value
        elif fact.field in MAPPINGS and fact.key is not None:
            collected.setdefault(fact.field, {})[fact.key] = fact.value
        else:
            collected[fact.field] = fact.value
    if requirements:
        # They stand alone, each in a tag, and a node has to meet all of them.
        items["affinity"] = {"tags": {"requirements": tuple(requirements.values())}, **items["affinity"]}
    collected.update({field: tuple(found.values()) for field, found in items.items() if found})
    return StepOptions.model_validate(collected)


def contradictions(facts: Iterable[Option]) -> Iterator[tuple[Option, Option]]:
    """Give the options that contradict others, each after the one that it contradicts."""
    first: dict[tuple[str, str | None], Option] = {}
    for fact in facts:
        earlier = first.setdefault(fact.target, fact)
        if (earlier.field, earlier.value) != (fact.field, fact.value):
            yield earlier, fact


def why_invalid(fact: Option) -> str | None:
    """Say what is wrong with an option's value, or nothing when it is valid."""
    try:
        options_of((fact,))
    except ValidationError as error:
        return reason_of(error.errors()[0]["msg"])
    return None


def reason_of(message: str) -> str:
    """Give pydantic's message the way ours are written, in the words that JSON has for values."""
    reason = re.sub(r"valid dictionary( or instance of \w+)?", "object", message.removeprefix("Value error, "))
    reason = reason.replace("valid tuple", "list")
    reason = re.sub(r"^Input should be (a |an )?(valid )?", lambda found: f"it should be {found[1] or ''}", reason)
    reason = reason.replace("be a object", "be an object").replace("be a integer", "be an integer")
    return reason[:1].lower() + reason[1:]


def _identity(field: str, content: Any) -> str | None:  # noqa: ANN401 - comes straight from the file
    attribute = ITEMS[field]
    return str(content[attribute]) if attribute and isinstance(content, Mapping) and attribute in content else None


def _as_text(value: Any) -> Any:  # noqa: ANN401 - comes straight from the file
    """Give a number as text, as quantities are; what is neither is left for the model to refuse."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
