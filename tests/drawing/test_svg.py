"""The SVG is well formed, shows every step and variable, and holds user text as text."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from kale.diagnostics import Span
from kale.drawing import draw_svg
from kale.pipeline import CodeBlock, Edge, EdgeKind, Pipeline, Reason, Run, Step, StepOptions

MakePipeline = Callable[..., Pipeline]
NAMESPACE = "{http://www.w3.org/2000/svg}"


def texts(image: str, kind: str) -> list[str]:
    root = ET.fromstring(image)  # noqa: S314 - our own output
    found = [element for element in root.iter(f"{NAMESPACE}text") if element.get("class") == kind]
    return ["".join([element.text or "", *(child.tail or "" for child in element)]) for element in found]


def titles(image: str) -> list[str]:
    root = ET.fromstring(image)  # noqa: S314 - our own output
    return [element.text or "" for element in root.iter(f"{NAMESPACE}title")]


def extent(image: str) -> tuple[float, float]:
    root = ET.fromstring(image)  # noqa: S314 - our own output
    return float(root.attrib["width"]), float(root.attrib["height"])


def test_every_step_and_variable_is_shown(make_pipeline: MakePipeline) -> None:
    image = draw_svg(make_pipeline([("load", "fit", "X y"), ("fit", "report", "model")], parameters=["rows"]))
    assert texts(image, "name") == ["load", "fit", "report"]
    assert texts(image, "label") == ["X, y", "model"]
    assert texts(image, "note") == ["cell 2 · rows", "cell 3", "cell 4"]


@pytest.mark.parametrize(
    "name", ['a<b>&"c"', "</svg><script>alert(1)</script>", "schließen", "手順", "{{x}}", "a'b", "🎉 party"]
)
def test_user_text_stays_text(make_pipeline: MakePipeline, name: str) -> None:
    image = draw_svg(make_pipeline([(name, "next", "x")]))
    assert name in texts(image, "name")
    assert "<script" not in image


def test_what_xml_cannot_hold_is_replaced(make_pipeline: MakePipeline) -> None:
    pipeline = make_pipeline([("a\x1bb\x00c", "d", "x\x07y")], display_name="bell \x07")
    assert texts(draw_svg(pipeline), "name") == ["a b c", "d"]
    assert any("a\ufffdb\ufffdc" in title for title in titles(draw_svg(pipeline)))


def test_long_names_are_shortened_but_stand_in_the_title(make_pipeline: MakePipeline) -> None:
    name = "a-step-with-a-name-that-would-make-its-box-wider-than-a-page"
    image = draw_svg(make_pipeline([(name, "b", "one_rather_long_variable_name another_long_variable_name third")]))
    assert texts(image, "name")[0].endswith("…")
    assert texts(image, "label") == ["one_rather_long_variable_name +2"]
    assert any(name in title for title in titles(image))
    assert extent(image)[0] < 450


def test_order_alone_is_dashed_and_without_words(make_pipeline: MakePipeline) -> None:
    image = draw_svg(make_pipeline([("a", "b", ""), ("b", "c", "x")]))
    assert image.count('class="line order"') == 1
    assert image.count('class="line"') == 1
    assert texts(image, "label") == ["x"]
    assert "after a" in "\n".join(titles(image))


def test_metrics_step_stands_out(make_pipeline: MakePipeline) -> None:
    assert draw_svg(make_pipeline([("a", "b", "x")], metrics=["b"])).count('class="box metrics"') == 1


def test_a_single_step(make_pipeline: MakePipeline) -> None:
    image = draw_svg(make_pipeline([], steps=["everything"]))
    assert texts(image, "name") == ["everything"]
    assert "<path" not in image


def test_colours_follow_the_scheme(make_pipeline: MakePipeline) -> None:
    assert "prefers-color-scheme: dark" in draw_svg(make_pipeline([("a", "b", "x")]))


def test_details_say_where_a_variable_is_made_and_used() -> None:
    reason = Reason(kind=EdgeKind.VALUE, variable="x", made=Span(cell=2, line=3), used=Span(cell=5, line=7))
    order = Reason(kind=EdgeKind.ORDER, used=Span(cell=5))
    options = StepOptions(
        image="python:3.12", limits={"cpu": "2"}, requests={"memory": "1Gi"}, cache=False, retry=3, timeout=60
    )
    steps = tuple(
        Step(name=name, plan=(Run(code=CodeBlock(cell=2, text="x")),), options=options) for name in ("make", "use")
    )
    pipeline = Pipeline(name="p", steps=steps, edges=(Edge(source="make", target="use", reasons=(reason, order)),))
    shown = titles(draw_svg(pipeline))
    assert "make → use\nx: made in cell 2, line 3; used in cell 5, line 7\norder: asked for in cell 5, line 1" in shown
    details = (
        "make\ncell 2\nimage: python:3.12\nlimit: 2 cpu\nrequest: 1Gi memory\ncache: disabled\nretry: 3\ntimeout: 60 s"
    )
    assert details in shown


def test_two_hundred_steps_side_by_side_run_to_the_right(make_pipeline: MakePipeline) -> None:
    width, height = extent(draw_svg(make_pipeline([("load", f"model-{index}", "X y") for index in range(199)])))
    assert width < 600
    assert height < 20_000


def test_two_hundred_steps_at_random(make_pipeline: MakePipeline) -> None:
    choose = random.Random(7)  # noqa: S311 - a drawing, not a secret
    names = [f"step-{index}" for index in range(200)]
    arrows = [
        (names[choose.randrange(max(0, j - 12), j)], names[j], choose.choice(["", "df", "X y"])) for j in range(1, 200)
    ]
    image = draw_svg(make_pipeline(arrows, steps=names))
    assert sorted(texts(image, "name")) == sorted(names)


def test_same_pipeline_same_bytes(make_pipeline: MakePipeline) -> None:
    arrows = [("a", "b", "x"), ("a", "c", "x y"), ("b", "d", "z"), ("c", "d", ""), ("a", "d", "x")]
    assert draw_svg(make_pipeline(arrows)) == draw_svg(make_pipeline(arrows))
