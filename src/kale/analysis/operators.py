"""What operators do: arithmetic, comparisons, choices."""

from __future__ import annotations

import ast
from typing import Final

from kale.analysis.combination import NOTHING, fresh, union
from kale.analysis.displays import DisplayVisitor
from kale.analysis.expressions import HANDLERS
from kale.analysis.nodes import membership_key, place_of
from kale.analysis.special_methods import COMPARISONS, OPERATORS, TEXT, UNARY
from kale.analysis.texts import concatenated, formatted, joined_path
from kale.analysis.values import NO_ROOTS, Roots, Text, Value, copied

_PIPING: Final = (ast.LShift, ast.RShift)
"""Operators that libraries overload to change their left operand."""

_MERGING: Final = (ast.Add, ast.BitOr, ast.Mult)
"""Operators whose result, for lists and dictionaries, holds the elements of the operands."""

_PICKING: Final = (ast.Sub, ast.BitAnd, ast.BitXor)
"""Operators whose result, for sets, holds elements of the operands, which only instances of classes can change."""


class OperatorVisitor(DisplayVisitor):
    """Evaluates operators."""

    def _operation(self, node: ast.BinOp) -> Value:
        left, right = self.evaluate(node.left), self.evaluate(node.right)
        found = self._operator_methods(node, left, right)
        made = self._result(node, left, right)
        return made._replace(roots=made.roots | found) if found else made

    def _operator_methods(self, node: ast.BinOp, left: Value, right: Value) -> Roots:
        """Note the methods that an operator calls."""
        name = OPERATORS[type(node.op)]
        if isinstance(node.op, _PIPING) and left.roots:
            return left.roots | right.roots | self.method_call(f"__{name}__", node, left, (right,))
        found = self.special((f"__{name}__",), node, left, right) | self.special((f"__r{name}__",), node, right, left)
        repeats = isinstance(node.op, ast.Mult)
        operands = ((node.left, left), (node.right, right))
        merges = self._may_merge(node.op) and all(
            _may_merge(*operand, repeats=repeats) and self._may_be_collection(operand[0]) for operand in operands
        )
        if merges and not (_is_computed(node, left) or _is_computed(node, right)):
            found |= self.method_call(f"__{name}__", node, left, (right,))
        return found

    def _result(self, node: ast.BinOp, left: Value, right: Value) -> Value:
        if isinstance(node.op, _MERGING) and (_is_display(node.left) or _is_display(node.right)):
            operands = ((node.left, left), (node.right, right))
            held = (value.roots if _is_display(operand) else copied(value.roots) for operand, value in operands)
            return union((left, right), roots=NO_ROOTS.union(*held), immutable=False)
        is_format = isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant | ast.JoinedStr)
        if is_format:
            self.special(TEXT, node, right)
        immutable = is_format or (left.immutable and right.immutable)
        computed = not self._may_merge(node.op) or _is_computed(node, left) or _is_computed(node, right)
        made = fresh((left, right), immutable=immutable, text=_text_of(node, left, right))
        return made._replace(computed=True) if computed else made

    def _may_merge(self, operator: ast.operator) -> bool:
        """Whether an operator may give something that holds the elements of its operands."""
        return isinstance(operator, _MERGING) or (self.hints.classes and isinstance(operator, _PICKING))

    def _may_be_collection(self, node: ast.expr) -> bool:
        """Whether an operand may be a list or the like, of which an attribute shows signs."""
        return not isinstance(node, ast.Attribute) or node.attr in self.hints.collections

    def _unary(self, node: ast.UnaryOp) -> Value:
        operand = self.truth(node.operand) if isinstance(node.op, ast.Not) else self.evaluate(node.operand)
        found = self.special((UNARY[type(node.op)],), node, operand)
        return fresh((operand,), immutable=isinstance(node.op, ast.Not) or operand.immutable, roots=found)

    def _all_or_any(self, node: ast.BoolOp) -> Value:
        values = [self.truth(node.values[0])]
        for part in node.values[1:]:
            with self.branch():
                values.append(self.truth(part))
        return union(values)

    def _choice(self, node: ast.IfExp) -> Value:
        self.truth(node.test)
        values = []
        for part in (node.body, node.orelse):
            with self.branch():
                values.append(self.evaluate(part))
        return union(values)

    def _compare(self, node: ast.Compare) -> Value:
        name = membership_key(node)
        if name is not None:
            self.read(name, place_of(node), guarded=True)
            return NOTHING
        values = [self.evaluate(operand) for operand in (node.left, *node.comparators)]
        found = self._comparison_methods(node, values)
        exact = all(isinstance(operator, ast.Is | ast.IsNot | ast.In | ast.NotIn) for operator in node.ops)
        return fresh(values, immutable=exact, roots=found)

    def _comparison_methods(self, node: ast.Compare, values: list[Value]) -> Roots:
        found: Roots = NO_ROOTS
        for operator, left, right in zip(node.ops, values, values[1:], strict=False):
            direct, reflected = COMPARISONS.get(type(operator), ("", ""))
            if isinstance(operator, ast.In | ast.NotIn):
                left, right = right, left  # noqa: PLW2901 - the container is asked
            found |= self.special((direct,), node, left, right) | self.special((reflected,), node, right, left)
        return found


def _text_of(node: ast.BinOp, left: Value, right: Value) -> Text | None:
    """Give how a text or path is put together that an operator makes."""
    if isinstance(node.op, ast.Add):
        return concatenated((left, right))
    if isinstance(node.op, ast.Div):
        return joined_path((left, right))
    template = node.left.value if isinstance(node.left, ast.Constant) else None
    return formatted(template) if isinstance(node.op, ast.Mod) and isinstance(template, str) else None


def _is_display(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.Tuple | ast.Dict | ast.Set | ast.ListComp | ast.DictComp)


def _is_computed(node: ast.BinOp, operand: Value) -> bool:
    """Whether an operand is a number or the like, so that the other one is no list that would be repeated."""
    repeats = isinstance(node.op, ast.Mult)
    return operand.computed or (operand.immutable and not repeats)


def _may_merge(node: ast.expr, value: Value, *, repeats: bool) -> bool:
    """Whether an operand may be a list or dictionary in a variable, or the number of times to repeat one."""
    return not _is_display(node) and (bool(value.roots) or (repeats and value.immutable))


HANDLERS.update(
    {
        ast.BinOp: OperatorVisitor._operation,
        ast.UnaryOp: OperatorVisitor._unary,
        ast.BoolOp: OperatorVisitor._all_or_any,
        ast.IfExp: OperatorVisitor._choice,
        ast.Compare: OperatorVisitor._compare,
    }
)
