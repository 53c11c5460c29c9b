"""Variables that the texts speak of which calls are given: formulas, expressions, and queries of frames.

Libraries that take such a text look its names up where they are called: ``duckdb.sql("select * from orders")`` finds
the frame ``orders``, and ``smf.ols("y ~ center(x)", data=df)`` the function ``center``.
"""

from __future__ import annotations

import ast
import re
from typing import Final

from kale.analysis.knowledge import words
from kale.analysis.nodes import dotted

_EXPRESSIONS: Final = words("pd.eval pandas.eval evaluate")
_QUERIES: Final = words("sql query execute sqldf")
_FORMULAS: Final = words(
    """
    from_formula dmatrix dmatrices ols wls gls glsar glm gee logit probit mnlogit poisson negativebinomial mixedlm rlm
    quantreg phreg
    """
)
_LANGUAGES: Final = (_EXPRESSIONS, _QUERIES, _FORMULAS)
_NAME: Final = re.compile(r"(?<![\w.])[^\W\d]\w*")
_CALLED: Final = re.compile(r"(?<![\w.])([^\W\d]\w*)[.(]")
_IN_CALL: Final = re.compile(r"\(([^()]*)\)")
_TABLE: Final = re.compile(r"\b(?:from|join)\s+([^\W\d]\w*)", re.IGNORECASE)


def names_in_text(node: ast.Call) -> list[str]:
    """Give the names that the text may speak of which a call is given, in order; most of them may be columns.

    Args:
        node: The call.
    """
    kind = _language(node.func)
    text = _text(node) if kind is not None else None
    if text is None:
        return []
    if kind is _QUERIES:
        found = _TABLE.findall(text)
    elif kind is _FORMULAS and _has_data(node):
        # What is not called, or given to what is called, is a column.
        found = [*_CALLED.findall(text), *(name for inner in _IN_CALL.findall(text) for name in _NAME.findall(inner))]
    else:
        found = _NAME.findall(text)
    return list(dict.fromkeys(found))


def _language(func: ast.expr) -> frozenset[str] | None:
    name = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", None)
    if name == "eval":
        return _EXPRESSIONS if dotted(func) in _EXPRESSIONS else None
    return next((kind for kind in _LANGUAGES if name in kind), None)


def _text(node: ast.Call) -> str | None:
    """Give the text, which stands first or under the name of what it is."""
    named = (keyword.value for keyword in node.keywords if keyword.arg in ("formula", "ex", "expr", "query", "sql"))
    given = next(iter(node.args), None) or next(named, None)
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else None


def _has_data(node: ast.Call) -> bool:
    return len(node.args) > 1 or any(keyword.arg == "data" for keyword in node.keywords)
