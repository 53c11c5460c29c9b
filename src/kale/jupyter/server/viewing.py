"""What the user interface draws of a notebook. Nothing is run, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import JsonValue

from kale.errors import NotebookError
from kale.inspection import inspect_notebook
from kale.jupyter.server.cell_views import cell_views
from kale.jupyter.server.documents import ParameterView, View
from kale.jupyter.server.documents.problem import problems_of
from kale.jupyter.server.graph import graph_of
from kale.jupyter.server.membership import is_annotated, places
from kale.jupyter.server.open_notebook import OpenNotebook, opened
from kale.jupyter.server.option_fields import STEP_OPTIONS
from kale.jupyter.server.roles import ROLE_CHOICES
from kale.jupyter.server.settings import settings_view
from kale.jupyter.server.step_views import step_views
from kale.notebook import annotate
from kale.pipeline import Parameter, ParameterValue


def view(document: Mapping[str, JsonValue], path: str, file: Path | None = None) -> View:
    """Say what a notebook means, and what is wrong with it.

    A notebook without annotations is no pipeline: it has no steps and no problems until somebody says otherwise.

    Args:
        document: The notebook in nbformat's form.
        path: Its path on the server.
        file: Its file.
    """
    try:
        found = opened(document, path, file)
    except NotebookError as error:
        return View(kernel_problem=error.message)
    return _pipeline_view(found) if is_annotated(found.notebook) else _bare_view(found)


def _bare_view(found: OpenNotebook) -> View:
    metadata = annotate(found.notebook).pipeline
    return View(
        name=metadata.name,
        cells=cell_views(found, {}, ()),
        settings=settings_view(metadata, found.notebook.stem),
        options=tuple(option.shown for option in STEP_OPTIONS.values()),
        roles=ROLE_CHOICES,
    )


def _pipeline_view(found: OpenNotebook) -> View:
    annotated = annotate(found.notebook)
    inspection = inspect_notebook(found.notebook)
    belonging = places(found.notebook)
    steps = step_views(found, annotated, inspection.analysis, belonging)
    graph = graph_of(inspection, steps)
    return View(
        name=annotated.pipeline.name,
        cells=cell_views(found, belonging, steps),
        steps=steps,
        parameters=tuple(_parameters(inspection.analysis.parameters, found)),
        settings=settings_view(annotated.pipeline, found.notebook.stem),
        options=tuple(option.shown for option in STEP_OPTIONS.values()),
        roles=ROLE_CHOICES,
        mermaid=graph.text,
        nodes=graph.nodes,
        problems=problems_of(inspection.diagnostics, found.ids),
    )


def _text(default: ParameterValue) -> str:
    """Give a value as text: numbers of JavaScript do not tell 1.0 from 1."""
    if default is None:
        return ""
    return default if isinstance(default, str) else json.dumps(default, ensure_ascii=False)


def _parameters(parameters: tuple[Parameter, ...], found: OpenNotebook) -> Iterator[ParameterView]:
    for parameter in parameters:
        numbers = parameter.range
        yield ParameterView(
            name=parameter.name,
            type=parameter.type.value,
            default=parameter.default,
            text=_text(parameter.default),
            optional=parameter.optional,
            description=parameter.description,
            choices=parameter.choices or None,
            minimum=numbers.at_least if numbers else None,
            maximum=numbers.at_most if numbers else None,
            cell=found.id_of(parameter.span.cell) if parameter.span else None,
        )
