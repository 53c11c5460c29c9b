"""``kale schedule``: pipelines that run again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kale.cli.cluster_documents import ScheduleDocument, ScheduleListDocument
from kale.cli.configured import ConfiguredCommand
from kale.cli.default_command import GroupWithDefault
from kale.cli.option_groups import (
    ClusterChoice,
    OrderChoice,
    cluster_options,
    json_option,
    order_options,
    source_argument,
)
from kale.cli.problems import problems_reported
from kale.cli.sources import NamedSource
from kale.cli.summary import Row, aligned

if TYPE_CHECKING:
    from kale.engines.kubeflow import Schedule


@click.group("schedule", cls=GroupWithDefault, default="create")
def command() -> None:
    """Have pipelines run again and again: kale schedule NOTEBOOK --every 1d."""


@command.command("create", cls=ConfiguredCommand, table="schedule")
@source_argument
@click.option("--cron", help="When, as a cron expression of five fields, or of six with seconds first.")
@click.option("--every", help="How often, such as 30m, 2h or 1d.")
@click.option("--schedule-name", help="Name of the schedule [default: the pipeline's and when it runs].")
@click.option("--catch-up", is_flag=True, help="Make up for runs that a pause has prevented.")
@order_options
@cluster_options
@json_option
def create(
    *,
    notebook: NamedSource,
    cron: str | None,
    every: str | None,
    schedule_name: str | None,
    catch_up: bool,
    order: OrderChoice,
    server: ClusterChoice,
    as_json: bool,
) -> None:
    """Have NOTEBOOK, or a compiled YAML file, run again and again."""
    with problems_reported(as_json=as_json):
        package, values = order.prepared(notebook)
        with server.open(notebook) as cluster:
            made = cluster.schedule(
                package,
                values,
                cron=cron,
                every=every,
                experiment=order.experiment,
                name=schedule_name,
                catch_up=catch_up,
            )
    if as_json:
        click.echo(ScheduleDocument.of(made).to_json())
    else:
        click.echo(f"schedule {made.name!r}: {made.when}")


@command.command("list")
@cluster_options
@json_option
def list_schedules(*, server: ClusterChoice, as_json: bool) -> None:
    """List all schedules."""
    with problems_reported(as_json=as_json), server.open() as cluster:
        found = cluster.schedules()
    if as_json:
        document = ScheduleListDocument(schedules=tuple(map(ScheduleDocument.of, found)))
        click.echo(document.to_json())
    else:
        for line in aligned([("NAME", "WHEN", "STATE", "ID"), *map(_row, found)]):
            click.echo(line)


@command.command("pause")
@click.argument("schedule")
@cluster_options
def pause(*, schedule: str, server: ClusterChoice) -> None:
    """Have SCHEDULE, a name or an id, start no runs any more."""
    with problems_reported(), server.open() as cluster:
        click.echo(f"schedule {cluster.pause_schedule(schedule).name!r}: paused")


@command.command("resume")
@click.argument("schedule")
@cluster_options
def resume(*, schedule: str, server: ClusterChoice) -> None:
    """Have SCHEDULE, a name or an id, go on."""
    with problems_reported(), server.open() as cluster:
        click.echo(f"schedule {cluster.resume_schedule(schedule).name!r}: goes on")


@command.command("delete")
@click.argument("schedule")
@cluster_options
def delete(*, schedule: str, server: ClusterChoice) -> None:
    """Remove SCHEDULE, a name or an id; the runs that it has started stay."""
    with problems_reported(), server.open() as cluster:
        click.echo(f"schedule {cluster.delete_schedule(schedule).name!r}: deleted")


def _row(schedule: Schedule) -> Row:
    return schedule.name, schedule.when, "enabled" if schedule.enabled else "paused", schedule.schedule_id
