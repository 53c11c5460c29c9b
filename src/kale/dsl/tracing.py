"""What a pipeline function does when it is followed: which steps it calls, with what, in which order."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType, FrameType

from kale.diagnostics import Rule
from kale.dsl.calls import Call, Metric, ParameterUse, Task
from kale.dsl.constants import Constants, Container, UnsupportedConstantError
from kale.dsl.hints import hints_of
from kale.dsl.placeholders import Output, ParameterInput, Placeholder
from kale.dsl.places import calling_frame, refusal
from kale.dsl.rules import LEAKED_PLACEHOLDER, STEP_NAMED_TWICE, UNFIT_ARGUMENTS, UNSUPPORTED_CONSTANT
from kale.errors import CompileError

_CURRENT: ContextVar[Trace | None] = ContextVar("kale_trace", default=None)
_LEAK_ADVICE = "call the step that makes it in the same pipeline function, and hand it over from there"
_CONSTANT_ADVICE = (
    "make it in a step, give it a name at the top of the module, or hand over numbers, texts, lists and dictionaries"
)


def current_trace() -> Trace | None:
    """Give the trace that is being made; ``None`` when functions just run."""
    return _CURRENT.get()


class Trace:
    """Follows one run of a pipeline function.

    Args:
        code: The pipeline function's code.
        names: The names of its module.

    Attributes:
        calls: The steps, in the order of their calls.
        metrics: The numbers that belong to the run.
        results: The outputs that the function returned.
        parameter_uses: Where parameters of the pipeline are handed to steps.
    """

    def __init__(self, code: CodeType, names: Mapping[str, object]) -> None:
        self.code = code
        self.active = False
        self.calls: list[Call] = []
        self.metrics: list[Metric] = []
        self.results: tuple[Output, ...] = ()
        self.parameter_uses: list[ParameterUse] = []
        self._constants = Constants(names, self._placeholder_name)
        self._by_name: dict[str, Placeholder] = {}

    @property
    def references(self) -> frozenset[str]:
        """Names of the pipeline function's module that arguments refer to."""
        return frozenset(self._constants.used)

    @contextmanager
    def following(self) -> Iterator[None]:
        """Take the calls of step functions in this context for steps."""
        token = _CURRENT.set(self)
        self.active = True
        try:
            yield
        finally:
            self.active = False
            _CURRENT.reset(token)

    def finish(self, result: object) -> None:
        """Note what the pipeline function has returned.

        Raises:
            kale.errors.CompileError: It returns an output of another pipeline.
        """
        found = tuple(_placeholders_in(result))
        for placeholder in found:
            self._check_own(placeholder)
        self.results = tuple(placeholder for placeholder in found if isinstance(placeholder, Output))
        for output in self.results:
            _note_use(output)

    def call(self, task: Task, after: tuple[object, ...], bound: inspect.BoundArguments) -> Output:
        """Note the call of a step function, and give what stands for its value.

        Args:
            task: The step function.
            after: What the step comes after besides.
            bound: The arguments.

        Raises:
            kale.errors.CompileError: An argument cannot be handed to a step.
        """
        frame = calling_frame(self.code)
        expression = ast.Call(
            ast.Name(task.function.__name__, ast.Load()),
            [self._expression(value, f"argument {number}", task, frame) for number, value in enumerate(bound.args, 1)],
            [
                ast.keyword(name, self._expression(value, f"argument {name!r}", task, frame))
                for name, value in bound.kwargs.items()
            ],
        )
        call = Call(
            trace=self,
            task=task,
            name=self._step_name(task, frame),
            expression=expression,
            line=frame.f_lineno,
            file=frame.f_code.co_filename,
            at_pipeline=frame.f_code is self.code,
        )
        call.wait_for(after)
        self.calls.append(call)
        self._note_parameters(task, bound, call.line)
        return Output(call)

    def measure(self, name: str, value: object) -> None:
        """Note a number that belongs to the run.

        Raises:
            kale.errors.CompileError: It is not the output of a step of this pipeline.
        """
        if not isinstance(value, Output):
            what = "a parameter of the pipeline" if isinstance(value, ParameterInput) else "a constant"
            raise self._error(UNFIT_ARGUMENTS, f"the metric {name!r} is {what}, not the output of a step", None)
        self._check_own(value)
        _note_use(value)
        self.metrics.append(Metric(name, value))

    def calls_of(self, others: tuple[object, ...]) -> Iterator[Call]:
        """Give the calls that outputs and step functions stand for.

        Raises:
            kale.errors.CompileError: One of them is something else, or has not been called.
        """
        for other in others:
            function = None if isinstance(other, Placeholder) else getattr(other, "function", None)
            # Of a function that other decorators have wrapped, the step is what they have wrapped.
            wrapped = inspect.unwrap(function) if callable(function) else None
            calls = [call for call in self.calls if call.task.function is wrapped]
            if isinstance(other, Output):
                self._check_own(other)
                yield self._call_of(other)
            elif isinstance(other, tuple | list):
                yield from self.calls_of(tuple(other))
            elif calls:
                yield from calls
            else:
                message = "after() takes outputs of steps, or step functions that the pipeline has called before"
                raise self._error(UNFIT_ARGUMENTS, message, "hand it what the earlier step has returned")

    def container(self, token: str) -> Container | None:
        """Give the container that a name in an expression stands for."""
        return self._constants.containers.get(token)

    def token(self, output: Output) -> str:
        """Give the name by which expressions refer to an output until variables have names."""
        part, last = output._kale_part, output._kale_taken_after
        late = f"<{self.calls.index(last)}>" if isinstance(last, Call) and last is not output._kale_call else ""
        return f"<{self.calls.index(self._call_of(output))}>" + ("" if part is None else f"<{part}>") + late

    def placeholder(self, token: str) -> Placeholder | None:
        """Give the placeholder that a name in an expression stands for."""
        return self._by_name.get(token)

    def _note_parameters(self, task: Task, bound: inspect.BoundArguments, line: int) -> None:
        given = {name: value for name, value in bound.arguments.items() if isinstance(value, ParameterInput)}
        hints = hints_of(task.function) if given else {}
        for argument, value in given.items():
            use = ParameterUse(value.parameter, task.function.__name__, argument, hints.get(argument), line)
            self.parameter_uses.append(use)

    def _call_of(self, output: Output) -> Call:
        call = output._kale_call
        assert isinstance(call, Call)
        return call

    def _placeholder_name(self, placeholder: Placeholder) -> ast.expr:
        self._check_own(placeholder)
        if isinstance(placeholder, Output):
            if (
                placeholder._kale_taken_after is not placeholder._kale_call
                and placeholder._kale_taken_after is self.calls[-1]
            ):
                return self._part_at_once(placeholder)
            _note_use(placeholder)
            token = self.token(placeholder)
        else:
            assert isinstance(placeholder, ParameterInput)
            token = f"<parameter {placeholder.parameter}>"
        self._by_name[token] = placeholder
        return ast.Name(token, ast.Load())

    def _part_at_once(self, output: Output) -> ast.expr:
        """Give the expression for a part that nothing has had the time to change since it was taken."""
        call, part = self._call_of(output), output._kale_part
        assert part is not None
        return call.part_of(self._placeholder_name(Output(call)), part)

    def _check_own(self, placeholder: Placeholder) -> None:
        if placeholder._kale_trace is not self:
            raise self._error(
                LEAKED_PLACEHOLDER, f"{placeholder._kale_words()} belongs to another pipeline", _LEAK_ADVICE
            )

    def _expression(self, value: object, what: str, task: Task, frame: FrameType) -> ast.expr:
        try:
            return self._constants.expression(value)
        except UnsupportedConstantError as error:
            kind = type(error.value).__name__
            message = f"{what} of step {task.function.__name__!r} is of type {kind}, which cannot be handed to a step"
            raise refusal(UNSUPPORTED_CONSTANT, frame, message, _CONSTANT_ADVICE) from None

    def _step_name(self, task: Task, frame: FrameType) -> str:
        taken = {call.name for call in self.calls}
        if task.name is not None:
            if task.name in taken:
                message = f"two steps are called {task.name!r}"
                raise refusal(STEP_NAMED_TWICE, frame, message, "give each call a name of its own with .named()")
            return task.name
        own = task.function.__name__
        candidate, number = own, 2
        while candidate in taken:
            candidate, number = f"{own}-{number}", number + 1
        return candidate

    def _error(self, rule: Rule, message: str, advice: str | None) -> CompileError:
        return refusal(rule, calling_frame(self.code), message, advice)


def refuse_stray_placeholders(values: tuple[object, ...]) -> None:
    """Make sure that a function which just runs is given no placeholder.

    Raises:
        kale.errors.CompileError: It is.
    """
    for placeholder in _placeholders_in(values):
        message = f"{placeholder._kale_words()} was kept beyond its pipeline function, where it means nothing"
        raise refusal(LEAKED_PLACEHOLDER, calling_frame(), message, _LEAK_ADVICE)


def _note_use(output: Output) -> None:
    call, last = output._kale_call, output._kale_taken_after
    assert isinstance(call, Call)
    assert isinstance(last, Call)
    if output._kale_part is None:
        call.used = True
    elif last is not call and all(taken is not output for taken in last.taken):
        last.taken.append(output)


def _placeholders_in(value: object) -> Iterator[Placeholder]:
    if isinstance(value, Placeholder):
        yield value
    elif isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _placeholders_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _placeholders_in(item)
