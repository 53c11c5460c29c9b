"""What the visitors have to look out for in a notebook."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kale.analysis.facts import Hints
from kale.analysis.nodes import dotted
from kale.analysis.symbols import MAX_CELL
from kale.pipeline import Cell

_PROPERTY: Final = re.compile(r"^\s+@[\w.]*property\s*\n(?:\s+@[^\n]*\n)*\s+def\s+(\w+)", re.MULTILINE)
_SPECIAL_METHOD: Final = re.compile(
    r"^\s+(?:(?:async\s+)?def\s+(?=__\w+__\())?(__\w+__)\s*(?:\(|=\s*(?:lambda\b|\w+$))", re.MULTILINE
)
_CALLED_BY_NAME: Final = frozenset({"__init__", "__post_init__", "__new__", "__call__"})
_IDENTITY: Final = re.compile(r"\bis\s+(?:not\s+)?(?!None\b|True\b|False\b|not\b)\w|\bid\(")
_DEFINITION_OR_RETURN: Final = re.compile(r"\bdef\s+(?P<name>\w+)|\breturn\s+(?P<returned>[^\n]+)")
_TEXT: Final = re.compile(r"""[rfb]{0,2}["']|str\(|\w*Path\(|[\w.]*\bjoin\(|\w+\s*$|[\w.]+\s*/\s""")
_PATH: Final = re.compile(r"""["'][^"'\n]*[./][^"'\n]*["']|Path\(""")
_HOLDERS: Final = (
    # A path, a call that makes one, or a name that is put together with more; a display, or a call of a class.
    re.compile(
        r"""\b(\w+)["']?[ ]*(?::[ ]*[\w.]+[ ]*)?[:=][ ]*"""
        r"""(?:[rfRF]?["'][^"'\n]*[./]|[\w.]*(?:Path|join)\(|\w+[ ]*[/+]|[\[({]|(?:\w+\.)?(?:[A-Z]\w*|dict)\()"""
    ),
    re.compile(r"self\.(\w+)\s*=\s*\w"),
    re.compile(r"^class (\w+)", re.MULTILINE),
    re.compile(r"^[ ]+(\w+)[ ]*:[ ]*(?:str|[\w.]*Path)\b", re.MULTILINE),
)
_COLLECTION: Final = r"(?:\w+\.)?(?:list|dict|set|tuple|sorted|deque|defaultdict)\("
_COLLECTIONS: Final = (
    # What is given a display, taken an item of, gone through, asked for its length, or changed as lists are.
    re.compile(rf"\b(\w+)[ ]*(?:[+|]?=[ ]*(?:[\[{{(]|{_COLLECTION}))"),
    re.compile(r"\.(\w+)\["),
    re.compile(r"\bin[ ]+[\w.]*\.(\w+)\b"),
    re.compile(r"(?:len|list|tuple|sorted|sum|enumerate|zip|map|filter|iter|chain|\*)\(?[^()\n]{0,99}?\.(\w+)\b"),
    re.compile(r"\.(\w+)\.(?:append|extend|insert|remove|pop|items|values|keys|get|setdefault|update|copy|sort|add)\("),
    re.compile(r"^[ ]+(\w+)[ ]*:[ ]*[\w.]*(?i:list|dict|set|tuple|sequence|mapping|iterable|any)\b", re.MULTILINE),
    # What gets a name, or is returned, may be used as one under that name.
    re.compile(r"(?:=|\breturn|\byield)[ ]*[\w.]*\.(\w+)[ ]*$", re.MULTILINE),
)
"""What shows that an attribute may be a list, dictionary or set."""

_MADE_WITH_COLLECTION: Final = re.compile(r"\b[A-Z]\w*\([^()\n]{0,199}[\[{]")
_TAKEN_OVER: Final = re.compile(r"\bself\.(\w+)[ ]*=[ ]*\w+[ ]*$", re.MULTILINE)
_SET_ATTRIBUTE: Final = re.compile(r"\.(\w+)\s*=(?!=)")
_FROM_RANDOM: Final = re.compile(r"^[ \t]*from (random|numpy|numpy\.random) import ([^\n]+)", re.MULTILINE)
_IMPORTS: Final = re.compile(r"^[ \t]*import ([^\n]+)", re.MULTILINE)
_CONTAINERS: Final = frozenset(
    {"list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict", "bytearray", "array"}
)
_ARRAYS: Final = frozenset({"np", "numpy", "pd", "pandas"})
_DISPLAYS: Final = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.Name)


def hints_of(cells: Sequence[Cell]) -> Hints:
    """Give what the visitors must look out for in these cells."""
    sources = [cell.source for cell in cells if len(cell.source) <= MAX_CELL]
    text = "\n".join(sources)
    classes = [node for source in sources if "class " in source for node in _classes(source)]
    specials = frozenset(_SPECIAL_METHOD.findall(text)) - _CALLED_BY_NAME
    return Hints(
        properties=_properties(text, classes),
        specials=specials,
        total_ordering="total_ordering" in text,
        defaulting="defaultdict" in text,
        identity=any(_compares_identity(source) for source in sources if _IDENTITY.search(source)),
        text_makers=frozenset(_text_makers(text)),
        holders=_holders(text),
        reset=_reset(text),
        class_attributes=_class_attributes(classes),
        gradients="backward(" in text,
        classes=bool(classes),
        collections=_collections(text),
        generators=_generators(text),
    )


