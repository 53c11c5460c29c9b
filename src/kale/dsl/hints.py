"""What type hints say of a function: types of parameters, types of artifacts, how many values are returned."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal, Union

from kale.pipeline import ArtifactType, ParameterType

_PARAMETER_TYPES: Final[Mapping[object, ParameterType]] = {
    int: ParameterType.INT,
    float: ParameterType.FLOAT,
    str: ParameterType.STR,
    bool: ParameterType.BOOL,
    list: ParameterType.LIST,
    dict: ParameterType.DICT,
}
_DATASETS: Final = frozenset(
    {
        *(("pandas", name) for name in ("DataFrame", "Series", "Index")),
        *(("polars", name) for name in ("DataFrame", "LazyFrame", "Series")),
        *(("pyarrow", name) for name in ("Table", "RecordBatch")),
        ("numpy", "ndarray"),
        ("scipy", "spmatrix"),
        ("scipy", "sparray"),
        ("datasets", "Dataset"),
        ("torch", "Dataset"),
        ("tensorflow", "DatasetV2"),
    }
)
_MODELS: Final = frozenset(
    {
        ("sklearn", "BaseEstimator"),
        ("torch", "Module"),
        ("keras", "Model"),
        ("tensorflow", "Module"),
        ("xgboost", "Booster"),
        ("lightgbm", "Booster"),
        ("catboost", "CatBoost"),
        ("statsmodels", "Results"),
        ("transformers", "PreTrainedModel"),
    }
)


@dataclass(frozen=True)
class Returned:
    """What a function says of what it returns.

    Attributes:
        artifact: What the platform takes the value for.
        elements: The same for each element, when the value is a tuple of known length.
        fields: The same for each named part: a field of a named tuple or dataclass, or a key of a typed dictionary.
        by_key: Named parts are taken with square brackets.
        any_key: It is a dictionary, and nothing is said of its keys.
    """

    artifact: ArtifactType = ArtifactType.ARTIFACT
    elements: tuple[ArtifactType, ...] | None = None
    fields: Mapping[str, ArtifactType] = field(default_factory=dict)
    by_key: bool = False
    any_key: bool = False


def hints_of(function: Callable[..., object]) -> dict[str, object]:
    """Give the type hints of a function that can be told; a name known to type checkers only is left out."""
    try:
        return typing.get_type_hints(function, include_extras=True)
    except Exception:  # noqa: BLE001 - evaluating an annotation can raise anything; then each is tried by itself
        found = {name: _evaluated(hint, function) for name, hint in inspect.get_annotations(function).items()}
        return {name: hint for name, hint in found.items() if not isinstance(hint, str)}


def parameter_type(hint: object) -> tuple[ParameterType | None, bool]:
    """Give the type of parameter that a hint stands for, if any, and whether it allows ``None``."""
    hint = _plain(hint)
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        others = [argument for argument in arguments if argument is not type(None)]
        kinds = {parameter_type(argument)[0] for argument in others}
        if kinds == {ParameterType.INT, ParameterType.FLOAT}:
            kinds = {ParameterType.FLOAT}
        return (kinds.pop() if len(kinds) == 1 else None), len(others) < len(arguments)
    if origin is Literal:
        kinds = {_PARAMETER_TYPES.get(type(argument)) for argument in arguments}
        return (kinds.pop() if len(kinds) == 1 else None), False
    return _PARAMETER_TYPES.get(origin or hint), False


def artifact_type(hint: object) -> ArtifactType:
    """Give what the platform takes a value of this type for; ``Annotated[T, ArtifactType.MODEL]`` says it outright."""
    for said in getattr(hint, "__metadata__", ()):
        if isinstance(said, ArtifactType):
            return said
    plain = _plain(hint)
    plain = typing.get_origin(plain) or plain
    names = {(base.__module__.partition(".")[0], base.__name__) for base in getattr(plain, "__mro__", ())}
    if names & _MODELS:
        return ArtifactType.MODEL
    return ArtifactType.DATASET if names & _DATASETS else ArtifactType.ARTIFACT


def returned_by(function: Callable[..., object], definition: ast.AST | None) -> Returned:
    """Give what a function says of what it returns, by its hint, or else by its ``return`` statements.

    Args:
        function: The function.
        definition: Its syntax tree, if its source is known.
    """
    hint = hints_of(function).get("return")
    if hint is not None:
        return _returned(hint)
    count = _tuple_length(definition)
    return Returned(elements=None if count is None else (ArtifactType.ARTIFACT,) * count)


def _returned(hint: object) -> Returned:
    plain, artifact = _plain(hint), artifact_type(hint)
    origin, arguments = typing.get_origin(plain) or plain, typing.get_args(plain)
    if origin is tuple:
        known = bool(arguments) and Ellipsis not in arguments
        return Returned(artifact, tuple(map(artifact_type, arguments)) if known else None)
    if typing.is_typeddict(origin):
        return Returned(artifact, fields=_fields(origin), by_key=True)
    if isinstance(origin, type) and issubclass(origin, tuple) and hasattr(origin, "_fields"):
        named = dict.fromkeys(origin._fields, ArtifactType.ARTIFACT) | _fields(origin)
        return Returned(artifact, tuple(named.values()), named)
    if isinstance(origin, type) and dataclasses.is_dataclass(origin):
        return Returned(artifact, fields=_fields(origin))
    is_dictionary = isinstance(origin, type) and issubclass(origin, Mapping)
    return Returned(artifact, by_key=is_dictionary, any_key=is_dictionary)


def _fields(owner: object) -> dict[str, ArtifactType]:
    try:
        hints = typing.get_type_hints(owner, include_extras=True)
    except Exception:  # noqa: BLE001 - evaluating an annotation can raise anything; the names are known all the same
        hints = dict.fromkeys(getattr(owner, "__annotations__", {}))
    return {name: artifact_type(hint) for name, hint in hints.items()}


def _plain(hint: object) -> object:
    return typing.get_args(hint)[0] if typing.get_origin(hint) is Annotated else hint


def _evaluated(hint: object, function: Callable[..., object]) -> object:
    if not isinstance(hint, str):
        return hint
    try:
        return eval(hint, getattr(function, "__globals__", {}))  # noqa: S307 - the annotation is the module's own code
    except Exception:  # noqa: BLE001 - it can raise anything; then nothing is known of it
        return hint


def _tuple_length(definition: ast.AST | None) -> int | None:
    """Give the length of the tuples that a function returns, if all its ``return`` statements show the same."""
    if definition is None:
        return None
    values = [node.value for node in own_nodes(definition) if isinstance(node, ast.Return)]
    lengths = {
        len(value.elts)
        if isinstance(value, ast.Tuple) and not any(isinstance(part, ast.Starred) for part in value.elts)
        else None
        for value in values
    }
    return lengths.pop() if len(lengths) == 1 else None


def own_nodes(definition: ast.AST) -> typing.Iterator[ast.AST]:
    """Give the nodes of a function without those of functions, classes and lambdas inside it."""
    pending = list(ast.iter_child_nodes(definition))
    while pending:
        node = pending.pop(0)
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
