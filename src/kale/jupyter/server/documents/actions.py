"""What a user can do to the annotations of a notebook."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, JsonValue

from kale.jupyter.server.documents.problem import Problem
from kale.pipeline.model import Model

RoleName: TypeAlias = Literal["step", "imports", "functions", "parameters", "metrics", "skip"]
"""What a cell is for, in the words of the user interface."""


class SetRole(Model):
    """Say what cells are for.

    Attributes:
        cells: Ids of the cells.
        role: Their role; ``None`` takes away the annotation that gives them one.
        step: Name of their step; only for the role ``step``.
    """

    kind: Literal["set_role"] = "set_role"
    cells: tuple[str, ...]
    role: RoleName | None
    step: str | None = None


class SetAfter(Model):
    """Say which steps come before the steps of some cells, whether or not data flows.

    Attributes:
        cells: Ids of the cells.
        after: Names of the earlier steps: all of them, those that were named before included.
    """

    kind: Literal["set_after"] = "set_after"
    cells: tuple[str, ...]
    after: tuple[str, ...]


class SetOption(Model):
    """Set an option of the steps of some cells.

    Attributes:
        cells: Ids of the cells.
        option: Name of the option.
        value: Its value; ``None`` takes it away.
    """

    kind: Literal["set_option"] = "set_option"
    cells: tuple[str, ...]
    option: str
    value: JsonValue = None


class RenameStep(Model):
    """Give a step another name, wherever it is named.

    Attributes:
        step: The name that it has.
        to: The name that it gets.
    """

    kind: Literal["rename_step"] = "rename_step"
    step: str
    to: str


class DeleteStep(Model):
    """Take away the annotations that make a step; its cells stay.

    Attributes:
        step: Its name.
    """

    kind: Literal["delete_step"] = "delete_step"
    step: str


class SetSetting(Model):
    """Change a setting of the pipeline.

    Attributes:
        setting: Its name.
        value: Its value; ``None`` takes it away.
    """

    kind: Literal["set_setting"] = "set_setting"
    setting: str
    value: JsonValue = None


class ApplyFix(Model):
    """Do what a problem offers to do about it.

    Attributes:
        problem: The problem, as the view had it.
    """

    kind: Literal["fix"] = "fix"
    problem: Problem


Action: TypeAlias = Annotated[
    SetRole | SetAfter | SetOption | RenameStep | DeleteStep | SetSetting | ApplyFix, Field(discriminator="kind")
]
