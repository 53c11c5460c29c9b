"""What the platform takes the objects of well-known classes for, by what makes them.

Only what is certain stands here: calls that give an object of one kind whatever they are given. Tests compare the
tables with the installed libraries.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Final

from kale.pipeline import ArtifactType

_MADE: Final[Mapping[str, tuple[ArtifactType, str]]] = {
    "pandas": (ArtifactType.DATASET, "DataFrame Series concat merge read_csv read_feather read_parquet read_table"),
    "polars": (ArtifactType.DATASET, "DataFrame LazyFrame Series read_csv read_parquet scan_csv scan_parquet"),
    "numpy": (ArtifactType.DATASET, "arange array asarray empty eye full ones zeros"),
    "pyarrow": (ArtifactType.DATASET, "table"),
    "scipy.sparse": (ArtifactType.DATASET, "coo_array coo_matrix csc_array csc_matrix csr_array csr_matrix"),
    "torch": (ArtifactType.DATASET, "arange as_tensor empty eye full ones rand randn tensor zeros"),
    "xgboost": (
        ArtifactType.MODEL,
        "Booster XGBClassifier XGBRFClassifier XGBRFRegressor XGBRanker XGBRegressor train",
    ),
    "lightgbm": (ArtifactType.MODEL, "LGBMClassifier LGBMRanker LGBMRegressor train"),
    "catboost": (ArtifactType.MODEL, "CatBoost CatBoostClassifier CatBoostRanker CatBoostRegressor"),
    "keras": (ArtifactType.MODEL, "Model Sequential"),
    "tensorflow.keras": (ArtifactType.MODEL, "Model Sequential"),
    "sklearn.model_selection": (ArtifactType.MODEL, "GridSearchCV RandomizedSearchCV"),
    "sklearn.compose": (ArtifactType.MODEL, "ColumnTransformer TransformedTargetRegressor make_column_transformer"),
    "sklearn.pipeline": (ArtifactType.MODEL, "FeatureUnion Pipeline make_pipeline make_union"),
    "torch.nn": (
        ArtifactType.MODEL,
        "Conv1d Conv2d Embedding GRU LSTM Linear Module ModuleDict ModuleList RNN Sequential Transformer",
    ),
}
"""By module: what the objects are that these functions and classes of it give."""

_ESTIMATORS: Final = frozenset(
    {
        "calibration",
        "cluster",
        "decomposition",
        "discriminant_analysis",
        "dummy",
        "ensemble",
        "feature_extraction.text",
        "feature_selection",
        "gaussian_process",
        "impute",
        "isotonic",
        "kernel_ridge",
        "linear_model",
        "manifold",
        "mixture",
        "multiclass",
        "multioutput",
        "naive_bayes",
        "neural_network",
        "preprocessing",
        "random_projection",
        "semi_supervised",
        "svm",
        "tree",
    }
)
"""Modules of scikit-learn in which every class is one of estimators."""

_OTHERWISE: Final = frozenset({None, "chunksize", "iterator", "like"})
"""Arguments with which these functions may give something else; ``None`` stands for a mapping of them."""

_SAME_KIND: Final = frozenset(
    {
        "assign",
        "astype",
        "copy",
        "drop",
        "drop_duplicates",
        "dropna",
        "fillna",
        "head",
        "join",
        "merge",
        "query",
        "rename",
        "reset_index",
        "sample",
        "set_index",
        "sort_index",
        "sort_values",
        "tail",
    }
)
"""Methods of frames and series that give another one, unless they are told to change their own."""

_FITS: Final = frozenset({"sklearn", "xgboost", "lightgbm", "catboost"})
"""Libraries whose models give themselves when they are fitted."""

_LIBRARIES: Final = re.compile(rf"\b(?:sklearn|{'|'.join({module.partition('.')[0]: None for module in _MADE})})\b")


def made_by(call: ast.Call, name: str) -> ArtifactType:
    """Give what a call of a library's function or class gives, if that is certain.

    Args:
        call: The call.
        name: Dotted name of what is called.
    """
    module, _, attribute = name.rpartition(".")
    kind, names = _MADE.get(module, (ArtifactType.ARTIFACT, ""))
    words = {word.arg for word in call.keywords}
    if attribute in names.split():
        return ArtifactType.ARTIFACT if words & _OTHERWISE else kind
    package, _, part = module.partition(".")
    if package == "sklearn" and part in _ESTIMATORS and attribute[:1].isupper():
        return ArtifactType.MODEL
    return ArtifactType.ARTIFACT


def keeps_kind(value: ast.Call | ast.Subscript, kind: ArtifactType, library: str) -> bool:
    """Whether what is taken of an object is of its kind again.

    Args:
        value: A call of one of the object's methods, or an element that is taken of it.
        kind: The object's kind.
        library: Top module of what made the object.
    """
    if isinstance(value, ast.Subscript):
        return library == "pandas" and isinstance(value.slice, ast.List)
    assert isinstance(value.func, ast.Attribute)
    words = {word.arg for word in value.keywords}
    if kind is ArtifactType.MODEL:
        return library in _FITS and value.func.attr == "fit"
    return library == "pandas" and value.func.attr in _SAME_KIND and not words & {None, "inplace"}


def mentions_known_library(text: str) -> bool:
    """Whether code mentions a library that anything is known of here."""
    return _LIBRARIES.search(text) is not None
