"""What the user interface asks for."""

from __future__ import annotations

from pydantic import JsonValue

from kale.jupyter.server.documents.actions import Action
from kale.pipeline.model import Model


class NotebookRequest(Model):
    """A notebook as it stands in the browser, with unsaved changes.

    Attributes:
        path: Its path on the server.
        notebook: Its content in nbformat's form.
    """

    path: str
    notebook: dict[str, JsonValue]


class EditRequest(NotebookRequest):
    """A notebook and what the user wants to do to it.

    Attributes:
        action: What to do.
    """

    action: Action
