"""What statements do that make functions and classes, and what lambdas do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from kale.analysis.combination import handed_over, union
from kale.analysis.control_flow import ControlFlowVisitor
from kale.analysis.events import BindingKind, Call, Mutate, Read, Share
from kale.analysis.facts import Class, Function, Hints
from kale.analysis.fields import has_fields, types_named_in
from kale.analysis.nodes import dotted, place_of
from kale.analysis.scopes import FunctionNode, base_path, free_names
from kale.analysis.special_methods import SUBCLASS
from kale.analysis.text_resolution import has_arguments, later
from kale.analysis.values import NO_ROOTS, Copy, Place, Result, Roots, Value, copied

_CLASS_PARTS: Final = 3
"""What ``type`` is given to make a class: its name, its bases and its attributes."""


class DefinitionVisitor(ControlFlowVisitor):
    """Carries out definitions.

    Attributes:
        functions: Functions that were bound to names of the notebook.
        classes: Classes that were bound to names of the notebook.
    """

    def __init__(self, *, future_annotations: bool = False, hints: Hints = Hints()) -> None:  # noqa: B008 - frozen
        super().__init__(hints)
        self.functions: list[Function] = []
        self.classes: list[Class] = []
        self.future_annotations = future_annotations

    def _defaults(self, arguments: ast.arguments) -> list[Value]:
        """Evaluate defaults, in the order of :func:`~kale.analysis.scopes.names_with_defaults`."""
        return [self.evaluate(default) for default in (*arguments.defaults, *arguments.kw_defaults)]

    def _evaluate_decorators(self, node: FunctionNode | ast.ClassDef) -> list[Value]:
        """Evaluate decorators, and mark the calls that make them."""
        start = len(self.events)
        made = [self.evaluate(decorator) for decorator in node.decorator_list]
        self.events[start:] = [
            event._replace(makes_decorator=True) if isinstance(event, Call) else event for event in self.events[start:]
        ]
        return made

    def _function(self, node: FunctionNode) -> None:
        decorators = self._evaluate_decorators(node)
        defaults = self._defaults(node.args)
        self._annotations(node)
        function = self.analyse_function(node, None, defaults)
        self._may_read(function)
        self.functions.append(function)
        made = union([*decorators, *defaults])
        captures = free_names(function) | made.captures
        attributes = union(defaults).attributes
        value = Value(made.roots, mentions=made.mentions, calls=made.calls, captures=captures, attributes=attributes)
        self.bind_name(node.name, place_of(node), BindingKind.FUNCTION, value)
        self._decorate(node, decorators)

    def note_subclass(self, name: str | None, bases: Iterable[ast.expr], place: Place) -> None:
        """Note that the bases of a new class hear of it through ``__init_subclass__``; it may be bound to a name."""
        for path in filter(None, map(base_path, bases)):
            self._note_maker(name, f"{path}.{SUBCLASS}", SUBCLASS, place)

    def _note_maker(self, name: str | None, callee: str, method: str | None, place: Place) -> None:
        """Note that a class is handed to a function when it is made."""
        self.events.append(
            Call(
                number=self._calls,
                callee=callee,
                method=method,
                receiver=self.roots_of(callee.partition(".")[0]),
                positional=(),
                keywords=(),
                passed=frozenset((name,)) if name is not None else frozenset(),
                discarded=False,
                place=place,
            )
        )
        self._calls += 1

    def _plain_call(self, node: ast.Call, *, discarded: bool) -> Value:
        value = super()._plain_call(node, discarded=discarded)
        if isinstance(node.func, ast.Name) and node.func.id == "type" and len(node.args) == _CLASS_PARTS:
            bases = node.args[1].elts if isinstance(node.args[1], ast.Tuple) else ()
            self.note_subclass(None, bases, place_of(node))
        return value

    def _decorate(self, node: FunctionNode | ast.ClassDef, decorators: Sequence[Value]) -> None:
        """Note that each decorator is called with what the statement makes."""
        for decorator, value in reversed([*zip(node.decorator_list, decorators, strict=True)]):
            path = dotted(decorator)
            receiver = self.roots_of(path.partition(".")[0]) if path else value.roots
            self.events.append(
                Call(
                    number=self._calls,
                    callee=path,
                    method=decorator.attr if isinstance(decorator, ast.Attribute) else None,
                    receiver=receiver,
                    positional=(NO_ROOTS,),
                    keywords=(),
                    passed=frozenset((node.name,)),
                    discarded=False,
                    place=place_of(decorator),
                    decorated=node.name,
                    makers=frozenset() if path else handed_over((value,)),
                )
            )
            self._calls += 1

    def _annotations(self, node: FunctionNode) -> None:
        own = {parameter.name: NO_ROOTS for parameter in getattr(node, "type_params", ())}
        self._shadows.append(own)
        every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg)
        for argument in every:
            if argument is not None:
                self._annotation(argument.annotation)
        self._annotation(node.returns)
        self._shadows.pop()

    def analyse_function(self, node: FunctionNode, owner: str | None, defaults: Sequence[Value]) -> Function:
        """Give what the function does when it is called."""
        from kale.analysis.functions import FunctionVisitor

        body = FunctionVisitor(self, node.args, node)
        body.run(node.body)
        return body.finish(node.name, node.args, place_of(node), owner, defaults)

    def _may_read(self, function: Function) -> None:
        for event in function.events:
            if isinstance(event, Read) and not self.is_hidden(event.name):
                self.events.append(event._replace(deferred=True))

    def _class(self, node: ast.ClassDef) -> None:
        decorators = self._evaluate_decorators(node)
        made = [*decorators, *(self.evaluate(part) for part in node.bases)]
        made += [self.evaluate(keyword.value) for keyword in node.keywords]
        from kale.analysis.class_bodies import ClassVisitor

        body = ClassVisitor(self, node)
        body.run(node.body)
        self.events.extend(body.events)
        self.blind.extend(body.blind)
        self.special(("__set_name__",), node, Value(roots=body.held))
        metaclass = next((dotted(keyword.value) for keyword in node.keywords if keyword.arg == "metaclass"), None)
        fields = tuple(
            part.target.id
            for part in node.body
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        )
        self.classes.append(
            Class(
                node.name,
                tuple(filter(None, map(base_path, node.bases))),
                tuple(body.functions),
                place_of(node),
                metaclass,
                factories=body.factories,
                fields=fields,
                attributes=body.attributes,
                shares_defaults=body.shares_defaults and has_fields(node),
            )
        )
        for method in body.functions:
            self._may_read(method)
        names = frozenset(name for method in body.functions for name in free_names(method))
        joined = union(made)
        mentions = joined.mentions | body.mentions | types_named_in(node)
        held = body.held | (joined.roots if has_fields(node) else NO_ROOTS)
        value = Value(
            roots=held,
            mentions=mentions,
            calls=joined.calls,
            captures=names | joined.captures,
            items=body.attributes,
            attributes=body.attributes_held,
        )
        self.bind_name(node.name, place_of(node), BindingKind.CLASS, value)
        self.note_subclass(node.name, node.bases, place_of(node))
        if metaclass is not None:
            self._note_maker(node.name, metaclass, None, place_of(node))
        self._decorate(node, decorators)

    def lambda_value(self, node: ast.Lambda, received: Roots = NO_ROOTS, *, called: bool = False) -> Value:
        """Give the value of a lambda, and note what it may do when somebody calls it.

        Args:
            node: The lambda.
            received: What its parameters may stand for, where it is handed to a call.
            called: It may be called right here, so that what it reads is read here.
        """
        from kale.analysis.functions import FunctionVisitor

        defaults = self._defaults(node.args)
        body = FunctionVisitor(self, node.args, received=received)
        body.returns(body.evaluate(node.body))
        function = body.finish("<lambda>", node.args, place_of(node), None, defaults)
        self.adopt(function, deferred=not called)
        made = union(defaults)
        # Whoever holds on to it may call it later, so it is known by its text, as others are by their names.
        known = replace(function, name=f"<{ast.unparse(node)}>")
        self.functions.append(known)
        mentions = made.mentions | made.calls | {known.name}
        return Value(roots=made.roots, captures=free_names(function), mentions=mentions)

    def name_lambda(self, targets: Iterable[ast.expr], node: ast.Lambda) -> None:
        """Know a lambda by the names that it is bound to, as if a ``def`` had made it."""
        from kale.analysis.functions import FunctionVisitor

        for target in targets:
            if isinstance(target, ast.Name):
                body = FunctionVisitor(self, node.args)
                body.returns(body.evaluate(node.body))
                self.functions.append(body.finish(target.id, node.args, place_of(node), None))

    def adopt(self, function: Function, *, deferred: bool) -> None:
        """Take over what a function made here does, as if it could be called at any time.

        Args:
            function: The function.
            deferred: Whether its reads happen later, when somebody calls it.
        """
        offset = self._calls
        for event in function.events:
            if isinstance(event, Read):
                if not self.is_hidden(event.name):
                    self.events.append(event._replace(deferred=deferred or event.deferred))
            elif isinstance(event, Mutate):
                self.events.append(event._replace(roots=self._adopted(event.roots, function, offset)))
            elif isinstance(event, Share):
                target, source = (self._adopted(roots, function, offset) for roots in (event.target, event.source))
                self.events.append(Share(target, source))
            elif isinstance(event, Call):
                call = self._adopted_call(event, function, offset)
                self.events.append(call._replace(deferred=deferred or event.deferred))
            else:
                self.events.append(event)

    def _adopted_call(self, call: Call, function: Function, offset: int) -> Call:
        self._calls += 1
        return call._replace(
            number=call.number + offset,
            receiver=self._adopted(call.receiver, function, offset),
            positional=tuple(self._adopted(roots, function, offset) for roots in call.positional),
            keywords=tuple((name, self._adopted(roots, function, offset)) for name, roots in call.keywords),
            texts=tuple((place, later(text, offset)) for place, text in call.texts if not has_arguments(text)),
            discarded=False,
        )

    def _adopted(self, roots: Roots, function: Function, offset: int) -> Roots:
        found: Roots = NO_ROOTS
        for root in roots:
            if isinstance(root, Result):
                found |= {root._replace(number=root.number + offset)}
            elif isinstance(root, str):
                found |= self.roots_of(root)
            elif isinstance(root, Copy):
                found |= copied(self._adopted(frozenset((root.of,)), function, offset))
            elif root.name not in function.parameters:
                found |= {root}
        return found
