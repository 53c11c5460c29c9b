"""A Kubeflow Pipelines server, as one user sees it."""

from __future__ import annotations

import contextlib
import datetime
import weakref
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final

from kale.engines.kubeflow.access import connect
from kale.engines.kubeflow.connection import request
from kale.engines.kubeflow.packages import Package
from kale.engines.kubeflow.records import RunRecord, run_record
from kale.engines.kubeflow.requirements import check_server
from kale.engines.kubeflow.runs import ClusterRun
from kale.engines.kubeflow.schedules import (
    Schedule,
    delete_schedule,
    find_schedule,
    schedules,
    switch_schedule,
    trigger_of,
)
from kale.engines.kubeflow.specification import Tasks, pod_templates, step_names
from kale.engines.kubeflow.submission import Order, ensure_experiment, find_experiment, start_run, start_schedule
from kale.engines.kubeflow.uploads import Upload, upload
from kale.errors import ConfigurationError, NotFoundOnServerError
from kale.pipeline import ParameterValue
from kale.profiles import Profile
from kale.suggestion import closest

DEFAULT_EXPERIMENT: Final = "Default"


class Cluster:
    """A server, as one user sees it. It is a context manager, which closes what it has opened.

    Args:
        profile: What is known of the server and the user.
        sources: Where each setting of the profile comes from, by its name, for messages.

    Raises:
        kale.errors.ConfigurationError: The profile names no server.
        kale.errors.UnreachableError: There is no way into the cluster.
    """

    def __init__(self, profile: Profile, sources: Mapping[str, str] | None = None) -> None:
        opened = contextlib.ExitStack()
        self._close = weakref.finalize(self, opened.close)
        self.profile = profile
        self.connection = connect(profile, sources or {}, opened)
        self.site = self.profile.ui_host or self.connection.host

    def __enter__(self) -> Cluster:
        """Give the server."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close what was opened."""
        self.close()

    def close(self) -> None:
        """Close what was opened."""
        self._close()

    def upload(self, package: Package) -> Upload:
        """Put a pipeline on the server, unless these very bytes are there.

        Raises:
            kale.errors.KaleError: The server does not take it.
        """
        check_server(self.connection, package)
        return upload(self.connection, package, self.profile.namespace, self.site)

    def submit(
        self,
        package: Package,
        parameters: Mapping[str, ParameterValue] | None = None,
        *,
        experiment: str | None = None,
        name: str | None = None,
    ) -> ClusterRun:
        """Start a run of a pipeline, which is put on the server if it is not there.

        Args:
            package: The pipeline.
            parameters: Values of its parameters, by name.
            experiment: Experiment of the run, which is made if it is missing; otherwise the pipeline's own, or the
                profile's, or ``Default``.
            name: Name of the run.

        Raises:
            kale.errors.ParameterError: A parameter is unknown, missing or not allowed.
            kale.errors.KaleError: The server does not start it.
        """
        title = name or f"{package.title} {datetime.datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"
        run_id = start_run(self.connection, self._order(package, parameters, experiment, title))
        return ClusterRun(self, run_id, package.tasks)

    def schedule(
        self,
        package: Package,
        parameters: Mapping[str, ParameterValue] | None = None,
        *,
        cron: str | None = None,
        every: str | None = None,
        experiment: str | None = None,
        name: str | None = None,
        catch_up: bool = False,
    ) -> Schedule:
        """Have a pipeline run again and again; it is put on the server if it is not there.

        Args:
            package: The pipeline.
            parameters: Values of its parameters, by name.
            cron: A cron expression of five fields, or of six with seconds first.
            every: An interval, such as ``30m``.
            experiment: Experiment of the runs, as for :meth:`submit`.
            name: Name of the schedule; the pipeline's and the time between runs unless given.
            catch_up: Whether runs that a pause has prevented are made up for.

        Raises:
            kale.errors.ConfigurationError: The time is badly written, or there is a schedule of that name.
            kale.errors.ParameterError: A parameter is unknown, missing or not allowed.
            kale.errors.KaleError: The server does not take it.
        """
        trigger = trigger_of(cron, every)
        title = name or f"{package.title} {f'every {every}' if every else cron}"
        if any(each.name == title for each in self.schedules()):
            raise ConfigurationError(f"there is a schedule {title!r} already; delete it, or name another with --name")
        order = self._order(package, parameters, experiment, title)
        schedule_id = start_schedule(self.connection, order, trigger, catch_up=catch_up)
        return find_schedule(self.connection, schedule_id, self.profile.namespace)

    def run(self, run_id: str) -> ClusterRun:
        """Give a run by its id.

        Raises:
            kale.errors.NotFoundOnServerError: There is none.
            kale.errors.KaleError: The server does not answer.
        """
        try:
            found = self.connection.ask(request(self.connection.client.runs.run_service_get_run, run_id))
        except NotFoundOnServerError:
            raise NotFoundOnServerError(f"there is no run {run_id!r}") from None
        return ClusterRun(self, run_id, self._tasks_of(found))

    def runs(self, *, experiment: str | None = None, limit: int = 20) -> tuple[RunRecord, ...]:
        """Give the newest runs.

        Args:
            experiment: Only those of this experiment.
            limit: How many.

        Raises:
            kale.errors.NotFoundOnServerError: There is no such experiment.
            kale.errors.KaleError: The server does not answer.
        """
        chosen = self._known_experiment(experiment) if experiment is not None else None
        wanted = request(
            self.connection.client.runs.run_service_list_runs,
            experiment_id=chosen,
            namespace=None if chosen else self.profile.namespace,
            page_size=limit,
            sort_by="created_at desc",
        )
        answer = self.connection.ask(wanted)
        return tuple(run_record(run, {}, self.connection.server_time()) for run in (answer.runs or ())[:limit])

    def schedules(self) -> tuple[Schedule, ...]:
        """Give all schedules, the newest first.

        Raises:
            kale.errors.KaleError: The server does not answer.
        """
        return schedules(self.connection, self.profile.namespace)

    def pause_schedule(self, name: str) -> Schedule:
        """Have a schedule, by its name or id, start nothing any more.

        Raises:
            kale.errors.KaleError: There is none, or the server does not do it.
        """
        return self._switch(name, enabled=False)

    def resume_schedule(self, name: str) -> Schedule:
        """Have a schedule, by its name or id, go on.

        Raises:
            kale.errors.KaleError: There is none, or the server does not do it.
        """
        return self._switch(name, enabled=True)

    def delete_schedule(self, name: str) -> Schedule:
        """Remove a schedule, by its name or id.

        Raises:
            kale.errors.KaleError: There is none, or the server does not do it.
        """
        found = find_schedule(self.connection, name, self.profile.namespace)
        delete_schedule(self.connection, found)
        return found

    def _switch(self, name: str, *, enabled: bool) -> Schedule:
        found = find_schedule(self.connection, name, self.profile.namespace)
        switch_schedule(self.connection, found, enabled=enabled)
        return found

    def _order(
        self, package: Package, parameters: Mapping[str, ParameterValue] | None, experiment: str | None, name: str
    ) -> Order:
        arguments = package.arguments(parameters or {})
        uploaded = self.upload(package)
        chosen = experiment or package.experiment or self.profile.experiment or DEFAULT_EXPERIMENT
        experiment_id = ensure_experiment(self.connection, chosen, self.profile.namespace)
        return Order(uploaded, arguments, experiment_id, name, self.profile)

    def _known_experiment(self, name: str) -> str:
        found = find_experiment(self.connection, name, self.profile.namespace)
        if found is not None:
            return found
        operation = self.connection.client.experiments.experiment_service_list_experiments
        answer = self.connection.ask(request(operation, namespace=self.profile.namespace, page_size=100))
        hint = closest(name, (str(each.display_name) for each in answer.experiments or ()))
        raise NotFoundOnServerError(f"there is no experiment {name!r}{f'; {hint}' if hint else ''}")

    def _tasks_of(self, run: Any) -> Tasks:  # noqa: ANN401 - the SDK has no types
        """Give what is known of the tasks of a run, from the version that it runs."""
        reference = run.pipeline_version_reference
        spec = run.pipeline_spec
        if not spec and reference is not None and reference.pipeline_id and reference.pipeline_version_id:
            operation = self.connection.client.pipelines.pipeline_service_get_pipeline_version
            wanted = request(operation, reference.pipeline_id, reference.pipeline_version_id)
            with contextlib.suppress(NotFoundOnServerError):
                spec = self.connection.ask(wanted).pipeline_spec
        document = (spec or {}).get("pipeline_spec", spec) or {}
        return Tasks(step_names(document), pod_templates(document, (spec or {}).get("platform_spec") or {}))
