"""What a pipeline function raises while it is followed, as an error at its line."""

from __future__ import annotations

import traceback
from types import CodeType

from kale.dsl.placeholders import COMPUTE, Output, ParameterInput
from kale.dsl.places import compile_error, line_span
from kale.dsl.rules import FAILED_FUNCTION, USED_PLACEHOLDER
from kale.errors import CompileError


def failure_of(error: Exception, code: CodeType) -> CompileError:
    """Give the error that says where and why a pipeline function failed.

    Args:
        error: What it raised, or what was raised by a function that it called.
        code: Its code.
    """
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code is code]
    span = line_span(lines[-1] if lines else code.co_firstlineno)
    for kind, what in ((Output, "the output of a step"), (ParameterInput, "a parameter")):
        # Libraries that look at the type of a value name it when they refuse it.
        if isinstance(error, TypeError) and kind.__name__ in str(error):
            message = f"this takes {what} for a value, but it has none while the pipeline is put together: {error}"
            return compile_error(USED_PLACEHOLDER.at(span, message, help=COMPUTE), code.co_filename)
    message = f"the pipeline function raises {type(error).__name__}: {error}"
    return compile_error(FAILED_FUNCTION.at(span, message), code.co_filename)
