"""What random programs are made of: forms of expressions and statements, with gaps.

A gap in capitals, such as ``{LIST}``, is a bound name of that kind, with ``#1`` the same name each time; ``{=LIST}`` is
a name that the statement binds; a gap in small letters, such as ``{list}``, is any expression of that kind. ``{F_INT}``
and ``{F_LIST}`` are functions from an integer to an integer and from a list to a list. Lists are shared freely between
names, containers, attributes, defaults and closures: that is the point.

Every form runs without an error wherever it stands: lists hold integers only, tables always have the key ``k``, nested
lists are never empty, loops run over copies, and no list grows by more than a few items at a time.
"""

from __future__ import annotations

from typing import Final

NAMES: Final = {
    "INT": ("a", "b", "c"),
    "LIST": ("p", "q", "r"),
    "NEST": ("m", "n"),
    "TABLE": ("d", "e"),
    "BOX": ("u", "w"),
    "F_INT": ("f1", "f2"),
    "F_LIST": ("g1", "g2"),
}
"""Names by the kind of what they hold; a name holds one kind for the whole program."""

RANKS: Final = ("f1", "g1", "f2", "g2")
"""A function calls only functions that stand before it here: no program recurs without end."""

BOX: Final = """\
class Box:
    total = 0
    def __init__(self, items):
        self.items = items
    def put(self, value):
        self.items.append(value)
        Box.total += 1
        return self
    def size(self):
        return len(self.items) + Box.total
    shelf = []
    @classmethod
    def keep(cls, value):
        cls.shelf.append(value)
        return len(cls.shelf)
class Crate(Box):
    shelf = []
    def put(self, value):
        self.shelf.append(value)
        return super().put(value)
class Tray(Box):
    def turn(self):
        self.total = self.total + 1
        type(self).total = 5
        return self
"""

BEGINNINGS: Final = (
    "p = [1, 2]\nq = [3]",
    "p = q = [5]",
    "p = [4, 0]\nq = p",
)

FIRST: Final = "m = [p]\nd = dict(k=q, m=[7])\nu = Box(p)\na, b = 1, len(q)"

EXPRESSIONS: Final = {
    "digit": ("0", "1", "2", "3", "7"),
    "int": (
        "{digit}",
        "{INT}",
        "{INT}",
        "len({list})",
        "sum({list}[:2])",
        "max({LIST}, default=0)",
        "({int} + {int}) % 97",
        "({int} - {digit})",
        "({int} if {int} > {digit} else {int})",
        "sum(a for a in {LIST}[:4])",
        "(lambda b: b + {INT})({int})",
        "int(f'{{INT}}{{digit}}'[:3].lstrip('-') or 0)",
        "{F_INT}({int})",
        "len({F_LIST}({list}))",
        "{BOX}.size()",
        "{BOX}.keep({int})",
        "Box.total",
        "Tray.total",
        "len({TABLE})",
        "len({NEST}[0])",
    ),
    "list": (
        "[{int}, {int}]",
        "{LIST}",
        "{LIST}",
        "{LIST}",
        "list({LIST})",
        "({LIST} + {LIST})[:8]",
        "[v + {int} for v in {LIST}[:6]]",
        "sorted({LIST})",
        "({LIST} if {int} > {digit} else {LIST})",
        '{TABLE}["k"]',
        "{BOX}.items",
        "{BOX}.shelf",
        "Crate.shelf",
        "{NEST}[0]",
        "{NEST}[-1]",
        "{F_LIST}({list})",
    ),
    "nest": ("[{list}]", "[{list}, {list}]", "{NEST}", "{NEST}[:]", "[v[:] for v in {NEST}]", "[[{int}]] * 2"),
    "table": ("dict(k={list})", "dict(k={list}, m={list})", "{TABLE}", "dict({TABLE}, x={list})"),
    "box": ("Box({list})", "Crate({list})", "Tray({list})", "Tray({list}).turn()", "{BOX}", "{BOX}.put({int})"),
}

