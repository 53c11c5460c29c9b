"""``@pipeline``: a Python function that calls steps, as a pipeline."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Generic, ParamSpec, TypeVar, cast, overload

from typing_extensions import Unpack

from kale.build import build_draft
from kale.diagnostics import Diagnostic, Rule
from kale.dsl.drafting import Settings, Sketch, sketch
from kale.dsl.failures import failure_of
from kale.dsl.finishing import Finished, finish
from kale.dsl.identity import check_identity
from kale.dsl.modules import source_of
from kale.dsl.parameters import read_parameters, variadic_parameters
from kale.dsl.placeholders import ParameterInput
from kale.dsl.places import compile_error, line_span, shown_path
from kale.dsl.rules import NO_SOURCE, NO_STEPS, UNTYPED_PARAMETER
from kale.dsl.tracing import Trace, current_trace
from kale.errors import CompileError, KaleError
from kale.pipeline import ParameterValue, PipelineOptions, PipelineSettings
from kale.pipeline.settings import pipeline_options
from kale.pipelines import GraphFormatName, Pipeline
from kale.provision import NO_CHOICES, PackageChoices

if TYPE_CHECKING:
    from kale.dsl.programs import Program
    from kale.emit import CompiledPipeline
    from kale.engines.kubeflow import Cluster, ClusterRun, Upload
    from kale.engines.local import LocalRun, StepEvent

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


class PipelineFunction(Generic[P, R_co]):
    """A function that calls steps: a pipeline to compile and run, and an ordinary function when it is called.

    Attributes:
        function: The function itself.
        pipeline_name: Name of the pipeline.
        options: What belongs to the pipeline rather than to a step.
    """

    def __init__(
        self, function: Callable[P, R_co], *, pipeline_name: str | None = None, options: PipelineOptions | None = None
    ) -> None:
        self.function = function
        self.pipeline_name = pipeline_name or getattr(function, "__name__", "pipeline").replace("_", "-")
        self.options = options or PipelineOptions()
        functools.update_wrapper(cast("Callable[..., object]", self), function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Run the function, and with it the step functions that it calls, in this process.

        Called by another pipeline function, it adds its steps to that pipeline.
        """
        return self.function(*args, **kwargs)

    def build(
        self, *, name: str | None = None, image: str | None = None, choices: PackageChoices = NO_CHOICES
    ) -> Finished:
        """Give the pipeline, or what stands in the way, and what is doubtful.

        The function runs once, with placeholders for its arguments; no step function runs.

        Args:
            name: Name of the pipeline, instead of its own.
            image: Image of the steps that name none, instead of the pipeline's own.
            choices: What the user says of packages.

        Raises:
            kale.errors.CompileError: The function uses a value that does not exist before the pipeline runs, or calls
                a function that cannot be a step.
        """
        sketched = self._sketched()
        if isinstance(sketched, Finished):
            return sketched
        return finish(build_draft(sketched.draft, name=name, image=image, choices=choices), sketched)

    def program(self) -> Program:
        """Give what the function does as a program of cells, and the pipeline that is made of them.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the function; its ``diagnostics`` say why.
        """
        sketched = self._sketched()
        if isinstance(sketched, Finished):
            raise CompileError("no pipeline can be made from the function", sketched.diagnostics, self.source)
        from kale.dsl.programs import program_of

        return program_of(sketched, self.source, self, self._function())

    @property
    def source(self) -> str:
        """Path of the file that the function stands in."""
        return shown_path(self._function().__code__.co_filename)

    def check(self) -> tuple[Diagnostic, ...]:
        """Give everything that is wrong with the pipeline, or doubtful in it."""
        from kale.inspection import platform_problems

        try:
            finished = self.build()
        except CompileError as error:
            return error.diagnostics
        if finished.pipeline is None:
            return finished.diagnostics
        return tuple(dict.fromkeys((*finished.diagnostics, *platform_problems(finished.pipeline))))

    def pipeline(self, *, name: str | None = None, image: str | None = None) -> Pipeline:
        """Give the description of the pipeline. No step function runs.

        Args:
            name: Name of the pipeline, instead of its own.
            image: Image of the steps that name none, instead of the pipeline's own.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the function; its ``diagnostics`` say why.
        """
        return self.build(name=name, image=image).checked(self.source)

    def compile(
        self,
        output: str | os.PathLike[str] | None = None,
        *,
        name: str | None = None,
        parameters: Mapping[str, ParameterValue] | None = None,
        image: str | None = None,
    ) -> CompiledPipeline:
        """Compile the pipeline to the YAML that Kubeflow Pipelines runs.

        Args:
            output: File to write; an existing one is replaced only if everything went well.
            name: Name of the pipeline, instead of its own.
            parameters: Defaults of parameters, instead of the function's own, by name.
            image: Container image of the steps that name none, instead of the pipeline's own.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the function; its ``diagnostics`` say why.
            kale.errors.ParameterError: A parameter is unknown or has a value of the wrong type.
            kale.errors.OutputError: ``output`` cannot be written.
        """
        finished = self.build(name=name, image=image)
        pipeline = finished.checked(self.source).with_parameters(parameters)
        return pipeline.compile(output, found=finished.diagnostics)

    def run(
        self,
        parameters: Mapping[str, ParameterValue] | None = None,
        *,
        root: str | os.PathLike[str] = "kale-runs",
        on_event: Callable[[StepEvent], None] | None = None,
        echo: Callable[[str, str], None] | None = None,
    ) -> LocalRun:
        """Run the pipeline on this machine, every step in a process of its own.

        Args:
            parameters: Values of parameters for this run, by name.
            root: Folder in which the run's own folder is made, with YAML, outputs and logs.
            on_event: Called when a step starts, ends or fails.
            echo: Called with the step's name and each line that it prints.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the function; its ``diagnostics`` say why.
            kale.errors.ParameterError: A parameter is unknown, has no value or one of the wrong type.
        """
        return self.pipeline().run(parameters, root=root, on_event=on_event, echo=echo)

    def upload(self, *, cluster: Cluster | None = None) -> Upload:
        """Put the pipeline on a Kubeflow Pipelines server, unless these very bytes are there already.

        Args:
            cluster: The server, from :func:`kale.open_cluster`; otherwise the one that the settings name.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the function; its ``diagnostics`` say why.
            kale.errors.KaleError: No server is named, or it cannot be reached, or refuses.
        """
        return self.pipeline().upload(cluster=cluster)

    def submit(
        self,
        parameters: Mapping[str, ParameterValue] | None = None,
        *,
        experiment: str | None = None,
        run_name: str | None = None,
        cluster: Cluster | None = None,
    ) -> ClusterRun:
        """Start a run on a Kubeflow Pipelines server.

        Args:
            parameters: Values of parameters for this run, by name.
            experiment: Experiment of the run, which is made if it is missing.
            run_name: Name of the run; the pipeline's and the time unless given.
            cluster: The server, from :func:`kale.open_cluster`; otherwise the one that the settings name.

        Returns:
            The run, which has begun; ``wait()`` waits for its end.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the function; its ``diagnostics`` say why.
            kale.errors.ParameterError: A parameter is unknown, missing or not allowed.
            kale.errors.KaleError: No server is named, or it cannot be reached, or refuses.
        """
        return self.pipeline().submit(parameters, experiment=experiment, run_name=run_name, cluster=cluster)

    def graph(self, form: GraphFormatName = "text") -> str:
        """Draw the steps and what flows between them.

        Args:
            form: ``text``, ``mermaid``, ``dot``, ``svg``, ``html`` or ``json``.

        Raises:
            kale.errors.CompileError: No pipeline can be made from the function; its ``diagnostics`` say why.
        """
        return self.pipeline().graph(form)

    def __reduce__(self) -> str:
        # Pickled by its name, as functions are.
        return str(vars(self)["__qualname__"])

    def __repr__(self) -> str:
        return f"<pipeline {self.pipeline_name!r}>"

    def _sketched(self) -> Sketch | Finished:
        """Give the function as a program, or what stands in the way of one."""
        function = self._function()
        trace = self._trace(function)
        source = source_of(function)
        definition = source.definition(function.__code__) if source else None
        parameters, problems = read_parameters(function, definition, trace.parameter_uses)
        if not trace.calls:
            raise self._error(NO_STEPS, "the pipeline function calls no step", "decorate what it calls with @step")
        if problems:
            return Finished(None, problems)
        settings = Settings(self.pipeline_name, _first_paragraph(function), self.options)
        sketched = sketch(trace, function, parameters, settings)
        return Finished(None, sketched.draft.diagnostics) if sketched.draft.diagnostics else sketched

    def _function(self) -> FunctionType:
        if not isinstance(self.function, FunctionType):
            name = getattr(self.function, "__name__", repr(self.function))
            raise CompileError(f"{name} is no Python function, so no pipeline can be made from it")
        return self.function

    def _trace(self, function: FunctionType) -> Trace:
        variadic = variadic_parameters(function)
        if variadic:
            advice = "name each parameter"
            raise self._error(UNTYPED_PARAMETER, f"{variadic[0]!r} takes any number of arguments", advice)
        trace = Trace(function.__code__, function.__globals__)
        check_identity(function)
        by_position: list[object] = []
        by_name: dict[str, object] = {}
        for name, parameter in inspect.signature(function).parameters.items():
            if parameter.kind is parameter.POSITIONAL_ONLY:
                by_position.append(ParameterInput(trace, name))
            else:
                by_name[name] = ParameterInput(trace, name)
        if current_trace() is not None:
            raise self._error(NO_SOURCE, "a pipeline function cannot compile a pipeline while it is followed", None)
        with trace.following():
            try:
                trace.finish(function(*by_position, **by_name))
            except KaleError:
                raise
            except Exception as error:
                raise failure_of(error, function.__code__) from error
        return trace

    def _error(self, rule: Rule, message: str, advice: str | None) -> CompileError:
        code = self._function().__code__
        return compile_error(rule.at(line_span(code.co_firstlineno), message, help=advice), code.co_filename)


