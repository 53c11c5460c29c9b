"""The structured form of the annotation language: what stands under ``kale`` in a cell's metadata."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import ConfigDict, Field, ValidationError

from kale.notebook.options import LISTS, MAPPINGS, Option, as_tuple, reason_of
from kale.notebook.similarity import nearest_word
from kale.pipeline import Remark, SecretVariable
from kale.pipeline.model import Model

KEY = "kale"


class CellSettings(Model):
    """What a cell's metadata says, with the words of the tags.

    Attributes:
        role: The role of a cell that belongs to no step, or ``skip``.
        step: Name of the step that the cell belongs to.
        prev: Names of the steps that it comes after.
        image: Container image.
        limits: Most that the step may use, by resource.
        requests: What the step is sure to get, by resource.
        annotations: Annotations of the pod.
        labels: Labels of the pod.
        secrets: Environment variables from secrets.
        env: Environment variables with fixed values.
        cache: Whether an earlier run's result may be taken.
        report: Whether to write an HTML report.
        retry: How many times to try again after a failure.
        timeout: Seconds after which the step is stopped.
        mutates: Variables that the cell changes in place, though its code does not show it.
        needs: Variables that the cell needs, though its code does not show it.
        pure: Whether the functions that the cell calls change nothing.
        packages: What the step installs when it starts: ``missing``, ``exact`` or ``none``.
        requirements: Packages that it needs besides those that its code imports.
        include: Files beside the notebook that travel with it.
    """

    model_config = ConfigDict(defer_build=True)

    role: Literal["imports", "functions", "pipeline-parameters", "parameters", "pipeline-metrics", "skip"] | None = None
    step: str | None = None
    prev: tuple[str, ...] | str = ()
    image: str | None = None
    limits: dict[str, str | int | float] = Field(default_factory=dict)
    requests: dict[str, str | int | float] = Field(default_factory=dict)
    annotations: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    secrets: tuple[SecretVariable, ...] = ()
    env: dict[str, str] = Field(default_factory=dict)
    cache: bool | None = None
    report: bool | None = None
    retry: int | None = None
    timeout: int | None = None
    mutates: tuple[str, ...] | str = ()
    needs: tuple[str, ...] | str = ()
    pure: bool = False
    packages: str | None = None
    requirements: tuple[str, ...] | str = ()
    include: tuple[str, ...] | str = ()

    @property
    def previous(self) -> tuple[str, ...]:
        """Names of the steps that the cell's step comes after."""
        return as_tuple(self.prev)

    def remarks(self) -> Iterator[Remark]:
        """Give what is stated of the cell's code."""
        if self.mutates:
            yield Remark(kind="mutates", names=as_tuple(self.mutates))
        if self.needs:
            yield Remark(kind="needs", names=as_tuple(self.needs))
        if self.pure:
            yield Remark(kind="pure")

    def options(self) -> Iterator[Option]:
        """Give the step's options one by one."""
        for field in ("image", "cache", "report", "retry", "timeout", "packages"):
            value = getattr(self, field)
            if value is not None:
                yield Option(field, None, value, f"{KEY}.{field}")
        for field in sorted(MAPPINGS):
            for key, value in getattr(self, field).items():
                yield Option(field, key, str(value), f"{KEY}.{field}.{key}")
        for field in sorted(LISTS):
            for item in as_tuple(getattr(self, field)):
                yield Option(field, item, item, f"{KEY}.{field}")
        for secret in self.secrets:
            yield Option("secrets", secret.variable, (secret.secret, secret.key), f"{KEY}.secrets")


def problems_in(error: ValidationError) -> Iterator[str]:
    """Say what is wrong with a cell's settings, one sentence for each problem."""
    for details in error.errors(include_url=False):
        where = ".".join((KEY, *(str(part) for part in details["loc"])))
        if details["type"] == "extra_forbidden":
            yield f"{where!r} is not a setting{_meant(str(details['loc'][-1]))}"
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
