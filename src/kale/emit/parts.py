"""Which parts of the runtime a step needs: what its plan does not ask for does not travel with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kale.emit.derived import may_make_itself
from kale.emit.imported import libraries_in, may_bring_frames, may_bring_models, may_bring_tensors
from kale.pipeline import Define, Load, Pipeline, Run, Save, Step, TakeParameter

_FILE: Final = "<file:"
_STATE: Final = "<"
_DRAWS: Final = re.compile(r"plot|pylab|seaborn|\.hist\(|Display\b")
"""Code that may draw with matplotlib, perhaps through another library."""
_ATTRIBUTES: Final = re.compile(r"\bvars\(\s*[^)\s]|__dict__")
"""Code that may hold an object's dictionary of attributes."""
_NANS: Final = re.compile(r"\bnan\b", re.IGNORECASE)
"""Code that may know a number that is not one by its identity."""
_OWNERS: Final = re.compile(
    r"bytearray|\barray\s+import\b|\bimport\s+array\b|^\s*\w[\w.]*\.resize\(|\.base\b|owndata|\.flags\b",
    re.IGNORECASE | re.MULTILINE,
)
"""Code that may ask who owns the memory of an array, or let something else than an array own it."""
_DERIVES: Final = re.compile(r"\bclass\s+\w+\s*[(\[]|\bMethodType\b|\b__get__\b")
"""Code that may make objects of which pickle leaves something out."""
_GENERATORS: Final = re.compile(
    r"[=(,:\[]\s*(?:\w+\.)?random(?:\.\w+)?\s*(?:[,)\]}#]|$)|\bor random|random\s+(?:import|as)\b|default_generator"
    r"|\b_rand\b|check_random_state|\brandom(?:\.\w+)?\s+(?:if|or|else)\b",
    re.MULTILINE,
)
"""Code that may hold a random generator of the process, or a method of it."""
_LOGS: Final = re.compile(r"\blogging\b|[lL]ogger")
"""Code that may hold a logger."""
_CHAINS: Final = re.compile(r"\bclass\b[\s\S]*\.(?:next|prev(?:ious)?|left|right|parent|child(?:ren)?|tail)\b")
"""Code that may make objects which refer to one another in long chains."""
_ENVIRONMENT: Final = re.compile(
    r"[=(,:\[]\s*(?:\w+\.)?environ\s*(?:[,)\]}#;]|$)|\bimport\b.*\benviron\s+as\b", re.MULTILINE
)
"""Code that may give the environment variables another name."""
_VIEWS: Final = re.compile(r"\bmemoryview\b")
"""Code that may have a view of memory for a value."""
_CATCHES: Final = re.compile(r"\bexcept\b|Error\b|[Ee]xception|\bexc_info\b")
"""Code that may have an exception for a value."""

_ANY_LIBRARY: Final = frozenset({""})
"""Stands for what nobody knows of."""


