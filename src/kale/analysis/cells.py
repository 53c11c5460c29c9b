"""Objects that stand in the cells of frames, series and arrays, and stay the same objects where these are copied.

A copy of a frame is a new frame, but a list in one of its cells is the list that stands in the copy. That matters only
if cells hold what can be changed, which most frames do not; so it is followed where the code shows that they do.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from kale.analysis.collections_in_cells import APPLYING
from kale.analysis.events import Call
from kale.analysis.knowledge import IMMUTABLE_METHODS, words
from kale.analysis.outcomes import all_arguments
from kale.analysis.situation import Situation
from kale.analysis.values import Result, Roots
from kale.analysis.versions import Form, Version

_DEPTHS: Final[dict[str, int]] = {
    "pandas.DataFrame": 3,
    "pandas.DataFrame.from_dict": 3,
    "pandas.DataFrame.from_records": 3,
    "pandas.Series": 2,
    "numpy.array": 1,
    "numpy.asarray": 1,
    "pandas.json_normalize": 0,
    "pandas.read_json": 0,
}
"""Functions that make frames, series and arrays; how deep what they are given must be for lists to stand in cells."""

_OBJECTS: Final = frozenset({("object",), ("O",)})
_REDUCING: Final = IMMUTABLE_METHODS | words(
    "sum mean min max std var median nunique any all to_csv to_string len size"
)


class Cells(NamedTuple):
    """What an object's cells hold.

    Attributes:
        common: Names of objects whose cells or elements hold the same objects.
        put: Names of objects that were put into the cells, or whose elements were.
    """

    common: frozenset[str] = frozenset()
    put: frozenset[str] = frozenset()


class CellFlow:
    """Follows what stands in cells.

    Args:
        situation: Where in the notebook the dataflow is.

    Attributes:
        met: There are cells that hold what can be changed.
    """

    def __init__(self, situation: Situation) -> None:
        self.met = False
        self._at = situation
        self._line = -1
        self._results: dict[int, Cells] = {}

    def follow(self, event: Call) -> None:
        """Note what the cells of a call's result hold."""
        qualified = self._at.effects.qualify(event.callee) or ""
        makes = qualified in _DEPTHS
        if not (makes or self.met or event.fills_cells or event.method in APPLYING):
            return
        self._begin()
        if event.method in _REDUCING or event.special or event.accessor:
            return
        given = event.receiver | all_arguments(event)
        sources = self._at.namespace.existing(self._at.trace.resolve(given))
        common = frozenset(version.name for version in sources if version.cells)
        put = [version.name for version in sources if version.form is Form.PLAIN and not version.immutable]
        found = self.of(given)
        filled = event.fills_cells or (self._is_filled(event, qualified, sources) if makes else self._applies(event))
        if filled or common or found is not None:
            self.met = True
            known = found or Cells()
            added = frozenset(put if makes and filled else ())
            self._results[event.number] = Cells(common | known.common, added | known.put)

    def _applies(self, event: Call) -> bool:
        """Whether a call puts into each cell what a function of the notebook's gives, such as a list."""
        functions = (function for name in event.passed for function in self._at.effects.functions.get(name, ()))
        return event.method in APPLYING and any(function.gives_container for function in functions)

    def _is_filled(self, event: Call, qualified: str, sources: list[Version]) -> bool:
        """Whether a call makes a frame, series or array of what lists or the like, or instances, stand in."""
        own = event.passed & self._at.effects.classes.keys()
        if own or any(version.is_instance for version in sources):
            return True
        if qualified.startswith("numpy."):
            typed = any(text in _OBJECTS for place, text in event.texts if place == "dtype")
            return typed or "object" in event.passed
        return event.depth + max((version.depth for version in sources), default=0) >= _DEPTHS[qualified]

    def of(self, roots: Roots) -> Cells | None:
        """Give what the cells hold of an object that a call of the statement has made; ``None`` for plain ones."""
        if not self.met:
            return None
        self._begin()
        numbers = (root.number for root in roots if isinstance(root, Result))
        found = [self._results[number] for number in numbers if number in self._results]
        if not found:
            return None
        common = frozenset[str]().union(*(cells.common for cells in found))
        return Cells(common, frozenset[str]().union(*(cells.put for cells in found)))

    def _begin(self) -> None:
        if self._at.line.position != self._line:
            self._line = self._at.line.position
            self._results = {}
