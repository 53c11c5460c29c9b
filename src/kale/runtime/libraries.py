"""What is known of the types of installed libraries: by the runtime, and by packages that say so themselves.

A package brings reducers for the types of a library with an entry point of the group ``kale.serializers``, called like
the library's top module; what it loads is a mapping from types to reducers, as :data:`kale.runtime.registry.REDUCERS`
holds them. So it need not import kale, nor does the image have to have kale.
"""

from __future__ import annotations

import sys
from typing import Any

from kale.runtime.reducers import KINDS, LIBRARY_MET, LIBRARY_TYPES, OWN, REDUCERS

GROUP = "kale.serializers"


def register_library(root: str) -> None:
    """Add the types of a library to the reducers: those that the runtime knows, then those that packages bring."""
    if root in LIBRARY_TYPES:
        LIBRARY_TYPES[root](sys.modules[root])
    from importlib.metadata import entry_points

    found: Any
    try:
        found = entry_points(group=GROUP)
    except TypeError:  # Python 3.9
        found = dict.get(entry_points(), GROUP, ())
    for point in found:
        if point.name == root:
            REDUCERS.update(point.load())


def reduce_mapping(value: Any) -> Any:
    """Save a dictionary of a library's class that holds its own attributes, after ``self.__dict__ = self``."""
    kind: Any = type(value)
    attributes: Any = getattr(value, "__dict__", None)
    if attributes is not value or kind.__setattr__ is not object.__setattr__:
        return None
    if str(kind.__module__).partition(".")[0] in OWN:
        return None
    return kind.__new__, (kind,), (None, {"__dict__": value}), None, iter(dict.items(value))


REDUCERS[dict] = reduce_mapping
LIBRARY_MET.append(register_library)

KINDS["Model"] = (
    "sklearn xgboost lightgbm catboost torch keras",
    "BaseEstimator XGBModel Booster LGBMModel CatBoost Module Model",
)
KINDS["Dataset"] = (
    "numpy pandas polars pyarrow scipy torch",
    "ndarray DataFrame Series Index LazyFrame Table RecordBatch _spbase spmatrix Tensor",
)