@dataclass(frozen=True)
class Parts:
    """What the steps of a pipeline need of the runtime.

    Attributes:
        pipeline: The pipeline.
    """

    pipeline: Pipeline

    def of(self, step: Step, *, watch: bool = False, workspace: bool = False, escaped: bool = False) -> frozenset[str]:
        """Give the names of the runtime's modules that a step needs besides the program itself.

        Args:
            step: The step.
            watch: It looks for changes of objects that the analysis has not seen.
            workspace: Values of it go through the workspace.
            escaped: Its code holds text that would be changed on its way.
        """
        more = {
            "watching": watch,
            "workspace": workspace,
            "escapes": escaped,
            "packages": bool(step.packages or step.lent),
            "files": bool(step.folders),
            "modules": bool(step.files) or step.name in self._carriers,
        }
        return frozenset(self._parts(step)) | {name for name, wanted in more.items() if wanted}

    def _parts(self, step: Step) -> Iterator[str]:
        if step.options.report:
            yield "reports"
        for operation in step.plan:
            if isinstance(operation, Define | Run) and _DRAWS.search(operation.code.text):
                yield "figures"
            if isinstance(operation, TakeParameter):
                yield "parameters"
            elif isinstance(operation, Run):
                if operation.metrics:
                    yield "metrics"
                if operation.charts:
                    yield "charts"
            elif isinstance(operation, Load):
                yield "loading"
                save = self.saves.get((operation.producer, operation.artifact))
                yield from _value_parts(save, operation.variables)
            elif isinstance(operation, Save):
                yield "saving"
                yield from _value_parts(operation, operation.variables)
        if any(isinstance(operation, Load | Save) for operation in step.plan):
            yield from self._library_parts(step)
            yield from self._object_parts()
        if any(step.saves):
            yield from self._saving_parts()

    def _saving_parts(self) -> Iterator[str]:
        if self._carriers or self._holds(_CATCHES):
            yield "exceptions"
        if self._holds(_CHAINS):
            yield "chains"

    def _library_parts(self, step: Step) -> Iterator[str]:
        libraries = self._libraries[step.name]
        if libraries:
            yield "views"
            if any(step.saves):
                yield from ("libraries", "arrays")
                yield from ("frames",) if may_bring_frames(libraries) else ()
            if self._holds(_OWNERS):
                yield "owners"
        if may_bring_tensors(libraries):
            yield "tensors"
        if may_bring_models(libraries):
            yield "models"

    def _object_parts(self) -> Iterator[str]:
        if self._holds(_NANS) or self._brings_frames:
            yield "constants"
        if self._holds(_NANS):
            yield "nans"
        if self._holds(_ATTRIBUTES):
            yield "attributes"
        if self._carriers or self._makes_itself:
            yield "instances"
        if self._carriers or self._holds(_DERIVES):
            yield "subclasses"
        if self._holds(_GENERATORS):
            yield "generators"
        if self._holds(_LOGS):
            yield "loggers"
        if self._holds(_VIEWS):
            yield "memory"
        if self._holds(_ENVIRONMENT):
            yield "environment"

    @cached_property
    def saves(self) -> Mapping[tuple[str, str], Save]:
        """Every artifact of the pipeline, by the names of its step and of the artifact."""
        return {(step.name, save.artifact): save for step in self.pipeline.steps for save in step.saves}

    @cached_property
    def _libraries(self) -> Mapping[str, frozenset[str]]:
        """The libraries that each step imports, or one whose values have come to it."""
        found: dict[str, frozenset[str]] = {}
        for step in self.pipeline.execution_order():
            blocks = (part.code.text for part in step.plan if isinstance(part, Define | Run))
            brought = (found.get(load.producer, _ANY_LIBRARY) for load in step.loads)
            found[step.name] = frozenset[str]().union(*map(libraries_in, blocks), *brought)
        return found

    @cached_property
    def _brings_frames(self) -> bool:
        """Whether any step may have frames of pandas, in which the same number stands wherever something is missing."""
        return any(may_bring_frames(found) for found in self._libraries.values() if found)

    @cached_property
    def _code(self) -> str:
        operations = (operation for step in self.pipeline.steps for operation in step.plan)
        return "\n".join({part.code.text: None for part in operations if isinstance(part, Define | Run)})

    def _holds(self, words: re.Pattern[str]) -> bool:
        """Whether words stand anywhere in the pipeline's code; every step asks, and the code may be long."""
        if words not in self._answers:
            self._answers[words] = bool(words.search(self._code))
        return self._answers[words]

    @cached_property
    def _answers(self) -> dict[re.Pattern[str], bool]:
        return {}

    @cached_property
    def _makes_itself(self) -> bool:
        """Whether the code may define how an object is made again."""
        return may_make_itself(self._code)

    @cached_property
    def _carriers(self) -> frozenset[str]:
        """Names of the steps that carry modules, or may load values that take modules along."""
        carriers: set[str] = set()
        for step in self.pipeline.execution_order():
            if step.modules or any(load.producer in carriers for load in step.loads):
                carriers.add(step.name)
        return frozenset(carriers)


def _value_parts(save: Save | None, variables: tuple[str, ...]) -> Iterator[str]:
    if save is None or save.functions:
        yield "functions"
        yield "caches"
    if save is None or set(save.variables) & set(save.definitions):
        yield "classes"
    if save is None or save.classes:
        yield "local_classes"
    if any(name.startswith(_FILE) for name in variables):
        yield "files"
    if any(name.startswith(_STATE) and not name.startswith(_FILE) for name in variables):
        yield "states"
