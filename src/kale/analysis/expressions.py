"""What evaluating an expression does, and what is known of its value."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from kale.analysis.facts import (
    NO_ROOTS,
    Bind,
    BindingKind,
    Call,
    Enter,
    Event,
    Hints,
    Leave,
    Mutate,
    Place,
    Read,
    Result,
    Roots,
    Text,
    Unbind,
    Value,
    Variable,
)
from kale.analysis.knowledge import BLIND_CALLS, HOLDING_CALLS, MUTATING_METHODS
from kale.analysis.texts import concatenated, joined_path, path_of_call

ON_THE_SPOT: Final = "@"
"""Stands in front of a module in a dotted path that begins with ``__import__("module")``."""

NOTHING: Final = Value(immutable=True)
_QUERY_NAME: Final = re.compile(r"@([^\W\d]\w*)")
_NAMESPACE_CALLS: Final = frozenset({"globals", "locals", "vars"})
_KEEPING: Final = frozenset(call.rpartition(".")[2] for call in HOLDING_CALLS)
_OBJECT_OPERATORS: Final[dict[type[ast.operator], str]] = {ast.LShift: "__lshift__", ast.RShift: "__rshift__"}
_MERGING: Final = (ast.Add, ast.BitOr)


def place_of(node: ast.AST) -> Place:
    """Give the place of a node, columns counted from 1."""
    line = getattr(node, "lineno", 1)
    column = getattr(node, "col_offset", 0)
    return Place(
        line,
        column + 1,
        getattr(node, "end_lineno", None) or line,
        (getattr(node, "end_col_offset", None) or column) + 1,
    )


def dotted(node: ast.expr) -> str | None:
    """Give ``a.b.c`` for a chain of attributes on a name, else ``None``."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        return ".".join([node.id, *reversed(parts)])
    module = _imported_on_the_spot(node)
    return ".".join([f"{ON_THE_SPOT}{module}", *reversed(parts)]) if module is not None else None


def _imported_on_the_spot(node: ast.expr) -> str | None:
    """Give ``os`` for ``__import__("os")``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__import__" and node.args:
        argument = node.args[0]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." not in argument.value:
            return argument.value
    return None


def union(values: Iterable[Value]) -> Value:
    """Give what is known of an object that may hold any of these values."""
    roots: Roots = NO_ROOTS
    mentions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()
    passes: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()
    immutable = True
    for value in values:
        roots |= value.roots
        mentions |= value.mentions
        calls |= value.calls
        passes |= value.passes
        captures |= value.captures
        immutable = immutable and value.immutable
    return Value(roots=roots, mentions=mentions, calls=calls, passes=passes, captures=captures, immutable=immutable)


def fresh(values: Iterable[Value], *, immutable: bool = False) -> Value:
    """Give what is known of a new object computed from these values."""
    return replace(union(values), roots=NO_ROOTS, immutable=immutable)


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

    # -- what a scope decides -------------------------------------------------------------------------------------

    def is_local(self, name: str) -> bool:
        """Whether ``name`` belongs to a scope inside the notebook's namespace."""
        raise NotImplementedError

    def local_roots(self, name: str) -> Roots:
        """Give the roots of a local name."""
        raise NotImplementedError

    def bind_name(self, name: str, place: Place, kind: BindingKind, value: Value, qualified: str | None = None) -> None:
        """Note that ``name`` is bound here."""
        raise NotImplementedError

    def lambda_value(self, node: ast.Lambda, received: Roots = NO_ROOTS, *, called: bool = False) -> Value:
        """Give the value of a lambda whose parameters may stand for ``received``; ``called`` if that may be here."""
        raise NotImplementedError

    def run_literal(self, source: str, node: ast.Call) -> None:
        """Carry out the statements of an ``exec`` of a string constant."""
        raise NotImplementedError

    @contextmanager
    def branch(self) -> Iterator[int]:
        """Mark what happens inside as something that may not happen; gives the index of its first event."""
        start = len(self.events)
        self._depth += 1
        yield start
        self._depth -= 1
        names = dict.fromkeys(event.name for event in self.events[start:] if isinstance(event, Bind | Unbind))
        if names:
            self.events.insert(start, Enter())
            self.events.append(Leave(tuple(names)))

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
        return any(name in shadow for shadow in self._shadows) or self.is_local(name)

    def read(self, name: str, place: Place, *, guarded: bool = False) -> Value:
        """Note a reference to ``name``."""
        name = self.mangled(name)
        roots = self.roots_of(name)
        if self.is_hidden(name):
            return Value(roots=roots)
        self.events.append(Read(name, place, guarded=guarded or self.guarded))
        return Value(roots=roots, alias=name, mentions=frozenset((name,)), text=(Variable(name),))

    # -- expressions ----------------------------------------------------------------------------------------------

    def evaluate(self, node: ast.expr | None, *, discarded: bool = False) -> Value:
        """Note what evaluating ``node`` does and give what is known of its value."""
        if node is None:
            return NOTHING
        if isinstance(node, ast.Call):
            return self._call(node, discarded)
        handler = _HANDLERS.get(type(node))
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
        return replace(fresh(parts, immutable=True), text=concatenated(parts) if plain else None)

    def _attribute(self, node: ast.Attribute) -> Value:
        base = self.evaluate(node.value)
        path = dotted(node.value)
        if node.attr == "__class__":
            return self._class_of(node, base)
        if node.attr in self.hints.properties:
            self._getter(node, base)
        bound = path is None or self.is_hidden(path.partition(".")[0]) or bool(base.roots)
        return replace(base, alias=None, immutable=False, callee=None, generator=False, text=None, bound=bound)

    def _class_of(self, node: ast.Attribute, base: Value) -> Value:
        """Take ``x.__class__`` for ``type(x)``."""
        call = Call(self._calls, "type", None, NO_ROOTS, (base.roots,), (), frozenset(), False, place_of(node))
        self._calls += 1
        self.events.append(call)
        return Value(roots=frozenset((Result(call.number),)), mentions=base.mentions)

    def _getter(self, node: ast.Attribute, base: Value) -> None:
        call = Call(self._calls, None, node.attr, base.roots, (), (), frozenset(), False, place_of(node), getter=True)
        self._calls += 1
        self.events.append(call)

    def _subscript(self, node: ast.Subscript) -> Value:
        name = namespace_key(node)
        if name is not None:
            return self.read(name, place_of(node), guarded=True)
        base = self.evaluate(node.value)
        index = self.evaluate(node.slice)
        if self.hints.defaulting and base.roots:
            self.events.append(Mutate(base.roots, place_of(node), "read of a missing key", if_defaulting=True))
        return replace(
            base, calls=base.calls | index.calls, alias=None, immutable=False, callee=None, generator=False, text=None
        )

    def _operation(self, node: ast.BinOp) -> Value:
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        if type(node.op) in _OBJECT_OPERATORS and left.roots:
            return self._operator_call(node, left, right)
        if isinstance(node.op, _MERGING) and (_is_display(node.left) or _is_display(node.right)):
            return replace(union((left, right)), immutable=False)
        is_format = isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant | ast.JoinedStr)
        made = fresh((left, right), immutable=is_format or (left.immutable and right.immutable))
        if isinstance(node.op, ast.Add):
            return replace(made, text=concatenated((left, right)))
        return replace(made, text=joined_path((left, right))) if isinstance(node.op, ast.Div) else made

    def _operator_call(self, node: ast.BinOp, left: Value, right: Value) -> Value:
        """Take an operator that libraries overload to change an object as a call of its method."""
        call = Call(
            number=self._calls,
            callee=None,
            method=_OBJECT_OPERATORS[type(node.op)],
            receiver=left.roots,
            positional=(right.roots,),
            keywords=(),
            passed=_handed_over((right,)),
            discarded=False,
            place=place_of(node),
        )
        self._calls += 1
        self.events.append(call)
        joined = union((left, right))
        return replace(joined, roots=joined.roots | {Result(call.number)}, immutable=left.immutable and right.immutable)

    def _unary(self, node: ast.UnaryOp) -> Value:
        operand = self.evaluate(node.operand)
        return fresh((operand,), immutable=isinstance(node.op, ast.Not) or operand.immutable)

    def _choice(self, node: ast.BoolOp | ast.IfExp) -> Value:
        first = node.values[0] if isinstance(node, ast.BoolOp) else node.test
        rest = node.values[1:] if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
        values = [self.evaluate(first)] if isinstance(node, ast.BoolOp) else []
        if isinstance(node, ast.IfExp):
            self.evaluate(first)
        for part in rest:
            with self.branch():
                values.append(self.evaluate(part))
        return union(values)

    def _compare(self, node: ast.Compare) -> Value:
        name = _membership_key(node)
        if name is not None:
            self.read(name, place_of(node), guarded=True)
            return NOTHING
        values = [self.evaluate(operand) for operand in (node.left, *node.comparators)]
        exact = all(isinstance(operator, ast.Is | ast.IsNot | ast.In | ast.NotIn) for operator in node.ops)
        return fresh(values, immutable=exact)

    def _display(self, node: ast.List | ast.Tuple | ast.Set) -> Value:
        joined = union([self.evaluate(element) for element in node.elts])
        return replace(joined, immutable=isinstance(node, ast.Tuple) and joined.immutable, container=True)

    def _mapping(self, node: ast.Dict) -> Value:
        parts = [self.evaluate(part) for pair in zip(node.keys, node.values, strict=True) for part in pair if part]
        return replace(union(parts), immutable=False, container=True)

    def _starred(self, node: ast.Starred | ast.Await | ast.Slice) -> Value:
        if isinstance(node, ast.Await):
            self.awaits = True
        if isinstance(node, ast.Slice):
            return union([self.evaluate(part) for part in (node.lower, node.upper, node.step) if part is not None])
        return replace(self.evaluate(node.value), alias=None, immutable=False, text=None)

    def _lambda(self, node: ast.Lambda) -> Value:
        return self.lambda_value(node)

    def _walrus(self, node: ast.NamedExpr) -> Value:
        value = self.evaluate(node.value)
        self.bind_name(node.target.id, place_of(node.target), BindingKind.ASSIGNMENT, value)
        return value

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        with self.branch():
            return self._elements(node)

    def _elements(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Value:
        shadow: dict[str, Roots] = {}
        values: list[Value] = []
        for index, generator in enumerate(node.generators):
            source = self.evaluate(generator.iter)
            self.consume(generator.iter, source)
            if index == 0:
                self._shadows.append(shadow)
            for target in ast.walk(generator.target):
                if isinstance(target, ast.Name):
                    shadow[target.id] = source.roots
            for condition in generator.ifs:
                values.append(fresh((self.evaluate(condition),), immutable=True))
        parts = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
        joined = union([self.evaluate(part) for part in parts] + values)
        self._shadows.pop()
        made_at_once = not isinstance(node, ast.GeneratorExp)
        return replace(joined, immutable=False, generator=not made_at_once, container=made_at_once)

    def consume(self, node: ast.expr, value: Value) -> None:
        """Note that the value of ``node`` is iterated over, which moves it when it is an iterator."""
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript) and value.roots:
            self.events.append(Mutate(value.roots, place_of(node), "iteration", if_iterator=True))

    # -- calls ----------------------------------------------------------------------------------------------------

    def _call(self, node: ast.Call, discarded: bool) -> Value:
        literal = self._blind_call(node)
        if literal is not None:
            return literal
        callee, receiver = self._callee(node.func)
        module = _imported_on_the_spot(node)
        callee = callee if module is None else f"{ON_THE_SPOT}{module}"
        positional, keywords = self._arguments(node, receiver)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else None
        if method in ("query", "eval"):
            self._names_in_query(node)
        arguments = [*positional, *(value for _, value in keywords)]
        call = Call(
            number=self._calls,
            callee=callee,
            method=method,
            receiver=receiver.roots,
            positional=tuple(value.roots for value in positional),
            keywords=_marked_keywords(node, keywords),
            passed=_handed_over(arguments),
            captures=union(arguments).captures,
            discarded=discarded,
            place=place_of(node),
            texts=_texts(receiver, positional, keywords),
        )
        self._calls += 1
        self.events.append(call)
        path = path_of_call(callee or method, positional) if not keywords else None
        return replace(_result_of(call, union(arguments), receiver), text=path)

    def _arguments(self, node: ast.Call, receiver: Value) -> tuple[list[Value], list[tuple[str | None, Value]]]:
        """Evaluate the arguments; lambdas last, since they may be called with what the others give."""
        nodes = [*node.args, *(keyword.value for keyword in node.keywords)]
        values = [None if isinstance(argument, ast.Lambda) else self.evaluate(argument) for argument in nodes]
        self._note_methods_handed_over(nodes)
        received = receiver.roots.union(*(value.roots for value in values if value is not None))
        if isinstance(node.func, ast.Lambda):
            self.lambda_value(node.func, received, called=True)
        every = [
            self.lambda_value(argument, received, called=True) if isinstance(argument, ast.Lambda) else value or NOTHING
            for argument, value in zip(nodes, values, strict=True)
        ]
        positional, named = every[: len(node.args)], every[len(node.args) :]
        return positional, [(keyword.arg, value) for keyword, value in zip(node.keywords, named, strict=True)]

    def _note_methods_handed_over(self, arguments: Iterable[ast.expr]) -> None:
        """Note that a method such as ``rows.append`` that is handed to a call may be called there."""
        for argument in arguments:
            if isinstance(argument, ast.Attribute) and argument.attr in MUTATING_METHODS:
                path = dotted(argument.value)
                roots = self.roots_of(path.partition(".")[0]) if path is not None else NO_ROOTS
                self.events.append(Mutate(roots, place_of(argument), f"{argument.attr} handed to a call"))

    def _callee(self, func: ast.expr) -> tuple[str | None, Value]:
        path = dotted(func)
        if isinstance(func, ast.Name):
            value = self.read(func.id, place_of(func))
            return (None if self.is_hidden(func.id) else path), Value(roots=value.roots)
        if isinstance(func, ast.Attribute):
            receiver = self.evaluate(func.value)
            hidden = path is None or self.is_hidden(path.partition(".")[0])
            return (None if hidden else path), receiver
        # A lambda that is called on the spot is evaluated with its arguments.
        return None, NOTHING if isinstance(func, ast.Lambda) else self.evaluate(func)

    def _blind_call(self, node: ast.Call) -> Value | None:
        """Read what ``eval``, ``exec`` and ``globals()`` with constants do; note every other use as blind."""
        name = node.func.id if isinstance(node.func, ast.Name) else None
        if name not in BLIND_CALLS or self.is_hidden(name):
            return None
        if name in ("vars", "dir") and node.args:
            return None
        source = node.args[0] if node.args else None
        constant = source.value if isinstance(source, ast.Constant) and isinstance(source.value, str) else None
        if name in ("eval", "exec") and constant is not None and len(node.args) == 1:
            return self._literal_code(name, constant, node)
        if name in ("eval", "exec") and len(node.args) > 1:
            return None
        self.blind.append((name, place_of(node)))
        return fresh([self.evaluate(argument) for argument in node.args])

    def _literal_code(self, name: str, source: str, node: ast.Call) -> Value:
        try:
            tree = ast.parse(source.strip(), mode="eval" if name == "eval" else "exec")
        except (SyntaxError, ValueError):
            return NOTHING
        for child in ast.walk(tree):
            if hasattr(child, "lineno"):
                ast.copy_location(child, node)
        if isinstance(tree, ast.Expression):
            return self.evaluate(tree.body)
        self.run_literal(source, node)
        return NOTHING

    def _names_in_query(self, node: ast.Call) -> None:
        for argument in node.args[:1]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                for name in _QUERY_NAME.findall(argument.value):
                    self.read(name, place_of(argument))
            elif not isinstance(argument, ast.Constant):
                for child in ast.walk(argument):
                    if isinstance(child, ast.Constant) and isinstance(child.value, str):
                        for name in _QUERY_NAME.findall(child.value):
                            self.read(name, place_of(argument))


def _handed_over(arguments: Iterable[Value]) -> frozenset[str]:
    joined = union(arguments)
    return joined.mentions | joined.calls | joined.passes


def _result_of(call: Call, arguments: Value, receiver: Value) -> Value:
    """Give what is known of the result: functions handed to a call stay in it only if the callee keeps arguments."""
    last = (call.callee or call.method or "").rpartition(".")[2]
    keeps = last[:1].isupper() or last in _KEEPING
    called = frozenset((call.callee.partition(".")[0],)) if call.callee else frozenset[str]()
    return Value(
        roots=frozenset((Result(call.number),)),
        callee=call.callee,
        maker=call.callee,
        mentions=(arguments.mentions if keeps else frozenset()) | receiver.mentions,
        calls=arguments.calls | called | receiver.calls,
        passes=arguments.passes | receiver.passes | (frozenset() if keeps else arguments.mentions),
        captures=(arguments.captures if keeps else frozenset()) | receiver.captures,
    )


def namespace_key(node: ast.expr) -> str | None:
    """Give ``x`` for ``globals()["x"]`` and its relatives."""
    if (
        isinstance(node, ast.Subscript)
        and _is_namespace(node.value)
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, str)
    ):
        return node.slice.value
    return None


def _membership_key(node: ast.Compare) -> str | None:
    """Give ``x`` for ``"x" in globals()``."""
    if (
        len(node.ops) == 1
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and _is_namespace(node.comparators[0])
        and isinstance(node.left, ast.Constant)
        and isinstance(node.left.value, str)
    ):
        return node.left.value
    return None


def _is_namespace(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in (*_NAMESPACE_CALLS, "dir")
        and not node.args
    )


def _is_display(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.Set | ast.ListComp | ast.DictComp)


def _marked_keywords(node: ast.Call, values: list[tuple[str | None, Value]]) -> tuple[tuple[str | None, Roots], ...]:
    """Give the keywords' roots, leaving out those that are switched off by a constant ``False`` or ``None``."""
    kept = []
    for keyword, (name, value) in zip(node.keywords, values, strict=True):
        off = isinstance(keyword.value, ast.Constant) and not keyword.value.value
        if name != "inplace" or not off:
            kept.append((name, value.roots))
    return tuple(kept)


def _texts(
    receiver: Value, positional: Iterable[Value], keywords: Iterable[tuple[str | None, Value]]
) -> tuple[tuple[int | str, Text], ...]:
    places: list[tuple[int | str | None, Value]] = [("self", receiver), *enumerate(positional), *keywords]
    return tuple((place, value.text) for place, value in places if place is not None and value.text is not None)


_HANDLERS: Final[dict[type[ast.expr], Callable[[ExpressionVisitor, Any], Value]]] = {
    ast.Name: ExpressionVisitor._name,
    ast.Constant: ExpressionVisitor._constant,
    ast.JoinedStr: ExpressionVisitor._text,
    ast.FormattedValue: ExpressionVisitor._text,
    ast.Attribute: ExpressionVisitor._attribute,
    ast.Subscript: ExpressionVisitor._subscript,
    ast.BinOp: ExpressionVisitor._operation,
    ast.UnaryOp: ExpressionVisitor._unary,
    ast.BoolOp: ExpressionVisitor._choice,
    ast.IfExp: ExpressionVisitor._choice,
    ast.Compare: ExpressionVisitor._compare,
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
