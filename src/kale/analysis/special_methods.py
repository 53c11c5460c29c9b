"""The special methods that Python calls where the text of a notebook shows no call."""

from __future__ import annotations

import ast
from typing import Final

OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.MatMult: "matmul",
    ast.Div: "truediv",
    ast.FloorDiv: "floordiv",
    ast.Mod: "mod",
    ast.Pow: "pow",
    ast.LShift: "lshift",
    ast.RShift: "rshift",
    ast.BitAnd: "and",
    ast.BitOr: "or",
    ast.BitXor: "xor",
}
"""What stands between the underscores of an operator's method, as in ``__add__``, ``__radd__`` and ``__iadd__``."""

UNARY: Final[dict[type[ast.unaryop], str]] = {
    ast.USub: "__neg__",
    ast.UAdd: "__pos__",
    ast.Invert: "__invert__",
    ast.Not: "__bool__",
}

COMPARISONS: Final[dict[type[ast.cmpop], tuple[str, str]]] = {
    ast.Eq: ("__eq__", "__eq__"),
    ast.NotEq: ("__ne__", "__eq__"),
    ast.Lt: ("__lt__", "__gt__"),
    ast.LtE: ("__le__", "__ge__"),
    ast.Gt: ("__gt__", "__lt__"),
    ast.GtE: ("__ge__", "__le__"),
    ast.In: ("__contains__", "__eq__"),
    ast.NotIn: ("__contains__", "__eq__"),
}
"""Methods of which a comparison calls one or both, on either operand."""

TRUTH: Final = ("__bool__", "__len__")
ITERATION: Final = ("__iter__", "__next__", "__getitem__", "__len__")
TEXT: Final = ("__str__", "__repr__", "__format__")
CONTEXT: Final = ("__enter__", "__exit__", "__aenter__", "__aexit__")
SUBCLASS: Final = "__init_subclass__"
"""How a base hears of a class that is derived from it."""

ATTRIBUTE: Final = ("__getattr__", "__getattribute__")
HASH: Final = ("__hash__", "__eq__")
ORDER: Final = ("__lt__", "__le__", "__gt__", "__ge__")
"""Methods of which ``functools.total_ordering`` makes those that a class does not define of the one that it does."""

ITEM: Final = ("__getitem__", "__missing__")
ATTRIBUTE_CALLS: Final = frozenset({"getattr", "hasattr", "setattr", "delattr"})

BUILTINS: Final[dict[str, tuple[str, ...]]] = {
    "len": ("__len__",),
    "str": TEXT,
    "repr": TEXT,
    "format": TEXT,
    "print": TEXT,
    "bool": TRUTH,
    "int": ("__int__", "__index__"),
    "float": ("__float__",),
    "hash": ("__hash__",),
    "iter": ITERATION,
    "next": ("__next__",),
    "reversed": ("__reversed__", *ITERATION),
    "abs": ("__abs__",),
    "round": ("__round__",),
    "getattr": ATTRIBUTE,
    "hasattr": ATTRIBUTE,
    "setattr": ("__setattr__",),
    "delattr": ("__delattr__",),
    "set": (*ITERATION, "__hash__", "__eq__"),
    "frozenset": (*ITERATION, "__hash__", "__eq__"),
    "dict": (*ITERATION, "keys", "__hash__", "__eq__"),
    "sorted": (*ITERATION, "__lt__"),
    "min": (*ITERATION, "__lt__", "__gt__"),
    "max": (*ITERATION, "__lt__", "__gt__"),
    "sum": (*ITERATION, "__add__", "__radd__"),
    **dict.fromkeys(("list", "tuple", "any", "all", "enumerate", "zip", "map", "filter"), ITERATION),
}
"""What builtin functions call on their arguments."""
