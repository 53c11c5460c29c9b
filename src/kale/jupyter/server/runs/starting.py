"""From a request to a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kale import api
from kale.clusters import open_cluster
from kale.engines.arguments import resolve_parameters
from kale.jupyter.server.compiling import compiled, placed
from kale.jupyter.server.documents import Interpreter, RunRequest, RunState
from kale.jupyter.server.open_notebook import OpenNotebook, opened
from kale.jupyter.server.runs.cluster import KubeflowRun
from kale.jupyter.server.runs.local import LocalRun
from kale.jupyter.server.runs.messages import LocalOrder
from kale.jupyter.server.runs.plan import RunPlan
from kale.jupyter.server.runs.registry import Registry
from kale.jupyter.server.runs.run import Run


@dataclass(frozen=True)
class Surroundings:
    """What steps find around them on this machine.

    Attributes:
        home: Where runs of notebooks without a file keep what they write.
        interpreter: What runs the steps.
        variables: Environment variables that they get besides those of the server.
    """

    home: Path
    interpreter: Interpreter
    variables: Mapping[str, str] = field(default_factory=dict)


def start_run(registry: Registry, request: RunRequest, file: Path | None, around: Surroundings) -> RunState:
    """Start a run, and have the server look after it.

    Args:
        registry: Remembers it.
        request: What to run, and where.
        file: The notebook's file.
        around: What steps find around them if they run here.

    Raises:
        RequestError: No pipeline can be made from the notebook, a parameter is wrong, or the server refuses.
        kale.errors.NotebookError: The notebook cannot be read.
    """
    found = opened(request.notebook, request.path, file)
    with placed(found):
        run = _local(found, request, around) if request.where == "local" else _on_kubeflow(found, request)
    registry.add(run)
    return run.state()


def _local(found: OpenNotebook, request: RunRequest, around: Surroundings) -> Run:
    pipeline = api.compile_notebook(found.notebook, watch=True).pipeline
    resolve_parameters(pipeline, request.parameters)
    order = LocalOrder(
        notebook=request.notebook,
        path=request.path,
        file=str(found.file) if found.file is not None else None,
        folder=str(found.file.parent if found.file is not None else around.home),
        parameters=request.parameters,
        python=around.interpreter.path,
        variables=dict(around.variables),
    )
    return LocalRun(RunPlan.of(found, pipeline), order, around.interpreter)


def _on_kubeflow(found: OpenNotebook, request: RunRequest) -> Run:
    from kale.engines.kubeflow import package_of

    pipeline = compiled(found)
    folder = found.notebook.folder
    cluster = open_cluster(request.profile, start=folder.path if folder is not None else None)
    run = cluster.submit(package_of(pipeline), request.parameters, experiment=request.experiment)
    return KubeflowRun(RunPlan.of(found, pipeline.pipeline), run)
