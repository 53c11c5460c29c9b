"""Completion of commands, options and names of steps in the lines of kale."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import click

from kale.jupyter.magics.commands import DESCRIPTIONS, command_named
from kale.jupyter.magics.history import ExecutedCells
from kale.notebook.mark_options import AFTER, option_words
from kale.notebook.marks import STEP, mark_line

_COMMAND: Final = re.compile(r"\s*%kale\s+(?P<words>.*)", re.DOTALL)
_STEP: Final = re.compile(rf"\s*%%{STEP}\s+(?P<words>.*)", re.DOTALL)


class Completion:
    """Completes the lines of kale; IPython asks it before its own completions.

    Args:
        executed: What has been executed, which knows the steps.
    """

    def __init__(self, executed: ExecutedCells) -> None:
        self._executed = executed

    def words(self, text: str) -> tuple[str, ...] | None:
        """Give what may stand at the end of a line.

        Args:
            text: The line up to the cursor.

        Returns:
            The words; ``None`` when the line is not one of kale's, or asks for something else such as a file.
        """
        command = _COMMAND.fullmatch(text)
        if command is not None:
            return _fitting(text, _for_command(_before(command["words"])))
        step = _STEP.fullmatch(text)
        if step is not None:
            return _fitting(text, self._for_step(_before(step["words"])))
        return None

    def matcher(self) -> Any:  # noqa: ANN401 - IPython's matchers have no useful types
        """Give the completion in the form that IPython takes."""
        from IPython.core.completer import SimpleCompletion, context_matcher

        def kale_matcher(context: Any) -> dict[str, Any]:  # noqa: ANN401 - IPython's context
            found = self.words(context.text_until_cursor)
            last = context.text_until_cursor.rpartition(" ")[2]
            completions = [SimpleCompletion(word, type="option") for word in found or ()]
            return {"completions": completions, "matched_fragment": last, "suppress": bool(completions)}

        return context_matcher(identifier="kale_matcher")(kale_matcher)

    def _for_step(self, before: Sequence[str]) -> Iterator[str]:
        options = [word for word in before if word.startswith("--")]
        if options[-1:] == [f"--{AFTER}"]:
            yield from (name for name in self._steps() if name not in before)
        if before and not (before[-1].startswith("--") and before[-1] == f"--{AFTER}"):
            yield from option_words()

    def _steps(self) -> tuple[str, ...]:
        marks = (mark_line(cell.source) for cell in self._executed.cells())
        names = (mark.arguments.split() for mark in marks if mark is not None and mark.name == STEP)
        return tuple(dict.fromkeys(words[0] for words in names if words))


def _before(words: str) -> list[str]:
    """Give the words in front of the one that is being written."""
    return words.split(" ")[:-1]


def _fitting(text: str, words: Iterator[str]) -> tuple[str, ...]:
    begun = text.rpartition(" ")[2]
    return tuple(word for word in words if word.startswith(begun))


def _for_command(before: Sequence[str]) -> Iterator[str]:
    if not before:
        yield from DESCRIPTIONS
        return
    if before[0] not in DESCRIPTIONS:
        return
    options = [option for option in command_named(before[0]).params if isinstance(option, click.Option)]
    asking = next((option for option in options if before[-1] in option.opts and not option.is_flag), None)
    if asking is not None:
        if isinstance(asking.type, click.Choice):
            yield from map(str, asking.type.choices)
        return
    yield from (word for option in options for word in (*option.opts, *option.secondary_opts) if word[:2] == "--")
    yield "--help"
