"""Variants of a pipeline: the same steps with other defaults, images or options, each compiled to a file of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from kale.api import Source, load_notebook
from kale.batch import Job, compile_batch
from kale.diagnostics import Diagnostic
from kale.errors import OutputError
from kale.pipeline import ParameterValue, StepSettings
from kale.pipelines import Pipeline


@dataclass(frozen=True)
class Variant:
    """What is different in one variant of a pipeline.

    Attributes:
        name: Name of the pipeline and of its file.
        parameters: Defaults of parameters, by name.
        image: Image of the steps that name none.
        steps: Options of steps, by the step's name.
    """

    name: str
    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    image: str | None = None
    steps: Mapping[str, StepSettings] = field(default_factory=dict)

    def of(self, pipeline: Pipeline) -> Pipeline:
        """Give the variant of a pipeline.

        Raises:
            KeyError: A step is unknown.
            kale.errors.ParameterError: A parameter is unknown or has a value of the wrong type.
            kale.errors.OptionError: An option is unknown or cannot have that value.
        """
        changed = pipeline.renamed(self.name).with_parameters(self.parameters)
        if self.image is not None:
            changed = changed.with_options(image=self.image)
        for step, settings in self.steps.items():
            changed = changed.with_step(step, **settings)
        return changed


@dataclass(frozen=True)
class CompiledVariant:
    """A variant that has been compiled.

    Attributes:
        name: Name of the pipeline on the platform.
        path: The file.
        diagnostics: What was found, none of it an error.
    """

    name: str
    path: Path
    diagnostics: tuple[Diagnostic, ...]


Row: TypeAlias = Variant | Mapping[str, ParameterValue]
"""A variant, or the defaults of one by name; then the name is made from them."""


def compile_many(
    source: Source | Pipeline,
    variants: Iterable[Row],
    directory: str | os.PathLike[str],
    *,
    processes: int | None = None,
) -> tuple[CompiledVariant, ...]:
    """Compile variants of one pipeline, each to a file of its own.

    The source is read and analysed once. The files are called like the pipelines, with ``.yaml``; the same table always
    gives the same names and the same files.

    Args:
        source: A notebook, a function decorated with ``@pipeline``, or a pipeline.
        variants: What is different in each: a :class:`Variant`, or a row of a table of parameters.
        directory: Folder for the files; it is made where it does not exist.
        processes: How many processes share the work; by default what pays on this machine.

    Returns:
        What was compiled, in the order of ``variants``.

    Raises:
        kale.errors.CompileError: No pipeline can be made from the source, or the platform cannot run a variant.
        kale.errors.ParameterError: A parameter is unknown or has a value of the wrong type; nothing is written then.
        kale.errors.OptionError: An option cannot have that value; nothing is written then.
        kale.errors.OutputError: A file cannot be written, or two variants have one name.

    Example:
        >>> from kale import compile_many
        >>> table = [{"rise": 0.1}, {"rise": 0.25}]
        >>> [variant.path.name for variant in compile_many("sales.ipynb", table, "variants")]
        ['sales-rise-0-1.yaml', 'sales-rise-0-25.yaml']
    """
    base = source if isinstance(source, Pipeline) else load_notebook(source)
    pipelines = [_variant(base, row).of(base) for row in variants]
    folder = Path(directory)
    _check_names(pipelines)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    paths = [folder / f"{pipeline.name}.yaml" for pipeline in pipelines]
    jobs = [Job(pipeline=pipeline, path=str(path)) for pipeline, path in zip(pipelines, paths, strict=True)]
    found = compile_batch(jobs, processes)
    return tuple(
        CompiledVariant(pipeline.name, path, diagnostics)
        for pipeline, path, diagnostics in zip(pipelines, paths, found, strict=True)
    )


def _variant(base: Pipeline, row: Row) -> Variant:
    if isinstance(row, Variant):
        return row
    words = [base.display_name or base.name]
    words += [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in row.items()]
    return Variant(name=" ".join(words), parameters=row)


def _check_names(pipelines: Sequence[Pipeline]) -> None:
    first: dict[str, Pipeline] = {}
    for pipeline in pipelines:
        earlier = first.setdefault(pipeline.name, pipeline)
        if earlier is not pipeline:
            raise OutputError(
                f"the variants {earlier.display_name!r} and {pipeline.display_name!r} would both be {pipeline.name!r};"
                " give them names with Variant(name=...)"
            )
