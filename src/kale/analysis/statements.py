"""What carrying out statements does: in a cell, in a function's body, in a class body."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any, Final

from kale.analysis.combination import NOTHING
from kale.analysis.definition_statements import DefinitionVisitor
from kale.analysis.events import BindingKind
from kale.analysis.facts import Hints
from kale.analysis.nodes import place_of
from kale.analysis.values import NO_ROOTS, Value


class StatementVisitor(DefinitionVisitor):
    """Carries out statements symbolically.

    Attributes:
        star_imports: Modules of which all names were imported.
    """

    def __init__(self, *, future_annotations: bool = False, hints: Hints = Hints()) -> None:  # noqa: B008 - frozen
        super().__init__(future_annotations=future_annotations, hints=hints)
        self.star_imports: list[str] = []

    def run(self, body: Iterable[ast.stmt]) -> None:
        """Carry out statements in order."""
        for statement in body:
            _STATEMENTS[type(statement)](self, statement)

    # -- statements -----------------------------------------------------------------------------------------------

    def run_literal(self, source: str, node: ast.Call) -> None:
        """Carry out the statements of an ``exec`` of a string constant."""
        tree = ast.parse(source)
        for child in ast.walk(tree):
            if hasattr(child, "lineno"):
                ast.copy_location(child, node)
        self.run(tree.body)

    def _expression(self, node: ast.Expr) -> None:
        self.evaluate(node.value, discarded=True)

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
        self.raised |= self.evaluate(node.exc).roots
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
