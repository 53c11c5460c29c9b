"""Functions: the code of the notebook's as a text that is the same in every process, a library's by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import CodeType
from typing import Any


def found_in_library(value: Any) -> bool:
    """Whether a function or class is what a module other than the notebook has under its name."""
    found: Any = sys.modules.get(value.__module__) if value.__module__ != "__main__" else None
    for name in value.__qualname__.split("."):
        # Not by getting the attribute, which may make a module import others.
        found = getattr(found, "__dict__", {}).get(name)
    return found is value


def code_text(code: CodeType) -> str:
    """Give a text that two functions share exactly when they do the same: names, instructions and constants."""
    return "; ".join(_parts(code))


def _parts(code: CodeType) -> Iterator[str]:
    yield f"{code.co_name}{code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]}"
    yield f"{code.co_code.hex()} {code.co_flags}"
    yield f"{code.co_names} {code.co_varnames} {code.co_freevars} {code.co_cellvars}"
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _parts(constant)
        elif isinstance(constant, frozenset):
            yield f"{sorted(map(repr, constant))}"
        else:
            yield repr(constant)