def _collections(text: str) -> frozenset[str]:
    """Give the attributes that may be lists or the like; what an object is made with may be kept under any name."""
    given = _TAKEN_OVER.findall(text) if _MADE_WITH_COLLECTION.search(text) else []
    return frozenset(given).union(*(pattern.findall(text) for pattern in _COLLECTIONS))


def _generators(text: str) -> frozenset[str]:
    """Give the names that imports give to modules with a random generator of their own, and to what is in them."""
    found: set[str] = set()
    for origin, names in _FROM_RANDOM.findall(text):
        parts = (part.strip(" ()").split(" as ") for part in names.split(","))
        found |= {part[-1].strip() for part in parts if origin != "numpy" or part[0].strip() == "random"}
    for line in _IMPORTS.findall(text):
        parts = (part.strip().split(" as ") for part in line.split(","))
        found |= {part[-1].strip() for part in parts if part[0].strip() in ("random", "numpy.random", "numpy")}
    return frozenset(found - {""})


def _holders(text: str) -> frozenset[str]:
    """Give the names, keys and attributes that are given a path, or what may hold paths; none if there are no paths."""
    if _PATH.search(text) is None:
        return frozenset()
    return frozenset(found for pattern in _HOLDERS for found in pattern.findall(text))


def _reset(text: str) -> frozenset[str]:
    """Give the attributes that are set in more places than one."""
    seen: set[str] = set()
    again: set[str] = set()
    for name in _SET_ATTRIBUTE.findall(text):
        (again if name in seen else seen).add(name)
    return frozenset(again)


def _text_makers(text: str) -> Iterator[str]:
    """Give the names of functions that return a literal, a name, or a path that they put together."""
    name = None
    for found in _DEFINITION_OR_RETURN.finditer(text):
        name = found["name"] or name
        if name is not None and found["returned"] and _TEXT.match(found["returned"]):
            yield name


def _properties(text: str, classes: Iterable[ast.ClassDef]) -> Mapping[str, frozenset[str]]:
    """Give the attributes that properties compute, each with the names of the methods that do so."""
    found = {name: frozenset((name,)) for name in _PROPERTY.findall(text)}
    for statement in (statement for node in classes for statement in node.body):
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            call = statement.value
            if (dotted(call.func) or "").endswith("property"):
                methods = frozenset(part.id for part in _arguments(call) if isinstance(part, ast.Name))
                names = (target.id for target in statement.targets if isinstance(target, ast.Name))
                found.update((name, found.get(name, frozenset()) | methods) for name in names)
    return found


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args
    yield from (keyword.value for keyword in call.keywords)


def _class_attributes(classes: Sequence[ast.ClassDef]) -> Mapping[str, frozenset[str]]:
    """Give the attributes that classes hold objects under which can be changed, each with the names of the classes."""
    own = frozenset(node.name for node in classes)
    found: dict[str, frozenset[str]] = {}
    for node in classes:
        for name in _shared_attributes(node, own):
            found[name] = found.get(name, frozenset()) | {node.name}
    return found


def _parsed(source: str) -> list[ast.AST]:
    """Give the statements of a cell; none where it cannot be read, which others report."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _compares_identity(source: str) -> bool:
    """Whether code of a cell asks which object something is; texts hold the word "is" as well."""
    for node in (node for statement in _parsed(source) for node in ast.walk(statement)):
        if isinstance(node, ast.Compare):
            pairs = zip(node.ops, node.comparators, strict=True)
            if any(isinstance(how, ast.Is | ast.IsNot) and not isinstance(to, ast.Constant) for how, to in pairs):
                return True
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id":
            return True
    return False


def _classes(source: str) -> Iterator[ast.ClassDef]:
    pending = _parsed(source)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.ClassDef):
            yield node
        elif isinstance(node, ast.If | ast.Try | ast.With | ast.ExceptHandler):
            pending += ast.iter_child_nodes(node)


def _shared_attributes(node: ast.ClassDef, classes: frozenset[str]) -> Iterator[str]:
    """Give the attributes of a class, and of classes inside it, that hold objects which can be changed."""
    for statement in node.body:
        if isinstance(statement, ast.ClassDef):
            yield statement.name
            yield from _shared_attributes(statement, classes)
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _may_change(statement.value, classes):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _may_change(value: ast.expr | None, classes: frozenset[str]) -> bool:
    """Whether an expression gives an object that can be changed in place."""
    if not isinstance(value, ast.Call):
        return isinstance(value, _DISPLAYS)
    path = dotted(value.func) or ""
    root, last = path.partition(".")[0], path.rpartition(".")[2]
    return last in _CONTAINERS or root in _ARRAYS or root in classes
