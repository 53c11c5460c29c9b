"""What a trace notes: calls of steps, metrics, and where parameters go."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from types import FunctionType
from typing import TYPE_CHECKING

from kale.dsl.hints import Returned
from kale.dsl.placeholders import Output, Part
from kale.pipeline import StepOptions

if TYPE_CHECKING:
    from kale.dsl.tracing import Trace


@dataclass(frozen=True)
class Task:
    """A step function with what is asked of it, as a pipeline function calls it.

    Attributes:
        function: The function.
        name: Name that the step should have; the function's own unless given.
        options: What the step asks for.
        returned: What the function says of its value.
    """

    function: FunctionType
    name: str | None
    options: StepOptions
    returned: Returned


@dataclass(eq=False)
class Call:
    """One call of a step function: a step of the pipeline.

    Attributes:
        trace: The trace in which it was made.
        task: What was called.
        name: Name of the step.
        expression: The call as an expression, in which placeholders are names.
        line: Line of the file where it stands.
        file: Path of that file.
        at_pipeline: It stands in the pipeline function itself, not in a helper.
        after: Calls that it comes after.
        parts: The parts of its value that were taken.
        used: Its value as a whole is used.
        taken: Parts of the values of earlier calls that the pipeline function takes when this one has come back.
    """

    trace: Trace
    task: Task
    name: str
    expression: ast.Call
    line: int
    file: str
    at_pipeline: bool
    after: list[Call] = field(default_factory=list)
    parts: dict[Part, Output] = field(default_factory=dict)
    used: bool = False
    taken: list[Output] = field(default_factory=list)

    @property
    def returned(self) -> Returned:
        """What the step function says of its value."""
        return self.task.returned

    def part(self, part: Part) -> Output:
        """Give the placeholder of a part of the value, as it is now."""
        last = self.trace.calls[-1]
        if last is not self and self.used and self._may_change(part):
            return Output(self, part, last)
        return self.parts.setdefault(part, Output(self, part))

    def part_of(self, whole: ast.expr, part: Part) -> ast.expr:
        """Give the expression for a part of the value.

        Args:
            whole: The expression for the value.
            part: The part.
        """
        if isinstance(part, int) or self.returned.by_key:
            return ast.Subscript(whole, ast.Constant(part), ast.Load())
        return ast.Attribute(whole, part, ast.Load())

    def _may_change(self, part: Part) -> bool:
        """Whether a step that is given the value as a whole can put another part in the place of this one."""
        return not isinstance(part, int) and self.returned.elements is None

    def wait_for(self, others: tuple[object, ...]) -> None:
        """Let the step come after others."""
        self.after.extend(call for call in self.trace.calls_of(others) if call is not self)


@dataclass(eq=False)
class Metric:
    """A number that belongs to the run.

    Attributes:
        name: Its name.
        output: The number; an output of a step.
    """

    name: str
    output: Output

    @property
    def call(self) -> Call:
        """The call after which the number is there."""
        call = self.output._kale_taken_after
        assert isinstance(call, Call)
        return call


@dataclass(frozen=True)
class ParameterUse:
    """A parameter of the pipeline is handed to a step.

    Attributes:
        parameter: Name of the parameter.
        step: Name of the step function.
        argument: Name of the argument that takes it.
        hint: The type hint of that argument.
        line: Line of the call.
    """

    parameter: str
    step: str
    argument: str
    hint: object
    line: int
