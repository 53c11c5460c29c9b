"""What is wrong with a pipeline as far as the platform is concerned, found before anything is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kale.diagnostics import Diagnostic
from kale.emit.bundles import check_files
from kale.emit.payload import RESERVED_VARIABLES, check_texts
from kale.emit.planning import check_order
from kale.emit.resources import check_resources
from kale.emit.rules import (
    DUPLICATE_ARTIFACT,
    DUPLICATE_ENVIRONMENT,
    RESERVED_ENVIRONMENT,
    UNUSED_PARAMETER,
)
from kale.emit.values import check_default, check_text
from kale.pipeline import Pipeline, Step


def check_pipeline(pipeline: Pipeline) -> Iterable[Diagnostic]:
    """Find everything that keeps ``pipeline`` from becoming what it says, and what is not done for it."""
    yield from check_order(pipeline)
    used = {name for step in pipeline.steps for name in step.parameters}
    for parameter in pipeline.parameters:
        yield from check_default(parameter)
        if parameter.name not in used:
            yield UNUSED_PARAMETER.at(parameter.span, f"no step uses the parameter {parameter.name!r}")
    for step in pipeline.steps:
        yield from _check_step(step)


def _check_step(step: Step) -> Iterable[Diagnostic]:
    yield from check_texts(step)
    yield from check_files(step)
    for artifact, count in Counter(save.artifact for save in step.saves).items():
        if count > 1:
            yield DUPLICATE_ARTIFACT.at(None, f"step {step.name!r} saves {count} artifacts under the name {artifact!r}")
    yield from check_resources(step.name, step.options)
    yield from _check_environment(step)
    for key, value in step.options.annotations.items():
        yield from check_text(value, f"the annotation {key!r} of step {step.name!r}")


def _check_environment(step: Step) -> Iterable[Diagnostic]:
    options = step.options
    names = Counter([*options.env, *(secret.variable for secret in options.secrets)])
    for name, count in names.items():
        if count > 1:
            yield DUPLICATE_ENVIRONMENT.at(None, f"step {step.name!r} sets the environment variable {name} twice")
        if name in RESERVED_VARIABLES:
            yield RESERVED_ENVIRONMENT.at(
                None, f"step {step.name!r} sets the environment variable {name}, which kale uses itself"
            )
    for name, value in options.env.items():
        yield from check_text(value, f"the environment variable {name} of step {step.name!r}")
