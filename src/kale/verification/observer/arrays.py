"""Descriptions of arrays: NumPy, PyTorch, SciPy's sparse matrices, and what scikit-learn makes of them."""

from __future__ import annotations

import sys
from typing import Any

from .graph import Graph, describes, labelled_attributes
from .instances import attributes_of
from .nodes import Kind, Node
from .texts import type_name


@describes(("numpy", "ndarray"), ("numpy", "void"))
def array(graph: Graph, value: Any) -> Node:
    """Describe an array by type, shape and elements; a structured one field by field."""
    numpy = sys.modules["numpy"]
    plain = numpy.asarray(value)
    described = _plain_array(graph, plain, type_name(type(value)))
    attributes = attributes_of(value)
    if not attributes:
        return described
    labelled = ((label, graph.number_of(part)) for label, part in labelled_attributes(attributes))
    return Node(Kind.PARTS, described.type, parts=(("", graph.add(described)), *labelled))


def _plain_array(graph: Graph, plain: Any, name: str) -> Node:
    if plain.dtype.names:
        # Between the fields there may be bytes that nobody has set.
        fields = [(f"[{field!r}]", graph.number_of(plain[field])) for field in plain.dtype.names]
        return Node(Kind.PARTS, name, f"{plain.dtype.descr} {plain.shape}", tuple(fields))
    if plain.dtype.hasobject or not hasattr(plain.dtype, "str"):
        flat = graph.elements(plain.ravel().tolist())
        shape = "" if plain.ndim == 1 else f" {plain.shape}"
        return Node(flat.kind, name, f"{plain.dtype}{shape}", flat.parts, flat.block, flat.shape)
    content = sys.modules["numpy"].ascontiguousarray(plain)
    block = graph.store.keep(memoryview(content.reshape(-1).view("u1")) if content.nbytes else b"")
    return Node(Kind.ARRAY, name, plain.dtype.str, block=block, shape=tuple(plain.shape))


@describes(("numpy", "MaskedArray"))
def masked(graph: Graph, value: Any) -> Node:
    """Describe an array with a mask; what lies under the mask does not count."""
    numpy = sys.modules["numpy"]
    mask = numpy.ma.getmaskarray(value)
    shown = numpy.array(value.data, copy=True, subok=False)
    if not shown.dtype.names:
        shown[mask] = numpy.zeros((), shown.dtype)
    return graph.parts(type_name(type(value)), [("", shown), (".mask", mask), (".fill_value", value.fill_value)])


@describes(("torch", "Tensor"))
def tensor(graph: Graph, value: Any) -> Node:
    """Describe a tensor by type, shape, elements, and the gradient of a leaf."""
    torch = sys.modules["torch"]
    facts = f"{value.dtype}, {value.device}{', requires_grad' if value.requires_grad else ''}"
    data = value.detach()
    if data.layout is not torch.strided:
        data = data.to_dense()
    data = data.cpu().contiguous().resolve_conj().resolve_neg()
    if data.dtype is torch.bfloat16:
        data = data.view(torch.int16)
    parts = [("", data.numpy())]
    if value.is_leaf and value.grad is not None:
        parts.append((".grad", value.grad))
    return graph.parts(type_name(type(value)), [*parts, *labelled_attributes(attributes_of(value))], facts)


@describes(("scipy", "_spbase"), ("scipy", "spmatrix"))
def sparse(graph: Graph, value: Any) -> Node:
    """Describe a sparse matrix by shape and entries."""
    entries = value.tocoo(copy=True)
    entries.sum_duplicates()
    parts = [(f" coordinates {axis}", numbers) for axis, numbers in enumerate(entries.coords)]
    return graph.parts(type_name(type(value)), [*parts, (" entries", entries.data)], f"{value.shape}")


@describes(("sklearn", "BinaryTree"), ("sklearn", "BinaryTree32"), ("sklearn", "BinaryTree64"))
def neighbours(graph: Graph, value: Any) -> Node:
    """Describe a tree of neighbours by its arrays; how often it was asked does not count."""
    labels = (".data", ".idx_array", ".node_data", ".node_bounds")
    return graph.parts(type_name(type(value)), zip(labels, value.get_arrays(), strict=True))
