"""What the platform may take saved values for, where the code leaves no doubt.

The platform wants to know the type of an artifact before anything runs. A variable is taken for a dataset or a model
when whatever the pipeline's code binds it to is one for certain; its name says nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kale.analysis.bound_names import BoundNames
from kale.analysis.known_types import keeps_kind, made_by, mentions_known_library
from kale.pipeline import ArtifactType, Define, Operation, Pipeline, Run, Save, TakeParameter

_Part: TypeAlias = ast.Call | ast.Subscript
"""A call of an object's method, or an element taken of the object."""

_Kind: TypeAlias = tuple[ArtifactType, str]
"""A kind of artifact, and the library that makes objects of it."""

_NOTHING: Final[_Kind] = (ArtifactType.ARTIFACT, "")


def declare_types(pipeline: Pipeline) -> Pipeline:
    """Give a pipeline whose artifacts have the types that their values are certain to have, unless they have one."""
    operations = [operation for step in pipeline.steps for operation in step.plan]
    texts = dict.fromkeys(part.code.text for part in operations if isinstance(part, Define | Run))
    if not any(map(mentions_known_library, texts)):
        return pipeline
    parameters = (part.variable or part.name for part in operations if isinstance(part, TakeParameter))
    kinds = _Kinds(BoundNames.of(texts, parameters))
    steps = (
        step.model_copy(update={"plan": tuple(kinds.declared(operation) for operation in step.plan)})
        for step in pipeline.steps
    )
    return pipeline.model_copy(update={"steps": tuple(steps)})


@dataclass
class _Kinds:
    """What the variables of a pipeline are for certain.

    Attributes:
        names: What the code binds names to.
        found: The kinds of the variables that were asked for so far.
    """

    names: BoundNames
    found: dict[str, _Kind] = field(default_factory=dict)

    def declared(self, operation: Operation) -> Operation:
        """Give an operation, with the type of its artifact if it saves one of which none is known."""
        if not isinstance(operation, Save) or operation.type is not ArtifactType.ARTIFACT or self.names.opaque:
            return operation
        kinds = {self.of_variable(name)[0] for name in operation.variables}
        return operation.model_copy(update={"type": kinds.pop()}) if len(kinds) == 1 else operation

    def of_variable(self, name: str) -> _Kind:
        """Give the one kind that all values of a variable are of, also those made of its own earlier value."""
        if name not in self.found:
            # Whoever asks while this is being found out asks in a circle.
            self.found[name] = _NOTHING
            chains = [self._chain(value) for value in self.names.values.get(name, [None])]
            kind = _common({self._of_chain(*chain) for chain in chains if not _starts_with(name, *chain)})
            own = (parts for start, parts in chains if _starts_with(name, start, parts))
            bound_otherwise = name in self.names.origins or name in self.names.classes
            if not bound_otherwise and all(_keeps(kind, parts) for parts in own):
                self.found[name] = kind
        return self.found[name]

    def _chain(self, value: ast.expr | None) -> tuple[ast.expr | None, list[_Part]]:
        """Give what an expression starts with, and the parts that are taken of it one after the other."""
        parts: list[_Part] = []
        while True:
            if isinstance(value, ast.Subscript):
                inner = value.value
            elif isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
                if self.names.origin_of(value.func) is not None:
                    return value, parts[::-1]
                inner = value.func.value
            else:
                return value, parts[::-1]
            parts.append(value)
            value = inner

    def _of_chain(self, start: ast.expr | None, parts: Sequence[_Part]) -> _Kind:
        kind = _NOTHING
        if isinstance(start, ast.Name):
            kind = self.of_variable(start.id)
        elif isinstance(start, ast.Call):
            kind = self._of_call(start)
        return kind if _keeps(kind, parts) else _NOTHING

    def _of_call(self, call: ast.Call) -> _Kind:
        """Give what a function or class of a library makes, or a class of the notebook, going by its bases."""
        origin = self.names.origin_of(call.func)
        if origin is not None:
            return made_by(call, origin), origin.partition(".")[0]
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name in self.names.values or name in self.names.origins:
            return _NOTHING
        return _common({self._of_instances(owner) for owner in self.names.classes.get(name, ())})

    def _of_instances(self, owner: ast.ClassDef) -> _Kind:
        for base in owner.bases if not owner.decorator_list else ():
            origin = self.names.origin_of(base)
            kind = ArtifactType.ARTIFACT if origin is None else made_by(ast.Call(base, [], []), origin)
            if origin is not None and kind is not ArtifactType.ARTIFACT:
                return kind, origin.partition(".")[0]
        return _NOTHING


def _common(found: set[_Kind]) -> _Kind:
    """Give the kind that all are of, with the library if it is one."""
    kinds, libraries = {kind for kind, _ in found}, {library for _, library in found}
    return (kinds.pop(), libraries.pop() if len(libraries) == 1 else "") if len(kinds) == 1 else _NOTHING


def _starts_with(name: str, start: ast.expr | None, _parts: Sequence[_Part]) -> bool:
    return isinstance(start, ast.Name) and start.id == name


def _keeps(kind: _Kind, parts: Sequence[_Part]) -> bool:
    return all(keeps_kind(part, *kind) for part in parts)
