"""Short names for what only one program sees.

Inside a function, a name that the function or one inside it binds, and that is neither a builtin nor a name of the
module, can mean nothing but those bindings. So all its occurrences in the outermost function can be renamed alike,
whatever the scopes inside are. At the top level, imports, variables and plain functions are renamed; classes and
decorated functions keep names that others may see, in messages or pickles.
"""

from __future__ import annotations

import ast
import builtins
import keyword
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import count, product
from string import ascii_uppercase
from typing import Final

from kale.emit.trees import FUNCTIONS, bindings, bound_name, children, names_bound_by, occurrences, walk

_NAMING: Final = (
    *FUNCTIONS,
    ast.Name,
    ast.arg,
    ast.ClassDef,
    ast.ExceptHandler,
    ast.Global,
    ast.Nonlocal,
    ast.alias,
    ast.Call,
)
"""The kinds of nodes that hold names, and calls, which may look at them."""

_LETTERS: Final = "etrsnaoildcpumfhgybwvkxqjz" + ascii_uppercase
"""The letters that programs are full of come first: what repeats compresses well."""

_RESERVED: Final = frozenset({*dir(builtins), *keyword.kwlist, *keyword.softkwlist})
_ARGUMENTS_WITH_NAMESPACE: Final = {"locals": 1, "vars": 1, "dir": 1, "eval": 2, "exec": 2}
"""Functions that see the names around them when they are called with fewer arguments."""


def shorten_names(program: ast.Module) -> None:
    """Rename what can be renamed, in place.

    Args:
        program: A module that nothing imports, without annotations and ``match`` statements.
    """
    nodes = walk(program)
    public = frozenset(names_bound_by(program.body))
    attributes = frozenset(_attributes(nodes))
    imported = frozenset(bound_name(node) for node in nodes if isinstance(node, ast.alias))
    fixed = _RESERVED | public | imported | frozenset(_keywords(nodes, imported | _RESERVED))
    # Decorators and defaults of a method are read where its class is made, among the class's names.
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    methods = frozenset(id(unit) for owner in classes for part in owner.body for unit in _outermost_functions(part))
    inside: set[str] = set()
    for unit in _outermost_functions(program):
        parts = [node for node in walk(unit) if isinstance(node, _NAMING)]
        inside |= {name for node in parts for name in bindings(node) if node is not unit}
        _rename_unit(unit, parts, fixed | attributes if id(unit) in methods else fixed)
    if not any(isinstance(node, ast.Name) and node.id == "globals" for node in nodes):
        naming = [node for node in nodes if isinstance(node, _NAMING)]
        _rename_module(naming, public - inside - attributes - frozenset(_shown(program)))


def _rename_unit(unit: ast.AST, nodes: Sequence[ast.AST], fixed: frozenset[str]) -> None:
    """Rename inside an outermost function whatever it binds, ``fixed`` names excepted."""
    if any(_sees_all_names(node) for node in nodes):
        return
    declared = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
    kept = fixed | declared | {getattr(unit, "name", ""), *_attributes(nodes)}
    bound = dict.fromkeys(name for node in nodes for name in bindings(node) if name not in kept)
    others = frozenset(name for node in nodes for name in occurrences(node) if name not in bound)
    short = _short_names(_RESERVED | others)
    _rename(nodes, {name: next(short) for name in bound if not name.startswith("__")})


def _rename_module(nodes: Sequence[ast.AST], candidates: frozenset[str]) -> None:
    """Rename the module's names in ``candidates``, which are bound nowhere else, the most used ones first."""
    aliases = (node for node in nodes if isinstance(node, ast.alias))
    dotted = {bound_name(alias) for alias in aliases if not alias.asname and "." in alias.name}
    renamed = {name for name in candidates - dotted if not name.startswith("__")}
    uses = Counter(name for node in nodes for name in occurrences(node))
    while True:
        order = sorted(renamed, key=lambda name: (-uses[name], name))
        names = dict(zip(order, _short_names(_RESERVED | (uses.keys() - renamed)), strict=False))
        # What would not get shorter stays as it is, so that no other name may become the same.
        kept = {old for old, new in names.items() if len(new) >= len(old)}
        if not kept:
            break
        renamed -= kept
    _rename(nodes, names)


def _attributes(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Give the names that are bound in the bodies of classes."""
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            yield from names_bound_by(node.body)


def _sees_all_names(node: ast.AST) -> bool:
    """Tell whether a call looks at the names around it as text."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return False
    return len(node.args) < _ARGUMENTS_WITH_NAMESPACE.get(node.func.id, 0)


def _keywords(nodes: Sequence[ast.AST], foreign: frozenset[str]) -> Iterator[str]:
    """Give the names by which arguments are passed, except to what ``foreign`` names stand for.

    Where a call spreads a mapping, any parameter may be meant.
    """
    own = {node.name for node in nodes if isinstance(node, (*FUNCTIONS, ast.ClassDef))}
    spread = False
    for node in nodes:
        if isinstance(node, ast.Call) and node.keywords and (_root(node.func) not in foreign or _passes(node, own)):
            yield from (word.arg for word in node.keywords if word.arg)
            spread = spread or any(word.arg is None for word in node.keywords)
    if spread:
        yield from (node.arg for node in nodes if isinstance(node, ast.arg))


def _passes(call: ast.Call, functions: Collection[str]) -> bool:
    """Tell whether a call hands on a function, as ``functools.partial`` does, to be called by keywords there."""
    values = [*call.args, *(word.value for word in call.keywords)]
    return any(
        isinstance(value, ast.Lambda) or (isinstance(value, ast.Name) and value.id in functions) for value in values
    )


def _root(function: ast.expr) -> str:
    while isinstance(function, ast.Attribute):
        function = function.value
    return function.id if isinstance(function, ast.Name) else ""


def _shown(program: ast.Module) -> Iterator[str]:
    for statement in program.body:
        if isinstance(statement, ast.ClassDef) or (isinstance(statement, FUNCTIONS) and statement.decorator_list):
            yield statement.name


def _outermost_functions(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (*FUNCTIONS, ast.Lambda)):
        yield node
    else:
        for child in children(node):
            yield from _outermost_functions(child)


def _short_names(taken: Collection[str]) -> Iterator[str]:
    for length in count(1):
        for letters in product(_LETTERS, repeat=length):
            name = "".join(letters)
            if name not in taken:
                yield name


def _rename(nodes: Iterable[ast.AST], names: Mapping[str, str]) -> None:
    """Write new names wherever the old ones are bound, read or declared."""
    for node in nodes:
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
        elif isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.ExceptHandler)):
            node.name = names.get(node.name or "", node.name)
        elif isinstance(node, ast.Global | ast.Nonlocal):
            node.names = [names.get(name, name) for name in node.names]
        elif isinstance(node, ast.alias) and (node.asname or node.name) in names:
            node.asname = names[node.asname or node.name]
