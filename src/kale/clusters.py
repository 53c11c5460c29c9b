"""The part of the public API that needs a server: from a notebook, a pipeline or a YAML file to a run there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from kale.api import Source, compile_notebook
from kale.pipeline import ParameterValue, Pipeline
from kale.servers import open_cluster

if TYPE_CHECKING:
    from kale.emit import CompiledPipeline
    from kale.engines.kubeflow import Cluster, ClusterRun, Package, Upload

__all__ = ["open_cluster", "submit_notebook", "upload_notebook"]

_COMPILED: Final = frozenset({".yaml", ".yml"})

Submittable: TypeAlias = "Source | Pipeline | CompiledPipeline"
"""A notebook, a pipeline function, the path of a compiled pipeline, or a pipeline."""


def upload_notebook(
    source: Submittable, *, name: str | None = None, image: str | None = None, cluster: Cluster | None = None
) -> Upload:
    """Put a pipeline on a Kubeflow Pipelines server, unless these very bytes are there already.

    Args:
        source: A notebook, the path of a compiled pipeline, or a pipeline.
        name: Name of a notebook's pipeline, instead of the notebook's own.
        image: Container image of a notebook's steps that name none.
        cluster: The server, from :func:`open_cluster`; otherwise the one that the settings name.

    Raises:
        kale.errors.NotebookError: The source is neither a notebook nor a compiled pipeline.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.ConfigurationError: A setting is wrong, or no server is named.
        kale.errors.KaleError: The server cannot be reached, or refuses.
    """
    package = package_from(source, name=name, image=image)
    if cluster is not None:
        return cluster.upload(package)
    with open_cluster(start=folder_of(source)) as opened:
        return opened.upload(package)


def submit_notebook(
    source: Submittable,
    *,
    parameters: Mapping[str, ParameterValue] | None = None,
    experiment: str | None = None,
    run_name: str | None = None,
    name: str | None = None,
    image: str | None = None,
    cluster: Cluster | None = None,
) -> ClusterRun:
    """Start a run on a Kubeflow Pipelines server.

    Args:
        source: A notebook, the path of a compiled pipeline, or a pipeline.
        parameters: Values of pipeline parameters for this run, by name.
        experiment: Experiment of the run, which is made if it is missing.
        run_name: Name of the run; the pipeline's and the time unless given.
        name: Name of a notebook's pipeline, instead of the notebook's own.
        image: Container image of a notebook's steps that name none.
        cluster: The server, from :func:`open_cluster`; otherwise the one that the settings name.

    Returns:
        The run, which has begun; ``wait()`` waits for its end.

    Raises:
        kale.errors.NotebookError: The source is neither a notebook nor a compiled pipeline.
        kale.errors.CompileError: No pipeline can be made from the notebook; its ``diagnostics`` say why.
        kale.errors.ParameterError: A parameter is unknown, missing or not allowed.
        kale.errors.ConfigurationError: A setting is wrong, or no server is named.
        kale.errors.KaleError: The server cannot be reached, or refuses.
    """
    package = package_from(source, name=name, image=image)
    chosen = cluster or open_cluster(start=folder_of(source))
    return chosen.submit(package, parameters, experiment=experiment, name=run_name)


def package_from(source: Submittable, *, name: str | None = None, image: str | None = None) -> Package:
    """Give what is uploaded of a notebook, of a pipeline, or of a YAML file.

    Args:
        source: A notebook, the path of a compiled pipeline, or a pipeline.
        name: Name of a notebook's pipeline, instead of the notebook's own.
        image: Image of a notebook's steps that name none.

    Raises:
        kale.errors.NotebookError: The source is neither a notebook nor a compiled pipeline.
        kale.errors.CompileError: No pipeline can be made from it.
    """
    from kale.emit import CompiledPipeline, compile_pipeline
    from kale.engines.kubeflow import package_of, read_package

    if isinstance(source, CompiledPipeline):
        return package_of(source)
    if isinstance(source, Pipeline):
        return package_of(compile_pipeline(source))
    if is_compiled(source):
        return read_package(Path(source))
    return package_of(compile_notebook(source, name=name, image=image))


def is_compiled(source: object) -> TypeGuard[str | os.PathLike[str]]:
    """Whether ``source`` is the path of a compiled pipeline, by its name."""
    return isinstance(source, str | os.PathLike) and Path(source).suffix.lower() in _COMPILED


def folder_of(source: object) -> Path | None:
    """Give the folder beside which settings are looked for; nothing for what is not a file."""
    return Path(source).resolve().parent if isinstance(source, str | os.PathLike) else None
