"""Functions: the code of the notebook's as a text that is the same in every process, a library's by name."""

from __future__ import annotations

import dis
import sys
from collections.abc import Iterator
from types import CodeType
from typing import Any

# Calling an attribute compiles to other instructions where the same piece of code imports what it is an attribute of,
# and what is one cell in the notebook can come in several pieces in a step.
_EQUAL_NAMES = {"LOAD_METHOD": "LOAD_ATTR", "CALL_METHOD": "CALL_FUNCTION"}
_LEFT_OUT = frozenset({"CACHE", "EXTENDED_ARG", "NOP", "PRECALL", "PUSH_NULL"})
_BY_NAME = frozenset({"LOAD_ATTR", "LOAD_GLOBAL"})


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
    yield f"{' '.join(_instructions(code))} {code.co_flags}"
    yield f"{code.co_names} {code.co_varnames} {code.co_freevars} {code.co_cellvars}"
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _parts(constant)
        elif isinstance(constant, frozenset):
            yield f"{sorted(map(repr, constant))}"
        else:
            yield repr(constant)


def _instructions(code: CodeType) -> Iterator[str]:
    """Give the instructions, each with its argument; jumps by the position of what they jump to."""
    positions: dict[int, int] = {}
    kept: list[dis.Instruction] = []
    for instruction in dis.get_instructions(code):
        positions[instruction.offset] = len(kept)
        if instruction.opname not in _LEFT_OUT:
            kept.append(instruction)
    for instruction in kept:
        name = _EQUAL_NAMES.get(instruction.opname, instruction.opname)
        argument: Any = instruction.arg
        if instruction.opcode in dis.hasjrel or instruction.opcode in dis.hasjabs:
            argument = positions.get(instruction.argval, instruction.argval)
        elif name in _BY_NAME:
            argument = instruction.argval
        yield name if argument is None else f"{name}({argument})"
