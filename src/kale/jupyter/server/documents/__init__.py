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
from kale.jupyter.server.documents.failure import Failure
from kale.jupyter.server.documents.interpreter import Interpreter
from kale.jupyter.server.documents.preview import Compiled, Preview, StepSourceView
from kale.jupyter.server.documents.problem import OfferedFix, Problem
from kale.jupyter.server.documents.requests import EditRequest, NotebookRequest
from kale.jupyter.server.documents.run import (
    GOING_ON,
    ProfileChoice,
    ProfileList,
    RunFailure,
    RunList,
    RunRequest,
    RunState,
    RunStatus,
    RunStep,
    StepLog,
    StepStatus,
)
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
    "GOING_ON",
    "Action",
    "ApplyFix",
    "CellEdit",
    "CellView",
    "Compiled",
    "DeleteStep",
    "Edit",
    "EditRequest",
    "Failure",
    "Interpreter",
    "KaleChange",
    "Need",
    "NotebookRequest",
    "OfferedFix",
    "OptionField",
    "ParameterView",
    "Preview",
    "Problem",
    "ProfileChoice",
    "ProfileList",
    "RenameStep",
    "RoleChoice",
    "RoleName",
    "RunFailure",
    "RunList",
    "RunRequest",
    "RunState",
    "RunStatus",
    "RunStep",
    "SetAfter",
    "SetOption",
    "SetRole",
    "SetSetting",
    "SettingsView",
    "StepLog",
    "StepSourceView",
    "StepStatus",
    "StepView",
    "Version",
    "View",
]
