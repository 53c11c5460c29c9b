"""The ``kale`` command, whose subcommands load when they are first used."""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Mapping
from typing import Final

import click

from kale._version import __version__

_COMMANDS: Final[Mapping[str, str]] = {
    "check": "kale.cli.check",
    "compile": "kale.cli.compilation",
    "config": "kale.cli.configuration",
    "explain": "kale.cli.explain",
    "graph": "kale.cli.graph",
    "rule": "kale.cli.rule",
    "run": "kale.cli.execution",
    "runs": "kale.cli.running",
    "schedule": "kale.cli.scheduling",
    "submit": "kale.cli.submission",
    "upload": "kale.cli.uploading",
    "verify": "kale.cli.verification",
}

_OBJECTS_BETWEEN_COLLECTIONS: Final = 200_000
"""Loading makes objects by the hundred thousand, nearly all of which stay: to look through them for garbage after every
700 would take a tenth of the time of a short command."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is asked for.

    ``kale --version`` and shell completion then cost no more than click itself.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names of the commands."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Give the command of that name, or nothing when there is none."""
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(module).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.command is not a command")
        return command


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kale", message="%(prog)s %(version)s")
def kale() -> None:
    """Turn an annotated Jupyter notebook into a Kubeflow Pipelines pipeline, and run it."""


def main() -> None:
    """Run the command line and exit: 0 is success, 1 a failed run or a check that found problems, 2 bad input."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    try:
        kale(prog_name="kale")
    finally:
        # What is left goes with the process. Python would look through all of it twice before.
        gc.freeze()
