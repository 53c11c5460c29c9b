"""Writes down what a name holds, so that two runs of the same cells can be compared.

A notebook calls ``record(name, value)``; one JSON line goes to the file that the environment variable ``KALE_OBS``
names. The line carries a digest of the value's canonical text: exact (bit patterns of floats, bytes of arrays), free
of addresses and of hash order, and made without changing the value. Only the standard library is imported here, so
that observing adds nothing to a step; library types are recognised by name.
"""

from __future__ import annotations

import collections.abc
import enum
import functools
import hashlib
import json
import os
import sys
import types
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

__all__ = ["canonical_text", "class_name", "record"]

LONGEST_ARRAY_PREVIEW = 8
"""Items of an array that its text shows besides the digest of all its bytes."""

LONGEST_TEXT = 400
"""Characters of the canonical text that are kept for a human reader."""


def record(name: str, value: object) -> None:
    """Append one observation to the file named by ``KALE_OBS``.

    Args:
        name: What the observation is called.
        value: What is observed; it is left as it was.
    """
    text = canonical_text(value)
    line = {
        "name": name,
        "type": class_name(type(value)),
        "digest": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "text": text[:LONGEST_TEXT],
        "pid": os.getpid(),
    }
    descriptor = os.open(os.environ["KALE_OBS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        os.write(descriptor, json.dumps(line).encode() + b"\n")
    finally:
        os.close(descriptor)


def canonical_text(value: object) -> str:
    """Give the text that two values share exactly when they are the same value of the same type."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _Writer().text(value)


def class_name(cls: type) -> str:
    """Give a class's name; a notebook's own class has no module in front."""
    if cls.__module__ in ("builtins", "__main__"):
        return cls.__qualname__
    return f"{cls.__module__}.{cls.__qualname__}"


class _Writer:
    """Writes canonical text; remembers what it is inside of, because a value may contain itself."""

    def __init__(self) -> None:
        self._inside: list[int] = []

    def text(self, value: Any) -> str:
        if type(value) is float:
            return value.hex()
        if type(value) in (type(None), bool, int, str, bytes, type(...), type(NotImplemented)):
            return ascii(value)
        if id(value) in self._inside:
            return f"<cycle {len(self._inside) - self._inside.index(id(value))}>"
        self._inside.append(id(value))
        try:
            return f"{class_name(type(value))}{self._body(value)}"
        finally:
            self._inside.pop()

    def row(self, values: Iterable[object]) -> str:
        return f"[{', '.join(self.text(value) for value in values)}]"

    def pairs(self, mapping: Mapping[Any, Any]) -> str:
        return f"{{{', '.join(f'{self.text(key)}: {self.text(item)}' for key, item in mapping.items())}}}"

    def attributes(self, value: object, without: frozenset[str] = frozenset()) -> str:
        found = dict(_attributes(value))
        parts = [f"{name}={self.text(found[name])}" for name in sorted(found) if name not in without]
        return f"<{', '.join(parts)}>" if parts else ""

    def _body(self, value: Any) -> str:
        if isinstance(value, enum.Enum):
            return f".{value.name}={self.text(value.value)}"
        for cls in type(value).__mro__:
            describe = _DESCRIPTIONS.get((cls.__module__.partition(".")[0], cls.__name__))
            if describe is not None:
                return describe(self, value)
        if isinstance(value, collections.abc.Iterator):
            return ""
        attributes = self.attributes(value)
        return attributes or self._rebuilt(value)

    def _rebuilt(self, value: Any) -> str:
        """Describe an object of a compiled type by what ``copy`` would rebuild it from."""
        try:
            recipe = value.__reduce_ex__(4)
        except TypeError:
            return ""
        return recipe if isinstance(recipe, str) else self.row(recipe[1:3])


def _attributes(value: object) -> Iterator[tuple[str, object]]:
    for cls in type(value).__mro__:
        slots = vars(cls).get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            hidden = slot.startswith("__") and not slot.endswith("__")
            attribute = f"_{cls.__name__.lstrip('_')}{slot}" if hidden else slot
            if slot not in ("__dict__", "__weakref__") and hasattr(value, attribute):
                yield attribute, getattr(value, attribute)
    yield from getattr(value, "__dict__", {}).items()


def _plain(base: type) -> Callable[[_Writer, Any], str]:
    def describe(writer: _Writer, value: Any) -> str:
        return f"({writer.text(base(value))}){writer.attributes(value)}"

    return describe


def _sequence(writer: _Writer, value: Any) -> str:
    names = getattr(value, "_fields", "")
    length = f" maxlen {value.maxlen}" if hasattr(value, "maxlen") else ""
    return f"{names}{writer.row(value)}{length}{writer.attributes(value)}"


def _set(writer: _Writer, value: Any) -> str:
    return f"{{{', '.join(sorted(writer.text(item) for item in value))}}}{writer.attributes(value)}"


def _mapping(writer: _Writer, value: Any) -> str:
    factory = writer.text(value.default_factory) if hasattr(value, "default_factory") else ""
    return f"{factory}{writer.pairs(value)}{writer.attributes(value)}"


def _class(writer: _Writer, value: type) -> str:
    bases = ", ".join(class_name(base) for base in value.__mro__)
    members = {
        name: member
        for name, member in vars(value).items()
        if not name.startswith("__") and not callable(member) and isinstance(member, _PLAIN_TYPES)
    }
    return f"({bases}){writer.pairs(dict(sorted(members.items()))) if value.__module__ == '__main__' else ''}"


def _function(writer: _Writer, value: types.FunctionType) -> str:
    code = value.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    own = {name: item for name, item in vars(value).items() if name != "__wrapped__"}
    defaults = writer.row((value.__defaults__, value.__kwdefaults__))
    return f" {value.__qualname__}{names}{defaults}{writer.pairs(dict(sorted(own.items())))}"


def _method(writer: _Writer, value: types.MethodType) -> str:
    return f" {value.__func__.__qualname__} of {writer.text(value.__self__)}"


def _partial(writer: _Writer, value: functools.partial[object]) -> str:
    return f"({writer.text(value.func)}, {writer.row(value.args)}, {writer.pairs(value.keywords)})"


def _exception(writer: _Writer, value: BaseException) -> str:
    return f"{writer.row(value.args)}{writer.attributes(value)}"


def _named(_: _Writer, value: Any) -> str:
    return f" {getattr(value, '__qualname__', value.__name__)}"


def _shown(_: _Writer, value: object) -> str:
    return f" {value!r}"


def _random_state(writer: _Writer, value: Any) -> str:
    return writer.text(value.getstate())


def _array(writer: _Writer, value: Any) -> str:
    numpy = sys.modules["numpy"]
    plain = numpy.asarray(value)
    head = f" {plain.dtype.descr if plain.dtype.names else plain.dtype.str} {plain.shape}"
    if plain.dtype.hasobject:
        return f"{head}{writer.row(plain.ravel().tolist())}"
    first = plain.ravel()[:LONGEST_ARRAY_PREVIEW].tolist()
    digest = hashlib.sha256(numpy.ascontiguousarray(plain).tobytes()).hexdigest()
    return f"{head} {digest[:24]} {first!a}{writer.attributes(value)}"


def _masked_array(writer: _Writer, value: Any) -> str:
    numpy = sys.modules["numpy"]
    return f"({_array(writer, value.filled())}, {_array(writer, numpy.ma.getmaskarray(value))})"


def _frame(writer: _Writer, value: Any) -> str:
    columns = [f"{writer.text(label)}:{_values(writer, column)}" for label, column in value.items()]
    return f"({_index(writer, value.index)}, {_index(writer, value.columns)}, {columns}){_extras(writer, value)}"


def _series(writer: _Writer, value: Any) -> str:
    name = writer.text(value.name)
    return f" {name}({_index(writer, value.index)}, {_values(writer, value)}){_extras(writer, value)}"


def _extras(writer: _Writer, value: Any) -> str:
    return writer.pairs(value.attrs) if value.attrs else ""


def _index(writer: _Writer, value: Any) -> str:
    kinds = value.dtypes if hasattr(value, "levels") else value.dtype
    return f"{class_name(type(value))} {list(value.names)!a} {kinds!s} {writer.row(value.tolist())}"


def _values(writer: _Writer, value: Any) -> str:
    categories = getattr(value.dtype, "categories", None)
    extra = "" if categories is None else f"{writer.row(categories)} {value.dtype.ordered}"
    return f"{value.dtype!s}{extra}{writer.row(value.tolist())}"


def _sparse(writer: _Writer, value: Any) -> str:
    entries = value.tocoo(copy=True)
    entries.sum_duplicates()
    return f"{entries.shape}{writer.row((entries.row, entries.col, entries.data))}"


def _figure(writer: _Writer, value: Any) -> str:
    parts = [
        [axes.get_title(), axes.get_xlabel(), axes.get_ylabel()]
        + [[line.get_label(), line.get_xdata(), line.get_ydata()] for line in axes.lines]
        + [len(axes.patches), len(axes.collections), len(axes.images)]
        for axes in value.axes
    ]
    return writer.row(parts)


_PLAIN_TYPES = (int, float, str, bytes, tuple, list, dict, set, frozenset, type(None))

_DESCRIPTIONS: dict[tuple[str, str], Callable[[_Writer, Any], str]] = {
    ("builtins", "int"): _plain(int),
    ("builtins", "float"): _plain(float),
    ("builtins", "complex"): _shown,
    ("builtins", "str"): _plain(str),
    ("builtins", "bytes"): _plain(bytes),
    ("builtins", "bytearray"): _shown,
    ("builtins", "memoryview"): _plain(bytes),
    ("builtins", "range"): _shown,
    ("builtins", "slice"): _shown,
    ("builtins", "list"): _sequence,
    ("builtins", "tuple"): _sequence,
    ("builtins", "dict_keys"): _sequence,
    ("builtins", "dict_values"): _sequence,
    ("builtins", "dict_items"): _sequence,
    ("builtins", "set"): _set,
    ("builtins", "frozenset"): _set,
    ("builtins", "dict"): _mapping,
    ("builtins", "mappingproxy"): _mapping,
    ("builtins", "type"): _class,
    ("builtins", "function"): _function,
    ("builtins", "method"): _method,
    ("builtins", "builtin_function_or_method"): _named,
    ("builtins", "module"): _named,
    ("builtins", "BaseException"): _exception,
    ("collections", "deque"): _sequence,
    ("functools", "partial"): _partial,
    ("pathlib", "PurePath"): _shown,
    ("random", "Random"): _random_state,
    ("re", "Match"): _shown,
    ("re", "Pattern"): _shown,
    ("types", "GenericAlias"): _shown,
    ("types", "UnionType"): _shown,
    ("numpy", "MaskedArray"): _masked_array,
    ("numpy", "ndarray"): _array,
    ("numpy", "generic"): _array,
    ("numpy", "dtype"): _shown,
    ("pandas", "DataFrame"): _frame,
    ("pandas", "Series"): _series,
    ("pandas", "Index"): _index,
    ("pandas", "ExtensionArray"): _values,
    ("pandas", "Timestamp"): _shown,
    ("pandas", "Timedelta"): _shown,
    ("pandas", "Interval"): _shown,
    ("pandas", "Period"): _shown,
    ("pandas", "NaTType"): _shown,
    ("scipy", "_spbase"): _sparse,
    ("matplotlib", "Figure"): _figure,
}
