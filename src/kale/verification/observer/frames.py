"""Descriptions of pandas' frames, series, indexes and arrays."""

from __future__ import annotations

from typing import Any

from .graph import Graph, describes
from .nodes import Node
from .texts import type_name


@describes(("pandas", "DataFrame"))
def frame(graph: Graph, value: Any) -> Node:
    """Describe a frame by its index, its columns and the values of each."""
    unique = value.columns.is_unique
    columns = [
        (f"[{label!r}]" if unique else f".iloc[:, {position}]", value.iloc[:, position].array)
        for position, label in enumerate(value.columns)
    ]
    return graph.parts(
        type_name(type(value)), [(".index", value.index), (".columns", value.columns), *columns, *_extras(value)]
    )


@describes(("pandas", "Series"))
def series(graph: Graph, value: Any) -> Node:
    """Describe a series by its name, index and values."""
    return graph.parts(
        type_name(type(value)), [(".name", value.name), (".index", value.index), ("", value.array), *_extras(value)]
    )


def _extras(value: Any) -> list[tuple[str, Any]]:
    """Give the notes of a user on a frame, where there are any."""
    return [(".attrs", value.attrs)] if value.attrs else []


@describes(("pandas", "Index"))
def index(graph: Graph, value: Any) -> Node:
    """Describe an index by its names and labels."""
    parts: list[tuple[str, Any]] = [(".names", [*value.names])]
    if "RangeIndex" in _names(value):
        return graph.parts(type_name(type(value)), [*parts, ("", range(value.start, value.stop, value.step))])
    if "MultiIndex" in _names(value):
        return graph.parts(
            type_name(type(value)), [*parts, (".dtypes", [*map(str, value.dtypes)]), ("", value.tolist())]
        )
    return graph.parts(type_name(type(value)), [*parts, ("", value.array)])


@describes(("pandas", "NumpyExtensionArray"), ("pandas", "PandasArray"))
def plain_array(graph: Graph, value: Any) -> Node:
    """Describe the values of a column that is a NumPy array."""
    return graph.parts("pandas column", [("", value.to_numpy())], str(value.dtype))


@describes(("pandas", "Categorical"))
def categorical(graph: Graph, value: Any) -> Node:
    """Describe categories, and which of them each value is."""
    parts = [(".codes", value.codes), (".categories", value.categories)]
    return graph.parts("pandas column", parts, f"{'ordered ' if value.ordered else ''}category")


@describes(("pandas", "DatetimeArray"), ("pandas", "TimedeltaArray"))
def moments(graph: Graph, value: Any) -> Node:
    """Describe points in time and durations."""
    return graph.parts("pandas column", [("", value.to_numpy(value._ndarray.dtype))], str(value.dtype))


@describes(("pandas", "ExtensionArray"))
def extension(graph: Graph, value: Any) -> Node:
    """Describe the values of any other column one by one."""
    described = graph.elements([*value])
    return Node(described.kind, "pandas column", str(value.dtype), described.parts, described.block, described.shape)


@describes(("pandas", "GroupBy"))
def groups(graph: Graph, value: Any) -> Node:
    """Describe what is grouped, and by what."""
    return graph.parts(type_name(type(value)), [(".obj", value.obj), (".keys", value.keys)])


def _names(value: Any) -> set[str]:
    return {kind.__name__ for kind in type(value).__mro__}
