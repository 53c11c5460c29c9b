"""Everything that is wrong with a notebook, from reading it to what the platform takes, without compiling it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kale.analysis import Analysis
from kale.build import Build, build_pipeline, in_order
from kale.diagnostics import Diagnostic, Severity
from kale.notebook import Notebook
from kale.notebook.rules import CONTRADICTING_OPTIONS
from kale.pipeline import Pipeline
from kale.platform import check_outline, check_pipeline, is_surely_small
from kale.platform.rules import DUPLICATE_ENVIRONMENT
from kale.rules.suppression import unsilenced, unused_comments


@dataclass(frozen=True)
class Inspection:
    """What an inspection found.

    Attributes:
        pipeline: The pipeline; ``None`` when there are errors.
        diagnostics: The problems that no comment in the notebook silences, in the order of its cells.
        analysis: What each step needs, and from where, as far as that can be known.
        silenced: The problems that comments silence.
    """

    pipeline: Pipeline | None
    diagnostics: tuple[Diagnostic, ...]
    analysis: Analysis
    silenced: tuple[Diagnostic, ...] = ()


def inspect_notebook(notebook: Notebook, *, notes: bool = True) -> Inspection:
    """Inspect a notebook. None of its code runs, and the KFP SDK is not loaded.

    Args:
        notebook: The notebook.
        notes: Whether to look for habits that are only worth a note, too.
    """
    build = build_pipeline(notebook, notes=notes)
    found = tuple(dict.fromkeys((*build.diagnostics, *_problems_for_the_platform(build))))
    left = unsilenced(notebook, found)
    shown = frozenset(left)
    silenced = tuple(diagnostic for diagnostic in found if diagnostic not in shown)
    unused = unused_comments(notebook, found) if notes else ()
    return Inspection(build.pipeline, in_order((*left, *unused)), build.analysis, silenced)


def _problems_for_the_platform(build: Build) -> Iterable[Diagnostic]:
    if build.pipeline is not None:
        return platform_problems(build.pipeline)
    found = check_outline(build.outline) if build.outline is not None else ()
    # Of two tags that contradict each other, it is said that they do.
    contradicting = any(problem.code == CONTRADICTING_OPTIONS.code for problem in build.diagnostics)
    return tuple(problem for problem in found if not (contradicting and problem.code == DUPLICATE_ENVIRONMENT.code))


def platform_problems(pipeline: Pipeline) -> tuple[Diagnostic, ...]:
    """Give what the platform will not like about a pipeline, without compiling it and without the KFP SDK."""
    found = tuple(check_pipeline(pipeline))
    if is_surely_small(pipeline) or any(problem.severity is Severity.ERROR for problem in found):
        return found
    from kale.emit import size_problems

    return (*found, *size_problems(pipeline))
