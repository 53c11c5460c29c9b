"""The plain call of a pipeline function, as what its pipeline is compared with."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final

from kale.dsl.calls import Call
from kale.dsl.needed_code import NeededCode
from kale.dsl.placeholders import Part
from kale.dsl.variables import Variables
from kale.pipeline import Cell, Role
from kale.pipeline.model import Model
from kale.verification.original import CALL, LookNumbers, Original

_RUN: Final = (
    "from kale.dsl.plain_calls import play; from sys import modules; play(text, modules['kale_observer'].current)"
)


class StepValue(Model):
    """What is kept of one call of a step.

    Attributes:
        look: Number of the look at what it leaves behind; ``None`` when nobody looks.
        whole: The variable for what it returns.
        parts: The variables for parts of that.
        by_key: Parts with names are those of a dictionary.
        taken: The variables for parts of other variables, as the step leaves them: the variable, the part, whether it
            is one of a dictionary, and what it is called.
    """

    look: int | None
    whole: str | None
    parts: tuple[tuple[Part, str], ...]
    by_key: bool
    taken: tuple[tuple[str, Part, bool, str], ...] = ()


class PlainCall(Model):
    """The call of a pipeline function.

    Attributes:
        path: Where modules are found.
        module: Name of the function's module.
        file: Path of its file.
        name: Name of the function in the module.
        arguments: The variable of the process that holds the value of each parameter.
        data: Variables of modules that steps may change, by the path of the module's file.
        steps: The calls of steps, in order.
    """

    path: tuple[str, ...]
    module: str
    file: str
    name: str
    arguments: Mapping[str, str]
    data: Mapping[str, tuple[str, ...]]
    steps: tuple[StepValue, ...]


def original_of(
    owner: object,
    function: FunctionType,
    *,
    cells: Iterable[Cell],
    values: Mapping[Call, Variables],
    parameters: Mapping[str, str],
    code: NeededCode,
) -> Original | None:
    """Give the plain call of a pipeline function; ``None`` where another process could not find the function.

    Args:
        owner: What the function's module holds.
        function: The function itself.
        cells: What the function comes to.
        values: The variables of what each call of a step returns, in order.
        parameters: The variable that holds each parameter.
        code: What the steps need of their modules.
    """
    module = sys.modules.get(function.__module__)
    name = next((name for name, value in vars(module).items() if value is owner), None) if module else None
    if module is None or name is None:
        return None
    data = {file: _data(found, code.bound) for file, found in _modules({piece.file for piece in code.pieces})}
    numbers = [cell.number for cell in cells if cell.role is Role.STEP]
    plain = functools.partial(
        PlainCall,
        path=tuple(str(Path(entry).resolve()) for entry in sys.path),
        module=function.__module__,
        file=function.__code__.co_filename,
        name=name,
        arguments=parameters,
        data=data,
    )
    names = {variable for found in values.values() for variable in _variables(found)}

    def expression(looks: LookNumbers) -> str:
        steps = tuple(
            StepValue(
                look=looks.get(number),
                whole=variables.whole,
                parts=tuple(variables.parts.items()),
                by_key=call.returned.by_key,
                taken=tuple(_taken(variables, values)),
            )
            for number, (call, variables) in zip(numbers, values.items(), strict=True)
        )
        return f"exec({_RUN!r}, {{'text': {plain(steps=steps).model_dump_json()!r}}})"

    return Original(CALL, frozenset(names.union(parameters.values(), *data.values())), expression)


def _variables(found: Variables) -> Iterator[str]:
    if found.whole is not None:
        yield found.whole
    yield from found.parts.values()
    yield from (name for _, name in found.taken)


def _taken(variables: Variables, values: Mapping[Call, Variables]) -> Iterator[tuple[str, Part, bool, str]]:
    for output, name in variables.taken:
        call, part = output._kale_call, output._kale_part
        assert isinstance(call, Call)
        whole = values[call].whole
        assert whole is not None
        assert part is not None
        yield whole, part, call.returned.by_key, name


def _modules(files: set[str]) -> Iterable[tuple[str, ModuleType]]:
    found = {getattr(module, "__file__", None): module for module in list(sys.modules.values())}
    return ((file, found[file]) for file in sorted(files) if file in found)


def _data(module: ModuleType, bound: frozenset[str]) -> tuple[str, ...]:
    """Give the names of a module that steps use and that stand for data rather than code."""
    values = vars(module)
    return tuple(
        sorted(name for name in bound & values.keys() if not (callable(values[name]) or _is_module(values[name])))
    )


def _is_module(value: object) -> bool:
    return isinstance(value, ModuleType)
