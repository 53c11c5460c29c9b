"""The graph of a pipeline as a web page that needs nothing beside itself, and as a part of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kale.drawing.lettering import xml_text
from kale.drawing.stylesheet import HOST_THEMES
from kale.drawing.svg import draw_svg
from kale.drawing.wording import title_of
from kale.pipeline import Pipeline

_STYLE: Final = """\
:root { color-scheme: light dark; --paper: #ffffff; --text: #1f2933; --rim: #8896a5 }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --text: #e6eaef; --rim: #738291 } }
body { margin: 0; padding: 1rem; background: var(--paper); color: var(--text);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
h1 { font-size: 1.1rem; margin: 0 0 1rem }
.kale-graph { max-width: none }
.kale-graph g[tabindex]:focus { outline: none }
.kale-graph g[tabindex]:focus .box, .kale-graph g[tabindex]:hover .box { stroke-width: 2.4 }
#details { position: fixed; max-width: 32rem; padding: .5rem .75rem; border: 1px solid var(--rim); border-radius: 6px;
  background: var(--paper); color: var(--text); white-space: pre-wrap; overflow-wrap: anywhere; pointer-events: none;
  box-shadow: 0 2px 8px rgba(0, 0, 0, .25) }"""

# A browser shows titles by itself, late and only to a mouse; the script shows the same text at once, and to a keyboard.
_SCRIPT: Final = """\
const panel = document.getElementById("details");
for (const part of document.querySelectorAll(".kale-graph g[tabindex], .kale-graph text.label")) {
  const title = part.querySelector("title");
  const text = title.textContent;
  part.setAttribute("aria-label", text);
  title.remove();
  const show = () => {
    const box = part.getBoundingClientRect();
    panel.textContent = text;
    panel.hidden = false;
    panel.style.left = Math.max(8, Math.min(box.left, innerWidth - panel.offsetWidth - 8)) + "px";
    const below = box.bottom + 8, above = Math.max(8, box.top - panel.offsetHeight - 8);
    panel.style.top = (below + panel.offsetHeight < innerHeight ? below : above) + "px";
  };
  const hide = () => { panel.hidden = true; };
  part.addEventListener("mouseenter", show);
  part.addEventListener("mouseleave", hide);
  part.addEventListener("focus", show);
  part.addEventListener("blur", hide);
}"""


def draw_html(pipeline: Pipeline) -> str:
    """Draw the graph of ``pipeline`` as a web page; details show when the pointer or the focus is on a part of it."""
    title = xml_text(title_of(pipeline))
    picture = draw_svg(pipeline).replace("<g><title>", '<g tabindex="0"><title>')
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n{picture}"
        f'<div id="details" role="tooltip" hidden></div>\n<script>\n{_SCRIPT}\n</script>\n</body>\n</html>\n'
    )


def graph_fragment(pipeline: Pipeline, states: Mapping[str, str] | None = None) -> str:
    """Draw the graph of ``pipeline`` as a part of a page that may be a notebook, in the colours of its theme.

    Args:
        pipeline: The pipeline.
        states: What has become of steps, by name: ``running``, ``succeeded``, ``failed`` or ``not-run``.
    """
    picture = draw_svg(pipeline, states=states)
    return f'<div style="overflow:auto"><style>{HOST_THEMES}</style>{picture}</div>'
