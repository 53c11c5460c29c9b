"""A group of commands of which one need not be named."""

from __future__ import annotations

from typing import Any

import click


class GroupWithDefault(click.Group):
    """A group that takes a first word that is none of its commands for an argument of one of them.

    Args:
        default: Name of that command.
        arguments: What click's own group takes.
    """

    def __init__(self, *arguments: Any, default: str, **keywords: Any) -> None:  # noqa: ANN401 - click's signature
        super().__init__(*arguments, **keywords)
        self._default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the command in front where there is none."""
        helping = any(word in ctx.help_option_names for word in args[:1])
        if not helping and (not args or args[0] not in self.commands):
            args = [self._default, *args]
        return super().parse_args(ctx, args)
