"""Functions with a cache that the notebook's code made, saved with the function inside and without what is cached."""

from __future__ import annotations

from functools import lru_cache
from types import FunctionType
from typing import Any

from kale.runtime.functions import is_carried
from kale.runtime.reducers import REDUCERS, shared, warn


def reduce_cached(cached: Any) -> Any:
    """Save a function that ``functools.lru_cache`` has made; the cache starts empty again."""
    if is_carried(cached):
        return None
    if cached.cache_info().currsize:
        warn(f"what {cached.__name__}() has cached stays in this step")
    return make_cached, (cached.__wrapped__, cached.cache_parameters()), vars(cached)


@shared
def make_cached(function: FunctionType, parameters: dict[str, Any]) -> Any:
    """Cache what a function gives."""
    return lru_cache(**parameters)(function)


REDUCERS[type(lru_cache(is_carried))] = reduce_cached
