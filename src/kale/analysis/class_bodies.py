"""What the body of a class of the notebook does, and what the class holds."""

from __future__ import annotations

import ast
from dataclasses import replace

from kale.analysis.combination import union
from kale.analysis.definition_statements import DefinitionVisitor
from kale.analysis.events import BindingKind
from kale.analysis.fields import makes_field
from kale.analysis.scopes import FunctionNode
from kale.analysis.statements import StatementVisitor
from kale.analysis.values import NO_ROOTS, Items, Place, Roots, Text, Value


class ClassVisitor(StatementVisitor):
    """Carries out the body of a class of the notebook."""

    def __init__(self, outer: DefinitionVisitor, node: ast.ClassDef) -> None:
        super().__init__(future_annotations=outer.future_annotations, hints=outer.hints)
        self._outer = outer
        self._owner = node.name
        self.class_name = node.name
        self.held: Roots = NO_ROOTS
        self._own: set[str] = {parameter.name for parameter in getattr(node, "type_params", ())}
        self._texts: dict[str, Text] = {}
        self.mentions: frozenset[str] = frozenset()
        self.attributes_held: frozenset[str] = frozenset()
        self.factories: frozenset[str] = frozenset()
        self.shares_defaults = False
        self.guarded = outer.guarded

    def is_local(self, name: str) -> bool:
        """Whether the class body has bound ``name`` by now."""
        return name in self._own or self._outer.is_hidden(name)

    def local_roots(self, name: str) -> Roots:
        """Give the roots of a name of the class body."""
        return NO_ROOTS if name in self._own else self._outer.roots_of(name)

    def bind_name(self, name: str, place: Place, kind: BindingKind, value: Value, qualified: str | None = None) -> None:  # noqa: ARG002
        """Note an attribute of the class."""
        self._own.add(name)
        if value.text is not None and name not in self.hints.reset:
            self._texts[name] = value.text
        self.mentions |= value.mentions | value.calls
        self.attributes_held |= value.attributes
        self.held |= value.roots
        if makes_field(value.callee):
            self.factories |= value.passes
        elif not value.immutable:
            self.shares_defaults = True

    def local_text(self, name: str) -> Text | None:
        """Give the text or path that a name of the class body stands for."""
        return self._texts.get(name)

    @property
    def attributes(self) -> Items:
        """Texts that attributes of the class are."""
        return tuple(((name,), text) for name, text in self._texts.items())

    def unbind_name(self, name: str, place: Place) -> None:  # noqa: ARG002
        """Note that an attribute of the class is gone."""
        self._own.discard(name)

    def _function(self, node: FunctionNode) -> None:
        made = [self.evaluate(part) for part in node.decorator_list]
        defaults = self._defaults(node.args)
        made += defaults
        self.held |= union(defaults).roots
        self.attributes_held |= union(defaults).attributes
        self._annotations(node)
        self.mentions |= union(made).mentions | union(made).calls
        # A method does not see the names of the class body, so it is analysed in the scope around the class.
        around, self._outer.class_name = self._outer.class_name, self._owner
        self.functions.append(self._outer.analyse_function(node, self._owner, defaults))
        self._outer.class_name = around
        self._own.add(node.name)

    def _assign(self, node: ast.Assign) -> None:
        """Take other names of methods for methods."""
        super()._assign(node)
        if isinstance(node.value, ast.Name):
            named = [method for method in self.functions if method.name == node.value.id]
            names = (target.id for target in node.targets if isinstance(target, ast.Name))
            self.functions += [replace(method, name=name) for name in names for method in named]

    def _class(self, node: ast.ClassDef) -> None:
        inner = ClassVisitor(self._outer, node)
        for part in (*node.decorator_list, *node.bases):
            self.evaluate(part)
        inner.run(node.body)
        self.events.extend(inner.events)
        self.functions.extend(inner.functions)
        self.mentions |= inner.mentions
        self._own.add(node.name)
