"""What values look like to the safety net."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import Any

import pytest

from kale.runtime import watching
from kale.runtime.namespace import NAMESPACE
from kale.runtime.watching import appearance


class Graph:
    """An object of a library, which remembers what it has computed."""

    def __init__(self) -> None:
        self.edges = [1]

    @cached_property
    def nodes(self) -> list[int]:
        """Something that is computed once."""
        return [*self.edges]


class Named(list[int]):
    """A list that remembers something as well."""

    @cached_property
    def name(self) -> str:
        """Something that is computed once."""
        return "name"


@pytest.mark.parametrize(("value", "attribute"), [(Graph(), "nodes"), (Named([1]), "name")], ids=["object", "list"])
def test_what_an_object_of_a_library_remembers_is_no_change(value: Any, attribute: str) -> None:
    before = appearance([value])
    assert before is not None
    getattr(value, attribute)
    assert attribute in vars(value)
    assert appearance([value]) == before


def test_a_change_is_seen_beside_what_is_remembered() -> None:
    graph = Graph()
    assert graph.nodes == [1]
    before = appearance(graph)
    graph.edges.append(2)
    assert appearance(graph) != before


def test_what_an_object_of_the_notebook_remembers_is_a_change() -> None:
    kind = type("Own", (Graph,), {"__module__": "__main__"})
    own = kind()
    before = appearance(own)
    assert own.nodes == [1]
    assert appearance(own) != before


def test_what_a_grouped_frame_remembers_is_no_change() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"k": [1, 1, 2], "v": [1.0, 2.0, 4.0]})
    grouped = frame.groupby("k")
    before = appearance(grouped)
    assert before is not None
    assert [key for key, _ in grouped] == [1, 2]
    assert appearance(grouped) == before
    frame["v"] = 0.0
    assert appearance(grouped) != before


def test_how_often_neighbours_were_asked_for_is_no_change() -> None:
    neighbors = pytest.importorskip("sklearn.neighbors")
    model = neighbors.KNeighborsClassifier(1, algorithm="kd_tree").fit(
        [[0.0], [1.0], [2.0], [3.0], [4.0]], [0, 0, 1, 1, 1]
    )
    before = appearance(model)
    assert before is not None
    assert [*model.predict([[0.0]])] == [0]
    assert appearance(model) == before
    model.fit([[0.0], [1.0], [2.0], [3.0], [9.0]], [0, 0, 1, 1, 1])
    assert appearance(model) != before


def test_the_table_of_a_map_of_colours_is_no_change() -> None:
    colors = pytest.importorskip("matplotlib.colors")
    colours = colors.ListedColormap(["red", "green"])
    before = appearance(colours)
    assert before is not None
    assert colours(0.9) == (0.0, 128 / 255, 0.0, 1.0)
    assert appearance(colours) == before
    assert appearance(colours.with_extremes(bad="blue")) != before


def test_what_a_library_is_known_to_note_is_no_change() -> None:
    kind = type("Results", (Graph,), {"__module__": "statsmodels.toys"})
    results: Any = kind()
    before = appearance(results)
    assert before is not None
    results._summary_cache = {"rank": 1}
    assert appearance(results) == before
    results.params = [1]
    assert appearance(results) != before


def test_what_cannot_be_looked_at_any_more_is_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    data: list[Any] = [1]
    monkeypatch.setitem(NAMESPACE, "data", data)
    monkeypatch.setitem(watching.KNOWN, "data", (data, appearance(data)))
    data.append(threading.Lock())
    watching.compare_values()
    data[1] = 2
    with pytest.raises(RuntimeError, match="changes 'data', of type list"):
        watching.compare_values()
