"""Texts of plain values: two of them are the same exactly when type and value are."""

from __future__ import annotations

from typing import Any, Final

LONGEST_TUPLE: Final = 100
DEEPEST_TUPLE: Final = 4
LARGEST_DECIMAL: Final = 10**1000
"""Integers past this are written in hexadecimal: Python refuses to write very long ones in decimal."""

_AS_WRITTEN: Final = (type(None), bool, float, complex, str, bytes, type(...), type(NotImplemented), range)
_BY_REPR: Final = {
    "datetime": {"date", "datetime", "time", "timedelta", "timezone"},
    "decimal": {"Decimal"},
    "fractions": {"Fraction"},
    "ipaddress": {"IPv4Address", "IPv6Address", "IPv4Network", "IPv6Network"},
    "pathlib": {"PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath"},
    "uuid": {"UUID"},
    "zoneinfo": {"ZoneInfo"},
    "pandas": {"Timestamp", "Timedelta", "Period", "Interval", "NAType", "NaTType"},
    "torch": {"dtype", "device", "Size", "layout"},
    "numpy": {"dtype"},
}
"""Immutable types of libraries, by the module's first name, whose ``repr`` says everything."""


def type_name(kind: type) -> str:
    """Give a class's name; a builtin or a class of the notebook has no module in front."""
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"


def root_module(kind: type) -> str:
    """Give the first part of the name of the module that a class comes from."""
    return str(kind.__module__).partition(".")[0]


def plain_text(value: Any, depth: int = 0) -> str | None:
    """Give the text of a value that has no parts worth a look; nothing for any other value."""
    kind = type(value)
    if kind is int:
        return repr(value) if abs(value) < LARGEST_DECIMAL else hex(value)
    if kind in _AS_WRITTEN:
        return repr(value)
    if kind in (tuple, frozenset):
        return _elements(value, depth)
    return _library_text(value, kind)


def record_text(value: Any, depth: int = 0) -> str | None:
    """Give the text of a small list or dictionary of plain values, such as one of many records, or of a plain value."""
    kind = type(value)
    if kind not in (list, dict):
        return plain_text(value)
    if len(value) > LONGEST_TUPLE or depth == DEEPEST_TUPLE:
        return None
    items = [*value, *value.values()] if kind is dict else value
    texts = [record_text(item, depth + 1) for item in items]
    known = [text for text in texts if text is not None]
    if len(known) < len(texts):
        return None
    if kind is list:
        return f"[{', '.join(known)}]"
    keys, values = known[: len(value)], known[len(value) :]
    return f"{{{', '.join(f'{key}: {item}' for key, item in zip(keys, values, strict=True))}}}"


def _elements(value: Any, depth: int) -> str | None:
    if len(value) > LONGEST_TUPLE or depth == DEEPEST_TUPLE:
        return None
    texts = [plain_text(item, depth + 1) for item in value]
    known = [text for text in texts if text is not None]
    if len(known) < len(texts):
        return None
    if isinstance(value, tuple):
        return f"({known[0]},)" if len(known) == 1 else f"({', '.join(known)})"
    return f"frozenset({{{', '.join(sorted(known))}}})" if known else "frozenset()"


def _library_text(value: Any, kind: type) -> str | None:
    root, name = root_module(kind), kind.__name__
    if any(base.__module__ == "numpy" and base.__name__ == "generic" for base in kind.__mro__):
        return _number_text(value, kind)
    if name in _BY_REPR.get(root, ()) or (root == "numpy" and name.endswith("DType")):
        text = repr(value)
        return None if " at 0x" in text else f"{root}.{text}" if root == "pandas" else text
    if any(base.__module__ == "enum" and base.__name__ == "Enum" for base in kind.__mro__):
        return _member_text(value, kind)
    return None


def _number_text(value: Any, kind: type) -> str | None:
    if value.dtype.names or value.dtype.kind in "VO":
        return None
    inner = value.item() if value.dtype.kind in "biufcSU" and value.dtype.itemsize <= 16 else value  # noqa: PLR2004
    return f"numpy.{kind.__name__}({inner!r}{f', {value.dtype.str!r}' if value.dtype.kind in 'mM' else ''})"


def _member_text(value: Any, kind: type) -> str | None:
    members = vars(value)
    inner = plain_text(members.get("_value_"))
    extra = members.keys() - {"_value_", "_name_", "__objclass__", "_sort_order_", "_inverted_", "_sort_order"}
    return None if inner is None or extra else f"<{type_name(kind)}.{members.get('_name_')}: {inner}>"
