"""Lines of Python files as places of diagnostics."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import CodeType, FrameType
from typing import Final

from kale.diagnostics import Diagnostic, Rule, Span
from kale.errors import CompileError

_OWN_FOLDER: Final = os.path.join(str(Path(__file__).parents[1]), "")  # noqa: PTH118 - Path drops the separator


def calling_frame(code: CodeType | None = None) -> FrameType:
    """Give the frame of the user's code that led here.

    Args:
        code: The function whose frame is preferred; a helper that it has called stands behind it.
    """
    frame: FrameType | None = sys._getframe(1)
    nearest: FrameType | None = None
    while frame is not None:
        if frame.f_code is code:
            return frame
        if nearest is None and not frame.f_code.co_filename.startswith(_OWN_FOLDER):
            nearest = frame
        frame = frame.f_back
    return nearest or sys._getframe(1)


def line_span(line: int, *, file: str | None = None) -> Span:
    """Give a whole line of a Python file as a place."""
    return Span(cell=0, line=line, end_line=line, file=file)


def shown_path(path: str) -> str:
    """Give a file's path as messages show it: relative where it lies below the current folder."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return path


def refusal(rule: Rule, frame: FrameType, message: str, help: str | None = None) -> CompileError:  # noqa: A002
    """Give the error that says a rule is broken at the line that a frame has come to."""
    return compile_error(rule.at(line_span(frame.f_lineno), message, help=help), frame.f_code.co_filename)


def compile_error(diagnostic: Diagnostic, path: str) -> CompileError:
    """Give the error of one problem in one file."""
    return CompileError("no pipeline can be made from the function", (diagnostic,), shown_path(path))
