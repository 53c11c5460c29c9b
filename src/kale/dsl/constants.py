"""Values that a pipeline function hands to steps, as expressions that make them again in the step's process."""

from __future__ import annotations

import ast
import builtins
import dataclasses
import enum
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import EllipsisType, ModuleType
from typing import Final

from kale.dsl.placeholders import Placeholder

Resolve = Callable[[Placeholder], ast.expr]
"""Gives the name that stands for a placeholder."""

_ATOMS: Final = (bool, int, str, bytes, type(None), EllipsisType)


class UnsupportedConstantError(TypeError):
    """A value cannot be written down as an expression.

    Attributes:
        value: The value, or the part of it.
    """

    def __init__(self, value: object) -> None:
        super().__init__(f"a value of type {type(value).__name__}")
        self.value = value


@dataclass(eq=False)
class Container:
    """A list, dictionary, set or object of a dataclass that the pipeline function has made.

    Attributes:
        value: The object, kept so that no other gets its ``id``.
        expression: What makes it again.
        uses: How often it was handed over; steps that get the same one see each other's changes.
    """

    value: object
    expression: ast.expr
    uses: int = 0


class Constants:
    """Writes values down as expressions.

    Args:
        names: The names of the pipeline's module; what one of them stands for is referred to by the name.
        resolve: Gives the name that stands for a placeholder.

    Attributes:
        used: Names of the module that the expressions refer to.
        containers: Lists, dictionaries, sets and objects, by the token that stands for them in expressions.
    """

    def __init__(self, names: Mapping[str, object], resolve: Resolve) -> None:
        self._names = names
        self._by_identity = {id(value): name for name, value in names.items() if not isinstance(value, _ATOMS)}
        self._resolve = resolve
        self.used: set[str] = set()
        self.containers: dict[str, Container] = {}

    def expression(self, value: object) -> ast.expr:
        """Give the expression that makes a value again.

        Raises:
            UnsupportedConstantError: There is none.
        """
        if isinstance(value, Placeholder):
            return self._resolve(value)
        if isinstance(value, _ATOMS) and type(value) in _ATOMS:
            return ast.Constant(value)
        if type(value) is float:
            return _number(value)
        if type(value) is complex:
            return _call("complex", [_number(value.real), _number(value.imag)])
        if id(value) in self._by_identity:
            return self._name(self._by_identity[id(value)])
        found = self._of_library(value) if callable(value) else None
        return found or self._composite(value)

    def _of_library(self, value: object) -> ast.expr | None:
        """Give the expression for a builtin function or class, or for one of a module that has a name here."""
        own = getattr(value, "__name__", None)
        if not isinstance(own, str) or not own.isidentifier():
            return None
        if own not in self._names and getattr(builtins, own, None) is value:
            return ast.Name(own, ast.Load())
        for name, module in self._names.items():
            if isinstance(module, ModuleType) and vars(module).get(own) is value:
                return ast.Attribute(self._name(name), own, ast.Load())
        return None

    def _name(self, name: str) -> ast.expr:
        self.used.add(name)
        return ast.Name(name, ast.Load())

    def _composite(self, value: object) -> ast.expr:
        if type(value) is list:
            return self._container(value, ast.List([self.expression(item) for item in value], ast.Load()))
        if type(value) is tuple:
            return ast.Tuple([self.expression(item) for item in value], ast.Load())
        if type(value) is set or type(value) is frozenset:
            items = sorted(map(self.expression, value), key=ast.dump)
            return self._container(value, _call(type(value).__name__, [ast.List(items, ast.Load())]))
        if type(value) is dict:
            items = [self.expression(item) for item in value.values()]
            return self._container(value, ast.Dict([self.expression(key) for key in value], items))
        if type(value) is range:
            return _call("range", [ast.Constant(part) for part in (value.start, value.stop, value.step)])
        if id(type(value)) in self._by_identity:
            return self._instance(value, self._by_identity[id(type(value))])
        raise UnsupportedConstantError(value)

    def _instance(self, value: object, kind: str) -> ast.expr:
        """Give the expression for an object of a class that has a name here, if making it again runs no other code."""
        if isinstance(value, enum.Enum):
            return ast.Attribute(self._name(kind), value.name, ast.Load())
        if isinstance(value, tuple) and hasattr(value, "_fields") and not hasattr(value, "__dict__"):
            items = ast.Tuple([self.expression(item) for item in value], ast.Load())
            return ast.Call(ast.Attribute(self._name(kind), "_make", ast.Load()), [items], [])
        fields = _fields(value)
        if fields is None:
            raise UnsupportedConstantError(value)
        given = [ast.keyword(name, self.expression(part)) for name, part in fields.items()]
        return self._container(value, ast.Call(self._name(kind), [], given))

    def _container(self, value: object, expression: ast.expr) -> ast.expr:
        """Give the token of a container; one that has changed since it was last handed over counts as another."""
        written = ast.dump(expression)
        for token, known in self.containers.items():
            if known.value is value and ast.dump(known.expression) == written:
                known.uses += 1
                return ast.Name(token, ast.Load())
        token = f"<constant {len(self.containers)}>"
        self.containers[token] = Container(value, expression, uses=1)
        return ast.Name(token, ast.Load())


def _fields(value: object) -> Mapping[str, object] | None:
    """Give the fields of an object that the generated ``__init__`` of a dataclass makes again as it is."""
    kind = type(value)
    if not dataclasses.is_dataclass(kind) or hasattr(kind, "__post_init__"):
        return None
    fields = dataclasses.fields(kind)
    generated = getattr(getattr(kind.__init__, "__code__", None), "co_filename", None) == "<string>"
    found = {field.name: getattr(value, field.name, None) for field in fields}
    whole = vars(value) == found if hasattr(value, "__dict__") else all(hasattr(value, name) for name in found)
    return found if generated and whole and all(field.init for field in fields) else None


def _number(value: float) -> ast.expr:
    return ast.Constant(value) if math.isfinite(value) else _call("float", [ast.Constant(str(value))])


def _call(function: str, arguments: list[ast.expr]) -> ast.expr:
    return ast.Call(ast.Name(function, ast.Load()), arguments, [])
