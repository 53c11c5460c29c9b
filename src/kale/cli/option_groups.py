"""Options that several commands share, declared once; a command gets what a group of them says as one argument."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import click

from kale import api
from kale.cli.arguments import parameter_values
from kale.cli.problems import show_diagnostics
from kale.cli.sources import NamedSource, SourceType
from kale.clusters import is_compiled, open_cluster, package_from
from kale.pipeline import ParameterValue, RuntimeSource
from kale.profiles import ResolvedProfile, resolve_profile

if TYPE_CHECKING:
    from kale.engines.kubeflow import Cluster, Package

Command: TypeAlias = Callable[..., None]
Decorator: TypeAlias = Callable[[Command], Command]


@dataclass(frozen=True)
class ClusterChoice:
    """Which server, and whose.

    Attributes:
        profile: Name of the profile.
        host: Address of the server.
        namespace: Namespace of the user.
    """

    profile: str | None
    host: str | None
    namespace: str | None

    def open(self, source: NamedSource | None = None) -> Cluster:
        """Give the server.

        Args:
            source: The notebook, beside which settings are looked for.

        Raises:
            kale.errors.KaleError: A setting is wrong, or there is no way to the server.
        """
        start = source.folder if source else None
        return open_cluster(self.profile, start=start, host=self.host, namespace=self.namespace)

    def settings(self, source: NamedSource | None = None) -> ResolvedProfile:
        """Give what applies, and where it comes from.

        Args:
            source: The notebook, beside which settings are looked for.

        Raises:
            kale.errors.ConfigurationError: A setting is wrong.
        """
        start = source.folder if source else None
        given = {"host": self.host, "namespace": self.namespace}
        return resolve_profile(self.profile, given, start=start, environment=os.environ)


@dataclass(frozen=True)
class PipelineChoice:
    """What a notebook's pipeline is like, where the notebook says something else or nothing.

    Attributes:
        name: Name of the pipeline.
        image: Image of the steps that name none.
        runtime: Where steps find the program that runs them.
    """

    name: str | None
    image: str | None
    runtime: str | None

    def package(self, source: NamedSource) -> Package:
        """Give what is uploaded of a notebook or a compiled pipeline; what is doubtful in a notebook is shown.

        Raises:
            kale.errors.KaleError: There is no pipeline in it, or it is compiled and yet to be something else.
        """
        if is_compiled(source.source):
            return package_from(source.source, name=self.name, image=self.image, runtime=self.runtime)
        compiled = api.compile_notebook(source.source, name=self.name, image=self.image, runtime=self.runtime)
        show_diagnostics(compiled.diagnostics, source.name)
        return package_from(compiled)


@dataclass(frozen=True)
class OrderChoice(PipelineChoice):
    """What is to run, and with what.

    Attributes:
        assignments: Values of parameters, as ``NAME=VALUE``.
        experiment: Experiment of the runs.
    """

    assignments: tuple[str, ...]
    experiment: str | None

    def prepared(self, source: NamedSource) -> tuple[Package, dict[str, ParameterValue]]:
        """Give what is uploaded, and the values of its parameters.

        Raises:
            kale.errors.KaleError: There is no pipeline in the source, or a value is not one of its parameters'.
        """
        package = self.package(source)
        return package, parameter_values(self.assignments, package.parameters)


@dataclass(frozen=True)
class Waiting:
    """Whether to wait for the end of a run.

    Attributes:
        wait: Whether to.
        timeout: Seconds to wait; without end when ``None``.
    """

    wait: bool
    timeout: float | None

    def __post_init__(self) -> None:
        if self.timeout is not None and not self.wait:
            raise click.UsageError("--timeout says how long to wait; add --wait")


_Choice: TypeAlias = ClusterChoice | PipelineChoice | Waiting


def _group(argument: str, kind: type[_Choice], *options: Decorator) -> Decorator:
    """Give the decorator that adds options to a command, which gets them as one argument.

    Args:
        argument: Name of the argument.
        kind: Dataclass whose fields are called like the options.
        options: click's decorators.
    """
    names = tuple(field.name for field in fields(kind))

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def gathering(**given: Any) -> None:  # noqa: ANN401 - whatever the command takes
            command(**{argument: kind(**{name: given.pop(name) for name in names})}, **given)

        decorated: Command = gathering
        for option in reversed(options):
            decorated = option(decorated)
        return decorated

    return decorate


cluster_options = _group(
    "server",
    ClusterChoice,
    click.option("--profile", help="Which of the profiles in kale.toml, pyproject.toml or your own file."),
    click.option("--host", help="Address of the server."),
    click.option("--namespace", help="Namespace of the user, where the server has several."),
)
"""Gives a command the argument ``server``, a `ClusterChoice`."""

parameter_option = click.option(
    "-p", "--parameter", "assignments", metavar="NAME=VALUE", multiple=True, help="Value of a parameter."
)
"""Gives a command the argument ``assignments``."""

_PIPELINE_OPTIONS: Final = (
    click.option("--name", help="Name of the pipeline [default: the notebook's]."),
    click.option("--image", help="Image of the steps that name none."),
    click.option(
        "--runtime",
        type=click.Choice([place.value for place in RuntimeSource]),
        help="Where steps find the program that runs them: in the YAML, or in an image that has kale.",
    ),
)

pipeline_options = _group("choice", PipelineChoice, *_PIPELINE_OPTIONS)
"""Gives a command the argument ``choice``, a `PipelineChoice`."""

order_options = _group(
    "order",
    OrderChoice,
    parameter_option,
    click.option("--experiment", help="Experiment of the runs, made if it is missing [default: the notebook's]."),
    *_PIPELINE_OPTIONS,
)
"""Gives a command the argument ``order``, an `OrderChoice`."""

waiting_options = _group(
    "waiting",
    Waiting,
    click.option("--wait", is_flag=True, help="Wait for the end, and show how far the run is."),
    click.option("--timeout", type=click.FloatRange(min=0), help="Seconds to wait [default: without end]."),
)
"""Gives a command the argument ``waiting``, a `Waiting`."""

source_argument = click.argument("notebook", type=SourceType())
"""Gives a command the argument ``notebook``, a `NamedSource`."""

json_option = click.option("--json", "as_json", is_flag=True, help="Describe the result as JSON on standard output.")
"""Gives a command the argument ``as_json``."""
