"""One process of a measurement: it saves a value, or loads it, and prints what that took."""

from __future__ import annotations

import json
import pickle
import resource
import sys
import time
from collections.abc import Callable
from typing import Any, Final


def array() -> Any:
    """2**27 random numbers."""
    import numpy as np

    return np.random.default_rng(0).random(1 << 27)


def frame() -> Any:
    """Columns of integers, numbers, texts, categories and times."""
    import numpy as np
    import pandas as pd

    rows = 10_000_000
    numbers = np.random.default_rng(0)
    names = np.array(["anna", "berta", "carl", "dora"])
    return pd.DataFrame(
        {
            "id": np.arange(rows),
            "price": numbers.random(rows),
            "name": pd.Series(names[numbers.integers(0, 4, rows)], dtype=object),
            "kind": pd.Categorical(names[numbers.integers(0, 4, rows)]),
            "at": pd.date_range("2026-01-01", periods=rows, freq="s"),
        }
    )


def dictionary() -> Any:
    """Texts with lists of numbers."""
    return {f"key {number}": [number, number / 7, None] for number in range(1_000_000)}


def forest() -> Any:
    """A model of many small arrays."""
    import numpy as np
    from sklearn.ensemble import RandomForestRegressor

    given = np.random.default_rng(0).random((4000, 8))
    return RandomForestRegressor(200, random_state=0).fit(given, given.sum(axis=1))


VALUES: Final[dict[str, Callable[[], Any]]] = {
    "array of 1 GiB": array,
    "frame of 10 million rows": frame,
    "dictionary of a million lists": dictionary,
    "forest of 200 trees": forest,
}


def kale_save(value: Any, path: str) -> None:
    """Save as a step does."""
    from kale.runtime import arrays, exceptions, frames, libraries, saving, views
    from kale.runtime.namespace import NAMESPACE

    assert all((arrays, exceptions, frames, libraries, views))
    NAMESPACE["value"] = value
    saving.save({"artifacts": {"value": {"artifacts": [{"uri": path}]}}}, "value", ["value"], [])


def kale_load(path: str) -> Any:
    """Load as a step does."""
    from kale.runtime import loading, views
    from kale.runtime.namespace import NAMESPACE

    assert views
    loading.load({"artifacts": {"value": {"artifacts": [{"uri": path}]}}}, "value", ["value"])
    return NAMESPACE["value"]


def pickle_save(value: Any, path: str) -> None:
    """Save as pickle does, and pandas with it."""
    with open(path, "wb") as file:  # noqa: PTH123 the plain way is what is measured
        pickle.dump(value, file, 5)


def pickle_load(path: str) -> Any:
    """Load a pickle."""
    with open(path, "rb") as file:  # noqa: PTH123 the plain way is what is measured
        return pickle.load(file)  # noqa: S301 written by the measurement itself


def raw_save(value: Any, path: str) -> None:
    """Write an array's bytes."""
    value.tofile(path)


def raw_load(path: str) -> Any:
    """Read an array's bytes."""
    import numpy as np

    return np.fromfile(path)


def numpy_save(value: Any, path: str) -> None:
    """Save as NumPy does."""
    import numpy as np

    with open(path, "wb") as file:  # noqa: PTH123 the plain way is what is measured
        np.save(file, value)


def numpy_load(path: str) -> Any:
    """Load as NumPy does."""
    import numpy as np

    return np.load(path)


def joblib_save(value: Any, path: str) -> None:
    """Save as joblib does."""
    import joblib

    joblib.dump(value, path)


def joblib_load(path: str) -> Any:
    """Load as joblib does."""
    import joblib

    return joblib.load(path)


WAYS: Final[dict[str, tuple[Callable[[Any, str], None], Callable[[str], Any]]]] = {
    "kale": (kale_save, kale_load),
    "pickle": (pickle_save, pickle_load),
    "raw": (raw_save, raw_load),
    "numpy": (numpy_save, numpy_load),
    "joblib": (joblib_save, joblib_load),
}


def peak() -> int:
    """Give the most bytes of memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main(part: str, name: str, way: str, path: str) -> None:
    """Save or load, and print seconds and memory as JSON."""
    save, load = WAYS[way]
    if part == "save":
        value = VALUES[name]()
        before, start = peak(), time.perf_counter()
        save(value, path)
        print(json.dumps({"seconds": time.perf_counter() - start, "memory": peak() - before}))
        return
    # The libraries load before, whatever the way.
    import joblib
    import pandas
    import sklearn.ensemble

    assert all((joblib, pandas, sklearn.ensemble))
    before, start = peak(), time.perf_counter()
    value = load(path)
    if name.startswith("array"):
        value.sum()
    print(json.dumps({"seconds": time.perf_counter() - start, "memory": peak() - before}))


if __name__ == "__main__":
    main(*sys.argv[1:])
