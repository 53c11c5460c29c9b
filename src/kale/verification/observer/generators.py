"""Descriptions of generators of random numbers, made without drawing any."""

from __future__ import annotations

import hashlib
import sys
from typing import Any, Final

from .graph import Graph, describes, labelled_attributes
from .instances import attributes_of
from .nodes import Kind, Node
from .texts import type_name

_OF_THE_PROCESS: Final = (("random", "_inst"), ("numpy.random.mtrand", "_rand"), ("torch", "default_generator"))
"""Modules that keep the generator of the process, and their names for it."""


@describes(("random", "Random"))
def python_generator(graph: Graph, value: Any) -> Node:
    """Describe a generator of the standard library."""
    return _generator(graph, value, sys.modules["random"].Random.getstate(value))


@describes(("numpy", "RandomState"))
def random_state(graph: Graph, value: Any) -> Node:
    """Describe a generator of NumPy of the older kind."""
    return _generator(graph, value, value.get_state(legacy=False))


@describes(("numpy", "Generator"))
def numpy_generator(graph: Graph, value: Any) -> Node:
    """Describe a generator of NumPy."""
    return graph.parts(type_name(type(value)), [(".bit_generator", value.bit_generator)])


@describes(("numpy", "BitGenerator"))
def bit_generator(graph: Graph, value: Any) -> Node:
    """Describe what a generator of NumPy has its bits from."""
    return _generator(graph, value, value.state)


@describes(("torch", "Generator"))
def torch_generator(graph: Graph, value: Any) -> Node:
    """Describe a generator of PyTorch."""
    return _generator(graph, value, value.get_state())


def _generator(graph: Graph, value: Any, state: Any) -> Node:
    """Describe a generator by its state as a whole; the one that all code of the process draws from by its name.

    Pipelines hand on the state of a process's generator on its own, where code depends on it.
    """
    if any(value is getattr(sys.modules.get(module), name, None) for module, name in _OF_THE_PROCESS):
        return Node(Kind.PLAIN, type_name(type(value)), "the generator of the process")
    digest = hashlib.blake2b(repr(_plain(state)).encode(), digest_size=4).hexdigest()
    whole = graph.add(Node(Kind.PLAIN, "state", f"state {digest}"))
    labelled = [(label, graph.number_of(part)) for label, part in labelled_attributes(attributes_of(value))]
    return Node(Kind.PARTS, type_name(type(value)), parts=(("", whole), *labelled))


def _plain(state: Any) -> Any:
    """Give a state as what ``repr`` writes in full."""
    if isinstance(state, dict):
        return {name: _plain(part) for name, part in state.items()}
    return state.tolist() if hasattr(state, "tolist") else state
