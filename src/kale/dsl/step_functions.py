"""``@step``: a Python function that is a step of pipelines."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar, cast, overload

from typing_extensions import Unpack

from kale.dsl.calls import Task
from kale.dsl.hints import returned_by
from kale.dsl.modules import source_of
from kale.dsl.step_checks import bound_arguments, checked_function
from kale.dsl.step_watching import watched_call
from kale.dsl.tracing import current_trace, refuse_stray_placeholders
from kale.pipeline import NewStepSettings, StepOptions
from kale.pipeline.settings import step_options

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


class StepFunction(Generic[P, R_co]):
    """A function that is a step wherever a pipeline function calls it, and an ordinary function elsewhere.

    Attributes:
        function: The function itself.
        step_name: Name of the step; the function's own unless given.
        options: What the step asks of the platform.
    """

    def __init__(
        self,
        function: Callable[P, R_co],
        *,
        step_name: str | None = None,
        options: StepOptions | None = None,
        following: tuple[object, ...] = (),
    ) -> None:
        self.function = function
        self.step_name = step_name
        self.options = options or StepOptions()
        self._following = following
        functools.update_wrapper(cast("Callable[..., object]", self), function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Run the function; in a pipeline function, add a step and give what stands for its value.

        Raises:
            kale.errors.CompileError: In a pipeline function: the function cannot be a step, or the arguments cannot be
                handed to one.
        """
        trace = current_trace()
        if trace is None:
            refuse_stray_placeholders((args, kwargs))
            return watched_call(lambda: self.function(*args, **kwargs))
        function = checked_function(self.function)
        bound = bound_arguments(self.function, args, kwargs)
        source = source_of(function)
        definition = source.definition(function.__code__) if source else None
        task = Task(function, self.step_name, self.options, returned_by(function, definition))
        return cast("R_co", trace.call(task, self._following, bound))

    def after(self, *others: object) -> StepFunction[P, R_co]:
        """Give the same step, to come after others though it may take nothing from them.

        Args:
            others: What earlier steps have returned, or step functions that have been called before.

        Example:
            >>> from kale.dsl import step
            >>> @step
            ... def publish() -> str:
            ...     return "published"
            >>> publish.after("what an earlier step has returned")()
            'published'
        """
        return self._changed(following=(*self._following, *others))

    def named(self, name: str) -> StepFunction[P, R_co]:
        """Give the same step under another name."""
        return self._changed(step_name=name)

    def with_options(self, **settings: Unpack[NewStepSettings]) -> StepFunction[P, R_co]:
        """Give the same step with other options; what is not named stays as it is.

        Raises:
            kale.errors.OptionError: An option is unknown or cannot have that value.
        """
        return self._changed(options=step_options(settings).over(self.options))

    def __reduce__(self) -> str:
        # Pickled by its name, as functions are.
        return str(vars(self)["__qualname__"])

    def __repr__(self) -> str:
        return f"<step {self.step_name or getattr(self.function, '__name__', self.function)!r}>"

    def _changed(
        self,
        *,
        step_name: str | None = None,
        options: StepOptions | None = None,
        following: tuple[object, ...] | None = None,
    ) -> StepFunction[P, R_co]:
        return StepFunction(
            self.function,
            step_name=step_name or self.step_name,
            options=options or self.options,
            following=self._following if following is None else following,
        )


class StepDecorator:
    """What ``step(...)`` gives when it is called with options: it makes steps of functions.

    Args:
        name: Name of the step; the function's own unless given.
        options: What the step asks of the platform.
    """

    def __init__(self, name: str | None, options: StepOptions) -> None:
        self._name = name
        self._options = options

    def __call__(self, function: Callable[P, R_co], /) -> StepFunction[P, R_co]:
        """Make a step of a function."""
        return StepFunction(function, step_name=self._name, options=self._options)


@overload
def step(function: Callable[P, R_co], /) -> StepFunction[P, R_co]: ...


@overload
def step(*, name: str | None = None, **settings: Unpack[NewStepSettings]) -> StepDecorator: ...


def step(
    function: Callable[P, R_co] | None = None, /, *, name: str | None = None, **settings: Unpack[NewStepSettings]
) -> StepFunction[P, R_co] | StepDecorator:
    """Make a step of a function, as a decorator with or without options.

    Called by a function that is decorated with ``@pipeline``, it becomes a step of that pipeline. Called by anything
    else, it just runs. What it uses of its module (imports, functions, classes, constants) travels with it as code.

    Args:
        function: The function; left out when there are options.
        name: Name of the step; the function's own unless given.
        settings: What the step asks of the platform: ``image``, ``cpu``, ``memory``, ``gpu``, ``retry`` and so on.

    Raises:
        kale.errors.OptionError: An option is unknown or cannot have that value.

    Example:
        >>> from kale.dsl import step
        >>> @step(cpu="2", retry=1)
        ... def double(number: int) -> int:
        ...     return 2 * number
        >>> double(4)
        8
        >>> double.options.limits
        {'cpu': '2'}
    """
    if function is not None:
        return StepFunction(function, step_name=name, options=step_options(settings))
    return StepDecorator(name, step_options(settings))
