"""The names that are there without being bound, whatever the running process has added to them."""

from __future__ import annotations

import builtins
from types import BuiltinFunctionType
from typing import Final

_CONSTANTS: Final = frozenset({"None", "True", "False", "Ellipsis", "NotImplemented", "__debug__"})
_SITE: Final = frozenset({"copyright", "credits", "exit", "help", "license", "quit"})
"""What the module ``site`` adds when Python starts."""


def _is_of_python(name: str, value: object) -> bool:
    # An interactive shell keeps its last result here as ``_``, and Jupyter its ``get_ipython`` and ``display``.
    return not name.startswith("_") and isinstance(value, type | BuiltinFunctionType)


BUILTIN_NAMES: Final = (
    frozenset(name for name, value in vars(builtins).items() if _is_of_python(name, value))
    | frozenset(name for name in vars(builtins) if name.startswith("__") and name.endswith("__"))
    | _CONSTANTS
    | _SITE
)
"""Builtin functions, types and constants."""

_OF_NOTEBOOKS: Final = frozenset({"display", "get_ipython"})


def is_everywhere(name: str) -> bool:
    """Whether a notebook has a name that it does not bind: a builtin, one of Jupyter's, or one like ``__name__``."""
    special = name.startswith("__") and name.endswith("__") and name.strip("_") != ""
    return special or name in BUILTIN_NAMES or name in _OF_NOTEBOOKS
