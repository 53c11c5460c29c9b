"""From the description of a pipeline to what Kubeflow runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Final

from kale.diagnostics import Diagnostic, Report
from kale.emit.checks import beginning_of, check_outline, check_pipeline
from kale.emit.compiled import CompiledPipeline
from kale.emit.packing import BOOTSTRAP
from kale.emit.payload import check_size
from kale.emit.planning import Graph, StepPlan, plan_graph
from kale.emit.rules import OVERSIZED_PIPELINE
from kale.errors import CompileError
from kale.pipeline import Pipeline

MAX_PIPELINE: Final = 1536 * 1024
"""Bytes that Kubernetes usually stores in one object, as which a whole run is stored."""

LARGE_PIPELINE: Final = 1280 * 1024
"""Bytes from which on a pipeline is near that: the object also holds what the server adds, and the state of the run."""


def compile_pipeline(
    pipeline: Pipeline, *, source: str | None = None, found: Iterable[Diagnostic] = ()
) -> CompiledPipeline:
    """Compile ``pipeline`` for Kubeflow Pipelines.

    The same pipeline always gives the same text, whatever was compiled before it.

    Args:
        pipeline: What to compile.
        source: What to call the notebook in an error; the pipeline's own word for it unless given.
        found: What was found before, to stand in front of what is found here.

    Returns:
        The compiled pipeline, with the warnings and notes that came up.

    Raises:
        kale.errors.CompileError: The platform cannot run what the pipeline describes; it carries all diagnostics.
    """
    report = Report()
    report.extend(found)
    report.extend(check_pipeline(pipeline))
    _stop_on_errors(report, pipeline, source)
    graph = plan_graph(pipeline)
    _check_sizes(graph, report)
    _stop_on_errors(report, pipeline, source)
    return _build(pipeline, graph, report)


def problems_of(pipeline: Pipeline) -> tuple[Diagnostic, ...]:
    """Give what the platform will not like about ``pipeline``, without compiling it and without the KFP SDK."""
    report = Report()
    report.extend(check_pipeline(pipeline))
    if not report.errors:
        graph = plan_graph(pipeline)
        _check_sizes(graph, report)
        _check_whole_size(sum(map(_size_of, graph.plans)), graph, report)
    return tuple(report)


def outline_problems(outline: Pipeline) -> tuple[Diagnostic, ...]:
    """Give what the platform will not like about a pipeline of which only parameters and options are known."""
    return tuple(check_outline(outline))


def _build(pipeline: Pipeline, graph: Graph, report: Report) -> CompiledPipeline:
    from kale.emit.specification import build_specification, render
    from kale.pipeline.explanation import explain_edges

    spec, platform = build_specification(graph)
    text = render(graph, spec, platform, explain_edges(pipeline))
    # Texts that the YAML holds once and refers to are in the object as often as they are used.
    _check_whole_size(len(json.dumps(spec, ensure_ascii=False).encode()), graph, report)
    return CompiledPipeline(yaml=text, pipeline=pipeline, diagnostics=tuple(report), spec=spec, platform=platform)


def _check_whole_size(size: int, graph: Graph, report: Report) -> None:
    if size < LARGE_PIPELINE:
        return
    largest = max(graph.plans, key=_size_of)
    report.add(
        OVERSIZED_PIPELINE.at(
            beginning_of(largest.step),
            f"the pipeline takes {size // 1024:,} KiB, and Kubernetes usually stores no more than"
            f" {MAX_PIPELINE // 1024:,} KiB in one object, so the server may refuse to run it;"
            f" the largest step, {largest.step.name!r}, takes {_size_of(largest) // 1024:,} KiB",
            help="merge small steps, or move large literals into files",
        )
    )


def _size_of(plan: StepPlan) -> int:
    return plan.payload.size + sum(map(len, plan.runtime))


def _check_sizes(graph: Graph, report: Report) -> None:
    for plan in graph.plans:
        environment = sum(len(name) + len(value.encode()) for name, value in plan.step.options.env.items())
        report.extend(check_size(plan.step, plan.payload, sum(map(len, plan.runtime)) + len(BOOTSTRAP) + environment))


def _stop_on_errors(report: Report, pipeline: Pipeline, source: str | None) -> None:
    if report.errors:
        message = f"the pipeline {pipeline.display_name or pipeline.name} cannot be compiled"
        raise CompileError(message, tuple(report), source or pipeline.source)
