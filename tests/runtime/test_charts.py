"""Confusion matrices and ROC curves in a metrics cell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.runtime.bench import Bench, Outcome

MATRIX = "import numpy as np\nimport pandas as pd\ncm = np.array([[5, 1], [2, 7]])\n"
CURVE = (
    "import numpy as np\nfpr, tpr, thr = np.array([0, 0.5, 1]), np.array([0, 1.0, 1]), np.array([np.inf, 0.9, 0.1])\n"
)


def measure(bench: Bench, cell: str, chart: str = "0") -> Outcome:
    return bench.run([["metrics", 0, {chart: "chart"}]], cell)


def confusion(done: Outcome) -> tuple[list[str], list[list[float]]]:
    matrix: dict[str, Any] = done.outputs["chart"]["artifacts"][0]["metadata"]["confusionMatrix"]
    return [label["displayName"] for label in matrix["annotationSpecs"]], [row["row"] for row in matrix["rows"]]


MATRICES = {
    "array": (MATRIX + "cm", ["0", "1"]),
    "printed": (MATRIX + "print(cm)", ["0", "1"]),
    "lists": ("[[5, 1], [2, 7]]", ["0", "1"]),
    "floats": (MATRIX + "cm.astype(float)", ["0", "1"]),
    "frame": (MATRIX + "pd.DataFrame(cm, index=['no', 'yes'], columns=['no?', 'yes?'])", ["no", "yes"]),
    "cross table": (
        MATRIX + "y, p = (pd.Series(list(s)) for s in ('aaaaaabbbbbbbbb', 'aaaaabaabbbbbbb'))\npd.crosstab(y, p)",
        ["a", "b"],
    ),
    "display": (
        MATRIX + "from sklearn.metrics import ConfusionMatrixDisplay as C\nC(cm, display_labels=['x', 'y'])",
        ["x", "y"],
    ),
    "display without labels": (MATRIX + "from sklearn.metrics import ConfusionMatrixDisplay as C\nC(cm)", ["0", "1"]),
}


@pytest.mark.parametrize(("cell", "labels"), MATRICES.values(), ids=MATRICES)
def test_confusion_matrix(bench: Bench, cell: str, labels: list[str]) -> None:
    done = measure(bench, cell)
    assert done.code == 0, done.err
    assert confusion(done) == (labels, [[5, 1], [2, 7]])
    assert done.events[-1]["metrics"] == {}
    metadata = done.outputs["chart"]["artifacts"][0]["metadata"]
    assert json.loads(bench.artifact("chart").read_text()) == metadata == done.events[-1]["charts"]["chart"]


def points(done: Outcome) -> list[tuple[float, float, float]]:
    curve = done.outputs["chart"]["artifacts"][0]["metadata"]["confidenceMetrics"]
    return [(point["falsePositiveRate"], point["recall"], point["confidenceThreshold"]) for point in curve]


CURVES = {
    "tuple": (CURVE + "(fpr, tpr, thr)", [1.9, 0.9, 0.1]),
    "made by scikit-learn": (
        "from sklearn.metrics import roc_curve\nroc_curve([0, 1, 1, 0], [0.1, 0.9, 0.9, 0.9])",
        [1.9, 0.9, 0.1],
    ),
    "lists": ("([0, 0.5, 1], [0, 1.0, 1], [2, 1, 0])", [2, 1, 0]),
    "display": (CURVE + "from sklearn.metrics import RocCurveDisplay as R\nR(fpr=fpr, tpr=tpr)", [0, 0, 0]),
}


@pytest.mark.parametrize(("cell", "thresholds"), CURVES.values(), ids=CURVES)
def test_roc_curve(bench: Bench, cell: str, thresholds: list[float]) -> None:
    done = measure(bench, cell)
    assert done.code == 0, done.err
    assert points(done) == [
        (*rates, limit) for rates, limit in zip([(0, 0), (0.5, 1), (1, 1)], thresholds, strict=True)
    ]


def test_a_long_curve_is_thinned(bench: Bench) -> None:
    done = measure(bench, "import numpy as np\nx = np.linspace(0, 1, 5001)\n(x, x, x)")
    found = points(done)
    assert (len(found), found[0], found[-1]) == (1000, (0, 0, 0), (1, 1, 1))
    assert all(abs(rate - recall) < 1e-9 for rate, recall, _ in found)


def test_what_is_a_number_after_all_is_one(bench: Bench) -> None:
    done = measure(bench, "confusion = 0.25\nprint(confusion)")
    assert (done.code, done.events[-1]["metrics"], done.events[-1]["charts"]) == (0, {"confusion": 0.25}, {})
    assert not bench.artifact("chart").exists()


def test_each_metric_goes_its_own_way(bench: Bench) -> None:
    done = measure(bench, MATRIX + "print('acc', cm.trace() / cm.sum())\nprint(cm[0, 0], cm)", chart="3")
    assert done.code == 0, done.err
    assert done.events[-1]["metrics"] == {"cm.trace() / cm.sum()": 0.8, "cm[0, 0]": 5}
    assert confusion(done)[0] == ["0", "1"]


BAD = {
    "[[1, 2], [3]]": "metric '[[1, 2], [3]]' is of type list, not a number",
    "[[1, 2, 3], [3, 4, 5]]": "metric '[[1, 2, 3], [3, 4, 5]]' is of type list, not a number",
    "[['a', 'b'], ['c', 'd']]": "metric \"[['a', 'b'], ['c', 'd']]\" is of type list, not a number",
    "import numpy as np\nc = np.eye(2) / 0 * 0\nc": "metric 'c' is nan, which the platform cannot hold",
    "import numpy as np\nc = np.eye(201)\nc": "metric 'c' is a matrix of 201 classes; the platform takes 200",
}


@pytest.mark.parametrize(("cell", "message"), BAD.items())
def test_what_cannot_be_drawn_is_refused_with_its_line(bench: Bench, cell: str, message: str) -> None:
    done = measure(bench, cell)
    assert done.code == 1
    assert done.error["message"] == message
    assert f'File "<train.ipynb cell 1>", line {len(cell.splitlines())}, in <module>' in done.err
