"""A step computes something that nothing uses.

## What it finds

A step that no other step takes anything from, though others may come after it, and whose code does nothing but import,
define and assign the results of plain computations: it prints nothing, writes no file, and calls nothing that could
have an effect outside of the step.

## Why it is a problem

Whatever the step computes is gone when its container ends. Often a line is missing: the one that prints, saves or
reports the result.

## What to do

Print or save the result, tag the cell with `pipeline-metrics` to report it, or remove the step.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Final

from kale.analysis.events import BindingKind
from kale.analysis.knowledge import IMMUTABLE_CALLS, words
from kale.diagnostics import Diagnostic, Rule, Severity
from kale.pipeline import EdgeKind, Reason, Role
from kale.rules.code import ParsedCell
from kale.rules.examples import Example
from kale.rules.history import assignments
from kale.rules.page import Lint, RulePage
from kale.rules.subject import Subject

DEAD_STEP: Final = Rule("K504", "dead-step", Severity.NOTE)

_PURE_PACKAGES: Final = ("math.", "statistics.", "numpy.", "sklearn.metrics.", "scipy.stats.")
_EFFECTS_OF_PACKAGES: Final = ("numpy.save", "numpy.random.", "numpy.load", "numpy.memmap", "numpy.DataSource")
_PURE_FUNCTIONS: Final = IMMUTABLE_CALLS | words(
    """
    list tuple dict set sorted reversed zip enumerate map filter sum min max pow divmod pandas.DataFrame
    pandas.Series pandas.concat pandas.merge pandas.get_dummies pandas.to_datetime pandas.to_numeric
    """
)
_PURE_METHODS: Final = words(
    """
    mean sum min max std var median mode quantile round abs corr cov nunique unique value_counts isna isnull notna
    groupby agg aggregate reshape astype tolist ravel flatten join split strip replace lower upper copy head tail
    merge drop drop_duplicates dropna fillna reset_index set_index sort_values sort_index assign query predict
    predict_proba score transform dot keys values items
    """
)
_STATEMENTS: Final = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Pass)


def find(subject: Subject) -> Iterator[Diagnostic]:
    """Find steps without any effect, where nothing is wrong otherwise and all edges are known."""
    if any(diagnostic.severity is Severity.ERROR for diagnostic in subject.diagnostics):
        return
    useful = {edge.source for edge in subject.analysis.edges if any(_hands_on(reason) for reason in edge.reasons)}
    useful |= {cell.step for cell in subject.analysis.program.cells if cell.role is Role.METRICS and cell.step}
    steps: dict[str, list[ParsedCell]] = {}
    for cell in subject.cells:
        if cell.cell.step is not None:
            steps.setdefault(cell.cell.step, []).append(cell)
    if len(steps) < 2:  # noqa: PLR2004 - a notebook that is one step has no other that could use its results
        return
    assigned = {a.step: a for a in assignments(subject.analysis) if a.bind.kind is BindingKind.ASSIGNMENT}
    sizes = Counter(cell.step for cell in subject.annotated.cells)
    for name, cells in steps.items():
        whole = len(cells) == sizes[name]
        if whole and name in assigned and name not in useful and all(_is_idle(subject, cell) for cell in cells):
            last = assigned[name]
            yield DEAD_STEP.at(
                last.span,
                f"step {name!r} computes {last.name!r} and ends; nothing uses, shows or saves what it computes",
                help="print or save the result, report it in a cell tagged 'pipeline-metrics', or remove the step",
            )


def _hands_on(reason: Reason) -> bool:
    """Whether the earlier step is needed for more than its being over."""
    return reason.kind is not EdgeKind.ORDER or reason.variable is not None


def _is_idle(subject: Subject, cell: ParsedCell) -> bool:
    if cell.changed or cell.cell.role is not Role.STEP:
        return False
    return all(_changes_nothing_outside(subject, statement) for statement in cell.tree.body)


def _changes_nothing_outside(subject: Subject, statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Assign(targets=targets):
            return all(map(_is_name, targets)) and _is_pure(subject, statement.value)
        case ast.AnnAssign(target=ast.Name(), value=ast.expr() as value):
            return _is_pure(subject, value)
    return isinstance(statement, _STATEMENTS) and not getattr(statement, "decorator_list", [])


def _is_name(target: ast.expr) -> bool:
    if isinstance(target, ast.Tuple | ast.List):
        return all(map(_is_name, target.elts))
    return isinstance(target, ast.Name)


def _is_pure(subject: Subject, value: ast.expr) -> bool:
    """Whether computing a value surely does nothing else."""
    for node in ast.walk(value):
        if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr):
            return False
        if isinstance(node, ast.Call) and not _is_pure_call(subject, node):
            return False
    return True


def _is_pure_call(subject: Subject, call: ast.Call) -> bool:
    qualified = subject.names.qualified(call.func)
    if qualified is None:
        return isinstance(call.func, ast.Attribute) and call.func.attr in _PURE_METHODS
    if qualified.startswith(_EFFECTS_OF_PACKAGES):
        return False
    return qualified in _PURE_FUNCTIONS or qualified.startswith(_PURE_PACKAGES)


LINT: Final = Lint(
    RulePage(
        DEAD_STEP,
        __doc__,
        invalid=(
            Example("""
                # %% step:load
                rows = [1, 2, 3]
                # %% step:total
                «total» = sum(rows)
                """),
            Example(
                """
                # %% imports
                import numpy as np
                # %% step:load
                rows = np.arange(9)
                # %% step:spread
                low, high = rows.min(), rows.max()
                «spread» = np.abs(high - low)
                """
            ),
            Example("""
                # %% step:load
                rows = [3, 1, 2]
                # %% step:sort prev:load
                «ordered» = sorted(rows)
                # %% step:show prev:sort
                print(rows)
                """),
        ),
        valid=(
            Example("""
                # %% step:load
                rows = [1, 2, 3]
                # %% step:total
                total = sum(rows)
                print(total)
                """),
            Example("""
                # %% step:load
                rows = [1, 2, 3]
                # %% step:send
                answer = client = rows.send()
                """),
            Example(
                """
                # %% step:load
                rows = [1, 2, 3]
                # %% step:total
                total = sum(rows)
                # %% pipeline-metrics
                total
                """
            ),
            Example("""
                # %% step:only
                total = sum([1, 2])
                """),
        ),
    ),
    find,
)
