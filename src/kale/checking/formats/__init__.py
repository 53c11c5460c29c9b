"""The forms in which the outcome of checking is written."""

from __future__ import annotations

import enum
from collections.abc import Sequence

from kale.checking.findings import FileReport


class Format(str, enum.Enum):
    """A form of output."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"

    @property
    def needs_regions(self) -> bool:
        """Whether the form speaks of lines of the notebook file."""
        return self in (Format.SARIF, Format.GITHUB)


def render(form: Format, reports: Sequence[FileReport]) -> str:
    """Write reports in a form that another program reads; text is written report by report.

    Raises:
        ValueError: The form is text.
    """
    if form is Format.JSON:
        from kale.checking.formats.document import to_json

        return to_json(reports)
    if form is Format.SARIF:
        from kale.checking.formats.sarif import to_sarif

        return to_sarif(reports)
    if form is Format.GITHUB:
        from kale.checking.formats.github import to_github

        return to_github(reports)
    raise ValueError(form)


__all__ = ["Format", "render"]
