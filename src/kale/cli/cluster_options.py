"""What every command that talks to a server takes: which server, and whose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kale.cli.sources import NamedSource
from kale.clusters import open_cluster

if TYPE_CHECKING:
    from kale.engines.kubeflow import Cluster

F = TypeVar("F", bound=Callable[..., Any])


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
        return open_cluster(
            self.profile, start=source.folder if source else None, host=self.host, namespace=self.namespace
        )


def cluster_options(command: F) -> F:
    """Add the options to a command, which gets a `ClusterChoice` from :func:`cluster_choice`."""
    for option in (
        click.option("--namespace", help="Namespace of the user, where the server has several."),
        click.option("--host", help="Address of the server."),
        click.option("--profile", help="Which of the profiles in kale.toml, pyproject.toml or your own file."),
    ):
        command = option(command)
    return command
