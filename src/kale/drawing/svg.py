"""The graph of a pipeline as a self-contained SVG image."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Mapping

from kale.drawing.canvas import Canvas, number
from kale.drawing.details import edge_details, step_details
from kale.drawing.layers import Arrow, Size, longest_path_layers
from kale.drawing.layout import lay_out
from kale.drawing.lettering import monospaced_width, text_width, xml_text
from kale.drawing.stylesheet import LABEL_SIZE, NAME_SIZE, NOTE_SIZE, STATES, STYLESHEET
from kale.drawing.wording import cells_of, cells_text, count_text, listed, one_line, shortened, title_of
from kale.pipeline import Edge, Pipeline, Step

_LONGEST_NAME = 32
_LONGEST_NOTE = 30
_LONGEST_LABEL = 34
_BOX_HEIGHT = 46.0
_BOX_PADDING = 16.0
_LEAST_BOX_WIDTH = 96.0
_LABEL_HEIGHT = 17.0
_LABEL_PADDING = 5.0
_MOST_SIDE_BY_SIDE = 10


def draw_svg(pipeline: Pipeline, *, states: Mapping[str, str] | None = None, stylesheet: str = STYLESHEET) -> str:
    """Draw the graph of ``pipeline`` as an SVG image that needs nothing beside itself.

    Steps are boxes, the variables that flow stand on the lines, dashed lines mean order alone. Details show when the
    pointer rests on a step or on variables. Colours follow the viewer's light or dark scheme. Steps follow each other
    downwards, or to the right when very many would stand side by side.

    Args:
        pipeline: The pipeline.
        states: What has become of steps, by name: ``running``, ``succeeded``, ``failed`` or ``not-run``.
        stylesheet: Colours and letters.
    """
    rightwards = _is_wide(pipeline)
    steps = {step.name: _turned(_step_size(step), rightwards) for step in pipeline.execution_order()}
    arrows = [_arrow(edge, rightwards) for edge in _edges(pipeline)]
    canvas = Canvas(lay_out(steps, arrows), rightwards=rightwards)
    return "\n".join(_document(pipeline, canvas, states or {}, stylesheet)) + "\n"


def _is_wide(pipeline: Pipeline) -> bool:
    names = tuple(step.name for step in pipeline.execution_order())
    layers = longest_path_layers(names, ((edge.source, edge.target) for edge in pipeline.edges))
    population = collections.Counter(layers.values())
    return max(population.values()) > max(len(population), _MOST_SIDE_BY_SIDE)


def _edges(pipeline: Pipeline) -> list[Edge]:
    position = {step.name: index for index, step in enumerate(pipeline.execution_order())}
    return sorted(pipeline.edges, key=lambda edge: (position[edge.source], position[edge.target]))


def _name(step: Step) -> str:
    return shortened(one_line(step.name), _LONGEST_NAME)


def _note(step: Step) -> str:
    cells = shortened(cells_text(cells_of(step)), _LONGEST_NOTE)
    return " · ".join(part for part in (cells, listed(step.parameters, _LONGEST_NOTE)) if part)


def _words(edge: Edge) -> str:
    return listed(edge.variables, _LONGEST_LABEL)


def _step_size(step: Step) -> Size:
    text = max(text_width(_name(step), NAME_SIZE), text_width(_note(step), NOTE_SIZE))
    return Size(breadth=max(text + 2 * _BOX_PADDING, _LEAST_BOX_WIDTH), depth=_BOX_HEIGHT)


def _arrow(edge: Edge, rightwards: bool) -> Arrow:
    if not edge.variables:
        return Arrow(edge.source, edge.target)
    width = monospaced_width(_words(edge), LABEL_SIZE) + 2 * _LABEL_PADDING
    return Arrow(edge.source, edge.target, _turned(Size(breadth=width, depth=_LABEL_HEIGHT), rightwards))


def _turned(size: Size, rightwards: bool) -> Size:
    return Size(breadth=size.depth, depth=size.breadth) if rightwards else size


def _document(pipeline: Pipeline, canvas: Canvas, states: Mapping[str, str], stylesheet: str) -> Iterator[str]:
    width, height = number(canvas.width), number(canvas.height)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="kale-graph" role="img" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    yield f"<title>{xml_text(title_of(pipeline))}: {count_text(len(pipeline.steps), 'step')}</title>"
    yield f"<style>\n{stylesheet}{STATES if states else ''}\n</style>"
    yield f'<rect class="page" width="{width}" height="{height}" rx="8"/>'
    yield from _lines(canvas)
    for edge in _edges(pipeline):
        if edge.variables:
            yield _label_element(edge, canvas)
    for step in pipeline.execution_order():
        yield from _step_elements(pipeline, step, canvas, states.get(step.name))
    yield "</svg>"


def _lines(canvas: Canvas) -> Iterator[str]:
    lines = canvas.layout.lines
    for style, chosen in (
        ("line", [ln for ln in lines if ln.data]),
        ("line order", [ln for ln in lines if not ln.data]),
    ):
        if chosen:
            yield f'<path class="{style}" d="{"".join(map(canvas.stroke, chosen))}"/>'
    heads = "".join(canvas.head(line) for line in lines if line.head)
    if heads:
        yield f'<path class="head" d="{heads}"/>'


def _label_element(edge: Edge, canvas: Canvas) -> str:
    x, y = canvas.middle(canvas.layout.labels[edge.source, edge.target])
    place = f'x="{number(x)}" y="{number(y + 4)}"'
    return f'<text class="label" {place}><title>{xml_text(edge_details(edge))}</title>{xml_text(_words(edge))}</text>'


def _step_elements(pipeline: Pipeline, step: Step, canvas: Canvas, state: str | None) -> Iterator[str]:
    box = canvas.layout.steps[step.name]
    x, y, width, height = canvas.rectangle(box)
    middle_x, middle_y = canvas.middle(box)
    style = "box metrics" if step.has_metrics else "box"
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    note = _note(step)
    details = "\n".join([step_details(pipeline, step), *([state.replace("-", " ")] if state else [])])
    group = f'<g class="{xml_text(state)}">' if state else "<g>"
    yield f"{group}<title>{xml_text(details)}</title>"
    yield f'<rect class="{style}" {place} rx="9"/>'
    name_y = middle_y - 3 if note else middle_y + 5
    yield f'<text class="name" x="{number(middle_x)}" y="{number(name_y)}">{xml_text(_name(step))}</text>'
    if note:
        yield f'<text class="note" x="{number(middle_x)}" y="{number(middle_y + 14)}">{xml_text(note)}</text>'
    yield "</g>"
