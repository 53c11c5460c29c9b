"""Descriptions of the builtin types and of the standard library's containers."""

from __future__ import annotations

import functools
import types
from pathlib import Path
from typing import Any, Final

from .functions import code_text, found_in_library
from .graph import Graph, describes, labelled_attributes, opaque, plain_lines
from .instances import attributes_of
from .nodes import Kind, Node
from .texts import type_name

_OWN: Final = frozenset({"KALE_EVENTS", "KALE_PLACES"})


@describes(("builtins", "list"), ("builtins", "tuple"), ("collections", "deque"))
def sequence(graph: Graph, value: Any) -> Node:
    """Describe a sequence by its elements and its attributes."""
    base: Any = _base(value, "list", "tuple", "deque")
    items = [*base.__iter__(value)]
    text = f"maxlen {base.maxlen.__get__(value)}" if base.__name__ == "deque" else ""
    attributes = attributes_of(value)
    if not attributes:
        return graph.elements(items, type_name(type(value)), text)
    whole = graph.add(graph.elements(items))
    labelled = ((label, graph.number_of(part)) for label, part in labelled_attributes(attributes))
    return Node(Kind.PARTS, type_name(type(value)), text, (("", whole), *labelled))


@describes(("builtins", "dict"), ("builtins", "mappingproxy"))
def mapping(graph: Graph, value: Any) -> Node:
    """Describe a mapping by its keys in their order, its values and its attributes."""
    base: Any = _base(value, "OrderedDict", "defaultdict", "dict", "mappingproxy")
    items = [*base.items(value)]
    extra = [*labelled_attributes(attributes_of(value))]
    factory = base.default_factory.__get__(value) if base.__name__ == "defaultdict" else None
    if factory is not None:
        extra.append((".default_factory", factory))
    return graph.mapping(type_name(type(value)), [key for key, _ in items], [item for _, item in items], extra)


@describes(("builtins", "dict_keys"), ("builtins", "dict_values"), ("builtins", "dict_items"))
def view(graph: Graph, value: Any) -> Node:
    """Describe a view of a dictionary by its elements."""
    return graph.elements([*value], type_name(type(value)))


@describes(("builtins", "set"), ("builtins", "frozenset"))
def unordered(graph: Graph, value: Any) -> Node:
    """Describe a set by its elements, in the order of their texts where they are plain."""
    base: Any = _base(value, "set", "frozenset")
    items = [*base.__iter__(value)]
    lines = plain_lines(items)
    if lines is not None and not attributes_of(value):
        block = graph.store.keep("\n".join(sorted(lines)).encode())
        return Node(Kind.SET, type_name(type(value)), block=block, shape=(len(items),))
    return Node(Kind.SET, type_name(type(value)), parts=tuple(("", graph.number_of(item)) for item in items))


@describes(("builtins", "bytearray"), ("builtins", "memoryview"))
def buffer(graph: Graph, value: Any) -> Node:
    """Describe a buffer by its bytes."""
    return Node(Kind.BYTES, type_name(type(value)), block=graph.store.keep(bytes(value)))


@describes(("_io", "BytesIO"), ("_io", "StringIO"))
def memory_file(graph: Graph, value: Any) -> Node:
    """Describe a file in memory by its content and the place that is read next."""
    base: Any = _base(value, "BytesIO", "StringIO")
    if base.closed.__get__(value):
        return opaque(value, "it is closed")
    return graph.parts(type_name(type(value)), [(" content", base.getvalue(value)), (" position", base.tell(value))])


@describes(*(("builtins", kind.__name__) for kind in (int, float, complex, str, bytes)))
def derived(graph: Graph, value: Any) -> Node:
    """Describe an object of a class derived from a plain type by the plain value and its attributes."""
    base: Any = _base(value, "int", "float", "complex", "str", "bytes")
    plain = base.__getnewargs__(value)[0]
    return graph.parts(type_name(type(value)), [("", plain), *labelled_attributes(attributes_of(value))])


@describes(("builtins", "BaseException"))
def exception(graph: Graph, value: BaseException) -> Node:
    """Describe an exception by its arguments and attributes; its traceback belongs to the process."""
    args = BaseException.args.__get__(value)  # type: ignore[attr-defined]  # a descriptor of a compiled type
    return graph.parts(type_name(type(value)), [(".args", args), *labelled_attributes(attributes_of(value))])


