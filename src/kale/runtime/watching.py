"""A safety net under the analysis, for what no analysis can know: what a library does to the objects that it is given.

Values that a step takes in and does not hand on are compared before and after each of its cells: where one has changed,
later steps would not see it. And what a step saves in several artifacts must not share objects, since each reader gets
copies of its own. Both looks are bounded in cost.
"""

from __future__ import annotations

import sys
import zlib
from functools import lru_cache
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

from kale.runtime.namespace import NAMESPACE
from kale.runtime.pickling import Pickler
from kale.runtime.reducers import AGAIN
from kale.runtime.registry import LISTENERS, OPERATIONS

LARGEST = 1 << 26
"""Bytes of a value that are looked at: of a larger buffer evenly spaced parts, of a larger stream nothing."""

MOST = 100_000
"""Objects of a variable that are looked at to find those that it shares with others."""

PARTS = 1024
KNOWN: dict[str, tuple[Any, Any]] = {}
"""The values that should stay as they are, with what they looked like before the first cell."""

NOTES = {
    "matplotlib": "_lut _isinit _cid_gen _cpp_triangulation _trifinder _edges _neighbors",
    "statsmodels": (
        "_cache _summary_cache _summary_statistics_cache _nobs_int _tmp_like_exog diagn het_scale"
        " predict_start predict_end predict_dates"
    ),
    "sympy": "beta_triggers",
}
"""By library, attributes in which its objects note what they were asked: tables of colours, parts of a summary."""

PLACE = [""]
PLAIN = (str, bytes, int, float, complex, type(None), type, FunctionType, BuiltinFunctionType, ModuleType)


class Looker(Pickler):
    """Pickle for looking: neither which equal texts are one object, nor what libraries remember, is looked at."""

    def __init__(self, file: Any) -> None:
        super().__init__(file)
        # Without a memo; what refers to itself cannot be looked at then.
        self.fast = True

    def reducer_override(self, value: Any) -> Any:
        """Give names of code, the content of pandas' objects, which take notes, and of others what is saved of them."""
        if isinstance(value, (type, FunctionType)):
            return NotImplemented if value is str else (str, (value.__qualname__,))
        kind: Any = type(value)
        if hasattr(kind, "get_tree_stats"):
            # scikit-learn's trees of neighbours count what they are asked.
            return list, ([kind, *value.get_arrays()],)
        if str(kind.__module__).partition(".")[0] != "pandas" or not hasattr(value, "to_numpy"):
            reduced = super().reducer_override(value)
            remembered = remembered_by(kind).intersection(getattr(value, "__dict__", ()))
            if remembered:
                reduced = value.__reduce_ex__(5) if reduced is NotImplemented else reduced
                reduced = without(remembered, reduced)
            # What sets the state is given the object, which without a memo would be looked at without end.
            return reduced[:5] if isinstance(reduced, tuple) else reduced
        content = [kind, *(getattr(value, name, None) for name in ("index", "columns", "name", "names"))]
        if hasattr(value, "columns"):
            content += [value.iloc[:, number] for number in range(value.shape[1])]
        else:
            content += [str(value.dtype), value.to_numpy()]
        return list, (content,)


@lru_cache(None)
def remembered_by(kind: type) -> frozenset[str]:
    """Give the attributes that objects of a library's type compute when they are first read, and remember."""
    if kind.__module__ == "__main__":
        return frozenset()
    attributes = [(name, type(found).__name__) for base in kind.__mro__ for name, found in vars(base).items()]
    kept_apart = {"_cache" for _, found in attributes if found == "CachedProperty"}
    noted = {name for library in roots_of(kind) for name in NOTES.get(library, "").split()}
    return frozenset(name for name, found in attributes if found == "cached_property") | kept_apart | noted


def roots_of(kind: type) -> set[str]:
    """Give the top modules of a type and its bases."""
    return {str(base.__module__).partition(".")[0] for base in kind.__mro__}


def without(names: frozenset[str], reduced: Any) -> Any:
    """Give how an object is saved, but for attributes of these names."""
    if not isinstance(reduced, tuple) or len(reduced) < 3 or type(reduced[2]) is not dict:
        return reduced
    state = {name: value for name, value in reduced[2].items() if name not in names}
    return (*reduced[:2], state or None, *reduced[3:])


