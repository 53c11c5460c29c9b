"""From an action to the edit that does it."""

from __future__ import annotations

from kale.jupyter.server.documents import (
    Action,
    ApplyFix,
    DeleteStep,
    Edit,
    RenameStep,
    SetAfter,
    SetOption,
    SetRole,
    SetSetting,
)
from kale.jupyter.server.documents.edit import refusal
from kale.jupyter.server.edits.deletion import delete_step
from kale.jupyter.server.edits.fixes import apply_fix
from kale.jupyter.server.edits.options import set_option
from kale.jupyter.server.edits.orders import set_after
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.edits.renaming import rename_step
from kale.jupyter.server.edits.roles import set_role
from kale.jupyter.server.edits.settings import set_setting
from kale.jupyter.server.open_notebook import OpenNotebook


def edit_of(found: OpenNotebook, action: Action) -> Edit:
    """Give what an action changes in a notebook; one that cannot be done changes nothing and says why."""
    try:
        return _edit(found, action)
    except RefusedError as error:
        return refusal(*error.problems)


def _edit(found: OpenNotebook, action: Action) -> Edit:  # noqa: PLR0911 - one return for each kind of action
    match action:
        case SetRole():
            return set_role(found, action)
        case SetAfter():
            return set_after(found, action)
        case SetOption():
            return set_option(found, action)
        case RenameStep():
            return rename_step(found, action)
        case DeleteStep():
            return delete_step(found, action)
        case SetSetting():
            return set_setting(found, action)
        case ApplyFix():
            return apply_fix(found, action)
