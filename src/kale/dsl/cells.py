"""The calls of a pipeline function as cells: what a notebook would hold that does the same."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterable, Iterator, Mapping

from kale.dsl.calls import Call, Metric
from kale.dsl.constants import Container
from kale.dsl.placeholders import Output, ParameterInput
from kale.dsl.tracing import Trace
from kale.dsl.variables import Names, Variables


class CellWriter:
    """Writes cells for the calls of a trace.

    Args:
        trace: The trace.
        values: The variables of what each call returns.
        parameters: The variable that holds each parameter.
        names: Gives out names.
    """

    def __init__(
        self, trace: Trace, values: Mapping[Call, Variables], parameters: Mapping[str, str], names: Names
    ) -> None:
        self._trace = trace
        self._values = values
        self._parameters = parameters
        self._names = names
        self._containers: dict[str, str] = {}
        self._shared: list[ast.stmt] = []

    def call(self, call: Call) -> str:
        """Give the source of the cell that makes a call."""
        before: list[ast.stmt] = []
        value = self._resolved(call.expression, before)
        return _at_line(call.line, [*before, *self._bindings(call, value), *self._taken(call)])

    def metric(self, metric: Metric) -> str:
        """Give the source of the cell that reports a metric of a call, beside the call's own."""
        value = ast.Name(self.variable(metric.output), ast.Load())
        name = metric.name if metric.name == value.id else self._names.new(metric.name)
        binding = [] if name == value.id else [_assign(name, value)]
        show = ast.Expr(ast.Call(ast.Name("print", ast.Load()), [ast.Name(name, ast.Load())], []))
        return _at_line(metric.call.line, [*binding, show])

    def results(self, outputs: Iterable[Output], line: int) -> str:
        """Give the source of a cell that uses outputs, so that they are kept."""
        names: list[ast.expr] = [ast.Name(self.variable(output), ast.Load()) for output in outputs]
        return _at_line(line, [ast.Expr(ast.Tuple(names, ast.Load()))])

    def shared(self, line: int) -> str:
        """Give the source of the cell with the lists and dictionaries that several steps are given."""
        return _at_line(line, self._shared) if self._shared else ""

    def variable(self, output: Output) -> str:
        """Give the variable that holds an output."""
        last, part = output._kale_taken_after, output._kale_part
        assert isinstance(last, Call)
        variables = self._values[last]
        if last is not output._kale_call:
            return next(name for taken, name in variables.taken if taken is output)
        name = variables.whole if part is None else variables.parts[part]
        assert name is not None
        return name

    def resolve(self, name: str, before: list[ast.stmt]) -> ast.expr:
        """Give what a name in the expression of a call stands for.

        Args:
            name: The name, which may be a token of the trace's.
            before: Takes statements that have to stand in front.
        """
        placeholder = self._trace.placeholder(name)
        if isinstance(placeholder, Output):
            return ast.Name(self.variable(placeholder), ast.Load())
        if isinstance(placeholder, ParameterInput):
            return ast.Name(self._parameters[placeholder.parameter], ast.Load())
        container = self._trace.container(name)
        return ast.Name(name, ast.Load()) if container is None else self._container(name, container, before)

    def _container(self, token: str, container: Container, before: list[ast.stmt]) -> ast.expr:
        """Give a list or dictionary; one that several steps are given is bound to a name, so that they share it."""
        if container.uses == 1:
            return self._resolved(container.expression, before)
        if token not in self._containers:
            holds_outputs = any(
                isinstance(node, ast.Name) and self._trace.placeholder(node.id) is not None
                for node in ast.walk(container.expression)
            )
            target = before if holds_outputs else self._shared
            value = self._resolved(container.expression, target)
            self._containers[token] = self._names.new(f"shared_{type(container.value).__name__}")
            target.append(_assign(self._containers[token], value))
        return ast.Name(self._containers[token], ast.Load())

    def _resolved(self, expression: ast.expr, before: list[ast.stmt]) -> ast.expr:
        """Give a copy of an expression without tokens."""
        found: ast.expr = _Resolver(self, before).visit(copy.deepcopy(expression))
        return found

    def _bindings(self, call: Call, value: ast.expr) -> list[ast.stmt]:
        variables = self._values[call]
        if variables.whole is None:
            elements: list[ast.expr] = [ast.Name(name, ast.Store()) for name in variables.parts.values()]
            return [ast.Assign([ast.Tuple(elements, ast.Store())], value, lineno=1)]
        whole = ast.Name(variables.whole, ast.Load())
        parts = [_assign(name, call.part_of(whole, part)) for part, name in variables.parts.items()]
        return [_assign(variables.whole, value), *parts]

    def _taken(self, call: Call) -> Iterator[ast.stmt]:
        """Give the statements that take parts of the values of earlier calls, as this one leaves them."""
        for output, name in self._values[call].taken:
            producer, part = output._kale_call, output._kale_part
            assert isinstance(producer, Call)
            assert part is not None
            whole = self._values[producer].whole
            assert whole is not None
            yield _assign(name, producer.part_of(ast.Name(whole, ast.Load()), part))


class _Resolver(ast.NodeTransformer):
    """Puts variables in the place of tokens."""

    def __init__(self, writer: CellWriter, before: list[ast.stmt]) -> None:
        self._writer = writer
        self._before = before

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """Give what a name stands for."""
        return self._writer.resolve(node.id, self._before)


def _assign(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Name(name, ast.Store())], value, lineno=1)


def _at_line(line: int, statements: Iterable[ast.stmt]) -> str:
    """Give statements as text that stands on one line of a file."""
    return "\n" * (line - 1) + "; ".join(ast.unparse(ast.fix_missing_locations(part)) for part in statements)
