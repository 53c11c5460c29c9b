"""Confusion matrices and ROC curves, as the platform draws them."""

from __future__ import annotations

from typing import Any

from kale.runtime.metrics import finite, to_number
from kale.runtime.registry import CHARTS, OPERATIONS

MOST_CLASSES = 200
MOST_POINTS = 1000
"""What the platform's metadata holds with ease, and more than anybody can tell apart in a drawing."""


def add_chart(name: str, value: Any, output: str) -> bool:
    """Take a value that is a confusion matrix or a ROC curve; give whether it is one.

    Args:
        name: The metric.
        value: A square matrix of numbers (nested lists, an array, a frame, scikit-learn's display of one), or a curve:
            false positive rates, true positive rates and thresholds, or scikit-learn's display of one.
        output: Name of the artifact that takes it.

    Raises:
        ValueError: It is one, but holds what the platform cannot.
    """
    if hasattr(value, "fpr") and hasattr(value, "tpr"):
        # The curve that scikit-learn draws does not say which threshold gives which point.
        curve = [value.fpr, value.tpr, getattr(value, "thresholds", None)]
        CHARTS[output] = curve_of(name, [plain(part) for part in curve])
        return True
    labels = getattr(value, "display_labels", getattr(value, "index", None))
    cells = plain(getattr(value, "confusion_matrix", value))
    if not isinstance(cells, (list, tuple)) or len(cells) < 2:
        return False
    rows = [plain(row) for row in cells]
    lengths = {length(row) for row in rows}
    if len(rows) == 3 and len(lengths) == 1 and -1 not in lengths and (isinstance(value, tuple) or 3 not in lengths):
        CHARTS[output] = curve_of(name, rows)
    elif lengths == {len(rows)}:
        given = plain(labels) if labels is not None and not callable(labels) else None
        CHARTS[output] = matrix_of(name, rows, given or [*range(len(rows))])
    return output in CHARTS


def plain(value: Any) -> Any:
    """Give an array, series or frame as lists."""
    if hasattr(value, "columns") and hasattr(value, "to_numpy"):
        value = value.to_numpy()
    for convert in ("tolist", "to_list"):
        if hasattr(value, convert):
            return getattr(value, convert)()
    return value


def length(row: Any) -> int:
    """Give the length of a row of numbers; no other value has one."""
    rows = row if isinstance(row, (list, tuple)) else ()
    return len(rows) if all(to_number(part) is not None for part in rows) else -1


def matrix_of(name: str, rows: list[Any], labels: list[Any]) -> dict[str, Any]:
    """Give a confusion matrix as the platform wants it; a row holds what belongs to a class in truth.

    Raises:
        ValueError: It has too many classes, or a cell that is infinite or not a number at all.
    """
    if len(rows) > MOST_CLASSES:
        raise ValueError(f"metric {name!r} is a matrix of {len(rows)} classes; the platform takes {MOST_CLASSES}")
    return {
        "confusionMatrix": {
            "annotationSpecs": [{"displayName": str(label)} for label in labels],
            "rows": [{"row": [finite(name, to_number(cell)) for cell in row]} for row in rows],
        }
    }


def curve_of(name: str, parts: list[Any]) -> dict[str, Any]:
    """Give a ROC curve as the platform wants it, with fewer points where it has very many.

    Raises:
        ValueError: A rate is infinite or not a number at all.
    """
    false, true, thresholds = ([] if part is None else [to_number(cell) for cell in part] for part in parts)
    known = [cell for cell in thresholds if abs(cell) < float("inf")]
    # The first point of a curve stands above every score: scikit-learn says infinity, which no platform can hold.
    above = max(known, default=0) + 1
    limits = [cell if abs(cell) < float("inf") else above for cell in thresholds] or [0] * len(false)
    points = [*zip(limits, true, false)]
    step = (len(points) - 1) / (MOST_POINTS - 1)
    if step > 1:
        points = [points[round(number * step)] for number in range(MOST_POINTS)]
    return {
        "confidenceMetrics": [
            {"confidenceThreshold": limit, "recall": finite(name, recall), "falsePositiveRate": finite(name, fall)}
            for limit, recall, fall in points
        ]
    }


OPERATIONS["chart"] = add_chart
