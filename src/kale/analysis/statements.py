"""What carrying out statements does: in a cell, in a function's body, in a class body."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from kale.analysis.call_expressions import CallVisitor
from kale.analysis.expressions import NOTHING, union
from kale.analysis.facts import (
    NO_ROOTS,
    Bind,
    BindingKind,
    Call,
    Class,
    Event,
    Function,
    Hints,
    Mutate,
    Place,
    Read,
    Result,
    Roots,
    Settle,
    Share,
    Unbind,
    Value,
    Variable,
    inside,
)
from kale.analysis.nodes import dotted, namespace_key, place_of
from kale.analysis.scopes import (
    FunctionNode,
    base_path,
    catches_name_errors,
    counts_or_keys,
    free_names,
    irrefutable,
    never_ends,
    pairs_up,
    surely_bound,
    yields_scalars,
)
from kale.analysis.special_methods import CONTEXT, OPERATORS

_SWALLOWING: Final = frozenset({"suppress", "raises"})
_DEEPEST_LOOP: Final = 3
"""Loops in so many loops are not carried out twice, since each would double what the others have doubled."""


class StatementVisitor(CallVisitor):
    """Carries out statements symbolically.

    Attributes:
        functions: Functions that were bound to names of the notebook.
        classes: Classes that were bound to names of the notebook.
        star_imports: Modules of which all names were imported.
        future_annotations: Annotations are not evaluated.
    """

    def __init__(self, *, future_annotations: bool = False, hints: Hints = Hints()) -> None:  # noqa: B008 - frozen
        super().__init__(hints)
        self.functions: list[Function] = []
        self.classes: list[Class] = []
        self.star_imports: list[str] = []
        self.future_annotations = future_annotations
        self._loops = 0

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Carry out statements in order."""
        for statement in body:
            _STATEMENTS[type(statement)](self, statement)

    # -- scope ----------------------------------------------------------------------------------------------------

    def is_local(self, name: str) -> bool:  # noqa: ARG002 - a cell has no scope inside the notebook's
        """Whether ``name`` belongs to a scope inside the notebook's namespace."""
        return False

    def local_roots(self, name: str) -> Roots:
        """Give the roots of a local name."""
        return frozenset((name,))

    def bind_name(self, name: str, place: Place, kind: BindingKind, value: Value, qualified: str | None = None) -> None:
        """Note that ``name`` is bound here."""
        self.events.append(Bind(name, place, kind, value, qualified))

    def unbind_name(self, name: str, place: Place) -> None:
        """Note that ``name`` is deleted here."""
        self.events.append(Unbind(name, place))

    def run_literal(self, source: str, node: ast.Call) -> None:
        """Carry out the statements of an ``exec`` of a string constant."""
        tree = ast.parse(source)
        for child in ast.walk(tree):
            if hasattr(child, "lineno"):
                ast.copy_location(child, node)
        self.run(tree.body)

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
        function = body.finish("<lambda>", node.args, place_of(node), None)
        self.adopt(function, deferred=not called)
        made = union(defaults)
        return Value(roots=made.roots, captures=free_names(function), mentions=made.mentions | made.calls)

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
                    self.events.append(replace(event, deferred=deferred or event.deferred))
            elif isinstance(event, Mutate):
                self.events.append(replace(event, roots=self._adopted(event.roots, function, offset)))
            elif isinstance(event, Share):
                target, source = (self._adopted(roots, function, offset) for roots in (event.target, event.source))
                self.events.append(Share(target, source))
            elif isinstance(event, Call):
                self.events.append(self._adopted_call(event, function, offset))
            else:
                self.events.append(event)

    def _adopted_call(self, call: Call, function: Function, offset: int) -> Call:
        self._calls += 1
        return replace(
            call,
            number=call.number + offset,
            receiver=self._adopted(call.receiver, function, offset),
            positional=tuple(self._adopted(roots, function, offset) for roots in call.positional),
            keywords=tuple((name, self._adopted(roots, function, offset)) for name, roots in call.keywords),
            discarded=False,
        )

    def _adopted(self, roots: Roots, function: Function, offset: int) -> Roots:
        found: Roots = NO_ROOTS
        for root in roots:
            if isinstance(root, Result):
                found |= {Result(root.number + offset)}
            elif isinstance(root, str):
                found |= self.roots_of(root)
            elif root.name not in function.parameters:
                found |= {root}
        return found

    # -- binding --------------------------------------------------------------------------------------------------

    def bind_target(self, target: ast.expr, value: Value, kind: BindingKind, source: ast.expr | None = None) -> None:
        """Bind an assignment target of any form."""
        if isinstance(target, ast.Name):
            self.bind_name(target.id, place_of(target), kind, value)
        elif isinstance(target, ast.Tuple | ast.List):
            self._bind_sequence(target, value, kind, source)
        elif isinstance(target, ast.Starred):
            self.bind_target(target.value, replace(value, alias=None, immutable=False, callee=None), kind)
        elif isinstance(target, ast.Attribute | ast.Subscript):
            self._store(target, value)

    def _bind_sequence(
        self, target: ast.Tuple | ast.List, value: Value, kind: BindingKind, source: ast.expr | None
    ) -> None:
        part = replace(
            value, roots=inside(value.roots), alias=None, callee=None, generator=False, text=None, container=False
        )
        for element in target.elts:
            self.bind_target(element, part, kind, source)
        names = [self.roots_of(element.id) for element in target.elts if isinstance(element, ast.Name)]
        if value.calls and not value.immutable:
            for first, second in pairwise(names):
                self.events.append(Share(first, second, value.calls))

    def _store(self, target: ast.Attribute | ast.Subscript, value: Value) -> None:
        name = namespace_key(target)
        if name is not None:
            self.bind_name(name, place_of(target), BindingKind.ASSIGNMENT, value)
            return
        base = self.evaluate(target.value)
        how = "attribute assignment" if isinstance(target, ast.Attribute) else "item assignment"
        if isinstance(target, ast.Subscript):
            self.evaluate(target.slice)
        carries = value.mentions | value.calls | value.passes
        path = dotted(target.value)
        self.events.append(
            Mutate(
                base.roots,
                place_of(target),
                how,
                carries=carries,
                path=path,
                captures=value.captures,
                direct=isinstance(target.value, ast.Name),
            )
        )
        if value.roots:
            self.events.append(Share(base.roots, value.roots, direct=isinstance(target.value, ast.Name)))
        self.special(("__setattr__",) if isinstance(target, ast.Attribute) else ("__setitem__",), target, base, value)

    # -- statements -----------------------------------------------------------------------------------------------

    def _assign(self, node: ast.Assign) -> None:
        if len(node.targets) == 1 and pairs_up(node.targets[0], node.value):
            target, source = node.targets[0], node.value
            assert isinstance(target, ast.Tuple | ast.List)
            assert isinstance(source, ast.Tuple | ast.List)
            values = [self.evaluate(element) for element in source.elts]
            self._bind_pairs(target.elts, values)
            return
        value = self.evaluate(node.value)
        if isinstance(node.value, ast.Lambda):
            self._name_lambda(node.targets, node.value)
        for target in node.targets:
            self.bind_target(target, value, BindingKind.ASSIGNMENT, node.value)
            if isinstance(target, ast.Name) and len(node.targets) > 1:
                value = replace(value, roots=value.roots | self.roots_of(target.id), alias=value.alias)
                self._share_with_earlier(node.targets[: node.targets.index(target)], self.roots_of(target.id))

    def _share_with_earlier(self, targets: Iterable[ast.expr], roots: Roots) -> None:
        """Note that what ``d["k"] = x = []`` stores first is what the name stands for."""
        for target in targets:
            base = target
            while isinstance(base, ast.Attribute | ast.Subscript):
                base = base.value
            if base is not target and isinstance(base, ast.Name):
                self.events.append(Share(self.roots_of(base.id), roots))

    def _bind_pairs(self, targets: Sequence[ast.expr], values: Sequence[Value]) -> None:
        """Bind targets to values one by one; where they exchange names, by way of names for the moment."""
        names = {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
        exchanged = any(root in names for value in values for root in value.roots)
        held: list[str] = []
        for number, (target, value) in enumerate(zip(targets, values, strict=True)):
            if exchanged:
                held.append(f"<exchange {number}>")
                self.events.append(Bind(held[-1], place_of(target), BindingKind.ASSIGNMENT, value))
        for number, (target, value) in enumerate(zip(targets, values, strict=True)):
            if exchanged:
                name = held[number]
                value = replace(value, roots=frozenset((name,)), alias=name, text=(Variable(name),))  # noqa: PLW2901
            self.bind_target(target, value, BindingKind.ASSIGNMENT)
        for name in held:
            self.events.append(Unbind(name, place_of(targets[0])))

    def _name_lambda(self, targets: Iterable[ast.expr], node: ast.Lambda) -> None:
        """Know a lambda by the names that it is bound to, as if a ``def`` had made it."""
        from kale.analysis.functions import FunctionVisitor

        for target in targets:
            if isinstance(target, ast.Name):
                body = FunctionVisitor(self, node.args)
                body.returns(body.evaluate(node.body))
                self.functions.append(body.finish(target.id, node.args, place_of(node), None))

    def _annotated(self, node: ast.AnnAssign) -> None:
        self._annotation(node.annotation)
        if node.value is not None:
            self.bind_target(node.target, self.evaluate(node.value), BindingKind.ASSIGNMENT, node.value)

    def _annotation(self, node: ast.expr | None) -> None:
        if node is None or self.future_annotations:
            return
        guarded, self.guarded = self.guarded, True
        self.evaluate(node)
        self.guarded = guarded

    def _augmented(self, node: ast.AugAssign) -> None:
        value = self.evaluate(node.value)
        methods = tuple(f"__{prefix}{OPERATORS[type(node.op)]}__" for prefix in ("i", ""))
        if not isinstance(node.target, ast.Name):
            if isinstance(node.target, ast.Attribute | ast.Subscript):
                self._store(node.target, value)
            return
        name, place = node.target.id, place_of(node.target)
        current = self.read(name, place)
        self.events.append(Mutate(current.roots, place, "augmented assignment"))
        self.special(methods, node, current, value)
        if value.roots and isinstance(node.op, ast.Add | ast.BitOr):
            self.events.append(Share(current.roots, value.roots))
        kept = replace(union((current, value)), roots=current.roots, alias=current.alias, immutable=value.immutable)
        self.bind_name(name, place, BindingKind.AUGMENTED, kept)

    def _expression(self, node: ast.Expr) -> None:
        self.evaluate(node.value, discarded=True)

    def _delete(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self.unbind_name(target.id, place_of(target))
            elif isinstance(target, ast.Tuple | ast.List):
                self._delete(ast.copy_location(ast.Delete(targets=target.elts), node))
            elif isinstance(target, ast.Attribute | ast.Subscript):
                name = namespace_key(target)
                if name is not None:
                    self.unbind_name(name, place_of(target))
                    continue
                base = self.evaluate(target.value)
                if isinstance(target, ast.Subscript):
                    self.evaluate(target.slice)
                direct = isinstance(target.value, ast.Name)
                self.events.append(Mutate(base.roots, place_of(target), "deletion of an item", direct=direct))
                self.special(("__delitem__", "__delattr__"), target, base)

    def _loop(self, node: ast.For | ast.AsyncFor) -> None:
        self.awaits = self.awaits or isinstance(node, ast.AsyncFor)
        source = self.evaluate(node.iter)
        found = self.consume(node.iter, source)
        element = replace(
            source,
            roots=inside(source.roots) | found,
            alias=None,
            callee=None,
            generator=False,
            immutable=yields_scalars(node.iter),
            container=False,
        )
        self._repeat(node.body, lambda: self._next_element(node, element))
        self._branch(node.orelse)

    def _next_element(self, node: ast.For | ast.AsyncFor, element: Value) -> None:
        if isinstance(node.target, ast.Tuple) and counts_or_keys(node.iter):
            # A counter or a key shares nothing with what it counts or leads to.
            first, *rest = node.target.elts
            self.bind_target(first, replace(element, roots=NO_ROOTS, immutable=True), BindingKind.LOOP)
            for target in rest:
                self.bind_target(target, element, BindingKind.LOOP)
        else:
            self.bind_target(node.target, element, BindingKind.LOOP)

    def _while(self, node: ast.While) -> None:
        self.truth(node.test)
        self._repeat(node.body, lambda: self.truth(node.test))
        self._branch(node.orelse)

    def _repeat(self, body: Sequence[ast.stmt], turn: Callable[[], object]) -> None:
        """Carry out a loop's body; twice where the next turn may find names sharing what they did not share before.

        Args:
            body: The statements.
            turn: Carries out what begins each turn.
        """
        with self.branch(loop=True):
            turn()
            start = len(self.events)
            self.run(body)
            if self._loops < _DEEPEST_LOOP and any(map(_joins, self.events[start:])):
                self._loops += 1
                turn()
                self.run(body)
                self._loops -= 1

    def _if(self, node: ast.If) -> None:
        self.truth(node.test)
        body, orelse = self._branch(node.body), self._branch(node.orelse)
        self._settle(
            [names for names, ends in ((body, never_ends(node.body)), (orelse, never_ends(node.orelse))) if not ends]
        )

    def _branch(self, body: Sequence[ast.stmt]) -> set[str]:
        """Carry out statements that may not run; give the names that are bound whenever they do."""
        with self.branch() as start:
            self.run(body)
        return surely_bound(body, self.events[start:])

    def _settle(self, branches: list[set[str]]) -> None:
        if branches:
            for name in sorted(set.intersection(*branches)):
                self.events.append(Settle(name))

    def _try(self, node: ast.Try) -> None:
        guarded = self.guarded
        self.guarded = guarded or any(catches_name_errors(handler) for handler in node.handlers)
        if node.handlers:
            body = self._branch([*node.body, *node.orelse])
        else:
            self.run([*node.body, *node.orelse])
            body = set()
        self.guarded = guarded
        branches = [body, *(self._handler(handler) for handler in node.handlers if not never_ends(handler.body))]
        for handler in node.handlers:
            if never_ends(handler.body):
                self._handler(handler)
        if node.handlers:
            self._settle(branches)
        self.run(node.finalbody)

    def _handler(self, node: ast.ExceptHandler) -> set[str]:
        self.evaluate(node.type)
        with self.branch():
            if node.name:
                self.bind_name(node.name, place_of(node), BindingKind.EXCEPTION, Value())
            start = len(self.events)
            self.run(node.body)
            bound = surely_bound(node.body, self.events[start:])
            if node.name:
                self.unbind_name(node.name, place_of(node))
        return bound - {node.name}

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        self.awaits = self.awaits or isinstance(node, ast.AsyncWith)
        swallows = False
        for item in node.items:
            value = self.evaluate(item.context_expr)
            found = self.special(CONTEXT, node, value)
            swallows = swallows or (value.callee or "").rpartition(".")[2] in _SWALLOWING
            if item.optional_vars is not None:
                entered = replace(value, alias=None, roots=value.roots | found)
                self.bind_target(item.optional_vars, entered, BindingKind.CONTEXT)
        if swallows:
            self._branch(node.body)
        else:
            self.run(node.body)

    def _match(self, node: ast.Match) -> None:
        subject = self.evaluate(node.subject)
        branches: list[set[str]] = []
        exhaustive = False
        for case in node.cases:
            with self.branch():
                captured = self._pattern(case.pattern, subject)
                self.evaluate(case.guard)
                bound = self._branch(case.body)
            exhaustive = exhaustive or (case.guard is None and irrefutable(case.pattern))
            if not never_ends(case.body):
                branches.append(bound | captured)
        if exhaustive:
            self._settle(branches)

    def _pattern(self, pattern: ast.pattern, subject: Value) -> set[str]:
        names: set[str] = set()
        for node in ast.walk(pattern):
            if isinstance(node, ast.MatchValue | ast.MatchClass):
                self.evaluate(node.value if isinstance(node, ast.MatchValue) else node.cls)
            elif isinstance(node, ast.MatchMapping):
                for key in node.keys:
                    self.evaluate(key)
            name = getattr(node, "rest" if isinstance(node, ast.MatchMapping) else "name", None)
            if name is not None and isinstance(node, ast.MatchAs | ast.MatchStar | ast.MatchMapping):
                part = Value(roots=subject.roots, mentions=subject.mentions, calls=subject.calls)
                self.bind_name(name, place_of(node), BindingKind.PATTERN, part)
                names.add(name)
        return names

    def _import(self, node: ast.Import) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self.bind_name(name, place_of(alias), BindingKind.IMPORT, NOTHING, alias.name if alias.asname else name)

    def _import_from(self, node: ast.ImportFrom) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == "*":
                self.star_imports.append(module)
            else:
                qualified = f"{module}.{alias.name}"
                self.bind_name(alias.asname or alias.name, place_of(alias), BindingKind.IMPORT, NOTHING, qualified)

    def _raise(self, node: ast.Raise) -> None:
        self.evaluate(node.exc)
        self.evaluate(node.cause)

    def _assert(self, node: ast.Assert) -> None:
        self.truth(node.test)
        self.evaluate(node.msg)

    def _nothing(self, _node: ast.stmt) -> None:
        """``pass``, ``break``, ``continue`` and declarations do nothing by themselves."""

    def _return(self, node: ast.Return) -> None:
        self.evaluate(node.value)

    def _type_alias(self, node: ast.stmt) -> None:
        name = node.name  # type: ignore[attr-defined]  # ast.TypeAlias exists from Python 3.12 on
        guarded, self.guarded = self.guarded, True
        own = {parameter.name: NO_ROOTS for parameter in node.type_params}  # type: ignore[attr-defined]
        self._shadows.append(own)
        value = self.evaluate(node.value)  # type: ignore[attr-defined]
        self._shadows.pop()
        self.guarded = guarded
        self.bind_name(name.id, place_of(name), BindingKind.TYPE_ALIAS, Value(mentions=value.mentions))

    # -- functions and classes ------------------------------------------------------------------------------------

    def _defaults(self, arguments: ast.arguments) -> list[Value]:
        return [self.evaluate(default) for default in (*arguments.defaults, *arguments.kw_defaults)]

    def _function(self, node: FunctionNode) -> None:
        decorators = [self.evaluate(decorator) for decorator in node.decorator_list]
        defaults = self._defaults(node.args)
        self._annotations(node)
        function = self.analyse_function(node, None)
        self._may_read(function)
        self.functions.append(function)
        made = union([*decorators, *defaults])
        captures = free_names(function) | made.captures
        value = Value(roots=union(defaults).roots, mentions=made.mentions, calls=made.calls, captures=captures)
        self.bind_name(node.name, place_of(node), BindingKind.FUNCTION, value)
        self._decorate(node)

    def _note_subclass(self, node: ast.ClassDef, bases: Iterable[str]) -> None:
        """Note that each base hears of the new class through its ``__init_subclass__``."""
        for base in bases:
            self.events.append(
                Call(
                    number=self._calls,
                    callee=f"{base}.__init_subclass__",
                    method="__init_subclass__",
                    receiver=self.roots_of(base.partition(".")[0]),
                    positional=(),
                    keywords=(),
                    passed=frozenset((node.name,)),
                    discarded=False,
                    place=place_of(node),
                )
            )
            self._calls += 1

    def _decorate(self, node: FunctionNode | ast.ClassDef) -> None:
        """Note that each decorator is called with what the statement makes."""
        for decorator in reversed(node.decorator_list):
            path = dotted(decorator)
            receiver = self.roots_of(path.partition(".")[0]) if path else NO_ROOTS
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

    def analyse_function(self, node: FunctionNode, owner: str | None) -> Function:
        """Give what the function does when it is called."""
        from kale.analysis.functions import FunctionVisitor

        body = FunctionVisitor(self, node.args, node)
        body.run(node.body)
        return body.finish(node.name, node.args, place_of(node), owner)

    def _may_read(self, function: Function) -> None:
        for event in function.events:
            if isinstance(event, Read) and not self.is_hidden(event.name):
                self.events.append(replace(event, deferred=True))

    def _class(self, node: ast.ClassDef) -> None:
        made = [self.evaluate(part) for part in (*node.decorator_list, *node.bases)]
        made += [self.evaluate(keyword.value) for keyword in node.keywords]
        from kale.analysis.functions import ClassVisitor

        body = ClassVisitor(self, node)
        body.run(node.body)
        self.events.extend(body.events)
        self.blind.extend(body.blind)
        bases = tuple(filter(None, (base_path(base) for base in node.bases)))
        self.classes.append(Class(node.name, bases, tuple(body.functions), place_of(node)))
        for method in body.functions:
            self._may_read(method)
        names = frozenset(name for method in body.functions for name in free_names(method))
        joined = union(made)
        mentions = joined.mentions | body.mentions
        value = Value(roots=body.held, mentions=mentions, calls=joined.calls, captures=names | joined.captures)
        self.bind_name(node.name, place_of(node), BindingKind.CLASS, value)
        self._note_subclass(node, bases)
        self._decorate(node)


def _joins(event: Event) -> bool:
    """Whether names may share something after an event that they did not share before."""
    if isinstance(event, Bind):
        return bool(event.value.roots)
    return isinstance(event, Share) or (isinstance(event, Call) and bool(event.positional))


_STATEMENTS: Final[dict[type[ast.stmt], Callable[[StatementVisitor, Any], None]]] = {
    ast.Assign: lambda visitor, node: visitor._assign(node),
    ast.AnnAssign: lambda visitor, node: visitor._annotated(node),
    ast.AugAssign: lambda visitor, node: visitor._augmented(node),
    ast.Expr: lambda visitor, node: visitor._expression(node),
    ast.Delete: lambda visitor, node: visitor._delete(node),
    ast.For: lambda visitor, node: visitor._loop(node),
    ast.AsyncFor: lambda visitor, node: visitor._loop(node),
    ast.While: lambda visitor, node: visitor._while(node),
    ast.If: lambda visitor, node: visitor._if(node),
    ast.Try: lambda visitor, node: visitor._try(node),
    ast.With: lambda visitor, node: visitor._with(node),
    ast.AsyncWith: lambda visitor, node: visitor._with(node),
    ast.Match: lambda visitor, node: visitor._match(node),
    ast.Import: lambda visitor, node: visitor._import(node),
    ast.ImportFrom: lambda visitor, node: visitor._import_from(node),
    ast.FunctionDef: lambda visitor, node: visitor._function(node),
    ast.AsyncFunctionDef: lambda visitor, node: visitor._function(node),
    ast.ClassDef: lambda visitor, node: visitor._class(node),
    ast.Raise: lambda visitor, node: visitor._raise(node),
    ast.Assert: lambda visitor, node: visitor._assert(node),
    ast.Return: lambda visitor, node: visitor._return(node),
    ast.Pass: lambda visitor, node: visitor._nothing(node),
    ast.Break: lambda visitor, node: visitor._nothing(node),
    ast.Continue: lambda visitor, node: visitor._nothing(node),
    ast.Global: lambda visitor, node: visitor._nothing(node),
    ast.Nonlocal: lambda visitor, node: visitor._nothing(node),
}
if hasattr(ast, "TryStar"):
    _STATEMENTS[ast.TryStar] = _STATEMENTS[ast.Try]
if hasattr(ast, "TypeAlias"):
    _STATEMENTS[ast.TypeAlias] = lambda visitor, node: visitor._type_alias(node)
