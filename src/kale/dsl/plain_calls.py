"""A pipeline function, called as any other function in a process that looks at what each step leaves behind.

This is the side that is right when a pipeline function is verified. The process has variables for what its steps
return, as the steps of the pipeline have, so that one can be compared with the other.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterable, Mapping, MutableMapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Final, Protocol

from kale.dsl.locating import file_module
from kale.dsl.originals import PlainCall, StepValue
from kale.dsl.pipeline_functions import PipelineFunction
from kale.dsl.placeholders import Part
from kale.dsl.step_functions import StepFunction
from kale.dsl.step_watching import watching

_MAIN: Final = "__main__"


class Observer(Protocol):
    """Looks at the variables of the process."""

    def before(self) -> None:
        """Remember what there is."""

    def after(self, look: int) -> None:
        """Write down what a look sees."""


def play(description: str, observer: Observer) -> None:
    """Call a pipeline function, and let an observer look at what each step leaves behind.

    Args:
        description: A :class:`PlainCall` as JSON.
        observer: Looks at the variables of the module ``__main__``.
    """
    plain = PlainCall.model_validate_json(description)
    sys.path[:] = plain.path
    function = _function(plain)
    variables = vars(sys.modules[_MAIN])
    modules = {file: _module_at(file) for file in plain.data}
    for module in modules.values():
        _belong_to_main(module)
    data = [(vars(modules[file]), name) for file, names in plain.data.items() for name in names]
    values = {name: variables[variable] for name, variable in plain.arguments.items()}
    with watching(_Play(plain.steps, observer, variables, data)):
        _call(function, values)


class _Play:
    """Gives the process the variables that the steps of the pipeline have."""

    def __init__(
        self,
        steps: Iterable[StepValue],
        observer: Observer,
        variables: MutableMapping[str, object],
        data: Iterable[tuple[Mapping[str, object], str]],
    ) -> None:
        self._steps = iter(steps)
        self._observer = observer
        self._variables = variables
        self._data = tuple(data)

    def before(self) -> None:
        self._take_data()
        self._observer.before()

    def after(self, value: object) -> None:
        step = next(self._steps)
        self._take_data()
        if step.whole is not None:
            self._variables[step.whole] = value
        for part, name in step.parts:
            self._variables[name] = _part(value, part, by_key=step.by_key)
        for whole, part, by_key, name in step.taken:
            self._variables[name] = _part(self._variables[whole], part, by_key=by_key)
        if step.look is not None:
            self._observer.after(step.look)

    def _take_data(self) -> None:
        for names, name in self._data:
            if name in names:
                self._variables[name] = names[name]


def _part(value: object, part: Part, *, by_key: bool) -> object:
    if isinstance(part, int):
        return tuple(value)[part] if isinstance(value, Iterable) else value
    return value[part] if by_key and isinstance(value, Mapping) else getattr(value, part)


def _function(plain: PlainCall) -> PipelineFunction[..., object]:
    module = importlib.import_module(plain.module) if "." in plain.module else file_module(plain.file)
    function = vars(module)[plain.name]
    assert isinstance(function, PipelineFunction)
    return function


def _module_at(file: str) -> ModuleType:
    return next(module for module in list(sys.modules.values()) if _is_at(module, file))


def _is_at(module: ModuleType, file: str) -> bool:
    found = getattr(module, "__file__", None)
    return isinstance(found, str) and (found == file or Path(found) == Path(file))


def _belong_to_main(module: ModuleType) -> None:
    """Let a module's functions and classes belong to the program itself, as they do in the steps of a pipeline."""
    names = vars(module)
    pending = list(names.values())
    while pending:
        value = pending.pop()
        if isinstance(value, StepFunction):
            value = value.function
        if isinstance(value, type | FunctionType) and value.__module__ == module.__name__:
            value.__module__ = _MAIN
            pending += vars(value).values()
    names["__name__"] = _MAIN


def _call(function: PipelineFunction[..., object], values: Mapping[str, object]) -> None:
    signature = inspect.signature(function.function)
    positional = [name for name, found in signature.parameters.items() if found.kind is found.POSITIONAL_ONLY]
    function(*(values[name] for name in positional), **{n: v for n, v in values.items() if n not in positional})
