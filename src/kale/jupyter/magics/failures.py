"""Errors that a cell ends with and that show their message alone, without a traceback."""

from __future__ import annotations

from kale.errors import KaleError


class MagicError(KaleError, ValueError):
    """A magic cannot do what is asked, or what it did has failed; the cell counts as failed."""

    def _render_traceback_(self) -> list[str]:
        """Give what IPython shows instead of a traceback."""
        return str(self).split("\n")


class ShownError(MagicError):
    """The error has been shown already."""

    def _render_traceback_(self) -> list[str]:
        return []
