"""What evaluating an expression does, and what is known of its value."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any, Final

from kale.analysis.combination import NOTHING, fresh, handed_over
from kale.analysis.events import BindingKind, Call, Mutate, Read
from kale.analysis.items import out_of
from kale.analysis.names import NameVisitor
from kale.analysis.nodes import dotted, namespace_key, place_of
from kale.analysis.process_state import ENVIRONMENT
from kale.analysis.special_methods import ATTRIBUTE, HASH, ITEM, ITERATION, ORDER, TEXT, TRUTH
from kale.analysis.texts import PATH_ATTRIBUTES, concatenated
from kale.analysis.values import (
    NO_ROOTS,
    Argument,
    Derived,
    Place,
    Result,
    Roots,
    Take,
    Text,
    Value,
    Variable,
    inside,
)


class ExpressionVisitor(NameVisitor):
    """Evaluates expressions symbolically."""

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
        if self.hints.generators:
            self._note_taken(node)
        return self.read(node.id, place_of(node))

    def _constant(self, node: ast.Constant) -> Value:
        return Value(immutable=True, text=(node.value,)) if isinstance(node.value, str) else NOTHING

    def _text(self, node: ast.JoinedStr | ast.FormattedValue) -> Value:
        parts = [self.evaluate(child) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
        plain = isinstance(node, ast.JoinedStr) or (node.conversion == -1 and node.format_spec is None)
        for part in parts:
            self.special(TEXT, node, part)
        return fresh(parts, immutable=True, text=concatenated(parts) if plain else None)

    def evaluate_owner(self, node: ast.expr) -> Value:
        """Evaluate what an attribute is taken out of."""
        if not self.hints.generators:
            return self.evaluate(node)
        around, self._owner_at_hand = self._owner_at_hand, node
        value = self.evaluate(node)
        self._owner_at_hand = around
        return value

    def note_taken(self, path: str, place: Place) -> None:
        """Note that a module's own random generator, or a function that draws from it, is handed over and not called.

        Args:
            path: Dotted path of the module or function, as written.
            place: Where.
        """

    def _note_taken(self, node: ast.Name | ast.Attribute) -> None:
        if node is self._owner_at_hand:
            return
        path = dotted(node) or ""
        root, *parts = path.split(".")
        if (root in self.hints.generators or "random" in parts) and not self.is_hidden(root):
            self.note_taken(path, place_of(node))

    def _attribute(self, node: ast.Attribute) -> Value:
        if self.hints.generators:
            self._note_taken(node)
        base = self.evaluate_owner(node.value)
        path = dotted(node.value)
        if node.attr == "__class__":
            return self._class_of(node, base)
        if node.attr == "environ":
            self.events.append(Read(ENVIRONMENT, place_of(node), guarded=True))
        computed = self.access(node.attr, node, base)
        shared = self.hints.class_attributes.get(node.attr, NO_ROOTS)
        found = (
            computed | self.special(ATTRIBUTE, node, base) | self.special(("__get__",), node, Value(roots=shared), base)
        )
        hidden = path is None or self.is_hidden(path.partition(".")[0])
        written = node.attr if hidden else f"{path}.{node.attr}"
        return base._replace(
            roots=inside(base.roots) | found | shared,
            alias=None,
            immutable=False,
            callee=None,
            generator=False,
            text=self._text_of_property(node.attr, computed) or self.text_of_attribute(node.attr, base),
            items=(),
            attributes=frozenset((written,)) if hidden or base.roots else frozenset(),
            container=False,
            depth=0,
        )

    def _text_of_property(self, name: str, computed: Roots) -> Text | None:
        """Give the text of what a property has computed, if it may be one."""
        made = [root for root in computed if isinstance(root, Result)]
        return (made[0],) if len(made) == 1 and name in self.hints.text_makers else None

    def text_of_attribute(self, name: str, base: Value) -> Text | None:
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

    def _lambda(self, node: ast.Lambda) -> Value:
        return self.lambda_value(node)

    def _walrus(self, node: ast.NamedExpr) -> Value:
        value = self.evaluate(node.value)
        self.bind_name(node.target.id, place_of(node.target), BindingKind.ASSIGNMENT, value)
        alias = None if self.is_hidden(node.target.id) else node.target.id
        return value._replace(roots=value.roots | self.roots_of(node.target.id), alias=alias)

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
            texts=(("self", receiver.text),) if accessor and receiver.text is not None else (),
        )
        self._calls += 1
        self.events.append(call)
        return frozenset((Result(call.number),))


HANDLERS: Final[dict[type[ast.expr], Callable[[Any, Any], Value]]] = {
    ast.Name: ExpressionVisitor._name,
    ast.Constant: ExpressionVisitor._constant,
    ast.JoinedStr: ExpressionVisitor._text,
    ast.FormattedValue: ExpressionVisitor._text,
    ast.Attribute: ExpressionVisitor._attribute,
    ast.Subscript: ExpressionVisitor._subscript,
    ast.Lambda: ExpressionVisitor._lambda,
    ast.NamedExpr: ExpressionVisitor._walrus,
}
"""How each kind of expression is evaluated; the modules that build on this one add theirs."""
