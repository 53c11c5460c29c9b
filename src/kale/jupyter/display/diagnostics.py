"""Diagnostics as a table whose places lead to the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import quote

from kale.diagnostics import Diagnostic, Severity, Span
from kale.jupyter.display import html

_COLOURS: Final[Mapping[Severity, str]] = {
    Severity.ERROR: "bad",
    Severity.WARNING: "doubtful",
    Severity.NOTE: "plain",
}
_NOTEBOOK: Final = ".ipynb"


def diagnostics_html(diagnostics: Iterable[Diagnostic], source: str | None = None) -> str:
    """Give diagnostics as a table.

    Args:
        diagnostics: The diagnostics, in the order in which they are shown.
        source: Name of the notebook that they speak of; where it is the name of a file, places are links to its cells,
            as JupyterLab follows them.
    """
    rows = [(_kind(found), _place(found.span, source), _words(found, source)) for found in diagnostics]
    return html.output(html.table(("", "where", "what"), rows))


def _kind(found: Diagnostic) -> str:
    return f"{html.coloured(found.severity.value, _COLOURS[found.severity])}<br>{html.faint(found.code)}"


def _place(span: Span | None, source: str | None) -> str:
    if span is None:
        return ""
    own = span.file or source
    words = html.text(str(span) if span.file is None else f"{span.file}, {span}")
    if not (own and own.endswith(_NOTEBOOK) and span.cell_id):
        return words
    address = f"{quote(own)}#cell-id={quote(span.cell_id, safe='')}"
    return f'<a href="{html.text(address)}">{words}</a>'


def _words(found: Diagnostic, source: str | None) -> str:
    return "<br>".join(_lines(found, source))


def _lines(found: Diagnostic, source: str | None) -> Iterator[str]:
    yield f"{html.lines(found.message)} {html.faint(found.slug)}"
    for related in found.related:
        yield f"{_place(related.span, source)}: {html.lines(related.message)}"
    if found.help:
        yield f"{html.faint('help:')} {html.lines(found.help)}"
