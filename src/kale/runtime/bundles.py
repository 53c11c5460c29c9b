"""A value in the richest form that a page can show."""

from __future__ import annotations

import base64
import io
from typing import Any

METHODS = {
    "text/html": "_repr_html_",
    "image/svg+xml": "_repr_svg_",
    "image/png": "_repr_png_",
    "image/jpeg": "_repr_jpeg_",
    "text/markdown": "_repr_markdown_",
    "text/latex": "_repr_latex_",
}
"""What IPython asks a value for, the form that is preferred first."""

LIBRARIES: set[str] = set()
"""The libraries whose JavaScript the page has already."""


def bundle_of(value: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Give what a value says of itself, by MIME type, without its text.

    What a value's method raises counts as nothing said; a notebook goes on, too.
    """
    if options.get("raw"):
        return value if isinstance(value, dict) else {}
    found: dict[str, Any] = {}
    if not isinstance(value, type):
        home = str(type(value).__module__)
        if home == "matplotlib.figure":
            return {"image/png": picture(value)}
        if home.startswith("plotly.") and hasattr(value, "to_html"):
            return {"text/html": interactive(value)}
        for kind, method in {"": "_repr_mimebundle_", **METHODS}.items():
            if kind not in found:
                found.update(answer(value, kind, method))
    return found


def answer(value: Any, kind: str, method: str) -> dict[str, Any]:
    """Ask a value for one form, or for all at once."""
    if not hasattr(type(value), method):
        return {}
    try:
        ask = getattr(value, method)
        content = ask() if kind else ask(include=None, exclude=None)
    except Exception:
        return {}
    # With its metadata, of which a page has no use.
    content = content[0] if isinstance(content, tuple) and content else content
    if kind:
        return {} if content is None else {kind: content}
    return content if isinstance(content, dict) else {}


def picture(figure: Any) -> bytes:
    """Draw a figure as Jupyter does."""
    stream = io.BytesIO()
    figure.canvas.print_figure(
        stream, format="png", dpi=figure.dpi, bbox_inches="tight", facecolor=figure.get_facecolor()
    )
    return stream.getvalue()


def interactive(figure: Any) -> str:
    """Give a figure of plotly as HTML; the first one of the page brings the library's JavaScript."""
    text: str = figure.to_html(full_html=False, include_plotlyjs="plotly" not in LIBRARIES)
    LIBRARIES.add("plotly")
    return text


def as_html(bundle: dict[str, Any], text: str) -> str:
    """Give the richest form of a bundle as HTML; only what a library calls HTML is not escaped.

    Args:
        bundle: The forms.
        text: The value as text, where there is no other form.
    """
    for kind in [*METHODS, "image/gif", "text/plain"]:
        content = bundle.get(kind)
        if content and kind == "text/html":
            return f"<div class=html>{content}</div>"
        if content and kind[:5] == "image":
            data = content if isinstance(content, bytes) else str(content).encode()
            if kind != "image/svg+xml" and isinstance(content, str):
                data = base64.b64decode(data)
            return f'<img alt="" src="data:{kind};base64,{base64.b64encode(data).decode()}">'
        if content:
            text = str(content)
            break
    return preformatted("value", text)


def escaped(text: str) -> str:
    """Give text as HTML; the standard library's own way knows the names of all characters, which takes time to load."""
    return text.translate({34: "&quot;", 38: "&amp;", 39: "&#x27;", 60: "&lt;", 62: "&gt;"})


def preformatted(kind: str, text: str) -> str:
    """Give text as HTML that shows it as it is."""
    return f"<pre class={kind}>{escaped(text)}</pre>"
