"""Values that stay on a volume which the steps of a run share."""

from __future__ import annotations

import os
from functools import partial
from typing import Any

from kale.runtime.registry import OPERATIONS


def use_workspace(inputs: Any, given: str, read: dict[str, str], kept: dict[str, str]) -> None:
    """Have artifacts loaded from the workspace, and saved in it, from here on.

    Args:
        inputs: The executor input's inputs.
        given: Name of the input that holds the workspace's path.
        read: Where the artifacts to load lie in it, by their names among the inputs.
        kept: Where the artifacts to save lie in it, by their names among the outputs.
    """
    root = inputs["parameterValues"][given]
    for kind, paths in (("load", read), ("save", kept)):
        if paths:
            OPERATIONS[kind] = partial(in_workspace, OPERATIONS[kind], root, paths)


def in_workspace(operation: Any, root: str, paths: dict[str, str], channels: Any, name: str, *details: Any) -> None:
    """Load or save an artifact where it lies: in the workspace, or where the platform has put it."""
    if name in paths:
        channels = {"artifacts": {name: {"artifacts": [{"uri": os.path.join(root, paths[name])}]}}}
    operation(channels, name, *details)


OPERATIONS["workspace"] = use_workspace
