"""What a piece of code imports, as far as that decides what travels with it."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from typing import Final

_WITHOUT_TENSORS: Final = frozenset(
    {
        "IPython",
        "PIL",
        "bokeh",
        "bs4",
        "catboost",
        "cv2",
        "dask",
        "dateutil",
        "duckdb",
        "geopandas",
        "joblib",
        "lightgbm",
        "matplotlib",
        "mlxtend",
        "networkx",
        "nltk",
        "numba",
        "numpy",
        "openpyxl",
        "pandas",
        "plotly",
        "polars",
        "psutil",
        "pyarrow",
        "pydantic",
        "pytz",
        "requests",
        "scipy",
        "seaborn",
        "shapely",
        "skimage",
        "sklearn",
        "sqlalchemy",
        "statsmodels",
        "sympy",
        "tqdm",
        "wordcloud",
        "xarray",
        "xgboost",
        "yaml",
    }
)
"""Top modules of widely used libraries whose objects hold no tensors of PyTorch."""

_WITHOUT_FRAMES: Final = frozenset(
    {
        "PIL",
        "bs4",
        "cv2",
        "dateutil",
        "joblib",
        "keras",
        "matplotlib",
        "nltk",
        "numpy",
        "psutil",
        "pydantic",
        "pytz",
        "requests",
        "scipy",
        "shapely",
        "sympy",
        "torch",
        "torchvision",
        "tqdm",
        "wordcloud",
        "yaml",
    }
)
"""Top modules of widely used libraries that make no frames of pandas."""

_WITHOUT_MODELS: Final = _WITHOUT_TENSORS - {"catboost"} | {"torch", "torchaudio", "torchvision"}
"""Top modules of widely used libraries whose objects hold no models of Keras or CatBoost."""

_IMPORT: Final = re.compile(
    r"^[ \t]*(?:from[ \t]+(\S+)[ \t]+import\b|import[ \t]+(.+))|\b(?:__import__|import_module)\b", re.MULTILINE
)


@lru_cache(maxsize=4096)
def libraries_in(code: str) -> frozenset[str]:
    """Give the top modules that code imports, those of the standard library left out.

    A text that only looks like an import counts as one. A module whose name is computed counts as one without a name.
    """
    roots = (root for match in _IMPORT.finditer(code) for root in _roots(match))
    return frozenset(roots) - sys.stdlib_module_names


def may_bring_tensors(libraries: frozenset[str]) -> bool:
    """Whether objects made with libraries may hold tensors of PyTorch."""
    return not libraries <= _WITHOUT_TENSORS


def may_bring_frames(libraries: frozenset[str]) -> bool:
    """Whether objects made with libraries may hold frames of pandas."""
    return not libraries <= _WITHOUT_FRAMES


def may_bring_models(libraries: frozenset[str]) -> bool:
    """Whether objects made with libraries may be, or hold, models of Keras or CatBoost."""
    return not libraries <= _WITHOUT_MODELS


def _roots(match: re.Match[str]) -> list[str]:
    modules = [match[1]] if match[1] else (match[2] or "").split(",")
    return [words[0].partition(".")[0] if (words := module.split()) else "" for module in modules]
