"""What carrying out loops, conditions and other compound statements does."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from kale.analysis.events import Bind, BindingKind, Call, Event, Mutate, Settle, Share
from kale.analysis.facts import Hints
from kale.analysis.items import element_of, out_of
from kale.analysis.library_settings import undoes_settings
from kale.analysis.nodes import place_of
from kale.analysis.scopes import (
    catches_name_errors,
    counts_or_keys,
    irrefutable,
    never_ends,
    surely_bound,
    yields_scalars,
)
from kale.analysis.special_methods import CONTEXT
from kale.analysis.targets import TargetVisitor
from kale.analysis.values import NO_ROOTS, Result, Value, elements

_SWALLOWING: Final = frozenset({"suppress", "raises"})
_DEEPEST_LOOP: Final = 3
"""Loops in so many loops are not carried out twice, since each would double what the others have doubled."""


class ControlFlowVisitor(TargetVisitor):
    """Carries out compound statements."""

    def __init__(self, hints: Hints) -> None:
        super().__init__(hints)
        self._loops = 0
        self.raised = NO_ROOTS
        """What exceptions raised so far may hold."""

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Carry out statements in order."""
        raise NotImplementedError

    def _loop(self, node: ast.For | ast.AsyncFor) -> None:
        self.awaits = self.awaits or isinstance(node, ast.AsyncFor)
        source = self.evaluate(node.iter)
        found = self.consume(node.iter, source)
        element = source._replace(
            roots=elements(source.roots) | found,
            alias=None,
            callee=None,
            generator=False,
            immutable=yields_scalars(node.iter),
            container=False,
            text=None,
            items=(),
        )
        taken = element_of(node.iter, source)
        element = element._replace(text=taken.text, items=taken.items)
        self._repeat(node.body, lambda: self._next_element(node, element))
        self._branch(node.orelse)

    def _next_element(self, node: ast.For | ast.AsyncFor, element: Value) -> None:
        if isinstance(node.target, ast.Tuple) and counts_or_keys(node.iter):
            # A counter or a key shares nothing with what it counts or leads to.
            first, *rest = node.target.elts
            counter = element._replace(roots=NO_ROOTS, immutable=True, text=out_of(element, 0).text, items=())
            self.bind_target(first, counter, BindingKind.LOOP)
            second = out_of(element, 1)
            for target in rest:
                self.bind_target(target, element._replace(text=second.text, items=second.items), BindingKind.LOOP)
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
        around, self.raised = self.raised, NO_ROOTS
        first = len(self.events)
        if node.handlers:
            body = self._branch([*node.body, *node.orelse])
        else:
            self.run([*node.body, *node.orelse])
            body = set()
        self.guarded = guarded
        if any(handler.name for handler in node.handlers):
            calls = (event for event in self.events[first:] if isinstance(event, Call))
            self.raised |= frozenset(Result(call.number, raised=True) for call in calls)
        branches = [body, *(self._handler(handler) for handler in node.handlers if not never_ends(handler.body))]
        for handler in node.handlers:
            if never_ends(handler.body):
                self._handler(handler)
        if node.handlers:
            self._settle(branches)
        self.raised |= around
        self.run(node.finalbody)

    def _handler(self, node: ast.ExceptHandler) -> set[str]:
        self.evaluate(node.type)
        with self.branch():
            if node.name:
                self.bind_name(node.name, place_of(node), BindingKind.EXCEPTION, Value(roots=self.raised))
            start = len(self.events)
            self.run(node.body)
            bound = surely_bound(node.body, self.events[start:])
            if node.name:
                self.unbind_name(node.name, place_of(node))
        return bound - {node.name}

    def _with(self, node: ast.With | ast.AsyncWith) -> None:
        self.awaits = self.awaits or isinstance(node, ast.AsyncWith)
        swallows = undoes = False
        for item in node.items:
            value = self.evaluate(item.context_expr)
            found = self.special(CONTEXT, node, value)
            swallows = swallows or (value.callee or "").rpartition(".")[2] in _SWALLOWING
            undoes = undoes or undoes_settings(value.callee)
            if item.optional_vars is not None:
                entered = value._replace(alias=None, roots=value.roots | found)
                self.bind_target(item.optional_vars, entered, BindingKind.CONTEXT)
        start = len(self.events)
        if swallows:
            self._branch(node.body)
        else:
            self.run(node.body)
        if undoes:
            self.events[start:] = [_undone(event) for event in self.events[start:]]

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


def _undone(event: Event) -> Event:
    """Give what happens where leaving the block puts settings of libraries back."""
    if isinstance(event, Call):
        return event._replace(undone=True)
    return event._replace(path=None, maker=None) if isinstance(event, Mutate) else event


def _joins(event: Event) -> bool:
    """Whether names may share something after an event that they did not share before."""
    if isinstance(event, Bind):
        return bool(event.value.roots)
    return isinstance(event, Share) or (isinstance(event, Call) and bool(event.positional))