class PipelineDecorator:
    """What ``pipeline(...)`` gives when it is called with options: it makes pipelines of functions.

    Args:
        name: Name of the pipeline; made from the function's own unless given.
        options: What belongs to the pipeline rather than to a step.
    """

    def __init__(self, name: str | None, options: PipelineOptions) -> None:
        self._name = name
        self._options = options

    def __call__(self, function: Callable[P, R_co], /) -> PipelineFunction[P, R_co]:
        """Make a pipeline of a function."""
        return PipelineFunction(function, pipeline_name=self._name, options=self._options)


@overload
def pipeline(function: Callable[P, R_co], /) -> PipelineFunction[P, R_co]: ...


@overload
def pipeline(*, name: str | None = None, **settings: Unpack[PipelineSettings]) -> PipelineDecorator: ...


def pipeline(
    function: Callable[P, R_co] | None = None, /, *, name: str | None = None, **settings: Unpack[PipelineSettings]
) -> PipelineFunction[P, R_co] | PipelineDecorator:
    """Make a pipeline of a function that calls steps, as a decorator with or without options.

    To compile or run the pipeline, the function is called once with placeholders instead of values, and the steps that
    it calls are noted. Its parameters become the pipeline's parameters, the first paragraph of its docstring the
    description. Called by itself, it is an ordinary function.

    Args:
        function: The function; left out when there are options.
        name: Name of the pipeline; made from the function's own unless given.
        settings: What belongs to the pipeline as a whole: ``image``, ``experiment`` and so on.

    Raises:
        kale.errors.OptionError: An option is unknown or cannot have that value.

    Example:
        >>> from sales_functions import sales
        >>> prices = sales(0.5)
        [4.5, 2.25, 3.0]
        >>> sales.compile("sales.yaml").pipeline.parameter("rise").default
        0.1
        >>> run = sales.run({"rise": 0.2}, echo=print)
        raise_prices [3.6, 1.8, 2.4]
    """
    if function is not None:
        return PipelineFunction(function, pipeline_name=name, options=pipeline_options(settings))
    return PipelineDecorator(name, pipeline_options(settings))


def _first_paragraph(function: FunctionType) -> str:
    text = inspect.getdoc(function) or ""
    return " ".join(text.partition("\n\n")[0].split())
