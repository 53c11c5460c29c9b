"""The options of a step that the user interface asks for: how it asks, and how tags and metadata state them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from kale.jupyter.server.documents import OptionField
from kale.notebook.options import Option
from kale.pipeline import PackagePolicy
from kale.pipeline.resources import GPU


@dataclass(frozen=True)
class StepOption:
    """An option that can be asked for.

    Attributes:
        shown: How the user interface asks for it.
        prefix: What its tags begin with.
        field: Name of the field of `StepOptions`.
        key: Key in the field, for fields that hold a value per key.
    """

    shown: OptionField
    prefix: str
    field: str
    key: str | None = None

    @property
    def target(self) -> tuple[str, str | None]:
        """What it sets, in the terms of :attr:`kale.notebook.options.Option.target`."""
        return self.field, self.key

    def tag(self, value: JsonValue) -> str:
        """Give the tag that sets it to a value."""
        words = {True: "enabled", False: "disabled"}
        return f"{self.prefix}:{words[value] if isinstance(value, bool) else value}"


_FIELDS: Final = (
    ("image", "Image", "Container image of the step.", "text", "image", "image", None),
    ("cpu", "CPU", "Most cores that the step may use, such as 2 or 500m.", "quantity", "limit:cpu", "limits", "cpu"),
    ("memory", "Memory", "Most memory that it may use, such as 4Gi.", "quantity", "limit:memory", "limits", "memory"),
    ("gpu", "GPUs", "How many GPUs the step gets.", "quantity", f"limit:{GPU}", "limits", GPU),
    ("retry", "Retries", "How many times to try again after a failure.", "number", "retry", "retry", None),
    ("timeout", "Timeout", "Seconds after which the step is stopped.", "number", "timeout", "timeout", None),
    ("cache", "Cache", "Whether an earlier run's result may be taken.", "flag", "cache", "cache", None),
    ("report", "Report", "Whether to write an HTML report.", "flag", "report", "report", None),
    ("display_name", "Shown name", "What Kubeflow calls the step.", "text", "display-name", "display_name", None),
    ("packages", "Packages", "What the step installs when it starts.", "choice", "packages", "packages", None),
)  # fmt: skip

STEP_OPTIONS: Final[Mapping[str, StepOption]] = {
    name: StepOption(
        OptionField(
            name=name,
            label=label,
            help=advice,
            kind=kind,
            choices=tuple(policy.value for policy in PackagePolicy) if kind == "choice" else None,
        ),
        prefix,
        field,
        key,
    )
    for name, label, advice, kind, prefix, field, key in _FIELDS
}
"""The options by their names in actions."""

_NAMES: Final = {option.target: name for name, option in STEP_OPTIONS.items()}


def stated(options: Iterable[Option]) -> dict[str, JsonValue]:
    """Give what options say, by the names of those that can be asked for; of two for one name the last counts."""
    return {_NAMES[option.target]: option.value for option in options if option.target in _NAMES}
