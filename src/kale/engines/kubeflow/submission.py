"""Starting runs and schedules, in experiments that are made when they are missing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kfp_server_api import (
    RecurringRunMode,
    V2beta1Experiment,
    V2beta1PipelineVersionReference,
    V2beta1RecurringRun,
    V2beta1Run,
    V2beta1RuntimeConfig,
    V2beta1Trigger,
)
from pydantic import JsonValue

from kale.engines.kubeflow.connection import Connection, Request, request
from kale.engines.kubeflow.creation import create_once
from kale.engines.kubeflow.uploads import PAGE, Upload, named
from kale.profiles import Profile


def find_experiment(connection: Connection, name: str, namespace: str | None) -> str | None:
    """Give the server's id of an experiment, if it is there.

    Raises:
        kale.errors.KaleError: The server does not say.
    """
    operation = connection.client.experiments.experiment_service_list_experiments
    answer = connection.ask(request(operation, filter=named(name), namespace=namespace, page_size=PAGE))
    return next((str(each.experiment_id) for each in answer.experiments or () if each.display_name == name), None)


def ensure_experiment(connection: Connection, name: str, namespace: str | None) -> str:
    """Give the server's id of an experiment, which is made if it is not there.

    Raises:
        kale.errors.KaleError: The server does not make it.
    """

    def find() -> str | None:
        return find_experiment(connection, name, namespace)

    found = find()
    if found is not None:
        return found
    experiment = V2beta1Experiment(display_name=name, namespace=namespace)
    create = request(connection.client.experiments.experiment_service_create_experiment, experiment)
    made = create_once(connection, find, create, f"the experiment {name!r}")
    return made if isinstance(made, str) else str(made.experiment_id)


@dataclass(frozen=True)
class Order:
    """What is to run.

    Attributes:
        uploaded: The version of the pipeline.
        arguments: Values of the pipeline's inputs.
        experiment_id: The server's id of the experiment.
        name: Name of the run, or of the schedule.
        profile: Service account and pipeline root.
    """

    uploaded: Upload
    arguments: Mapping[str, JsonValue]
    experiment_id: str
    name: str
    profile: Profile

    @property
    def reference(self) -> V2beta1PipelineVersionReference:
        """The version, in the words of the API."""
        return V2beta1PipelineVersionReference(
            pipeline_id=self.uploaded.pipeline_id, pipeline_version_id=self.uploaded.version_id
        )

    @property
    def configuration(self) -> V2beta1RuntimeConfig:
        """The values, in the words of the API."""
        return V2beta1RuntimeConfig(parameters=dict(self.arguments), pipeline_root=self.profile.pipeline_root)


def start_run(connection: Connection, order: Order) -> str:
    """Start a run, once, and give the server's id of it.

    Raises:
        kale.errors.KaleError: The run was not started, or may be started yet.
    """
    mark = _mark()
    run = V2beta1Run(
        display_name=order.name,
        description=mark,
        experiment_id=order.experiment_id,
        pipeline_version_reference=order.reference,
        runtime_config=order.configuration,
        service_account=order.profile.service_account,
    )
    api = connection.client.runs
    listed = _newest(api.run_service_list_runs, order.experiment_id)
    find = _finder(connection, listed, "runs", mark)
    made = create_once(connection, find, request(api.run_service_create_run, run), f"the run {order.name!r}")
    return str(made.run_id)


def start_schedule(connection: Connection, order: Order, trigger: V2beta1Trigger, *, catch_up: bool = False) -> str:
    """Have a pipeline run again and again, and give the server's id of the schedule.

    Args:
        connection: The server.
        order: What is to run.
        trigger: When.
        catch_up: Whether runs that a pause has prevented are made up for.

    Raises:
        kale.errors.KaleError: The schedule was not made, or may be made yet.
    """
    mark = _mark()
    schedule = V2beta1RecurringRun(
        display_name=order.name,
        description=mark,
        experiment_id=order.experiment_id,
        mode=RecurringRunMode.ENABLE,
        max_concurrency="1",
        no_catchup=not catch_up,
        trigger=trigger,
        pipeline_version_reference=order.reference,
        runtime_config=order.configuration,
        service_account=order.profile.service_account,
    )
    api = connection.client.recurring_runs
    listed = _newest(api.recurring_run_service_list_recurring_runs, order.experiment_id)
    find = _finder(connection, listed, "recurring_runs", mark)
    create = request(api.recurring_run_service_create_recurring_run, schedule)
    made = create_once(connection, find, create, f"the schedule {order.name!r}")
    return str(made.recurring_run_id)


def _mark() -> str:
    """Give a text by which what a request has made is found again, however the request ended."""
    return f"kale request {uuid.uuid4()}"


def _newest(operation: Request, experiment_id: str) -> Request:
    return request(operation, experiment_id=experiment_id, sort_by="created_at desc", page_size=PAGE)


def _finder(connection: Connection, listed: Request, attribute: str, mark: str) -> Callable[[], Any]:
    """Give what looks for the thing that carries our mark, among the newest."""

    def find() -> Any:  # noqa: ANN401 - the SDK has no types
        things = getattr(connection.ask(listed), attribute) or ()
        return next((thing for thing in things if thing.description == mark), None)

    return find
