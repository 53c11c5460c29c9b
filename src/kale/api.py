"""The public functions: what a notebook means, compiled, and run on this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kale.build import build_pipeline
from kale.diagnostics import Diagnostic
from kale.dsl import PipelineFunction
from kale.errors import CompileError
from kale.notebook import Notebook, NotebookSource, annotate, read_notebook
from kale.pipeline import ParameterValue, PipelineSettings
from kale.pipelines import Pipeline
from kale.provision import NO_CHOICES, PackageChoices
from kale.rules.suppression import unsilenced

if TYPE_CHECKING:
    from kale.emit import CompiledPipeline
    from kale.engines.local import LocalRun, StepEvent
    from kale.pipeline.explanation import Explanation
    from kale.verification import Verification

Source: TypeAlias = NotebookSource | PipelineFunction[..., object]
"""Where a pipeline can come from: a notebook, or a function decorated with ``@pipeline``.

A notebook is a path, an open file, or a notebook in memory; the path may be that of a text file that jupytext reads.
"""


def load_notebook(
    source: Source,
    *,
    name: str | None = None,
    image: str | None = None,
    packages: str | None = None,
    requirements: Iterable[str] = (),
    pin: bool = True,
    constraints: str | os.PathLike[str] | None = None,
) -> Pipeline:
    """Give the pipeline that a notebook describes. None of the notebook's code runs.

    Args:
        source: A path, a file object, a notebook that nbformat has read, or a function decorated with ``@pipeline``.
        name: Name of the pipeline, instead of the notebook's own.
        image: Container image of the steps that name none, instead of the notebook's own.
        packages: What steps install when they start, whatever the notebook says: ``missing``, ``exact`` or ``none``.
        requirements: Packages that every step needs besides those that its code imports.
        pin: Whether to name the versions that are installed here.
        constraints: File of versions to keep to, in pip's form.

    Raises:
        kale.errors.NotebookError: The source is no notebook that `kale` can read.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.PackageError: What is said of packages is not valid.

    Example:
        >>> from kale import load_notebook
        >>> pipeline = load_notebook("sales.ipynb")
        >>> [step.name for step in pipeline.steps], pipeline.edges[0].variables
        (['load', 'raise'], ('prices',))
    """
    return _built(source, name, image, PackageChoices.of(packages, requirements, pin=pin, constraints=constraints))[0]


def check_notebook(source: Source, *, notes: bool = True) -> tuple[Diagnostic, ...]:
    """Give everything that is wrong with a notebook, or doubtful in it, unless a comment in it silences the warning.

    Args:
        source: A path, a file object, a notebook that nbformat has read, or a function decorated with ``@pipeline``.
        notes: Whether to look for habits that are only worth a note, too.

    Raises:
        kale.errors.NotebookError: The source is no notebook that `kale` can read.

    Example:
        >>> from kale import check_notebook
        >>> check_notebook("sales.ipynb")
        ()
    """
    if isinstance(source, PipelineFunction):
        return source.check()
    from kale.inspection import inspect_notebook

    return inspect_notebook(read_notebook(source), notes=notes).diagnostics


def explain_notebook(source: Source) -> Explanation:
    """Say why a notebook's pipeline is as it is: its edges, what its steps carry, and the lives of its variables.

    Args:
        source: A path, a file object, a notebook that nbformat has read, or a function decorated with ``@pipeline``.

    Raises:
        kale.errors.NotebookError: The source is no notebook that `kale` can read.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.

    Example:
        >>> from kale import explain_notebook
        >>> [crossing.variable for crossing in explain_notebook("sales.ipynb").edge("load", "raise").crossings]
        ['prices', None]
    """
    return load_notebook(source).explain()


def compile_notebook(
    source: Source,
    output: str | os.PathLike[str] | None = None,
    *,
    name: str | None = None,
    parameters: Mapping[str, ParameterValue] | None = None,
    image: str | None = None,
    watch: bool = False,
    runtime: str | None = None,
    packages: str | None = None,
    requirements: Iterable[str] = (),
    pin: bool = True,
    constraints: str | os.PathLike[str] | None = None,
) -> CompiledPipeline:
    """Compile a notebook to the YAML that Kubeflow Pipelines runs.

    Args:
        source: A path, a file object, a notebook that nbformat has read, or a function decorated with ``@pipeline``.
        output: File to write; an existing one is replaced only if everything went well.
        name: Name of the pipeline, instead of the notebook's own.
        parameters: Defaults of pipeline parameters, instead of the notebook's own, by name.
        image: Container image of the steps that name none, instead of the notebook's own.
        watch: Let steps look for changes of objects that the analysis has not seen.
        runtime: Where steps find the program that runs them, instead of what the notebook says: ``packed`` (in the
            YAML; the image needs Python and nothing else) or ``image`` (in the image, which has kale installed).
        packages: What steps install when they start, whatever the notebook says: ``missing``, ``exact`` or ``none``.
        requirements: Packages that every step needs besides those that its code imports.
        pin: Whether to name the versions that are installed here.
        constraints: File of versions to keep to, in pip's form.

    Raises:
        kale.errors.NotebookError: The source is no notebook that `kale` can read.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.OptionError: ``runtime`` is neither of its values.
        kale.errors.PackageError: What is said of packages is not valid.
        kale.errors.ParameterError: A parameter is unknown or has a value of the wrong type.
        kale.errors.OutputError: ``output`` cannot be written.

    Example:
        >>> from kale import compile_notebook
        >>> compiled = compile_notebook("sales.ipynb", "sales.yaml", parameters={"rise": 0.2})
        >>> compiled.pipeline.name, compiled.diagnostics
        ('sales', ())
    """
    choices = PackageChoices.of(packages, requirements, pin=pin, constraints=constraints)
    notebook = None if isinstance(source, PipelineFunction) else read_notebook(source)
    pipeline, diagnostics = _built(source, name, image, choices, notebook)
    options: PipelineSettings = {"watch": watch} if runtime is None else {"watch": watch, "runtime": runtime}
    chosen = pipeline.with_parameters(parameters).with_options(**options)
    compiled = chosen.compile(output, found=diagnostics)
    if notebook is None:
        return compiled
    return replace(compiled, diagnostics=unsilenced(notebook, compiled.diagnostics))


def run_notebook(
    source: Source,
    *,
    parameters: Mapping[str, ParameterValue] | None = None,
    name: str | None = None,
    image: str | None = None,
    runtime: str | None = None,
    root: str | os.PathLike[str] = "kale-runs",
    watch: bool = True,
    on_event: Callable[[StepEvent], None] | None = None,
    echo: Callable[[str, str], None] | None = None,
) -> LocalRun:
    """Compile a notebook and run its pipeline on this machine, every step in a process of its own.

    Args:
        source: A path, a file object, a notebook that nbformat has read, or a function decorated with ``@pipeline``.
        parameters: Values of pipeline parameters for this run, by name.
        name: Name of the pipeline, instead of the notebook's own.
        image: Container image to write into the YAML; the run itself uses the current Python environment.
        runtime: Where steps find the program that runs them, instead of what the notebook says: ``packed`` (in the
            YAML; the image needs Python and nothing else) or ``image`` (in the image, which has kale installed).
        root: Folder in which the run's own folder is made, with YAML, outputs and logs.
        watch: Let steps look for changes of objects that the analysis has not seen; finding one is an error.
        on_event: Called when a step starts, ends or fails.
        echo: Called with the step's name and each line that it prints.

    Raises:
        kale.errors.NotebookError: The source is no notebook that `kale` can read.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.OptionError: ``runtime`` is neither of its values.
        kale.errors.ParameterError: A parameter is unknown or has a value of the wrong type.

    Example:
        >>> from kale import run_notebook
        >>> run = run_notebook("sales.ipynb", parameters={"rise": 0.5}, echo=print)
        raise [4.5, 2.25, 3.0]
        >>> run.succeeded
        True
    """
    pipeline = load_notebook(source, name=name, image=image)
    if runtime is not None:
        pipeline = pipeline.with_options(runtime=runtime)
    return pipeline.run(parameters, root=root, watch=watch, on_event=on_event, echo=echo)


def verify_notebook(
    source: Source,
    *,
    parameters: Mapping[str, ParameterValue] | None = None,
    root: str | os.PathLike[str] = "kale-runs",
    on_event: Callable[[StepEvent], None] | None = None,
    echo: Callable[[str, str], None] | None = None,
) -> Verification:
    """Find out whether a notebook's pipeline computes what the notebook computes.

    The notebook runs in one process from top to bottom, then its pipeline runs with every step in a process of its own,
    and every variable and file is compared after every cell. Both work on a copy of the files beside the notebook. A
    pipeline function is called in one process instead, as any other function, and what each of its steps returns and
    changes is compared. One that another process cannot import, since it was made inside of a function, comes to calls
    that run one after the other.

    Args:
        source: A path, a file object, a notebook that nbformat has read, or a function decorated with ``@pipeline``.
            The files beside a notebook without a path are those of the current directory.
        parameters: Values of pipeline parameters for all runs, by name.
        root: Folder in which the verification's own folder is made, with YAML, outputs and logs.
        on_event: Called when the notebook or a step starts, ends or fails.
        echo: Called with the name of the step, or ``notebook``, and each line that it prints.

    Raises:
        kale.errors.NotebookError: The source is no notebook that `kale` can read.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.ParameterError: A parameter is unknown or has a value of the wrong type.
        kale.errors.OutputError: The verification's folder cannot be made.
    """
    from kale.verification import verify_pipeline

    if isinstance(source, PipelineFunction):
        program = source.program()
        return verify_pipeline(
            program.cells,
            program.pipeline.with_options(watch=True),
            parameters=parameters,
            variables=program.variables,
            original=program.original,
            home=program.folder or Path.cwd(),
            root=Path(root),
            on_event=on_event,
            echo=echo,
        ).without_cells()
    notebook = read_notebook(source)
    return verify_pipeline(
        annotate(notebook).cells,
        _pipeline(notebook, source, None, None, NO_CHOICES)[0].with_options(watch=True),
        parameters=parameters,
        home=notebook.folder.path if notebook.folder else Path.cwd(),
        root=Path(root),
        on_event=on_event,
        echo=echo,
    )


def _built(
    source: Source,
    name: str | None,
    image: str | None,
    choices: PackageChoices,
    notebook: Notebook | None = None,
) -> tuple[Pipeline, tuple[Diagnostic, ...]]:
    if isinstance(source, PipelineFunction):
        finished = source.build(name=name, image=image, choices=choices)
        return finished.checked(source.source), finished.diagnostics
    return _pipeline(notebook or read_notebook(source), source, name, image, choices)


def _pipeline(
    notebook: Notebook, source: NotebookSource, name: str | None, image: str | None, choices: PackageChoices
) -> tuple[Pipeline, tuple[Diagnostic, ...]]:
    build = build_pipeline(notebook, name=name, image=image, choices=choices)
    if build.pipeline is None:
        label = os.fspath(source) if isinstance(source, str | os.PathLike) else notebook.name
        diagnostics = unsilenced(notebook, build.diagnostics)
        raise CompileError("no pipeline can be made from the notebook", diagnostics, label)
    return Pipeline.of(build.pipeline), build.diagnostics
