"""The part of the public API that needs a server: from a notebook, a pipeline or a YAML file to a run there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from kale.api import Source, compile_notebook
from kale.errors import OptionError
from kale.pipeline import ParameterValue, Pipeline, PipelineSettings
from kale.servers import open_cluster, submit_package, upload_package

if TYPE_CHECKING:
    from kale.emit import CompiledPipeline
    from kale.engines.kubeflow import Cluster, ClusterRun, Package, Upload

__all__ = ["open_cluster", "submit_notebook", "upload_notebook"]

_COMPILED: Final = frozenset({".yaml", ".yml"})

Submittable: TypeAlias = "Source | Pipeline | CompiledPipeline"
"""A notebook, a pipeline function, the path of a compiled pipeline, or a pipeline."""


def upload_notebook(
    source: Submittable,
    *,
    name: str | None = None,
    image: str | None = None,
    runtime: str | None = None,
    cluster: Cluster | None = None,
) -> Upload:
    """Put a pipeline on a Kubeflow Pipelines server, unless these very bytes are there already.

    Args:
        source: A notebook, the path of a compiled pipeline, or a pipeline.
        name: Name of the pipeline, instead of its own.
        image: Container image of the steps that name none.
        runtime: Where steps find the program that runs them: ``packed`` or ``image``, as for `compile_notebook`.
        cluster: The server, from :func:`open_cluster`; otherwise the one that the settings name.

    Raises:
        kale.errors.NotebookError: The source is neither a notebook nor a compiled pipeline.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.OptionError: The source is compiled, and yet to have another name, image or runtime.
        kale.errors.ConfigurationError: A setting is wrong, or no server is named.
        kale.errors.KaleError: The server cannot be reached, or refuses.
    """
    package = package_from(source, name=name, image=image, runtime=runtime)
    return upload_package(package, cluster, start=folder_of(source))


def submit_notebook(
    source: Submittable,
    *,
    parameters: Mapping[str, ParameterValue] | None = None,
    experiment: str | None = None,
    run_name: str | None = None,
    name: str | None = None,
    image: str | None = None,
    runtime: str | None = None,
    cluster: Cluster | None = None,
) -> ClusterRun:
    """Start a run on a Kubeflow Pipelines server.

    Args:
        source: A notebook, the path of a compiled pipeline, or a pipeline.
        parameters: Values of pipeline parameters for this run, by name.
        experiment: Experiment of the run, which is made if it is missing.
        run_name: Name of the run; the pipeline's and the time unless given.
        name: Name of the pipeline, instead of its own.
        image: Container image of the steps that name none.
        runtime: Where steps find the program that runs them: ``packed`` or ``image``, as for `compile_notebook`.
        cluster: The server, from :func:`open_cluster`; otherwise the one that the settings name.

    Returns:
        The run, which has begun; ``wait()`` waits for its end.

    Raises:
        kale.errors.NotebookError: The source is neither a notebook nor a compiled pipeline.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.OptionError: The source is compiled, and yet to have another name, image or runtime.
        kale.errors.ParameterError: A parameter is unknown, missing or not allowed.
        kale.errors.ConfigurationError: A setting is wrong, or no server is named.
        kale.errors.KaleError: The server cannot be reached, or refuses.
    """
    package = package_from(source, name=name, image=image, runtime=runtime)
    return submit_package(
        package, parameters, cluster, experiment=experiment, run_name=run_name, start=folder_of(source)
    )


def package_from(
    source: Submittable, *, name: str | None = None, image: str | None = None, runtime: str | None = None
) -> Package:
    """Give what is uploaded of a notebook, of a pipeline, or of a YAML file.

    Args:
        source: A notebook, the path of a compiled pipeline, or a pipeline.
        name: Name of the pipeline, instead of its own.
        image: Image of the steps that name none.
        runtime: Where steps find the program that runs them.

    Raises:
        kale.errors.NotebookError: The source is neither a notebook nor a compiled pipeline.
        kale.errors.CompileError: No pipeline can be made from it.
        kale.errors.OptionError: It is compiled, so that its name, images and runtime stand in it; or the runtime is
            neither of its values.
    """
    from kale.emit import CompiledPipeline, compile_pipeline
    from kale.engines.kubeflow import package_of, read_package

    if isinstance(source, CompiledPipeline) or is_compiled(source):
        if (name, image, runtime) != (None, None, None):
            what = source.pipeline.name if isinstance(source, CompiledPipeline) else os.fspath(source)
            raise OptionError(f"{what} is compiled: its name, its images and its runtime stand in it")
        return package_of(source) if isinstance(source, CompiledPipeline) else read_package(Path(source))
    if isinstance(source, Pipeline):
        return package_of(compile_pipeline(_changed(source, name, image, runtime)))
    return package_of(compile_notebook(source, name=name, image=image, runtime=runtime))


def _changed(pipeline: Pipeline, name: str | None, image: str | None, runtime: str | None) -> Pipeline:
    settings: PipelineSettings = {}
    if image is not None:
        settings["image"] = image
    if runtime is not None:
        settings["runtime"] = runtime
    changed = pipeline.with_options(**settings)
    return changed if name is None else changed.renamed(name)


def is_compiled(source: object) -> TypeGuard[str | os.PathLike[str]]:
    """Whether ``source`` is the path of a compiled pipeline, by its name."""
    return isinstance(source, str | os.PathLike) and Path(source).suffix.lower() in _COMPILED


def folder_of(source: object) -> Path | None:
    """Give the folder beside which settings are looked for; nothing for what is not a file."""
    return Path(source).resolve().parent if isinstance(source, str | os.PathLike) else None
