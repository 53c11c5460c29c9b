"""What is wrong with a pipeline as far as the platform is concerned, found before anything is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kale.diagnostics import Diagnostic
from kale.pipeline import NewVolume, Pipeline, Step
from kale.platform.option_checks import check_options
from kale.platform.order import check_order
from kale.platform.places import beginning_of
from kale.platform.resources import check_resources
from kale.platform.rules import (
    DUPLICATE_ARTIFACT,
    UNUSED_PARAMETER,
)
from kale.platform.tasks import task_names
from kale.platform.texts import check_texts
from kale.platform.transports import check_transports, claimed_workspace, routes_of
from kale.platform.values import check_default
from kale.platform.volume_checks import check_volumes


def check_pipeline(pipeline: Pipeline) -> Iterable[Diagnostic]:
    """Find everything that keeps ``pipeline`` from becoming what it says, and what is not done for it."""
    yield from check_order(pipeline)
    routes = routes_of(pipeline, task_names(pipeline))
    yield from check_transports(pipeline, routes)
    claim = claimed_workspace(pipeline, routes)
    volumes = (*pipeline.options.new_volumes, *([claim] if claim is not None else []))
    yield from check_volumes(pipeline, volumes)
    used = {name for step in pipeline.steps for name in step.parameters}
    for parameter in pipeline.parameters:
        yield from check_default(parameter)
        if parameter.name not in used:
            yield UNUSED_PARAMETER.at(parameter.span, f"no step uses the parameter {parameter.name!r}")
    for step in pipeline.steps:
        yield from _check_step(step, volumes)


def check_outline(outline: Pipeline) -> Iterable[Diagnostic]:
    """Find what the platform will not like about parameters and options of a pipeline whose data flow is not known."""
    for parameter in outline.parameters:
        yield from check_default(parameter)
    yield from check_volumes(outline, outline.options.new_volumes)
    for step in outline.steps:
        yield from _check_step(step, outline.options.new_volumes)


def _check_step(step: Step, volumes: tuple[NewVolume, ...]) -> Iterable[Diagnostic]:
    """Find what is wrong with a step; what has no place of its own stands where the step begins."""
    begin = beginning_of(step)
    for diagnostic in _step_problems(step, volumes):
        yield diagnostic if diagnostic.span is not None else diagnostic.model_copy(update={"span": begin})


def _step_problems(step: Step, volumes: tuple[NewVolume, ...]) -> Iterable[Diagnostic]:
    yield from check_texts(step)
    for artifact, count in Counter(save.artifact for save in step.saves).items():
        if count > 1:
            yield DUPLICATE_ARTIFACT.at(None, f"step {step.name!r} saves {count} artifacts under the name {artifact!r}")
    yield from check_resources(step.name, step.options)
    yield from check_options(step, volumes)
