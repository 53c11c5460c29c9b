"""What the server and the user interface say to each other, as models; all field names are those of the JSON."""

from kale.jupyter.server.documents.actions import (
    Action,
    ApplyFix,
    DeleteStep,
    RenameStep,
    RoleName,
    SetAfter,
    SetOption,
    SetRole,
    SetSetting,
)
from kale.jupyter.server.documents.edit import CellEdit, Edit, KaleChange
from kale.jupyter.server.documents.problem import OfferedFix, Problem
from kale.jupyter.server.documents.requests import EditRequest, NotebookRequest
from kale.jupyter.server.documents.version import Version
from kale.jupyter.server.documents.view import (
    CellView,
    Need,
    OptionField,
    ParameterView,
    RoleChoice,
    SettingsView,
    StepView,
    View,
)

__all__ = [
    "Action",
    "ApplyFix",
    "CellEdit",
    "CellView",
    "DeleteStep",
    "Edit",
    "EditRequest",
    "KaleChange",
    "Need",
    "NotebookRequest",
    "OfferedFix",
    "OptionField",
    "ParameterView",
    "Problem",
    "RenameStep",
    "RoleChoice",
    "RoleName",
    "SetAfter",
    "SetOption",
    "SetRole",
    "SetSetting",
    "SettingsView",
    "StepView",
    "Version",
    "View",
]
