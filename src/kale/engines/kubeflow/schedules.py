"""Pipelines that run again and again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from kfp_server_api import V2beta1CronSchedule, V2beta1PeriodicSchedule, V2beta1Trigger
from pydantic import TypeAdapter, ValidationError

from kale.engines.kubeflow.connection import Connection, request
from kale.engines.kubeflow.uploads import PAGE
from kale.errors import ConfigurationError, NotFoundOnServerError
from kale.pipeline.quantities import Cron
from kale.suggestion import closest

_UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_INTERVAL: Final = re.compile(r"(\d+)([smhdw]?)")
_FIVE: Final = 5


@dataclass(frozen=True)
class Schedule:
    """A pipeline that runs again and again.

    Attributes:
        schedule_id: The server's id of the schedule.
        name: Its name.
        when: When it runs, in words.
        enabled: Whether it runs at all at the moment.
        experiment_id: The server's id of the experiment.
    """

    schedule_id: str
    name: str
    when: str
    enabled: bool
    experiment_id: str | None = None


def trigger_of(cron: str | None, every: str | None) -> V2beta1Trigger:
    """Give when to run, in the words of the API.

    Args:
        cron: A cron expression of five fields, or of six with seconds first.
        every: An interval, such as ``30m``, ``2h`` or ``1d``; a number alone counts seconds.

    Raises:
        kale.errors.ConfigurationError: It is neither the one nor the other, both, or badly written.
    """
    if (cron is None) == (every is None):
        raise ConfigurationError("a schedule needs either a cron expression or an interval")
    if every is not None:
        return V2beta1Trigger(periodic_schedule=V2beta1PeriodicSchedule(interval_second=str(_seconds(every))))
    try:
        text = TypeAdapter(Cron).validate_python(cron)
    except ValidationError as error:
        raise ConfigurationError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None
    fields = text.split()
    return V2beta1Trigger(
        cron_schedule=V2beta1CronSchedule(cron=" ".join((["0"] if len(fields) == _FIVE else []) + fields))
    )


def schedules(connection: Connection, namespace: str | None) -> tuple[Schedule, ...]:
    """Give all schedules, the newest first.

    Raises:
        kale.errors.KaleError: The server does not answer.
    """
    operation = connection.client.recurring_runs.recurring_run_service_list_recurring_runs
    found: list[Schedule] = []
    token: str | None = None
    while True:
        wanted = request(operation, namespace=namespace, page_size=PAGE, page_token=token, sort_by="created_at desc")
        answer = connection.ask(wanted)
        found += [_schedule(each) for each in answer.recurring_runs or ()]
        token = answer.next_page_token
        if not token:
            return tuple(found)


def find_schedule(connection: Connection, name: str, namespace: str | None) -> Schedule:
    """Give the schedule of that name, or with that id.

    Raises:
        kale.errors.NotFoundOnServerError: There is none, or several have the name.
        kale.errors.KaleError: The server does not answer.
    """
    known = schedules(connection, namespace)
    found = [each for each in known if name == each.schedule_id] or [each for each in known if name == each.name]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(each.schedule_id for each in found)
        raise NotFoundOnServerError(f"{len(found)} schedules are called {name!r}; name one of {ids}")
    hint = closest(name, (each.name for each in known))
    raise NotFoundOnServerError(f"there is no schedule {name!r}{f'; {hint}' if hint else ''}")


def switch_schedule(connection: Connection, schedule: Schedule, *, enabled: bool) -> None:
    """Have a schedule go on, or pause.

    Raises:
        kale.errors.KaleError: The server does not do it.
    """
    api = connection.client.recurring_runs
    operation = (
        api.recurring_run_service_enable_recurring_run if enabled else api.recurring_run_service_disable_recurring_run
    )
    connection.ask(request(operation, schedule.schedule_id))


def delete_schedule(connection: Connection, schedule: Schedule) -> None:
    """Remove a schedule; runs that it has started stay.

    Raises:
        kale.errors.KaleError: The server does not do it.
    """
    operation = connection.client.recurring_runs.recurring_run_service_delete_recurring_run
    try:
        connection.ask(request(operation, schedule.schedule_id))
    except NotFoundOnServerError:
        # The answer to a request that had been carried out was lost, so that it was sent again.
        return


def _schedule(raw: Any) -> Schedule:  # noqa: ANN401 - the SDK has no types
    return Schedule(
        schedule_id=str(raw.recurring_run_id),
        name=str(raw.display_name or raw.recurring_run_id),
        when=describe_trigger(raw.trigger),
        enabled=str(raw.status or raw.mode) in ("ENABLED", "ENABLE"),
        experiment_id=raw.experiment_id,
    )


def describe_trigger(trigger: Any) -> str:  # noqa: ANN401 - the SDK has no types
    """Say when a trigger fires."""
    if trigger is not None and trigger.cron_schedule is not None:
        return f"cron {trigger.cron_schedule.cron}"
    if trigger is not None and trigger.periodic_schedule is not None:
        seconds = int(trigger.periodic_schedule.interval_second or 0)
        unit = max((unit for unit, size in _UNITS.items() if seconds % size == 0), key=_UNITS.__getitem__)
        return f"every {seconds // _UNITS[unit]}{unit}"
    return "never"


def _seconds(every: str) -> int:
    found = _INTERVAL.fullmatch(every.strip())
    seconds = int(found[1]) * _UNITS[found[2] or "s"] if found else 0
    if not seconds:
        raise ConfigurationError(f"{every!r} is not an interval such as 30m, 2h or 1d")
    return seconds
