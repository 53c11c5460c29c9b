"""What has to change in a notebook for an action: pure functions from a notebook and an action to an edit."""

from kale.jupyter.server.edits.actions import edit_of

__all__ = ["edit_of"]
