"""From the description of a pipeline to what Kubeflow runs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kale.analysis.declared_types import declare_types
from kale.diagnostics import Diagnostic, Report
from kale.emit.compiled import CompiledPipeline
from kale.emit.planning import Graph, plan_graph
from kale.emit.sizes import check_steps, check_whole
from kale.errors import CompileError
from kale.pipeline import Pipeline
from kale.platform import check_pipeline


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
    pipeline = declare_types(pipeline)
    graph = plan_graph(pipeline)
    report.extend(check_steps(graph))
    _stop_on_errors(report, pipeline, source)
    return _build(pipeline, graph, report)


def _build(pipeline: Pipeline, graph: Graph, report: Report) -> CompiledPipeline:
    from kale.emit.specification import build_specification, render
    from kale.pipeline.explanation import explain_edges

    spec, platform = build_specification(graph)
    text = render(graph, spec, platform, explain_edges(pipeline))
    # Texts that the YAML holds once and refers to are in the object as often as they are used.
    report.extend(check_whole(len(json.dumps(spec, ensure_ascii=False).encode()), graph))
    return CompiledPipeline(yaml=text, pipeline=pipeline, diagnostics=tuple(report), spec=spec, platform=platform)


def _stop_on_errors(report: Report, pipeline: Pipeline, source: str | None) -> None:
    if report.errors:
        message = f"the pipeline {pipeline.display_name or pipeline.name} cannot be compiled"
        raise CompileError(message, tuple(report), source or pipeline.source)