@describes(("builtins", "function"))
def function(graph: Graph, value: types.FunctionType) -> Node:
    """Describe a function by its code, defaults and closure; one of a library by its name."""
    if found_in_library(value):
        return Node(Kind.PLAIN, "function", f"{value.__module__}.{value.__qualname__}")
    parts: list[tuple[str, Any]] = [("'s code", code_text(value.__code__))]
    parts += [("'s defaults", value.__defaults__), ("'s keyword defaults", value.__kwdefaults__)]
    for variable, cell in zip(value.__code__.co_freevars, value.__closure__ or (), strict=True):
        if cell != types.CellType():
            parts.append((f"'s variable {variable}", cell.cell_contents))
    return graph.parts("function", [*parts, *labelled_attributes(vars(value))], value.__qualname__)


@describes(("builtins", "method"))
def method(graph: Graph, value: types.MethodType) -> Node:
    """Describe a bound method by its function and its object."""
    return graph.parts("method", [("'s function", value.__func__), ("'s object", value.__self__)])


@describes(("functools", "partial"))
def partial(graph: Graph, value: functools.partial[object]) -> Node:
    """Describe a function with some of its arguments."""
    parts = [(".func", value.func), (".args", value.args), (".keywords", value.keywords)]
    return graph.parts(type_name(type(value)), parts)


@describes(("functools", "_lru_cache_wrapper"))
def cached(graph: Graph, value: Any) -> Node:
    """Describe a function with a cache; what is cached does not count."""
    return graph.parts(type_name(type(value)), [("'s function", value.__wrapped__)], repr(value.cache_parameters()))


@describes(
    ("builtins", "builtin_function_or_method"), ("builtins", "method_descriptor"), ("builtins", "wrapper_descriptor")
)
def compiled_function(graph: Graph, value: Any) -> Node:
    """Describe a compiled function by its name, and by the object that it is bound to."""
    owner = getattr(value, "__self__", None)
    if owner is None or issubclass(type(owner), types.ModuleType):
        module = getattr(value, "__module__", None) or getattr(value, "__objclass__", object).__module__
        return Node(Kind.PLAIN, type_name(type(value)), f"{module}.{value.__qualname__}")
    return graph.parts(type_name(type(value)), [("'s object", owner)], value.__qualname__)


@describes(("builtins", "module"))
def module(graph: Graph, value: types.ModuleType) -> Node:
    """Describe a module by its name; one that lies beside the notebook also by the data in it."""
    home = vars(value).get("__file__")
    if not (isinstance(home, str) and _lies_beside_the_notebook(Path(home))):
        return Node(Kind.PLAIN, "module", value.__name__)
    data = {
        name: item
        for name, item in vars(value).items()
        if name[:2] != "__" and not issubclass(type(item), types.ModuleType | types.FunctionType | type)
    }
    return graph.parts("module", labelled_attributes(data), value.__name__)


def _lies_beside_the_notebook(home: Path) -> bool:
    """Whether a module's file does, or travels with a step, which unpacks it into a folder of this name."""
    return home.is_relative_to(Path.cwd()) or any(part.startswith("kale-modules-") for part in home.parts)


@describes(("re", "Pattern"))
def pattern(graph: Graph, value: Any) -> Node:
    """Describe a regular expression."""
    return graph.parts(type_name(type(value)), [(".pattern", value.pattern), (".flags", value.flags)])


@describes(("re", "Match"))
def match(graph: Graph, value: Any) -> Node:
    """Describe what a regular expression has found."""
    return graph.parts(type_name(type(value)), [(".string", value.string), (".re", value.re), (".regs", value.regs)])


@describes(("os", "_Environ"))
def environment(graph: Graph, value: Any) -> Node:
    """Describe the process's environment by its variables, without those by which the runtime is told about itself."""
    return graph.parts("environment", [(f"[{name!r}]", value[name]) for name in sorted(value) if name not in _OWN])


@describes(("logging", "Logger"))
def logger(_: Graph, value: Any) -> Node:
    """Describe a logger by its name: it belongs to the process."""
    return Node(Kind.PLAIN, type_name(type(value)), repr(value.name))


@describes(("types", "GenericAlias"), ("types", "UnionType"), ("typing", "_GenericAlias"), ("typing", "TypeVar"))
def annotation(_: Graph, value: Any) -> Node:
    """Describe a type in an annotation as it is written."""
    return Node(Kind.PLAIN, type_name(type(value)), repr(value))


@describes(
    ("builtins", "generator"),
    ("builtins", "coroutine"),
    ("builtins", "async_generator"),
    ("builtins", "map"),
    ("builtins", "zip"),
    ("builtins", "filter"),
    ("builtins", "enumerate"),
    ("builtins", "reversed"),
)
def stream(_: Graph, value: Any) -> Node:
    """Leave an iterator alone: looking at it would use it up."""
    return opaque(value, f"looking into a {type(value).__name__} would use it up")


def _base(value: Any, *names: str) -> type:
    """Give the class, of those with these names, that an object's class is or is derived from."""
    return next(kind for kind in type(value).__mro__ if kind.__name__ in names)
