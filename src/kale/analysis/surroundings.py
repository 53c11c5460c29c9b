"""What stands beside the notebook, as far as the analysis wants to know it, and what steps do to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from kale.analysis.module_effects import ModuleEffects
from kale.diagnostics import Span


@dataclass(frozen=True)
class Surroundings:
    """What stands beside the notebook.

    Attributes:
        modules: What the functions of its modules do.
        included: Paths of the files that travel with a step, by the step's name.
    """

    modules: ModuleEffects = field(default_factory=ModuleEffects)
    included: Mapping[str, Collection[str]] = field(default_factory=dict)


NO_SURROUNDINGS: Final = Surroundings()


@dataclass(frozen=True)
class ModuleChange:
    """A step changes what a module holds, where no other step does the same.

    Attributes:
        step: Name of the step.
        path: Dotted path of the module, or of what the step changes in it.
        span: Where.
        certain: The step changes it by itself; otherwise it calls a function that may.
    """

    step: str
    path: str
    span: Span
    certain: bool
