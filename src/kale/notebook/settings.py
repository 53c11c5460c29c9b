"""The structured form of the annotation language: what stands under ``kale`` in a cell's metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from pydantic import ConfigDict, Field, StrictFloat, StrictInt, ValidationError

from kale.notebook.option_tags import NO_POD_AFFINITY
from kale.notebook.options import Option, options_in, reason_of
from kale.notebook.similarity import nearest_word
from kale.pipeline import (
    ConfigVariable,
    Mount,
    NodeAffinity,
    PodFieldVariable,
    Remark,
    SecretVariable,
    StepOptions,
    Toleration,
)
from kale.pipeline.model import Model

KEY = "kale"
_REFUSED: Final = {"pod_affinity": NO_POD_AFFINITY, "pod_anti_affinity": NO_POD_AFFINITY}


class CellSettings(Model):
    """What a cell's metadata says, with the words of the tags.

    Attributes:
        role: The role of a cell that belongs to no step, or ``skip``.
        step: Name of the step that the cell belongs to.
        prev: Names of the steps that it comes after.
        mutates: Variables that the cell changes in place, though its code does not show it.
        needs: Variables that the cell needs, though its code does not show it.
        pure: Whether the functions that the cell calls change nothing.

    The remaining fields are those of `StepOptions`; numbers are taken where it wants their text.
    """

    model_config = ConfigDict(defer_build=True)

    role: Literal["imports", "functions", "pipeline-parameters", "parameters", "pipeline-metrics", "skip"] | None = None
    step: str | None = None
    prev: tuple[str, ...] | str = ()
    image: str | None = None
    pull_policy: str | None = None
    pull_secrets: tuple[str, ...] = ()
    limits: dict[str, str | StrictInt | StrictFloat] = Field(default_factory=dict)
    requests: dict[str, str | StrictInt | StrictFloat] = Field(default_factory=dict)
    shared_memory: str | StrictInt | None = None
    env: dict[str, str] = Field(default_factory=dict)
    secrets: tuple[SecretVariable, ...] = ()
    config_maps: tuple[ConfigVariable, ...] = ()
    pod_fields: tuple[PodFieldVariable, ...] = ()
    mounts: tuple[Mount, ...] = ()
    annotations: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    node_selector: dict[str, str] = Field(default_factory=dict)
    tolerations: tuple[Toleration, ...] = ()
    affinity: tuple[NodeAffinity, ...] = ()
    run_as_user: StrictInt | None = None
    run_as_group: StrictInt | None = None
    run_as_non_root: bool | None = None
    cache: bool | None = None
    cache_key: str | None = None
    display_name: str | None = None
    report: bool | None = None
    retry: StrictInt | None = None
    retry_delay: StrictInt | None = None
    retry_factor: float | None = None
    retry_max_delay: StrictInt | None = None
    timeout: StrictInt | None = None
    mutates: tuple[str, ...] | str = ()
    needs: tuple[str, ...] | str = ()
    pure: bool = False
    packages: str | None = None
    requirements: tuple[str, ...] | str = ()
    include: tuple[str, ...] | str = ()

    @property
    def previous(self) -> tuple[str, ...]:
        """Names of the steps that the cell's step comes after."""
        return (self.prev,) if isinstance(self.prev, str) else self.prev

    def remarks(self) -> Iterator[Remark]:
        """Give what is stated of the cell's code."""
        if self.mutates:
            yield Remark(kind="mutates", names=(self.mutates,) if isinstance(self.mutates, str) else self.mutates)
        if self.needs:
            yield Remark(kind="needs", names=(self.needs,) if isinstance(self.needs, str) else self.needs)
        if self.pure:
            yield Remark(kind="pure")

    def options(self) -> Iterator[Option]:
        """Give the step's options one by one."""
        for field in StepOptions.model_fields:
            value = getattr(self, field)
            shown = str(value) if field == "shared_memory" and value is not None else value
            yield from options_in(field, shown, f"{KEY}.{field}")


NO_SETTINGS: Final = CellSettings.model_construct()
"""What a cell without such metadata says. Nothing is to be validated, so that most notebooks need no validator."""


def problems_in(error: ValidationError) -> Iterator[str]:
    """Say what is wrong with a cell's settings, one sentence for each problem."""
    for details in error.errors(include_url=False):
        where = ".".join((KEY, *(str(part) for part in details["loc"])))
        if details["type"] == "extra_forbidden":
            key = str(details["loc"][-1])
            yield (
                f"{where!r} cannot be had: {_REFUSED[key]}"
                if key in _REFUSED
                else f"{where!r} is not a setting{_meant(key)}"
            )
        else:
            yield f"{where!r} is not valid: {reason_of(details['msg'])}"


def parse_settings(raw: Any) -> CellSettings:  # noqa: ANN401 - comes straight from the file
    """Give the settings in a cell's metadata.

    Raises:
        pydantic.ValidationError: They are not valid.
    """
    return CellSettings.model_validate(raw)


def _meant(word: str) -> str:
    nearest = nearest_word(word, CellSettings.model_fields)
    return f"; did you mean {nearest!r}?" if nearest else ""
