"""Texts that a command line cannot carry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kale.diagnostics import Diagnostic, Span
from kale.pipeline import CodeBlock, Define, Run, Step
from kale.platform.rules import UNCARRIABLE_TEXT


def check_texts(step: Step) -> Iterable[Diagnostic]:
    """Find what a command line cannot carry in the step's sources and name."""
    for operation in step.plan:
        if isinstance(operation, Define | Run):
            block = operation.code
            for offset, problem in uncarriable_characters(block.text):
                yield UNCARRIABLE_TEXT.at(
                    _span_at(block, offset),
                    f"the code of step {step.name!r} holds {problem}, which no command line can carry",
                    help="write the character as an escape sequence in a string, or remove it",
                )
    if any(uncarriable_characters(step.name)):
        yield UNCARRIABLE_TEXT.at(None, f"the name of step {step.name!r} holds a character that cannot be stored")


def uncarriable_characters(text: str) -> Sequence[tuple[int, str]]:
    """Find the characters of ``text`` that neither UTF-8 nor a command line can carry, with their positions."""
    if "\0" not in text and text.isascii():
        return ()
    return [
        (offset, "a NUL character" if character == "\0" else f"the lone surrogate U+{ord(character):04X}")
        for offset, character in enumerate(text)
        if character == "\0" or "\ud800" <= character <= "\udfff"
    ]


def _span_at(block: CodeBlock, offset: int) -> Span:
    before = block.text[:offset]
    line = block.line + before.count("\n")
    column = offset - before.rfind("\n")
    return block.span(line, column, column + 1)
