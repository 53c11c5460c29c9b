"""Descriptions of variables, made by all that is known of their types."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any, Final

from . import arrays, builtin, figures, frames, generators
from .blocks import BlockStore
from .graph import Graph
from .instances import instance
from .nodes import Node

PARTS: Final = (arrays, builtin, figures, frames, generators)
"""Importing a part lets it add what it knows to the descriptions."""


def describe(values: Mapping[str, Any], store: BlockStore) -> tuple[dict[str, int], tuple[Node, ...]]:
    """Describe variables together, so that what they share shows.

    Args:
        values: The variables by name; they are left as they were.
        store: Takes the large parts.

    Returns:
        The number of each variable's node, and all nodes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = Graph(store, instance)
        roots = {name: graph.number_of(value) for name, value in values.items()}
        return roots, graph.nodes()
