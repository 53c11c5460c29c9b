"""A magic as it was called, and how to read its arguments."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass

from kale.notebook.ipython.expansion import expand
from kale.notebook.ipython.names import Names
from kale.notebook.ipython.outcome import Translation, UntranslatableError
from kale.notebook.rules import MALFORMED_MAGIC, VALUELESS_MAGIC


@dataclass(frozen=True)
class Call:
    """One call of a magic.

    Attributes:
        name: The magic's name.
        arguments: The rest of its line.
        names: The variables that can be meant in the arguments.
        translate: Translates code that the magic runs.
        is_value: Whether a variable is assigned from it.
        is_cell: Whether it is a cell magic.
        body: The lines below a cell magic, each with its line break.
    """

    name: str
    arguments: str
    names: Names
    translate: Callable[[str], Translation]
    is_value: bool = False
    is_cell: bool = False
    body: str = ""

    @property
    def title(self) -> str:
        """The magic as the user knows it."""
        if self.name.startswith("!"):
            return "the command"
        return f"%%{self.name}" if self.is_cell else f"%{self.name}"

    def text(self, part: str) -> str:
        """Give an expression for a part of the arguments, with Python values filled in."""
        return expand(part, self.names)

    def words(self) -> list[str]:
        """Split the arguments as a shell would.

        Raises:
            UntranslatableError: A quote is not closed.
        """
        try:
            return shlex.split(self.arguments)
        except ValueError as error:
            raise self.malformed(str(error)) from None

    def malformed(self, reason: str) -> UntranslatableError:
        """Give the refusal of arguments that have the wrong form."""
        return UntranslatableError(MALFORMED_MAGIC, f"{self.title} cannot be read: {reason}")

    def valueless(self) -> UntranslatableError:
        """Give the refusal of an assignment from a magic that has no value outside IPython."""
        return UntranslatableError(
            VALUELESS_MAGIC,
            f"a variable is assigned from {self.title}, which has no value outside IPython",
            help="assign what the magic gives in plain Python",
        )
