"""Objects of classes that nothing special is known of, and classes themselves."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, Final

from .functions import found_in_library
from .graph import Graph, describes, labelled_attributes, opaque
from .nodes import Kind, Node
from .texts import root_module, type_name

_OF_THE_PROCESS: Final = {
    "_io": "an open file or stream",
    "_thread": "a lock",
    "threading": "a part of the process's threads",
    "_socket": "a socket",
    "socket": "a socket",
    "ssl": "a connection",
    "sqlite3": "a database connection",
    "h5py": "a file of HDF5 or a part of one",
    "weakref": "a weak reference",
    "subprocess": "a running program",
    "multiprocessing": "a part of other processes",
    "asyncio": "a part of the event loop",
    "_contextvars": "a context variable",
}
_LEFT_OUT: Final = frozenset(
    {"__dict__", "__weakref__", "__module__", "__doc__", "__qualname__", "__slots__", "_abc_impl", "__orig_bases__"}
)
_DATA: Final = frozenset({"CompletedProcess", "Row"})
"""Classes in these modules whose objects are plain data all the same."""

_WRAPPERS: Final = {staticmethod: "__func__", classmethod: "__func__", property: "fget", cached_property: "func"}
_NOTHING: Final = (lambda _: None).__code__.co_code
"""What a method does that does nothing."""

_NOTES: Final = {
    "matplotlib": "_lut _isinit _cid_gen _cpp_triangulation _trifinder _edges _neighbors",
    "statsmodels": (
        "_cache _summary_cache _summary_statistics_cache _nobs_int _tmp_like_exog diagn het_scale"
        " predict_start predict_end predict_dates"
    ),
    "sympy": "beta_triggers",
}
"""By library, attributes in which its objects note what they were asked: tables of colours, parts of a summary."""

_PICKLING: Final = frozenset({"__reduce__", "__reduce_ex__", "__getstate__", "__getnewargs__", "__getnewargs_ex__"})
_HEAP_TYPE: Final = 1 << 9
"""The flag of classes that are made by a ``class`` statement, and of some compiled ones."""


def attributes_of(value: Any) -> dict[str, Any]:
    """Give an object's attributes and filled slots, past what its class says about getting them.

    Those that a library drops whenever it copies or loads the object, and those that it works out when they are first
    read, belong to its process, not to its value.
    """
    found: dict[str, Any] = {}
    if _does_nothing(type(value), "__setstate__"):
        return found
    for kind in type(value).__mro__:
        for name, member in vars(kind).items():
            if type(member) is types.MemberDescriptorType and name[:2] != "__" and kind.__module__ != "builtins":
                try:
                    found.setdefault(name, member.__get__(value, kind))
                except AttributeError:
                    continue
    try:
        own = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return found
    if type(own) is not dict:
        return found
    remembered = _remembered_by(value)
    return {**found, **{name: part for name, part in own.items() if name not in remembered}}


def _remembered_by(value: Any) -> frozenset[str]:
    """Give the attributes that an object works out when it is asked, and remembers, by its library's classes."""
    return _notes_of(type(value))  # type: ignore[arg-type]  # mypy takes classes for unhashable


@lru_cache(None)
def _notes_of(kind: Any) -> frozenset[str]:
    bases = [base for base in kind.__mro__ if base.__module__ != "__main__"]
    found = {name for base in bases for name, member in vars(base).items() if type(member) is cached_property}
    return frozenset(found.union(*(_NOTES.get(root_module(base), "").split() for base in bases)))


def _does_nothing(kind: type, hook: str) -> bool:
    """Whether a library's class has a method for pickling that does nothing."""
    for base in kind.__mro__:
        if hook in vars(base) and base is not object:
            code = getattr(vars(base)[hook], "__code__", None)
            return base.__module__ != "__main__" and code is not None and code.co_code == _NOTHING
    return False


