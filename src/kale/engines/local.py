"""A compiled pipeline run on this machine: the specification itself, by ``kfp.local``, a process for each step."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from kale.emit import CompiledPipeline
from kale.engines.adaptation import adapt
from kale.engines.arguments import resolve_parameters, to_arguments
from kale.engines.folders import numbered_folder
from kale.engines.records import LocalRun, SavedArtifact, StepError, StepEvent, StepRecord, StepState
from kale.engines.steps import Echo, Folders, Listener, StepRunner
from kale.errors import OutputError, RunError
from kale.pipeline import ParameterValue, Pipeline
from kale.platform.order import execution_order
from kale.platform.tasks import task_names
from kale.platform.transports import routes_of

__all__ = ["LocalRun", "SavedArtifact", "StepError", "StepEvent", "StepRecord", "StepState", "run_local"]


def run_local(
    compiled: CompiledPipeline,
    parameters: Mapping[str, ParameterValue] | None = None,
    *,
    root: Path,
    on_event: Listener | None = None,
    echo: Echo | None = None,
    working_directory: Path | None = None,
    python: str | None = None,
) -> LocalRun:
    """Run a compiled pipeline on this machine.

    A step that fails ends the run; what is known of it is in the result, not in an exception.

    Args:
        compiled: The pipeline.
        parameters: Values of its parameters, by name.
        root: Folder in which the run gets a folder of its own, called like the pipeline with a number.
        on_event: Called, in this thread, when a step starts, ends, or will not start any more.
        echo: Called, in this thread, with a step's name and a line that it printed.
        working_directory: Where the steps run; the current directory unless given.
        python: Interpreter that runs the steps, 3.9 or later, in whose environment there need be nothing but what the
            steps use; the current one unless given.

    Raises:
        kale.errors.ParameterError: A parameter is unknown, has no value or one of the wrong type.
        kale.errors.OutputError: The run's folder cannot be made.
        kale.errors.RunError: The local runner of KFP gave up for a reason that is not a step's.
    """
    pipeline = compiled.pipeline
    values = resolve_parameters(pipeline, parameters or {})
    folders = _make_folders(root, compiled)
    tasks = task_names(pipeline)
    steps = {tasks[step.name]: step for step in pipeline.steps}
    kept = _kept(pipeline, folders)
    runner = StepRunner(steps, folders, working_directory, on_event, echo, kept=kept, python=python or sys.executable)
    started = time.time()
    with _exit_on_termination():
        _execute(compiled, values, folders, runner)
    runner.tell_not_run()
    return LocalRun(
        pipeline=pipeline.display_name or pipeline.name,
        source=pipeline.source,
        directory=folders.run,
        steps=tuple(runner.records[step.name] for step in pipeline.steps),
        started=started,
        duration=time.time() - started,
        notes=tuple(_notes(pipeline)),
    )


def _execute(
    compiled: CompiledPipeline, values: Mapping[str, ParameterValue], folders: Folders, runner: StepRunner
) -> None:
    from google.protobuf import json_format
    from kfp.local.pipeline_orchestrator import run_local_pipeline
    from kfp.pipeline_spec.pipeline_spec_pb2 import PipelineSpec

    from kale.engines.session import local_session

    pipeline = compiled.pipeline
    arguments = to_arguments(pipeline, values)
    tasks = task_names(pipeline)
    order = [tasks[name] for name in execution_order(pipeline)]
    spec = _parse(compiled.yaml)
    adapt(spec, order, arguments, {task: runner.environment(task) for task in order}, folders.workspace)
    # The runner removes its own workspace when the run ends; what the steps leave in ours stays like their outputs.
    removed = folders.run / "kfp-workspace"
    session = local_session(folders.outputs, removed, folders.run / "kfp.log", len(order), runner.run)
    with session:
        try:
            run_local_pipeline(json_format.ParseDict(spec, PipelineSpec()), arguments)
        except Exception as error:
            if error is runner.interruption:
                raise
            raise RunError(f"the local runner of KFP gave up: {type(error).__name__}: {error}") from error


def _kept(pipeline: Pipeline, folders: Folders) -> dict[str, dict[str, Path]]:
    """Give the files of what each step leaves in the workspace, by the names of steps and artifacts."""
    found: dict[str, dict[str, Path]] = {}
    for (step, artifact), path in routes_of(pipeline, task_names(pipeline)).items():
        found.setdefault(step, {})[artifact] = folders.workspace / path
    return found


def _parse(text: str) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    spec: dict[str, Any] = next(yaml.load_all(text, loader))
    return spec


def _make_folders(root: Path, compiled: CompiledPipeline) -> Folders:
    folders = Folders(numbered_folder(root, compiled.pipeline.name))
    try:
        for folder in (folders.logs, folders.outputs):
            folder.mkdir()
    except OSError as error:
        raise OutputError(f"cannot make a folder in {folders.run}: {error.strerror or error}") from error
    compiled.save(folders.specification)
    return folders


def _notes(pipeline: Pipeline) -> Iterator[str]:
    for volume in pipeline.options.new_volumes:
        then = " and removes it at the end" if volume.remove else ""
        yield f"on Kubeflow the run makes a volume at {volume.path}{then}; here it is what this machine has there"
    for step in pipeline.steps:
        for secret in step.options.secrets:
            yield (
                f"step {step.name!r}: on Kubeflow {secret.variable} comes from the secret {secret.secret!r};"
                " here it is what the current environment has"
            )
        for mount in step.options.mounts:
            yield f"step {step.name!r}: on Kubeflow {mount.path} is mounted; here it is what this machine has there"
        if step.options.limits or step.options.requests:
            yield f"step {step.name!r}: limits and requests of resources mean nothing on this machine"


@contextlib.contextmanager
def _exit_on_termination() -> Iterator[None]:
    """Turn the signal that ends this process into an exception, so that the step's process is ended first."""

    def leave(number: int, _: FrameType | None) -> NoReturn:
        raise SystemExit(128 + number)

    in_main_thread = threading.current_thread() is threading.main_thread()
    if not in_main_thread or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
