"""DOT is read by another program's parser, PNG shows something, and the web page needs nothing beside itself."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pydot
import pytest
from PIL import Image

from kale.drawing import draw_dot, draw_html, draw_png, draw_svg, format_of, graph_fragment
from kale.errors import OutputError
from kale.pipeline import Pipeline

# pydot still calls its parser's library by names that are going.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot.*")

MakePipeline = Callable[..., Pipeline]
ARROWS = [("load", "fit", "X y"), ("fit", "report", "model"), ("load", "report", "")]
NASTY = (
    'a"b',
    "back\\slash\\",
    "\\N \\G",
    "<b>bold</b>",
    "&amp;",
    "{x|y}",
    "line\nbreak",
    "手順",
    "a -> b; c",
    "]",
    "🎉",
)


def parsed(text: str) -> Any:
    graphs: Any = pydot.graph_from_dot_data(text)
    assert graphs is not None
    assert len(graphs) == 1
    return graphs[0]


def meaning(quoted: str) -> str:
    """Give what Graphviz shows of a quoted label."""
    assert quoted.startswith('"')
    assert quoted.endswith('"')
    shown, escaped = [], False
    for character in quoted[1:-1]:
        if escaped:
            shown.append("\n" if character == "n" else character)
        elif character != "\\":
            shown.append(character)
        escaped = character == "\\" and not escaped
    assert not escaped
    return "".join(shown).replace("&amp;", "&")


def test_dot_has_every_step_and_arrow(make_pipeline: MakePipeline) -> None:
    graph = parsed(draw_dot(make_pipeline(ARROWS)))
    labels = {node.get_name(): meaning(node.get("label")) for node in graph.get_nodes() if node.get("label")}
    assert list(labels.values()) == ["load\ncell 2", "fit\ncell 3", "report\ncell 4"]
    edges = {
        (labels[e.get_source()].split("\n")[0], labels[e.get_destination()].split("\n")[0]) for e in graph.get_edges()
    }
    assert edges == {("load", "fit"), ("fit", "report"), ("load", "report")}
    assert [edge.get("label") or edge.get("style") for edge in graph.get_edges()] == ['"X, y"', '"dashed"', '"model"']


@pytest.mark.parametrize("name", NASTY)
def test_dot_keeps_names(make_pipeline: MakePipeline, name: str) -> None:
    graph = parsed(draw_dot(make_pipeline([(name, "next", "x")], display_name=name)))
    first = next(node for node in graph.get_nodes() if node.get("label"))
    assert meaning(first.get("label")).split("\ncell")[0] == name.replace("\n", " ")
    assert len(graph.get_edges()) == 1


@pytest.mark.parametrize(("arrows", "steps"), [(ARROWS, ()), ((), ("alone",))])
def test_png_shows_the_graph(make_pipeline: MakePipeline, arrows: Any, steps: Any) -> None:
    pipeline = make_pipeline(arrows, steps=steps)
    with Image.open(io.BytesIO(draw_png(pipeline))) as image:
        image.load()
        pixels = image.convert("RGBA")
    width, height = (
        round(2 * float(draw_svg(pipeline).split(f'{side}="')[1].split('"')[0])) for side in ("width", "height")
    )
    assert abs(pixels.width - width) <= 2
    assert abs(pixels.height - height) <= 2
    colours: Any = pixels.getcolors(pixels.width * pixels.height)
    amounts = {colour: number for number, colour in colours}
    assert amounts[(255, 255, 255, 255)] > 0.2 * pixels.width * pixels.height
    assert amounts[(243, 246, 250, 255)] > 1000, "no box is drawn"
    assert len(amounts) > 20, "no letters are drawn"


def test_png_without_what_draws_it(make_pipeline: MakePipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(OutputError, match=r"pip install 'kale-pipelines\[png\]'"):
        draw_png(make_pipeline(ARROWS))


class Page(HTMLParser):
    """What a web page holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.parametrize("name", [*NASTY, "</title><script>alert(1)</script>", "</svg><img src=x onerror=alert(1)>"])
def test_html_holds_names_as_text(make_pipeline: MakePipeline, name: str) -> None:
    page = Page(draw_html(make_pipeline([(name, "next", "x")], display_name=name)))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1
    assert "img" not in tags
    shown = name.replace("\n", " ")
    assert any(shown in words or words.startswith(shown[:20]) for words in page.words)


def test_html_works_alone(make_pipeline: MakePipeline) -> None:
    text = draw_html(make_pipeline(ARROWS))
    page = Page(text)
    assert not [attributes for _, attributes in page.tags if {"src", "href"} & attributes.keys()]
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "@import" not in text
    assert "url(" not in text
    assert [tag for tag, attributes in page.tags if "tabindex" in attributes] == ["g"] * 3
    assert any("needs X, y from load" in words for words in page.words)


def test_a_part_of_a_page_follows_the_theme_of_its_host(make_pipeline: MakePipeline) -> None:
    part = graph_fragment(make_pipeline(ARROWS), {"load": "succeeded", "fit": "failed", "report": "not-run"})
    assert '[data-jp-theme-light="false"] .kale-graph' in part
    assert [word for word in ("succeeded", "failed", "not-run") if f'<g class="{word}">' in part] == [
        "succeeded",
        "failed",
        "not-run",
    ]
    assert "--succeeded: #2f855a" in part
    assert "failed</title>" in part


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("a.svg", "svg"),
        ("b.PNG", "png"),
        ("c.gv", "dot"),
        ("d.dot", "dot"),
        ("e.html", "html"),
        ("f.mmd", "mermaid"),
        ("g.json", "json"),
        ("h.txt", "text"),
        ("plain", "text"),
        ("", "text"),
        ("-", "text"),
    ],
)
def test_the_ending_of_a_file_says_the_form(file: str, form: str) -> None:
    assert format_of(file).value == form