def instance(graph: Graph, value: Any) -> Node:
    """Describe an object by its attributes, or by what it hands to ``pickle`` if a library knows better."""
    kind = type(value)
    reason = _OF_THE_PROCESS.get(root_module(kind))
    if reason is not None and kind.__name__ not in _DATA:
        return opaque(value, f"it is {reason}")
    attributes = attributes_of(value)
    if hasattr(kind, "__next__") and not attributes:
        return opaque(value, "looking into an iterator would use it up")
    home = [("'s class", kind)] if kind.__module__ == "__main__" else []
    state = _library_state(value)
    if isinstance(state, dict):
        state = {name: part for name, part in state.items() if name not in _remembered_by(value)}
    if _does_nothing(kind, "__getstate__"):
        # All of it is in what it is made of, as with SymPy's expressions; what was worked out since does not count.
        return _rebuilt(graph, value)
    if isinstance(state, dict):
        attributes = state
    elif state is not None:
        return graph.parts(type_name(kind), [("'s state", state)])
    if attributes or _is_empty(value):
        return graph.parts(type_name(kind), [*labelled_attributes(attributes), *home])
    return _rebuilt(graph, value)


def _library_state(value: Any) -> Any:
    """Give the state that a library's class keeps of an object; the notebook's own classes are not asked."""
    for kind in type(value).__mro__:
        if kind.__module__ == "__main__" and "__getstate__" in vars(kind):
            return None
        if "__getstate__" in vars(kind) and kind is not object:
            try:
                return value.__getstate__()
            except Exception:
                return None
    return None


def _is_empty(value: Any) -> bool:
    """Whether an object has room for attributes and nothing in it, such as a new one of an empty class."""
    return type(value) is object or (hasattr(value, "__dict__") and _made_by_statement(type(value)))


def _made_by_statement(kind: type) -> bool:
    return all(base.__flags__ & _HEAP_TYPE or base is object for base in kind.__mro__)


def _rebuilt(graph: Graph, value: Any) -> Node:
    """Describe an object of a compiled class by what ``copy`` would make it again from."""
    if any(kind.__module__ == "__main__" and _PICKLING & vars(kind).keys() for kind in type(value).__mro__):
        return opaque(value, "only code of its class could look into it")
    try:
        recipe = value.__reduce_ex__(4)
    except Exception as error:
        return opaque(value, f"Python cannot look into it ({type(error).__name__}: {error})")
    if isinstance(recipe, str):
        return Node(Kind.PLAIN, type_name(type(value)), recipe)
    parts = [("'s making", recipe[1]), ("'s state", recipe[2] if len(recipe) > 2 else None)]  # noqa: PLR2004 - optional
    parts += [("'s elements", [*items]) for items in recipe[3:5] if items is not None]
    return graph.parts(type_name(type(value)), parts)


@describes(("builtins", "type"))
def class_(graph: Graph, value: type) -> Node:
    """Describe a class of the notebook by its bases and attributes; one of a library by its name."""
    bases = ", ".join(type_name(base) for base in value.__mro__)
    if found_in_library(value):
        return Node(Kind.PLAIN, type_name(type(value)), type_name(value))
    return graph.parts(type_name(type(value)), labelled_attributes(dict(_members(value))), bases)


def _members(owner: type) -> Iterator[tuple[str, Any]]:
    """Give the attributes of a class that its own text, or other code of the notebook's, has set."""
    for name, member in vars(owner).items():
        inner = _inner(member)
        if type(inner) is types.FunctionType:
            # What a decorator such as ``dataclass`` has generated follows from the rest.
            if inner.__code__.co_filename != "<string>":
                yield name, inner
        elif not (name in _LEFT_OUT or name[:2] == "__" == name[-2:] or _is_descriptor(member)):
            yield name, member


def _inner(member: Any) -> Any:
    """Give the function inside of a method or property; asking anything else for an attribute may run its code."""
    for kind, attribute in _WRAPPERS.items():
        if type(member) is kind:
            return getattr(member, attribute)
    return member


def _is_descriptor(member: Any) -> bool:
    kind = type(member)
    return kind in (types.MemberDescriptorType, types.GetSetDescriptorType) or kind.__module__ == "_collections"
