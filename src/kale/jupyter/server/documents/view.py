"""What the user interface draws of a notebook."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from kale.jupyter.server.documents.actions import RoleName
from kale.jupyter.server.documents.problem import Problem
from kale.jupyter.server.documents.version import PROTOCOL
from kale.pipeline.model import Model


class CellView(Model):
    """What a cell is in the pipeline.

    Attributes:
        id: Id of the cell.
        role: Its role; ``None`` for a cell that holds no code, and in a notebook without annotations.
        step: Name of its step.
        inherited: Whether it has its role from the cell above it.
        first: Whether the cell above it belongs to something else, so that a label stands here.
        label: What the label says.
        colour: Number of the colour of its step, from 0 to 7.
        after: Names of the steps that its own annotations name as earlier ones.
        options: Options that its own annotations set, by name.
    """

    id: str
    role: RoleName | None = None
    step: str | None = None
    inherited: bool = False
    first: bool = False
    label: str = ""
    colour: int | None = None
    after: tuple[str, ...] = ()
    options: dict[str, JsonValue] = Field(default_factory=dict)


class Need(Model):
    """What a step needs of another one.

    Attributes:
        step: Name of the other step.
        variables: What flows, by name; nothing for an order alone.
    """

    step: str
    variables: tuple[str, ...] = ()


class StepView(Model):
    """What is known of a step.

    Attributes:
        name: Its name.
        cells: Ids of its cells.
        needs: What it needs, found by reading the code.
        after: Names of the steps that annotations name as earlier ones.
        options: Options that the annotations of its cells set, by name.
        colour: Number of its colour, from 0 to 7.
    """

    name: str
    cells: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    after: tuple[str, ...] = ()
    options: dict[str, JsonValue] = Field(default_factory=dict)
    colour: int


class ParameterView(Model):
    """What a run may set.

    Attributes:
        name: Its name.
        type: Its type, by its Python name.
        default: Its default.
        text: Its default as exact text: JSON, or the text itself where it is one; empty where there is none.
        optional: Whether it may be ``null``.
        description: What the notebook says of it.
        choices: The values to choose from.
        minimum: The smallest number.
        maximum: The largest number.
        cell: Id of the cell that assigns it.
    """

    name: str
    type: str
    default: JsonValue = None
    text: str = ""
    optional: bool = False
    description: str | None = None
    choices: tuple[JsonValue, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    cell: str | None = None


class OptionField(Model):
    """Something that a form asks for.

    Attributes:
        name: Its name in actions.
        label: What stands beside the field.
        help: What it does.
        kind: What kind of value it takes.
        choices: The values to choose from.
    """

    name: str
    label: str
    help: str
    kind: Literal["text", "number", "flag", "quantity", "choice"]
    choices: tuple[JsonValue, ...] | None = None


class RoleChoice(Model):
    """A role that a cell can have.

    Attributes:
        role: Its name in actions.
        label: What stands in the list.
        help: What it means.
    """

    role: RoleName
    label: str
    help: str


class SettingsView(Model):
    """The settings of the pipeline.

    Attributes:
        values: What the notebook says, by name of the setting; ``None`` where it says nothing.
        defaults: What applies then.
        fields: How to ask for each.
        volumes: What steps find mounted, in words.
    """

    values: dict[str, JsonValue] = Field(default_factory=dict)
    defaults: dict[str, JsonValue] = Field(default_factory=dict)
    fields: tuple[OptionField, ...] = ()
    volumes: tuple[str, ...] = ()


class View(Model):
    """What the user interface draws of a notebook.

    Attributes:
        protocol: Version of the requests and answers.
        name: Name of the pipeline.
        cells: All cells, in order.
        steps: The steps, in order of first appearance; none in a notebook without annotations.
        parameters: What a run may set.
        settings: The settings of the pipeline.
        options: The options of a step that can be asked for.
        roles: The roles that a cell can have.
        mermaid: The graph as a Mermaid flowchart; empty when there is none.
        nodes: Id of the first cell of each step, by the name of its node in the flowchart.
        problems: What is wrong or doubtful.
        kernel_problem: Why the notebook cannot be read at all.
    """

    protocol: int = PROTOCOL
    name: str = ""
    cells: tuple[CellView, ...] = ()
    steps: tuple[StepView, ...] = ()
    parameters: tuple[ParameterView, ...] = ()
    settings: SettingsView = SettingsView()
    options: tuple[OptionField, ...] = ()
    roles: tuple[RoleChoice, ...] = ()
    mermaid: str = ""
    nodes: dict[str, str] = Field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    kernel_problem: str | None = None