STATEMENTS: Final = (
    "{=INT} = {int}",
    "{=INT} = {int}",
    "{=LIST} = {list}",
    "{=LIST} = {list}",
    "{=NEST} = {nest}",
    "{=TABLE} = {table}",
    "{=BOX} = {box}",
    "{=INT}, {=INT} = {int}, {int}",
    "{=LIST}, {=LIST} = {LIST}, {LIST}",
    "{=LIST} = {=LIST} = {list}",
    "{=INT}, *{=LIST} = {int}, {int}, {int}",
    "{=INT} = ({=INT} := {int}) + 1",
    "{=LIST}: list = {list}",
    "{INT} += {digit}",
    "{LIST} += [{int}]",
    "{LIST}.append({int})",
    "{LIST}.append({int})",
    "{LIST}.insert(0, {int})",
    "{LIST}.extend({LIST}[:2])",
    "{LIST}[:1] = [{int}]",
    "{LIST}.sort()",
    "{LIST}.clear()",
    "del {LIST}[2:]",
    "{list}.append({int})",
    "[{LIST}.append(v) for v in range(2)]",
    '{TABLE}["x"] = {list}',
    '{TABLE}["k"] = {list}',
    '{TABLE}.pop("x", None)',
    "{TABLE}.update(m={list})",
    '{TABLE}.setdefault("x", {list}).append({int})',
    '{TABLE}["k"].append({int})',
    "{NEST}.append({list})",
    "{NEST}[0].append({int})",
    "{NEST}[-1] = {list}",
    "for item in {NEST}[:3]:\n    item.append({int})",
    "for rows in list({TABLE}.values()):\n    rows.append({int})",
    "{BOX}.put({int})",
    "{BOX}.items.append({int})",
    "{BOX}.items = {list}",
    "Box.total += 1",
    "Tray.keep({int})",
    "{BOX}.keep({int})",
    "{BOX}.shelf.append({int})",
    "{BOX}.shelf = {list}",
    "Tray.shelf = {list}",
    "Crate.total += 1",
    "{F_INT}({int})",
    "{F_LIST}({list})",
    "{=INT} = {F_INT}({int})",
    "{=LIST} = {F_LIST}({list})",
)

DEFINITIONS: Final = {
    "F_INT": (
        "def NAME(v):\n    return (v + {int}) % 97",
        "def NAME(v):\n    {LIST#1}.append(v)\n    return len({LIST#1})",
        "def NAME(v):\n    global {INT#1}\n    {INT#1} = ({INT#1} + v) % 97\n    return {INT#1}",
        "def NAME(v, k={int}):\n    return (v * 2 + k) % 97",
        "def NAME(v, store={list}):\n    store.append(v)\n    return len(store)",
        "def NAME(v, store=[]):\n    store.append(v)\n    return len(store)",
        "def NAME(v):\n    rows = {list}\n    rows.append(v)\n    return len(rows)",
        "def NAME(v):\n    {BOX}.put(v)\n    return Box.total",
        "NAME = lambda v: (v + {int}) % 97",
        "def NAME(v):\n    NAME.calls += 1\n    return NAME.calls + v\nNAME.calls = 0",
        (
            "def make_NAME(count):\n    def NAME(v):\n        nonlocal count\n        count += v\n"
            "        return count\n    return NAME\nNAME = make_NAME({int})"
        ),
        (
            "def make_NAME(rows):\n    def NAME(v):\n        rows.append(v)\n        return len(rows)\n"
            "    return NAME\nNAME = make_NAME({list})"
        ),
        'def NAME(v):\n    {NEST}[0].append(v)\n    {TABLE}["k"].append(v)\n    return {int}',
    ),
    "F_LIST": (
        "def NAME(t):\n    t.append({int})\n    return t",
        "def NAME(t):\n    return t + [{int}]",
        "def NAME(t):\n    t = list(t)\n    t.append({int})\n    return t",
        "def NAME(t):\n    t.sort()\n    {LIST#1}.extend(t[:1])\n    return {LIST#1}",
        "def NAME(t):\n    for item in {NEST}[:3]:\n        item.append(len(t))\n    return t",
        'def NAME(t):\n    {TABLE}["x"] = t\n    return t',
        "def NAME(t):\n    {BOX}.items = t\n    return t",
        "def NAME(t):\n    global {LIST#1}\n    {LIST#1} = t\n    return t",
        "def NAME(t):\n    {NEST}.append(t)\n    return t[:3]",
        "NAME = lambda t: t[::-1][:5]",
        "def NAME(t, seen={list}):\n    seen.extend(t[:1])\n    return seen",
    ),
}

LEAVES: Final = {"int": ("{digit}", "{INT}"), "list": ("[{digit}]", "{LIST}")}
"""Forms of expressions that are deep enough already."""
