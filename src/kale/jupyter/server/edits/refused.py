"""Actions that cannot be done."""

from __future__ import annotations


class RefusedError(ValueError):
    """An action cannot be done.

    Attributes:
        problems: Why, in sentences.
    """

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems
