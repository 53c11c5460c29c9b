"""What a call in an expression does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from typing import Final

from kale.analysis.collections_in_cells import fills_cells
from kale.analysis.combination import NOTHING, fresh, handed_over, union
from kale.analysis.events import Call, Mutate
from kale.analysis.fields import FACTORY_ARGUMENTS, makes_field
from kale.analysis.items import held, out_of
from kale.analysis.knowledge import BLIND_CALLS, HANDED_METHODS, HOLDING_CALLS, LISTING_METHODS
from kale.analysis.knowledge.tensors import BACKWARD
from kale.analysis.nodes import ON_THE_SPOT, dotted, imported_on_the_spot, place_of
from kale.analysis.operators import OperatorVisitor
from kale.analysis.reflection import left_out, plain_call
from kale.analysis.special_methods import ATTRIBUTE_CALLS, BUILTINS
from kale.analysis.text_languages import names_in_text
from kale.analysis.texts import text_of_call
from kale.analysis.values import NO_ROOTS, Items, Result, Roots, Take, Text, Value

_QUERY_NAME: Final = re.compile(r"@([^\W\d]\w*)")
_KEEPING_ITEMS: Final = frozenset(
    {"list", "tuple", "sorted", "reversed", "set", "enumerate", "iter", "MappingProxyType"}
)
_NAMING: Final = frozenset({"dict", "SimpleNamespace", "Namespace", "OrderedDict"})
_VIEWING: Final = frozenset({"values", "items", "keys", "copy"})
_SPLITTING: Final = frozenset({"split", "rsplit", "splitlines", "findall", "tolist"})
_MAKING_LISTS: Final = frozenset({"list", "dict", "set", "sorted"})
_TYPES: Final = frozenset({"list", "dict", "set", "bytearray", "deque", "collections.deque"})
_KEEPING: Final = frozenset(call.rpartition(".")[2] for call in HOLDING_CALLS)


class CallVisitor(OperatorVisitor):
    """Evaluates calls."""

    def call(self, node: ast.Call, *, discarded: bool) -> Value:
        """Note a call and give what is known of its result; ``discarded`` if nothing uses it."""
        plain = plain_call(node, self.is_hidden)
        for name in left_out(node, plain) if plain is not node else ():
            # What the plain code does not speak of is read all the same.
            self.read(name.id, place_of(name))
        if isinstance(plain, ast.Attribute):
            return self.evaluate(plain)
        return self._plain_call(plain, discarded=discarded)

    def _plain_call(self, node: ast.Call, *, discarded: bool) -> Value:
        literal = self._blind_call(node)
        if literal is not None:
            return literal
        callee, receiver = self._callee(node.func)
        module = imported_on_the_spot(node)
        callee = callee if module is None else f"{ON_THE_SPOT}{module}"
        positional, keywords = self._arguments(node, receiver)
        method = node.func.attr if isinstance(node.func, ast.Attribute) else None
        for name in names_in_text(node):
            self.read(name, place_of(node), guarded=True)
        if method in ("query", "eval"):
            self._names_in_query(node)
        arguments = [*positional, *(value for _, value in keywords)]
        joined = union(arguments)
        call = Call(
            number=self._calls,
            callee=callee,
            method=method,
            receiver=receiver.roots,
            positional=tuple(value.roots for value in positional),
            keywords=_marked_keywords(node, keywords),
            passed=joined.mentions | joined.calls | joined.passes,
            captures=joined.captures,
            attributes=joined.attributes,
            discarded=discarded,
            place=place_of(node),
            texts=_texts(receiver, positional, keywords),
            depth=max((value.depth for value in arguments), default=0),
            fills_cells=fills_cells(node),
            uncopied=any(map(_is_told_not_to_copy, node.keywords)),
            makers=handed_over((receiver,)) if callee is None and method is None else frozenset(),
        )
        self._calls += 1
        self.events.append(call)
        summed = self._builtin_methods(node, arguments)
        self._named_attribute(node, arguments)
        orderly = not keywords or (method or callee) in ("format", "sorted")
        path = text_of_call(callee, method, receiver, positional) if orderly else None
        if path is None and (callee or method or "").rpartition(".")[2] in self.hints.text_makers:
            path = (Result(call.number),)
        made = _result_of(call, joined, receiver, path, _items(call, receiver, positional, keywords))
        return made._replace(roots=made.roots | summed) if callee == "sum" and summed else made

    def _arguments(self, node: ast.Call, receiver: Value) -> tuple[list[Value], list[tuple[str | None, Value]]]:
        """Evaluate the arguments; lambdas last, since they may be called with what the others give."""
        nodes = [*node.args, *(keyword.value for keyword in node.keywords)]
        values = [None if isinstance(argument, ast.Lambda) else self.evaluate(argument) for argument in nodes]
        received = receiver.roots.union(*(value.roots for value in values if value is not None))
        self._note_methods_handed_over(nodes, received)
        if isinstance(node.func, ast.Lambda):
            self.lambda_value(node.func, received, called=True)
        later = {keyword.value for keyword in node.keywords if keyword.arg in FACTORY_ARGUMENTS}
        every = [
            self.lambda_value(argument, received, called=argument not in later)
            if isinstance(argument, ast.Lambda)
            else value or NOTHING
            for argument, value in zip(nodes, values, strict=True)
        ]
        positional, named = every[: len(node.args)], every[len(node.args) :]
        return positional, [(keyword.arg, value) for keyword, value in zip(node.keywords, named, strict=True)]

    def _note_methods_handed_over(self, arguments: Iterable[ast.expr], given: Roots) -> None:
        """Note that a method such as ``rows.append`` that is handed to a call may be called there.

        Args:
            arguments: The call's arguments.
            given: What they can be reached from, which a method of a type such as ``list.reverse`` may be called on.
        """
        for argument in arguments:
            if isinstance(argument, ast.Attribute) and argument.attr in HANDED_METHODS:
                path = dotted(argument.value)
                roots = self.roots_of(path.partition(".")[0]) if path is not None else NO_ROOTS
                if path in _TYPES and not self.is_hidden(path):
                    roots = given
                self.events.append(Mutate(roots, place_of(argument), f"{argument.attr} handed to a call"))

    def _callee(self, func: ast.expr) -> tuple[str | None, Value]:
        path = dotted(func)
        if isinstance(func, ast.Name):
            value = self.read(func.id, place_of(func))
            own = (self._imported_path(path) or self.renamed(func.id)) if self.is_hidden(func.id) else path
            return own, Value(roots=value.roots)
        if isinstance(func, ast.Attribute):
            receiver = self.evaluate_owner(func.value)
            if func.attr == BACKWARD:
                # It goes back to all that its object was computed from.
                names = {child.id for child in ast.walk(func.value) if isinstance(child, ast.Name)}
                receiver = receiver._replace(roots=receiver.roots.union(*map(self.roots_of, names)))
            hidden = path is None or self.is_hidden(path.partition(".")[0])
            return (self._imported_path(path) if hidden else path), receiver
        if isinstance(func, ast.Lambda):
            # It is evaluated with its arguments; what it reads may be what it gives.
            names = {child.id for child in ast.walk(func.body) if isinstance(child, ast.Name)}
            names -= {argument.arg for argument in ast.walk(func.args) if isinstance(argument, ast.arg)}
            return None, Value(roots=NO_ROOTS.union(*map(self.roots_of, names)))
        return None, self.evaluate(func)

    def _imported_path(self, path: str | None) -> str | None:
        """Give a path that starts at what a function imports itself; ``None`` for one that starts at another local."""
        root, dot, rest = (path or "").partition(".")
        origin = self.imported(root)
        return f"{ON_THE_SPOT}{origin}{dot}{rest}" if origin is not None else None

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

    def _builtin_methods(self, node: ast.Call, arguments: Iterable[Value]) -> Roots:
        """Note the special methods that a builtin function calls on its arguments.

        Returns:
            What their results share.
        """
        methods = BUILTINS.get(node.func.id, ()) if isinstance(node.func, ast.Name) else ()
        found: Roots = NO_ROOTS
        for value in arguments if methods else ():
            # Where they take another object, it is another element.
            found |= self.special(methods, node, value, value)
        return found

    def _named_attribute(self, node: ast.Call, arguments: Sequence[Value]) -> None:
        """Note the attribute that ``getattr``, ``setattr`` or one of their kin is given the name of."""
        name = node.func.id if isinstance(node.func, ast.Name) else None
        key = node.args[1] if name in ATTRIBUTE_CALLS and len(node.args) > 1 else None
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            self.access(key.value, node, arguments[0], *(arguments[2:3] if name == "setattr" else ()))


def _result_of(call: Call, arguments: Value, receiver: Value, text: Text | None, items: Items) -> Value:
    """Give what is known of the result: functions handed to a call stay in it only if the callee keeps arguments."""
    last = (call.callee or call.method or "").rpartition(".")[2]
    keeps = last[:1].isupper() or last in _KEEPING
    called = frozenset((call.callee.partition(".")[0],)) if call.callee else frozenset[str]()
    return Value(
        roots=frozenset((Result(call.number),)),
        callee=call.callee,
        maker=None if last in LISTING_METHODS else call.callee or receiver.maker,
        mentions=(arguments.mentions if keeps else frozenset()) | receiver.mentions,
        calls=arguments.calls | called | receiver.calls,
        passes=arguments.passes | receiver.passes | (frozenset() if keeps else arguments.mentions),
        captures=(arguments.captures if keeps else frozenset()) | receiver.captures,
        attributes=arguments.attributes if keeps or makes_field(call.callee) else frozenset(),
        text=text,
        items=items,
        depth=int(call.method in _SPLITTING or call.callee in _MAKING_LISTS),
        fills_cells=call.fills_cells,
    )


def _marked_keywords(node: ast.Call, values: list[tuple[str | None, Value]]) -> tuple[tuple[str | None, Roots], ...]:
    """Give the keywords' roots, leaving out those that are switched off by a constant ``False`` or ``None``."""
    kept = []
    for keyword, (name, value) in zip(node.keywords, values, strict=True):
        off = isinstance(keyword.value, ast.Constant) and not keyword.value.value
        if name != "inplace" or not off:
            kept.append((name, value.roots))
    return tuple(kept)


def _is_told_not_to_copy(keyword: ast.keyword) -> bool:
    says_so = not (isinstance(keyword.value, ast.Constant) and keyword.value.value)
    return says_so and keyword.arg in ("copy", "deep")


def _texts(
    receiver: Value, positional: Iterable[Value], keywords: Iterable[tuple[str | None, Value]]
) -> tuple[tuple[int | str, Text], ...]:
    places: list[tuple[int | str | None, Value]] = [("self", receiver), *enumerate(positional), *keywords]
    return tuple((place, value.text) for place, value in places if place is not None and value.text is not None)


def _items(
    call: Call, receiver: Value, positional: Sequence[Value], keywords: Iterable[tuple[str | None, Value]]
) -> Items:
    """Give the texts that the result holds of what the call is given."""
    last = (call.callee or "").rpartition(".")[2]
    if last in _KEEPING_ITEMS:
        return positional[0].items if len(positional) == 1 else ()
    if last == "zip":
        return tuple(
            ((Take.ELEMENT, position), element.text)
            for position, element in enumerate(out_of(value, Take.ELEMENT) for value in positional)
            if element.text is not None
        )
    if last in _NAMING:
        return held((name, value) for name, value in keywords if name is not None)
    return receiver.items if call.method in _VIEWING and not positional else ()
