"""A metric is a text, a list or something else that is no number.

## What it finds

What a cell tagged `pipeline-metrics` prints or names and what is surely no number: names that are bound once, to a text
or a list, calls such as `str(…)` and `classification_report(…)`, and such parts of a dictionary. Texts that are written
out, and formatted strings, are fine: they are no metrics, or the numbers in them are.

## Why it is a problem

The platform holds numbers. The step fails when it reports the metric, after all the work is done.

## What to do

Print it in a cell of a step, or report a number.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from kale.analysis.charts import charts_of, metric_expressions
from kale.diagnostics import Diagnostic, Rule, Severity
from kale.pipeline import Role
from kale.rules.code import ParsedCell
from kale.rules.examples import Example
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

METRIC_NOT_A_NUMBER: Final = Rule("K516", "metric-not-a-number", Severity.WARNING)

_CALLS: Final[Mapping[str, str]] = {
    "str": "a text",
    "repr": "a text",
    "format": "a text",
    "ascii": "a text",
    "list": "a list",
    "sorted": "a list",
    "tuple": "a tuple",
    "set": "a set",
    "sklearn.metrics.classification_report": "a text",
}
"""What the functions give that give no number."""

_REPORT: Final = "sklearn.metrics.classification_report"
_DISPLAYS: Final[tuple[tuple[type[ast.expr], str], ...]] = (
    (ast.JoinedStr, "a text"),
    (ast.List, "a list"),
    (ast.ListComp, "a list"),
    (ast.Tuple, "a tuple"),
    (ast.Set, "a set"),
    (ast.SetComp, "a set"),
    (ast.GeneratorExp, "a generator"),
    (ast.Lambda, "a function"),
)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find what metrics cells report and what is no number."""
    cells = [cell for cell in subject.cells if cell.cell.role is Role.METRICS]
    if not cells:
        return
    bound = _bound_once(subject)
    for cell in cells:
        charts = {chart.number for chart in charts_of(cell.cell.source, [each.cell for each in subject.cells])}
        for number, expression in enumerate(metric_expressions(cell.tree)):
            parts = _parts(expression) if number not in charts else ()
            for part in parts:
                what = _what(part, subject, bound)
                if what is not None and cell.wrote(part):
                    yield _problem(cell, part, what)


def _problem(cell: ParsedCell, part: ast.expr, what: str) -> Diagnostic:
    return METRIC_NOT_A_NUMBER.at(
        cell.span(part),
        f"the metric {ast.unparse(part)!r} is {what}, not a number, so that the step fails when it reports it",
        help="print it in a cell of a step, or report a number",
    )


def _parts(expression: ast.expr) -> Iterator[ast.expr]:
    """Give what is reported of an expression, as the runtime takes it apart."""
    if isinstance(expression, ast.Tuple | ast.List):
        for element in expression.elts:
            yield from _parts(element)
    elif isinstance(expression, ast.Dict):
        yield from expression.values
    elif not isinstance(expression, ast.Constant | ast.JoinedStr | ast.Starred):
        yield expression


def _what(part: ast.expr, subject: Subject, bound: Mapping[str, ast.expr]) -> str | None:
    """Say what an expression surely gives that is no number; nothing where it may give one."""
    value = bound.get(part.id, part) if isinstance(part, ast.Name) else part
    if isinstance(value, ast.Constant):
        return "a text" if isinstance(value.value, str) else "bytes" if isinstance(value.value, bytes) else None
    if isinstance(value, ast.Call):
        name = subject.names.qualified(value.func) or ""
        as_dictionary = name == _REPORT and any(keyword.arg == "output_dict" for keyword in value.keywords)
        return None if as_dictionary else _CALLS.get(name)
    return next((what for kind, what in _DISPLAYS if isinstance(value, kind)), None)


def _bound_once(subject: Subject) -> dict[str, ast.expr]:
    """Give the values of the names that are bound by one assignment and by nothing else."""
    values: dict[str, ast.expr] = {}
    for _, statement in subject.nodes(ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                values[target.id] = statement.value
    stores: dict[str, int] = {}
    for _, name in subject.nodes(ast.Name):
        if not isinstance(name.ctx, ast.Load):
            stores[name.id] = stores.get(name.id, 0) + 1
    others = {parameter.name for parameter in subject.analysis.parameters}
    others |= {function.name for _, function in subject.nodes(ast.FunctionDef)}
    others |= {kind.name for _, kind in subject.nodes(ast.ClassDef)}
    return {name: value for name, value in values.items() if stores[name] == 1 and name not in others}


LINT: Final = Lint(
    RulePage(
        METRIC_NOT_A_NUMBER,
        __doc__,
        invalid=(
            Example("""
                # %% step:train
                name, losses = 'forest', [0.5, 0.25]
                best = 'the second'
                # %% pipeline-metrics
                print(«best»)
                print(losses[-1])
                """),
            Example("""
                # %% imports
                from sklearn.metrics import classification_report
                # %% step:train
                right, found = [0, 1, 1], [0, 1, 0]
                losses = [0.5, 0.25]
                # %% pipeline-metrics
                «losses»
                print(«classification_report(right, found)»)
                print({'last': losses[-1], 'all': «losses», 'model': «'forest'»})
                """),
        ),
        valid=(
            Example("""
                # %% step:train
                losses = [0.5, 0.25]
                # %% pipeline-metrics
                print('the last loss', losses[-1])
                print(f'{min(losses):.2f} at best')
                {'first': losses[0], 'steps': len(losses)}
                """),
            Example("""
                # %% step:train
                score = 'none yet'
                for score in [0.5, 0.25]:
                    pass
                # %% pipeline-metrics
                print(score)
                """),
            Example("""
                # %% imports
                from sklearn.metrics import classification_report, roc_curve
                # %% step:train
                right, found = [0, 1, 1], [0.2, 0.8, 0.4]
                curve = roc_curve(right, found)
                # %% pipeline-metrics
                print(curve)
                """),
        ),
    ),
    find,
)
