"""Texts that containers and objects hold, such as a dictionary of paths, or a configuration with a path in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from kale.analysis.text_resolution import choice
from kale.analysis.values import Argument, Items, Key, Take, Text, Unknown, Value, Variable

_MOST_ITEMS: Final = 64
"""What holds more is data."""


def held(pairs: Iterable[tuple[Key, Value]]) -> Items:
    """Give the texts that something holds which is put together of values under keys."""
    found: list[tuple[tuple[Key, ...], Text]] = []
    for key, value in pairs:
        if value.items:
            found += [((key, *keys), text) for keys, text in value.items]
        elif value.text is not None:
            found.append(((key,), value.text))
    return tuple(found) if len(found) <= _MOST_ITEMS else ()


def under(items: Items, keys: Iterable[Key]) -> Items:
    """Give the texts that can be taken out of something, once the keys have been followed one after the other."""
    for key in keys:
        if key is Take.ELEMENT and items and all(isinstance(found[0], str) for found, _ in items if found):
            # Going through a dictionary gives its keys.
            names = dict.fromkeys(found[0] for found, _ in items if found)
            items = tuple(((), (name,)) for name in names if isinstance(name, str))
        else:
            items = tuple((found[1:], text) for found, text in items if found and _fits(key, found[0]))
    return items


def text_of(items: Items) -> Text | None:
    """Give the text that something is of which these texts are known."""
    return choice(text for keys, text in items if not keys)


def out_of(value: Value, key: Key) -> Value:
    """Give the text that is taken out of a value, and the texts that this holds, as far as they are known."""
    if value.items:
        items = under(value.items, (key,))
        return Value(text=text_of(items), items=tuple(found for found in items if found[0]))
    if value.text is None or Unknown.PART in value.text:
        # What a listing gives fits the same pattern as the listing.
        return Value(text=value.text)
    first, *rest = value.text
    if rest or not isinstance(first, Variable | Argument):
        return Value()
    return Value(text=(first._replace(keys=(*first.keys, key)),))


def element_of(node: ast.expr, source: Value) -> Value:
    """Give the text of what going through the value of an expression gives, and the texts that this holds."""
    func = node.func if isinstance(node, ast.Call) else None
    if isinstance(func, ast.Attribute) and func.attr in ("values", "items"):
        found = out_of(source, Take.ITEM)
        key = out_of(source, Take.ELEMENT)
        return found if func.attr == "values" else Value(items=held(((0, key), (1, found))))
    found = out_of(source, Take.ELEMENT)
    is_counted = isinstance(func, ast.Name) and func.id == "enumerate"
    return Value(items=held(((1, found),))) if is_counted else found


def element_texts(target: ast.expr, node: ast.expr, source: Value) -> Iterator[tuple[str, Value]]:
    """Give the texts that the names of a target are in turn while the value of an expression is gone through."""
    return _spread(target, element_of(node, source))


def _spread(target: ast.expr, value: Value) -> Iterator[tuple[str, Value]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple | ast.List):
        for position, each in enumerate(target.elts):
            yield from _spread(each, out_of(value, position))


def _fits(key: Key, found: Key) -> bool:
    return isinstance(key, Take) or isinstance(found, Take) or key == found
