"""Two models, one winner, as functions: the same as ``wine.ipynb``.

Which of three growers made a wine? Run it with ``python examples/wine.py`` or ``kale run examples/wine.py:wine``; it
needs the packages of the ``examples`` extra.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.base import ClassifierMixin
from sklearn.datasets import load_wine
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from kale.dsl import metrics, pipeline, step


class Parts(NamedTuple):
    """Wines to learn from, and wines to test with."""

    X_train: pd.DataFrame
    X_test: pd.DataFrame
    y_train: pd.Series
    y_test: pd.Series


def score(model: ClassifierMixin, features: pd.DataFrame, target: pd.Series) -> float:
    """Give the share of wines that `model` puts down to the right grower."""
    return accuracy_score(target, model.predict(features))


@step
def load() -> pd.DataFrame:
    bundle = load_wine(as_frame=True)
    print(f"{len(bundle.frame)} wines, {len(bundle.feature_names)} measurements each")
    return bundle.frame


@step
def clean(wines: pd.DataFrame, test_share: float, seed: int) -> Parts:
    """Take out wines with a measurement far from all the others, and split the rest."""
    measurements = wines.drop(columns="target")
    distance = (measurements - measurements.mean()).abs() / measurements.std()
    kept = wines[(distance < 3.5).all(axis=1)]
    print(f"left out {len(wines) - len(kept)} of {len(wines)} wines")
    features, target = kept.drop(columns="target"), kept["target"]
    return Parts(*train_test_split(features, target, test_size=test_share, random_state=seed, stratify=target))


@step
def fit_linear(parts: Parts) -> tuple[Pipeline, float]:
    linear = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    linear.fit(parts.X_train, parts.y_train)
    linear_accuracy = score(linear, parts.X_test, parts.y_test)
    print(f"logistic regression: {linear_accuracy:.3f}")
    return linear, linear_accuracy


@step
def fit_forest(parts: Parts, trees: int, seed: int) -> tuple[RandomForestClassifier, float]:
    forest = RandomForestClassifier(n_estimators=trees, random_state=seed)
    forest.fit(parts.X_train, parts.y_train)
    forest_accuracy = score(forest, parts.X_test, parts.y_test)
    weights = pd.Series(forest.feature_importances_, index=parts.X_train.columns).sort_values(ascending=False)
    print(f"random forest: {forest_accuracy:.3f}")
    print(weights.head(3).round(3).to_string())
    return forest, forest_accuracy


@step
def compare(
    linear: Pipeline,
    forest: RandomForestClassifier,
    linear_accuracy: float,
    forest_accuracy: float,
    parts: Parts,
) -> tuple[str, np.ndarray, int]:
    winner, model = ("linear", linear) if linear_accuracy >= forest_accuracy else ("forest", forest)
    mistakes = confusion_matrix(parts.y_test, model.predict(parts.X_test))
    missed = int(mistakes.sum() - np.trace(mistakes))
    print(f"{winner} wins with {missed} of {len(parts.y_test)} wines wrong")
    print(mistakes)
    return winner, mistakes, missed


@pipeline
def wine(test_share: float = 0.3, trees: int = 120, seed: int = 2) -> dict[str, object]:
    """Two classifiers trained in parallel and compared."""
    wines = load()
    parts = clean(wines, test_share, seed)
    linear, linear_accuracy = fit_linear(parts)
    forest, forest_accuracy = fit_forest(parts, trees, seed)
    winner, mistakes, missed = compare(linear, forest, linear_accuracy, forest_accuracy, parts)
    metrics(linear_accuracy=linear_accuracy, forest_accuracy=forest_accuracy, missed=missed)
    return {
        "y_test": parts.y_test,
        "linear_accuracy": linear_accuracy,
        "forest_accuracy": forest_accuracy,
        "winner": winner,
        "mistakes": mistakes,
        "missed": missed,
    }


if __name__ == "__main__":
    wine.run(echo=print).raise_for_failure()
