"""What evaluating an expression does, and what is known of its value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from kale.analysis.events import Bind, BindingKind, Call, Enter, Event, Leave, Mutate, Read, Unbind
from kale.analysis.facts import Hints
from kale.analysis.items import element_texts, held, out_of
from kale.analysis.nodes import dotted, namespace_key, place_of
from kale.analysis.process_state import ENVIRONMENT
from kale.analysis.special_methods import ATTRIBUTE, HASH, ITEM, ITERATION, ORDER, TEXT, TRUTH
from kale.analysis.texts import PATH_ATTRIBUTES, concatenated, listed
from kale.analysis.values import (
    NO_ROOTS,
    Argument,
    Derived,
    Items,
    Place,
    Result,
    Roots,
    Take,
    Text,
    Value,
    Variable,
    elements,
    inside,
)

NOTHING: Final = Value(immutable=True)


def union(
    values: Iterable[Value],
    *,
    immutable: bool | None = None,
    text: Text | None = None,
    items: Items = (),
    container: bool = False,
    depth: int = 0,
) -> Value:
    """Give what is known of an object that may hold any of these values.

    Args:
        values: The values.
        immutable: Whether the object can be changed; by default if any of the values can.
        text: How it is put together, when it is a text or a path.
        items: Texts that it holds.
        container: It is a display of elements, or a copy of one.
        depth: How deep displays are nested in it.
    """
    roots: Roots = NO_ROOTS
    mentions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()
    constant, bound = True, False
    for value in values:
        roots |= value.roots
        mentions |= value.mentions
        calls |= value.calls
        passes |= value.passes
        captures |= value.captures
        constant = constant and value.immutable
        bound = bound or value.bound
    return Value(
        roots=roots,
        mentions=mentions,
        calls=calls,
        passes=passes,
        captures=captures,
        immutable=constant if immutable is None else immutable,
        bound=bound,
        text=text,
        items=items,
        container=container,
        depth=depth,
    )


def fresh(
    values: Iterable[Value], *, immutable: bool = False, roots: Roots = NO_ROOTS, text: Text | None = None
) -> Value:
    """Give what is known of a new object computed from these values.

    Args:
        values: The values.
        immutable: It can not be changed.
        roots: What it shares objects with all the same.
        text: How it is put together, when it is a text or a path.
    """
    mentions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()
    bound = False
    for value in values:
        mentions |= value.mentions
        calls |= value.calls
        passes |= value.passes
        captures |= value.captures
        bound = bound or value.bound
    return Value(
        roots=roots,
        mentions=mentions,
        calls=calls,
        passes=passes,
        captures=captures,
        immutable=immutable,
        bound=bound,
        text=text,
    )


@lru_cache(maxsize=1024)
def _variable(name: str) -> Value:
    """Give what is known of what a variable of the notebook stands for."""
    itself = frozenset((name,))
    return Value(roots=itself, alias=name, mentions=itself, text=(Variable(name),))


class ExpressionVisitor:
    """Evaluates expressions symbolically and notes what happens as events.

    A subclass says what names mean in its scope.

    Attributes:
        events: What has happened so far.
        blind: Calls through which code can reach names unseen.
        guarded: Whether a failing look-up of a name is caught here.
        awaits: Whether anything was awaited.
    """

    def __init__(self, hints: Hints = Hints()) -> None:  # noqa: B008 - frozen
        self.hints = hints
        self.class_name: str | None = None
        self.events: list[Event] = []
        self.blind: list[tuple[str, Place]] = []
        self.guarded = False
        self.awaits = False
        self._calls = 0
        self._depth = 0
        self._shadows: list[dict[str, Roots]] = []
        self._elements_at_hand: dict[str, Value] = {}

    # -- what a scope decides -------------------------------------------------------------------------------------

    def is_local(self, name: str) -> bool:
        """Whether ``name`` belongs to a scope inside the notebook's namespace."""
        raise NotImplementedError

    def local_roots(self, name: str) -> Roots:
        """Give the roots of a local name."""
        raise NotImplementedError

    def local_text(self, name: str) -> Text | None:  # noqa: ARG002 - a scope may know
        """Give the text or path that a local name stands for; ``None`` where that is not known."""
        return None

    def local_items(self, name: str) -> Items:  # noqa: ARG002 - a scope may know
        """Give the texts that the object of a local name holds, as far as they are known."""
        return ()

    def bind_name(self, name: str, place: Place, kind: BindingKind, value: Value, qualified: str | None = None) -> None:
        """Note that ``name`` is bound here."""
        raise NotImplementedError

    def lambda_value(self, node: ast.Lambda, received: Roots = NO_ROOTS, *, called: bool = False) -> Value:
        """Give the value of a lambda whose parameters may stand for ``received``; ``called`` if that may be here."""
        raise NotImplementedError

    def call(self, node: ast.Call, *, discarded: bool) -> Value:
        """Note a call and give what is known of its result; ``discarded`` if nothing uses it."""
        raise NotImplementedError

    def run_literal(self, source: str, node: ast.Call) -> None:
        """Carry out the statements of an ``exec`` of a string constant."""
        raise NotImplementedError

    @contextmanager
    def branch(self, *, loop: bool = False) -> Iterator[int]:
        """Mark what happens inside as something that may not happen; gives the index of its first event."""
        start = len(self.events)
        self._depth += 1
        yield start
        self._depth -= 1
        names = dict.fromkeys(event.name for event in self.events[start:] if isinstance(event, Bind | Unbind))
        if names or any(isinstance(event, Call) and event.texts for event in self.events[start:]):
            self.events.insert(start, Enter())
            self.events.append(Leave(tuple(names), loop))

    # -- names ----------------------------------------------------------------------------------------------------

    def roots_of(self, name: str) -> Roots:
        """Give the roots of the object that ``name`` stands for."""
        for shadow in reversed(self._shadows):
            if name in shadow:
                return shadow[name]
        return self.local_roots(name) if self.is_local(name) else frozenset((name,))

    def mangled(self, name: str) -> str:
        """Give the name that ``name`` stands for inside the class around it, as Python spells private names."""
        if self.class_name is None or not name.startswith("__") or name.endswith("__"):
            return name
        return f"_{self.class_name.lstrip('_')}{name}"

    def is_hidden(self, name: str) -> bool:
        """Whether ``name`` means something other than the notebook's variable here."""
        return self._is_shadowed(name) or self.is_local(name)

    def _is_shadowed(self, name: str) -> bool:
        return bool(self._shadows) and any(name in shadow for shadow in self._shadows)

    def read(self, name: str, place: Place, *, guarded: bool = False) -> Value:
        """Note a reference to ``name``."""
        name = self.mangled(name)
        if self._is_shadowed(name):
            element = self._elements_at_hand.get(name, NOTHING)
            return Value(roots=self.roots_of(name), text=element.text, items=element.items)
        if self.is_local(name):
            return Value(roots=self.roots_of(name), text=self.local_text(name), items=self.local_items(name))
        self.events.append(Read(name, place, guarded=guarded or self.guarded))
        return _variable(name)

    # -- expressions ----------------------------------------------------------------------------------------------

    def evaluate(self, node: ast.expr | None, *, discarded: bool = False) -> Value:
        """Note what evaluating ``node`` does and give what is known of its value."""
        if node is None:
            return NOTHING
        if isinstance(node, ast.Call):
            return self.call(node, discarded=discarded)
        handler = HANDLERS.get(type(node))
        if handler is not None:
            return handler(self, node)
        return fresh(self.evaluate(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))

    def _name(self, node: ast.Name) -> Value:
        return self.read(node.id, place_of(node))

    def _constant(self, node: ast.Constant) -> Value:
        return Value(immutable=True, text=(node.value,)) if isinstance(node.value, str) else NOTHING

    def _text(self, node: ast.JoinedStr | ast.FormattedValue) -> Value:
        parts = [self.evaluate(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        plain = isinstance(node, ast.JoinedStr) or (node.conversion == -1 and node.format_spec is None)
        for part in parts:
            self.special(TEXT, node, part)
        return fresh(parts, immutable=True, text=concatenated(parts) if plain else None)

    def _attribute(self, node: ast.Attribute) -> Value:
        base = self.evaluate(node.value)
        path = dotted(node.value)
        if node.attr == "__class__":
            return self._class_of(node, base)
        if node.attr == "environ":
            self.events.append(Read(ENVIRONMENT, place_of(node), guarded=True))
        found = self.access(node.attr, node, base)
        shared = self.hints.class_attributes.get(node.attr, NO_ROOTS)
        found |= self.special(ATTRIBUTE, node, base) | self.special(("__get__",), node, Value(roots=shared), base)
        bound = path is None or self.is_hidden(path.partition(".")[0]) or bool(base.roots)
        return base._replace(
            roots=inside(base.roots) | found | shared,
            alias=None,
            immutable=False,
            callee=None,
            generator=False,
            text=self._text_of_attribute(node.attr, base),
            items=(),
            bound=bound,
            container=False,
            depth=0,
        )

    def _text_of_attribute(self, name: str, base: Value) -> Text | None:
        """Give the text that an attribute is, of a path or of an object that holds paths."""
        if name in PATH_ATTRIBUTES and base.text is not None:
            return (Derived(name, base.text),)
        if name == "value" and base.text is not None and isinstance(base.text[0], Variable) and base.text[0].keys:
            # The member of an enumeration stands for its value.
            return base.text
        return out_of(base, name).text if name in self.hints.holders else None

    def _class_of(self, node: ast.Attribute, base: Value) -> Value:
        """Take ``x.__class__`` for ``type(x)``."""
        call = Call(self._calls, "type", None, NO_ROOTS, (base.roots,), (), frozenset(), False, place_of(node))
        self._calls += 1
        self.events.append(call)
        return Value(roots=frozenset((Result(call.number),)), mentions=base.mentions)

    def access(self, name: str, node: ast.AST, base: Value, *values: Value) -> Roots:
        """Note that an attribute is read, set to a value or deleted, if a property of the notebook's computes it.

        Returns:
            What the result shares.
        """
        found: Roots = NO_ROOTS
        for method in sorted(self.hints.properties.get(name, ())):
            found |= self.method_call(method, node, base, values, accessor=True)
        return found

    def _subscript(self, node: ast.Subscript) -> Value:
        name = namespace_key(node)
        if name is not None:
            return self.read(name, place_of(node), guarded=True)
        base = self.evaluate(node.value)
        index = self.evaluate(node.slice)
        self.special(HASH, node, index)
        if self.hints.defaulting and base.roots:
            self.events.append(Mutate(base.roots, place_of(node), "read of a missing key", if_defaulting=True))
        item = self._item(node, base)
        return base._replace(
            roots=inside(base.roots) | self.special(ITEM, node, base, index),
            calls=base.calls | index.calls,
            alias=None,
            immutable=False,
            callee=None,
            generator=False,
            text=item.text,
            items=item.items,
            container=False,
            depth=0,
        )

    def _item(self, node: ast.Subscript, base: Value) -> Value:
        """Give the text that an item is of something that holds paths."""
        if not (base.text or base.items) or isinstance(node.slice, ast.Slice | ast.Tuple):
            return NOTHING
        index = node.slice.value if isinstance(node.slice, ast.Constant) else None
        key = index if isinstance(index, str | int) else Take.ITEM
        names = {node.value.id} if isinstance(node.value, ast.Name) else {getattr(node.value, "attr", None)}
        found = base.text[0] if base.text else None
        deeper = isinstance(found, Variable | Argument) and bool(found.keys)
        known = bool(base.items) or deeper or not self.hints.holders.isdisjoint(names | {key})
        return out_of(base, key) if known else NOTHING

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        values = [self.evaluate(element) for element in node.elts]
        for value in values if isinstance(node, ast.Set) else ():
            self.special(HASH, node, value)
        return union(
            values,
            immutable=None if isinstance(node, ast.Tuple) else False,
            container=True,
            text=listed(values) if isinstance(node, ast.List) else None,
            items=held(enumerate(values)),
            depth=_depth(values),
        )

    def _mapping(self, node: ast.Dict) -> Value:
        pairs = [[self.evaluate(part) for part in pair if part] for pair in zip(node.keys, node.values, strict=True)]
        for key, *_ in (pair for pair in pairs if len(pair) > 1):
            self.special(HASH, node, key)
        parts = [part for pair in pairs for part in pair]
        keys = (key.value if isinstance(key, ast.Constant) else None for key in node.keys)
        known = ((key, pair[-1]) for key, pair in zip(keys, pairs, strict=True) if isinstance(key, str | int))
        return union(parts, immutable=False, container=True, items=held(known), depth=_depth(parts))

    def _starred(self, node: ast.Starred | ast.Await | ast.Slice) -> Value:
        if isinstance(node, ast.Await):
            self.awaits = True
        if isinstance(node, ast.Slice):
            return union([self.evaluate(part) for part in (node.lower, node.upper, node.step) if part is not None])
        return self.evaluate(node.value)._replace(alias=None, immutable=False, text=None)

    def _lambda(self, node: ast.Lambda) -> Value:
        return self.lambda_value(node)

    def _walrus(self, node: ast.NamedExpr) -> Value:
        value = self.evaluate(node.value)
        self.bind_name(node.target.id, place_of(node.target), BindingKind.ASSIGNMENT, value)
        alias = None if self.is_hidden(node.target.id) else node.target.id
        return value._replace(roots=value.roots | self.roots_of(node.target.id), alias=alias)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        with self.branch():
            return self._elements(node)

    def _elements(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        shadow: dict[str, Roots] = {}
        values: list[Value] = []
        for index, generator in enumerate(node.generators):
            source = self.evaluate(generator.iter)
            found = self.consume(generator.iter, source)
            if index == 0:
                self._shadows.append(shadow)
            for target in ast.walk(generator.target):
                if isinstance(target, ast.Name):
                    shadow[target.id] = elements(source.roots) | found
            self._elements_at_hand.update(element_texts(generator.target, generator.iter, source))
            for condition in generator.ifs:
                values.append(fresh((self.truth(condition),), immutable=True))
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        made = [self.evaluate(part) for part in parts]
        self._shadows.pop()
        at_once = not isinstance(node, ast.GeneratorExp)
        joined = union(made + values, immutable=False, container=at_once, depth=_depth(made))
        return joined if at_once else joined._replace(generator=True)

    def consume(self, node: ast.expr, value: Value) -> Roots:
        """Note that the value of ``node`` is iterated over, which moves it when it is an iterator.

        Returns:
            What the elements share besides what they share with the value.
        """
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and value.roots:
            self.events.append(Mutate(value.roots, place_of(node), "iteration", if_iterator=True))
        return self.special(ITERATION, node, value)

    def truth(self, node: ast.expr | None) -> Value:
        """Evaluate an expression that is asked whether it is true."""
        value = self.evaluate(node)
        if node is not None:
            self.special(TRUTH, node, value)
        return value

    def special(self, methods: Iterable[str], node: ast.AST, receiver: Value, *others: Value) -> Roots:
        """Note that special methods of an object are called, if the notebook's classes define any of them.

        Returns:
            What their results share.
        """
        found: Roots = NO_ROOTS
        if not self.hints.specials or not receiver.roots:
            return found
        names = dict.fromkeys(methods)
        if self.hints.total_ordering and not names.keys().isdisjoint(ORDER):
            names.update(dict.fromkeys((*ORDER, "__eq__")))
        for method in names:
            if method in self.hints.specials:
                found |= self.method_call(method, node, receiver, others, special=True)
        return found

    def method_call(
        self,
        method: str,
        node: ast.AST,
        receiver: Value,
        others: Iterable[Value],
        *,
        special: bool = False,
        accessor: bool = False,
    ) -> Roots:
        """Note the call of a method where the text shows none, and give the root of its result."""
        arguments = tuple(others)
        call = Call(
            number=self._calls,
            callee=None,
            method=method,
            receiver=receiver.roots,
            positional=tuple(value.roots for value in arguments),
            keywords=(),
            passed=handed_over(arguments),
            discarded=False,
            place=place_of(node),
            special=special,
            accessor=accessor,
        )
        self._calls += 1
        self.events.append(call)
        return frozenset((Result(call.number),))


def _depth(values: Iterable[Value]) -> int:
    """Give how deep a display of these values is nested."""
    return 1 + max((value.depth for value in values), default=0)


def handed_over(arguments: Iterable[Value]) -> frozenset[str]:
    """Give the names that arguments mention: functions among them may be called."""
    joined = union(arguments)
    return joined.mentions | joined.calls | joined.passes


HANDLERS: Final[dict[type[ast.expr], Callable[[Any, Any], Value]]] = {
    ast.Name: ExpressionVisitor._name,
    ast.Constant: ExpressionVisitor._constant,
    ast.JoinedStr: ExpressionVisitor._text,
    ast.FormattedValue: ExpressionVisitor._text,
    ast.Attribute: ExpressionVisitor._attribute,
    ast.Subscript: ExpressionVisitor._subscript,
    ast.List: ExpressionVisitor._display,
    ast.Tuple: ExpressionVisitor._display,
    ast.Set: ExpressionVisitor._display,
    ast.Dict: ExpressionVisitor._mapping,
    ast.Starred: ExpressionVisitor._starred,
    ast.Await: ExpressionVisitor._starred,
    ast.Slice: ExpressionVisitor._starred,
    ast.Lambda: ExpressionVisitor._lambda,
    ast.NamedExpr: ExpressionVisitor._walrus,
    ast.ListComp: ExpressionVisitor._comprehension,
    ast.SetComp: ExpressionVisitor._comprehension,
    ast.GeneratorExp: ExpressionVisitor._comprehension,
    ast.DictComp: ExpressionVisitor._comprehension,
}
"""How each kind of expression is evaluated; the modules that build on this one add theirs."""
