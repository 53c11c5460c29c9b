"""What type hints say."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NamedTuple, Optional, TypedDict, Union

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier

from kale.dsl.hints import artifact_type, hints_of, parameter_type, returned_by
from kale.pipeline import ArtifactType, ParameterType

PARAMETER_TYPES: list[tuple[Any, ParameterType | None, bool]] = [
    (int, ParameterType.INT, False),
    (bool, ParameterType.BOOL, False),
    (list[int], ParameterType.LIST, False),
    (typing.List[int], ParameterType.LIST, False),  # noqa: UP006 - the old form is the point
    (dict[str, int], ParameterType.DICT, False),
    (Optional[str], ParameterType.STR, True),  # noqa: UP045 - the old form is the point
    (str | None, ParameterType.STR, True),
    (Union[int, float], ParameterType.FLOAT, False),  # noqa: UP007 - the old form is the point
    (int | str, None, False),
    (Annotated[int, "rows"], ParameterType.INT, False),
    (Literal["a", "b"], ParameterType.STR, False),
    (Literal["a", 1], None, False),
    (pd.DataFrame, None, False),
    (None, None, False),
    (tuple[int, int], None, False),
]


@pytest.mark.parametrize(("hint", "kind", "optional"), PARAMETER_TYPES, ids=[str(case[0]) for case in PARAMETER_TYPES])
def test_parameter_type(hint: Any, kind: ParameterType | None, *, optional: bool) -> None:
    assert parameter_type(hint) == (kind, optional)


ARTIFACT_TYPES: list[tuple[Any, ArtifactType]] = [
    (pd.DataFrame, ArtifactType.DATASET),
    (pd.Series, ArtifactType.DATASET),
    (np.ndarray, ArtifactType.DATASET),
    (npt.NDArray[np.float64], ArtifactType.DATASET),
    (RandomForestClassifier, ArtifactType.MODEL),
    (Annotated[list, ArtifactType.DATASET], ArtifactType.DATASET),
    (Annotated[pd.DataFrame, "rows"], ArtifactType.DATASET),
    (list[pd.DataFrame], ArtifactType.ARTIFACT),
    (int, ArtifactType.ARTIFACT),
    (None, ArtifactType.ARTIFACT),
]


@pytest.mark.parametrize(("hint", "kind"), ARTIFACT_TYPES, ids=[str(case[0]) for case in ARTIFACT_TYPES])
def test_artifact_type(hint: Any, kind: ArtifactType) -> None:
    assert artifact_type(hint) is kind


class Pair(NamedTuple):
    frame: pd.DataFrame
    rows: int


class Keys(TypedDict):
    model: RandomForestClassifier


@dataclass
class Fields:
    frame: pd.DataFrame


RETURNED: list[tuple[Any, int | None, dict[str, ArtifactType], bool, bool]] = [
    (tuple[int, pd.DataFrame], 2, {}, False, False),
    (tuple[int, ...], None, {}, False, False),
    (tuple, None, {}, False, False),
    (Pair, 2, {"frame": ArtifactType.DATASET, "rows": ArtifactType.ARTIFACT}, False, False),
    (Keys, None, {"model": ArtifactType.MODEL}, True, False),
    (Fields, None, {"frame": ArtifactType.DATASET}, False, False),
    (dict[str, int], None, {}, True, True),
    (Mapping[str, int], None, {}, True, True),
    (pd.DataFrame, None, {}, False, False),
]


@pytest.mark.parametrize(("hint", "count", "fields", "by_key", "any_key"), RETURNED, ids=[str(c[0]) for c in RETURNED])
def test_returned(
    hint: Any, count: int | None, fields: dict[str, ArtifactType], *, by_key: bool, any_key: bool
) -> None:
    def function() -> None: ...

    function.__annotations__ = {"return": hint}
    found = returned_by(function, None)
    assert (len(found.elements) if found.elements is not None else None) == count
    assert (dict(found.fields), found.by_key, found.any_key) == (fields, by_key, any_key)


def test_a_hint_that_cannot_be_evaluated_is_left_out() -> None:
    def function(first: int, second: Missing) -> Absent.Name: ...  # type: ignore[name-defined]  # noqa: F821

    assert hints_of(function) == {"first": int}
