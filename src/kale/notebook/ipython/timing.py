"""Magics that measure: the code runs as without them, and nothing is measured.

``%timeit`` runs a statement many times in a scope of its own, so it binds nothing. What it runs is evaluated as often
as the user says, or once where IPython would choose how often. Statements that bind are refused, because their names
would have to be kept apart from the cell's.
"""

from __future__ import annotations

import ast
import re
from typing import Final

from kale.notebook.ipython.calls import Call
from kale.notebook.ipython.outcome import Problem, Replacement, Translation, UntranslatableError
from kale.notebook.rules import UNSUPPORTED_MAGIC

_TIMEIT_OPTION: Final = re.compile(r"-(?:(?P<flag>[tcq]+)|(?P<count>[nrp])\s*(?P<number>\d+))(?:\s+|$)")
_DEFAULT_REPEATS: Final = 7


def time(call: Call) -> Replacement:
    """Translate ``%time`` and ``%prun``, whose statement runs in the cell's own namespace."""
    if call.arguments.lstrip().startswith("-"):
        raise call.malformed("its options only make sense interactively")
    inner = call.translate(call.arguments.strip())
    if call.is_value and not _is_expression(inner.source):
        raise call.valueless()
    return _with_code(inner, inner.source.strip().rstrip(";") if call.is_value else inner.source)


def timeit(call: Call) -> Replacement:
    """Translate ``%timeit`` of an expression.

    Raises:
        UntranslatableError: It is asked for its result, or runs something other than an expression.
    """
    if call.is_value:
        raise call.valueless()
    statement, runs = _timeit_options(call)
    if not statement:
        return Replacement()
    inner = call.translate(statement)
    expression = _evaluated(inner.source.strip().rstrip(";"))
    if expression is None:
        raise cell_timeit(call)
    if runs == 1:
        return _with_code(inner, f"(lambda: ({expression}))()")
    each = f"((lambda: ({expression}))() for _timing in range({runs}))"
    return _with_code(inner, f"__import__('collections').deque({each}, maxlen=0)")


def cell_timeit(call: Call) -> UntranslatableError:
    """Give the refusal of code that would have to run in a namespace of its own."""
    return UntranslatableError(
        UNSUPPORTED_MAGIC,
        f"{call.title} runs statements in a scope of its own, and how often is not known",
        help="tag the cell 'skip', or run the code without the magic",
    )


def _timeit_options(call: Call) -> tuple[str, int]:
    """Give the statement, and how often it runs: once where IPython would choose."""
    text = call.arguments.strip()
    counts: dict[str, int] = {}
    while (found := _TIMEIT_OPTION.match(text)) is not None:
        if found.group("count"):
            counts[found.group("count")] = int(found.group("number"))
        text = text[found.end() :]
    if re.match(r"-[a-zA-Z]", text):
        raise call.malformed("its result cannot be had in a step")
    if counts.get("n", 0) == 0:
        return text, 1
    return text, counts["n"] * counts.get("r", _DEFAULT_REPEATS)


def _evaluated(source: str) -> str | None:
    """Give the expression that a statement evaluates, or nothing when it does more than binding plain names to it."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    match body:
        case [ast.Expr(value)]:
            return ast.get_source_segment(source, value)
        case [ast.Assign(targets, value)] if all(isinstance(target, ast.Name) for target in targets):
            return ast.get_source_segment(source, value)
        case [ast.Pass()]:
            return "None"
    return None


def _is_expression(source: str) -> bool:
    try:
        ast.parse(source.strip().rstrip(";"), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _with_code(inner: Translation, code: str) -> Replacement:
    problems: tuple[Problem, ...] = inner.problems
    return Replacement(code, inner.packages, problems)
