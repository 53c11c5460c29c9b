"""Objects that operators and libraries compute: numbers, texts, arrays, frames, models.

Adding two lists, or copying one, gives a list with the same elements. What is computed has no such elements: its sums
and copies share nothing with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from kale.analysis.facts import Function
from kale.analysis.knowledge import LISTING_METHODS, words
from kale.analysis.values import Value
from kale.analysis.versions import Version

_LIBRARIES: Final = words(
    """
    numpy pandas polars pyarrow scipy torch tensorflow keras jax sympy xarray cupy math statistics datetime decimal
    fractions pathlib sklearn xgboost lightgbm catboost statsmodels
    """
)
"""Libraries whose objects are computed, and give others that are."""

_ANYTHING: Final = LISTING_METHODS | words("load loads read_pickle state_dict get_params evals_result")
"""Functions of these libraries that may give lists, dictionaries or any other object."""

_DEEPEST: Final = 4
"""How many functions of the notebook that hand on what others of them give are looked through."""


class Names(Protocol):
    """Knows what names stand for."""

    def get(self, name: str) -> Version | None:
        """Give what a name stands for now."""
        ...


class Knowledge(Protocol):
    """Knows the functions of the notebook, and the names that it imports."""

    functions: dict[str, list[Function]]

    def qualify(self, path: str | None) -> str | None:
        """Give the full dotted path of something imported; ``None`` for the notebook's own names."""
        ...


def is_computed(value: Value, names: Names, knowledge: Knowledge) -> bool:
    """Whether it is certain that an object is computed.

    Args:
        value: What the source tells of it.
        names: What names stand for.
        knowledge: What is known of functions.
    """
    if value.computed or value.container or value.generator:
        return value.computed
    if value.callee is None and value.maker is None:
        return _are_computed((root if isinstance(root, str) else "" for root in value.roots), names)
    return _gives_computed(value.callee or value.maker or "", names, knowledge, _DEEPEST)


def _gives_computed(path: str, names: Names, knowledge: Knowledge, deepest: int) -> bool:
    """Whether what is called by this path gives what is computed."""
    root, dot, _ = path.partition(".")
    if not deepest:
        return False
    if path in knowledge.functions:
        makers = [function.makers for function in knowledge.functions[path]]
        return all(
            found is not None and all(_gives_computed(each, names, knowledge, deepest - 1) for each in found)
            for found in makers
        )
    if path.rpartition(".")[2] in _ANYTHING:
        return False
    qualified = knowledge.qualify(path)
    if qualified is not None:
        return qualified.partition(".")[0] in _LIBRARIES
    return bool(dot) and _are_computed([root], names)


def _are_computed(found: Iterable[str], names: Names) -> bool:
    versions = [names.get(name) for name in found]
    return bool(versions) and all(version is not None and version.computed for version in versions)
