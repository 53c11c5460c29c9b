"""What binding, changing and deleting the targets of statements does."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from kale.analysis.call_expressions import CallVisitor
from kale.analysis.combination import union
from kale.analysis.events import Bind, BindingKind, Mutate, Share, Unbind
from kale.analysis.facts import Hints
from kale.analysis.items import out_of
from kale.analysis.nodes import dotted, namespace_key, place_of
from kale.analysis.scopes import pairs_up
from kale.analysis.special_methods import ATTRIBUTE, ITEM, OPERATORS
from kale.analysis.values import NO_ROOTS, Key, Place, Roots, Take, Text, Value, Variable, inside

_INDEXERS: Final = frozenset({"loc", "iloc", "at", "iat"})


class TargetVisitor(CallVisitor):
    """Carries out assignments and deletions.

    Attributes:
        future_annotations: Annotations are not evaluated.
    """

    def __init__(self, hints: Hints) -> None:
        super().__init__(hints)
        self.future_annotations = False

    def name_lambda(self, targets: Iterable[ast.expr], node: ast.Lambda) -> None:
        """Know a lambda by the names that it is bound to, as if a ``def`` had made it."""
        raise NotImplementedError

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

    # -- binding --------------------------------------------------------------------------------------------------

    def bind_target(self, target: ast.expr, value: Value, kind: BindingKind, source: ast.expr | None = None) -> None:
        """Bind an assignment target of any form."""
        if isinstance(target, ast.Name):
            self.bind_name(target.id, place_of(target), kind, value)
        elif isinstance(target, ast.Tuple | ast.List):
            self._bind_sequence(target, value, kind, source)
        elif isinstance(target, ast.Starred):
            self.bind_target(target.value, value._replace(alias=None, immutable=False, callee=None), kind)
        elif isinstance(target, ast.Attribute | ast.Subscript):
            self._store(target, value)

    def _bind_sequence(
        self, target: ast.Tuple | ast.List, value: Value, kind: BindingKind, source: ast.expr | None
    ) -> None:
        part = value._replace(
            roots=inside(value.roots), alias=None, callee=None, generator=False, text=None, container=False, items=()
        )
        for position, element in enumerate(target.elts):
            taken = out_of(value, position) if value.items or value.text else part
            self.bind_target(element, part._replace(text=taken.text, items=taken.items), kind, source)
        if value.calls and not value.immutable:
            for first, second in pairwise(filter(None, map(self._reached_through, target.elts))):
                self.events.append(Share(first, second, value.calls))

    def _reached_through(self, target: ast.expr) -> Roots:
        """Give the roots of the names through which a target's value is reached: those it binds, or what holds it."""
        while isinstance(target, ast.Attribute | ast.Subscript):
            target = target.value
        return self._bound_in(target)

    def _store(self, target: ast.Attribute | ast.Subscript, value: Value) -> None:
        name = namespace_key(target)
        if name is not None:
            self.bind_name(name, place_of(target), BindingKind.ASSIGNMENT, value)
            return
        base = self.evaluate(target.value)
        self._store_in(base, target, value)

    def _store_in(
        self, base: Value, target: ast.Attribute | ast.Subscript, value: Value, *, in_place: bool = False
    ) -> None:
        """Put a value into an object.

        Args:
            base: The object.
            target: Where to.
            value: The value.
            in_place: What is there already may change, too, as a list does in ``rows["a"] += [1]``.
        """
        how = "attribute assignment" if isinstance(target, ast.Attribute) else "item assignment"
        if isinstance(target, ast.Subscript):
            self.evaluate(target.slice)
        carries = value.mentions | value.calls | value.passes
        path = dotted(target.value)
        named = isinstance(target.value, ast.Name)
        direct = named or _is_indexer(target.value)
        name = target.attr if isinstance(target, ast.Attribute) else ""
        shared = self.hints.class_attributes.get(name, NO_ROOTS)
        self.events.append(
            Mutate(
                base.roots | inside(base.roots) | shared if in_place else base.roots,
                place_of(target),
                how,
                carries=carries,
                path=path,
                captures=value.captures,
                direct=direct and not in_place,
                within=direct and in_place,
                maker=base.maker,
                attributes=value.attributes,
                stored=value.roots,
                depth=value.depth,
                fills_cells=value.fills_cells,
                item=None if in_place or not named else self._stored_item(target, value),
            )
        )
        if value.roots:
            self.events.append(Share(base.roots, value.roots, direct=direct))
        if shared and in_place:
            # What the class held is an attribute of the object from here on.
            self.events.append(Share(base.roots, shared))
        self.note_stored(target, value)
        if isinstance(target, ast.Subscript):
            self.special(("__setitem__",), target, base, value)
            return
        self.access(target.attr, target, base, value)
        self.special(("__setattr__",), target, base, value)
        self.special(("__set__",), target, Value(roots=shared), base, value)

    def _stored_item(self, target: ast.Attribute | ast.Subscript, value: Value) -> tuple[Key, Text | None] | None:
        """Give the key or attribute that is set and the text that it becomes, if the code shows it."""
        if isinstance(target, ast.Attribute):
            return target.attr, None if target.attr in self.hints.reset else value.text
        key = target.slice.value if isinstance(target.slice, ast.Constant) else None
        if isinstance(key, str | int):
            return key, value.text
        return None if isinstance(target.slice, ast.Slice | ast.Tuple) else (Take.ITEM, value.text)

    def note_stored(self, target: ast.Attribute | ast.Subscript, value: Value) -> None:
        """Note the text that an attribute or item becomes; a function knows what it makes of its object."""

    # -- statements -----------------------------------------------------------------------------------------------

    def _assign(self, node: ast.Assign) -> None:
        if all(pairs_up(target, node.value) for target in node.targets):
            self._assign_pairs(node)
            return
        value = self.evaluate(node.value)
        if isinstance(node.value, ast.Lambda):
            self.name_lambda(node.targets, node.value)
        if any(isinstance(target, ast.Tuple | ast.List) for target in node.targets):
            value = value._replace(roots=value.roots | self.consume(node.value, value))
        for number, target in enumerate(node.targets):
            self.bind_target(target, value, BindingKind.ASSIGNMENT, node.value)
            if len(node.targets) > 1 and not value.immutable:
                names = self._bound_in(target)
                value = value._replace(roots=value.roots | names)
                self._share_with_earlier(node.targets[:number], names)

    def _assign_pairs(self, node: ast.Assign) -> None:
        """Bind the elements of each target to the elements of the value."""
        assert isinstance(node.value, ast.Tuple | ast.List)
        values = [self.evaluate(element) for element in node.value.elts]
        for number, target in enumerate(node.targets):
            assert isinstance(target, ast.Tuple | ast.List)
            self._bind_pairs(target.elts, values)
            for position, element in enumerate(target.elts if len(node.targets) > 1 else ()):
                names = NO_ROOTS if values[position].immutable else self._bound_in(element)
                values[position] = values[position]._replace(roots=values[position].roots | names)
                self._share_with_earlier(node.targets[:number], names)

    def _bound_in(self, target: ast.expr) -> Roots:
        """Give the roots of the names that a target binds, which a later target of the statement shares."""
        names = (child.id for child in ast.walk(target) if isinstance(child, ast.Name))
        stored = isinstance(target, ast.Attribute | ast.Subscript)
        return NO_ROOTS if stored else NO_ROOTS.union(*map(self.roots_of, names))

    def _share_with_earlier(self, targets: Iterable[ast.expr], roots: Roots) -> None:
        """Note that what ``d["k"] = x = []`` stores first is what the name stands for."""
        for target in targets if roots else ():
            for element in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
                base = element
                while isinstance(base, ast.Attribute | ast.Subscript):
                    base = base.value
                if base is not element and isinstance(base, ast.Name):
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
                value = value._replace(roots=frozenset((name,)), alias=name, text=(Variable(name),))  # noqa: PLW2901
            self.bind_target(target, value, BindingKind.ASSIGNMENT)
        for name in held:
            self.events.append(Unbind(name, place_of(targets[0])))

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
        if isinstance(node.target, ast.Name):
            name = node.target.id
        elif (key := namespace_key(node.target)) is not None:
            name = key
        else:
            self._augment_part(node, node.target, value, methods)
            return
        place = place_of(node.target)
        current = self.read(name, place)
        self.events.append(Mutate(current.roots, place, "augmented assignment"))
        self.special(methods, node, current, value)
        if value.roots and isinstance(node.op, ast.Add | ast.BitOr):
            self.events.append(Share(current.roots, value.roots))
        kept = union((current, value))._replace(roots=current.roots, alias=current.alias, immutable=value.immutable)
        self.bind_name(name, place, BindingKind.AUGMENTED, kept)

    def _augment_part(
        self, node: ast.AugAssign, target: ast.Attribute | ast.Subscript, value: Value, methods: tuple[str, ...]
    ) -> None:
        """Change what an object holds, and put it back where it was taken from."""
        base = self.evaluate(target.value)
        if isinstance(target, ast.Attribute):
            found = self.access(target.attr, target, base) | self.special(ATTRIBUTE, target, base)
        else:
            found = self.special(ITEM, target, base)
        self.special(methods, node, Value(roots=inside(base.roots) | found), value)
        self._store_in(base, target, value, in_place=True)

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
                if isinstance(target, ast.Attribute):
                    self.access(target.attr, target, base)
                self.special(("__delitem__", "__delattr__"), target, base)


def _is_indexer(node: ast.expr) -> bool:
    """Whether it is one such as ``frame.loc``, through which cells of the frame are set."""
    return isinstance(node, ast.Attribute) and node.attr in _INDEXERS and isinstance(node.value, ast.Name)