class Checksum:
    """A file that keeps nothing but a checksum of what is written to it.

    Attributes:
        value: The checksum.
        room: Bytes that may still be written.
    """

    def __init__(self) -> None:
        self.value = 0
        self.room = LARGEST

    def write(self, data: Any) -> int:
        """Take bytes into account.

        Raises:
            OverflowError: They are too many.
        """
        self.room -= len(data)
        if self.room < 0:
            raise OverflowError
        self.value = zlib.crc32(data, self.value)
        return len(data)

    def add(self, view: memoryview) -> None:
        """Take a buffer into account; of a large one evenly spaced parts."""
        stride = max(1, view.nbytes // PARTS)
        width = min(stride, LARGEST // PARTS)
        for start in range(0, view.nbytes, stride):
            self.value = zlib.crc32(view[start : start + width], self.value)


def appearance(value: Any) -> Any:
    """Give what a value looks like; ``None`` for one that cannot be looked at: too large, or not to be pickled."""
    sink = Checksum()
    pickler = Looker(sink)
    try:
        pickler.dump(value)
    except Exception:
        return None
    finally:
        # What was met on the way must not be kept alive.
        for ask in AGAIN:
            ask(False)
    for buffer in pickler.buffers:
        sink.add(buffer)
    return sink.value


def note_values(names: list[str], kind: str, file: str) -> None:
    """Remember what values look like before a cell runs."""
    PLACE[0] = file.strip("<>")
    for name in names if kind != "define" else ():
        if name in NAMESPACE and name not in KNOWN:
            value = NAMESPACE[name]
            KNOWN[name] = value, appearance(value)


def compare_values() -> None:
    """See whether a cell has changed a value, unless it failed anyway.

    Raises:
        RuntimeError: It has.
    """
    if sys.exc_info()[1] is not None:
        return
    for name, (value, before) in KNOWN.items():
        # What cannot be looked at any more, such as a data set that a library has made ready, could not be handed on.
        if before is not None and NAMESPACE.get(name) is value and appearance(value) not in (before, None):
            raise RuntimeError(
                f"{PLACE[0]} changes {name!r}, of type {type(value).__name__}, in a way that its code does not show;"
                f" later steps would get it without the change. Write '# kale: mutates {name}' on the line that"
                " changes it, or let the line change a copy"
            )


def objects_of(value: Any) -> dict[int, Any]:
    """Give the objects that can be changed through a variable, as far as containers and notebook classes lead."""
    found: dict[int, Any] = {}
    pending = [value]
    while pending and len(found) < MOST:
        current = pending.pop()
        kind = type(current)
        if isinstance(current, PLAIN) or id(current) in found or kind.__module__ == "logging":
            continue
        own = kind.__module__ == "__main__"
        if kind.__hash__ is None or own or getattr(current, "__dict__", None):
            found[id(current)] = current
        if isinstance(current, dict):
            pending += current.values()
        elif isinstance(current, (list, tuple, set, frozenset)) or kind.__name__ == "deque":
            pending += current
        elif own:
            pending += getattr(current, "__dict__", {}).values()
    return found


def compare_artifacts(artifacts: list[list[str]], failure: Any) -> None:
    """Say which variables share an object though they are saved apart."""
    seen: dict[int, str] = {}
    for names in artifacts if failure is None else ():
        here: dict[int, str] = {}
        for name in names:
            for number in objects_of(NAMESPACE.get(name)):
                if number in seen and seen[number] not in names:
                    print(
                        f"kale: {seen[number]!r} and {name!r} share an object, which the code does not show; steps that"
                        f" load both get a copy of it for each. If one of them changes it, write"
                        f" '# kale: mutates {seen[number]}, {name}' on the line where they come to share it",
                        file=sys.stderr,
                    )
                    break
                here.setdefault(number, name)
        seen.update(here)


def watch(_: Any, names: list[str], artifacts: list[list[str]]) -> None:
    """Watch over values from here on.

    Args:
        _: The executor input's outputs.
        names: Variables that should stay as they are.
        artifacts: The variables that the step saves, by artifact.
    """
    LISTENERS["before"].append(lambda kind, file, *_: note_values(names, kind, file))
    LISTENERS["after"].append(compare_values)
    LISTENERS["end"].append(lambda failure: compare_artifacts(artifacts, failure))


OPERATIONS["watch"] = watch
