"""Step functions as steps of a pipeline that is not a function: their arguments are variables of that pipeline."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Set

from kale.build import Draft
from kale.builtin_names import BUILTIN_NAMES
from kale.diagnostics import Diagnostic
from kale.dsl.cells import CellWriter
from kale.dsl.drafting import CellList, file_name
from kale.dsl.needed_code import needed_code
from kale.dsl.placeholders import ParameterInput
from kale.dsl.step_checks import checked_function
from kale.dsl.step_functions import StepFunction
from kale.dsl.tracing import Trace
from kale.dsl.variables import Names, Variables, name_values
from kale.notebook.folder import Folder
from kale.pipeline import Role
from kale.places import Origins


class LoneSteps:
    """Step functions that are called with variables, one after another.

    Args:
        first: The step function that is called first.

    Raises:
        kale.errors.CompileError: It cannot be a step.
    """

    def __init__(self, first: StepFunction[..., object]) -> None:
        self._function = checked_function(first.function)
        self._trace = Trace(self._function.__code__, self._function.__globals__)

    def call(
        self, step: StepFunction[..., object], variables: Mapping[str, str], bound: Set[str], result: str | None
    ) -> Draft:
        """Give the program that calls a step function.

        Args:
            step: The step function.
            variables: Names of the variables that arguments take, by argument; an argument that is not named takes the
                variable of its own name, or its default where there is no such variable.
            bound: The variables that there are.
            result: Name of the variable for what the function returns.

        Raises:
            kale.errors.CompileError: The function cannot be a step, or has no argument of that name.
        """
        taken = _variables_taken(step, variables, bound)
        with self._trace.following():
            positional, named = self._arguments(step, taken)
            step(*positional, **named)
        call = self._trace.calls[-1]
        names = Names({*bound, *BUILTIN_NAMES, *call.task.function.__globals__})
        own = Variables(result, {}) if result else name_values([call], None, names)[call]
        cells = CellList(None)
        inputs = {variable: variable for variable in taken.values()}
        cells.add(CellWriter(self._trace, {call: own}, inputs, names).call(call), Role.STEP, call.file, call.name)
        return Draft(
            name=call.name,
            cells=tuple(cells.cells),
            steps={call.name: call.task.options},
            source=file_name(call.file),
            origins=Origins(cells.origins),
        )

    def code(self) -> Draft:
        """Give the program that defines what all the functions need of their modules."""
        code = needed_code(self._trace, self._function)
        main = file_name(self._function.__code__.co_filename)
        cells = CellList(None)
        for piece in code.pieces:
            cells.add(piece.text, Role.FUNCTIONS, piece.file)
        return Draft(
            name=main,
            cells=tuple(cells.cells),
            source=main,
            origins=Origins(cells.origins),
            folder=Folder.of_source(self._function.__code__.co_filename),
            diagnostics=tuple(_in_file(problem, main) for problem in code.problems),
        )

    def _arguments(
        self, step: StepFunction[..., object], taken: Mapping[str, str]
    ) -> tuple[list[object], dict[str, object]]:
        values: dict[str, object] = {name: ParameterInput(self._trace, variable) for name, variable in taken.items()}
        positional = [
            values.pop(name)
            for name, parameter in inspect.signature(step.function).parameters.items()
            if parameter.kind is parameter.POSITIONAL_ONLY and name in values
        ]
        return positional, values


def _variables_taken(
    step: StepFunction[..., object], variables: Mapping[str, str], bound: Set[str]
) -> Mapping[str, str]:
    """Give the variable that each argument takes."""
    taken = dict(variables)
    for name, parameter in inspect.signature(checked_function(step.function)).parameters.items():
        variadic = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        if not variadic and (name in bound or parameter.default is parameter.empty):
            taken.setdefault(name, name)
    return taken


def _in_file(diagnostic: Diagnostic, file: str) -> Diagnostic:
    if diagnostic.span is None or diagnostic.span.file is not None:
        return diagnostic
    return diagnostic.model_copy(update={"span": diagnostic.span.model_copy(update={"file": file})})
