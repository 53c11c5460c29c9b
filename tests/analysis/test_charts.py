"""Which metrics may be confusion matrices or ROC curves, as far as the code says."""

from __future__ import annotations

import ast

import pytest

from kale.analysis.charts import charts_of, metric_expressions
from kale.pipeline import Cell, Role

CASES = {
    "made by the library": ("print(acc, cm)", "cm = confusion_matrix(y, p)\nacc = 1", ["cm"]),
    "called on the spot": ("metrics.confusion_matrix(y, p)", "", ["metrics.confusion_matrix(y, p)"]),
    "display": (
        "ConfusionMatrixDisplay(m)\nRocCurveDisplay.from_predictions(y, s)",
        "",
        ["ConfusionMatrixDisplay(m)", "RocCurveDisplay.from_predictions(y, s)"],
    ),
    "computed from one": ("n\nt", "cm = pd.crosstab(y, p)\nn = cm / cm.sum(axis=1)\nt = np.array(cm).T", ["n", "t"]),
    "what a matrix gives": (
        "acc\ntp\ncm[0, 0]\ncm.trace()",
        "cm = confusion_matrix(y, p)\nacc = cm.trace() / cm.sum()\ntn, fp, fn, tp = cm.ravel()",
        [],
    ),
    "curve unpacked": (
        "fpr\nauc(fpr, tpr)\n(fpr, tpr, t)\n[fpr, tpr]",
        "fpr, tpr, t = roc_curve(y, s)",
        ["(fpr, tpr, t)"],
    ),
    "curve": ("roc\nauc", "roc = roc_curve(y, s)\nauc = roc_auc_score(y, s)", ["roc"]),
    "by its name": ("confusion\nresults['confusion_matrix']", "confusion = np.zeros((3, 3))", None),
    "through a function": (
        "cm\nacc\nonly",
        (
            "def both():\n    c = confusion_matrix(y, p)\n    return 1, c\n"
            "def one(): return confusion_matrix(y, p)\nacc, cm = both()\nonly = one()"
        ),
        ["cm", "only"],
    ),
    "through an object": (
        "m\nroc()",
        "measure = ConfusionMatrix(2)\nm = measure(p, y)\nroc = BinaryROC()",
        ["m", "roc()"],
    ),
    "nothing of the kind": ("print(a.b, c[0], f(x), f'{x}', *z)\nprocess", "process = broccoli = 1", []),
}


@pytest.mark.parametrize(("metrics", "code", "expected"), CASES.values(), ids=CASES)
def test_charts_of_a_cell(metrics: str, code: str, expected: list[str] | None) -> None:
    cells = [Cell(number=1, source=code, role=Role.STEP, step="a"), Cell(number=2, source=metrics, role=Role.METRICS)]
    texts = [ast.unparse(expression) for expression in metric_expressions(ast.parse(metrics))]
    found = charts_of(metrics, cells)
    assert [chart.text for chart in found] == (texts if expected is None else expected)
    assert [texts[chart.number] for chart in found] == [chart.text for chart in found]
