"""The roles of cells, in the words of the user interface and in those of the tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kale.jupyter.server.documents import RoleChoice, RoleName
from kale.notebook.tags import SKIP
from kale.pipeline import Role

ROLE_CHOICES: Final = (
    RoleChoice(role="step", label="Step", help="The cell runs in a step of the pipeline."),
    RoleChoice(role="imports", label="Imports", help="Imports and settings that every step may need."),
    RoleChoice(role="functions", label="Functions", help="Functions and classes that every step may need."),
    RoleChoice(role="parameters", label="Parameters", help="Each assignment is a parameter that a run may set."),
    RoleChoice(role="metrics", label="Metrics", help="What the cell prints or names are the pipeline's metrics."),
    RoleChoice(role="skip", label="Skip", help="The cell takes no part in the pipeline."),
)
"""The roles that a cell can be given."""

NAME_OF_ROLE: Final[Mapping[Role, RoleName]] = {
    Role.STEP: "step",
    Role.IMPORTS: "imports",
    Role.FUNCTIONS: "functions",
    Role.PARAMETERS: "parameters",
    Role.METRICS: "metrics",
}

TAG_OF_ROLE: Final[Mapping[RoleName, str]] = {
    "imports": Role.IMPORTS.value,
    "functions": Role.FUNCTIONS.value,
    "parameters": Role.PARAMETERS.value,
    "metrics": Role.METRICS.value,
    "skip": SKIP,
}
"""The tag that gives a cell a role; in a cell's metadata the same word stands under ``role``."""

LABELS: Final[Mapping[RoleName, str]] = {choice.role: choice.label.lower() for choice in ROLE_CHOICES}
