"""The report of a step: what its cells are, print and show, as one page of HTML that needs nothing beside it."""

from __future__ import annotations

import os
import sys
import time
from functools import partial
from typing import Any

from kale.runtime.bundles import as_html, bundle_of, escaped, preformatted
from kale.runtime.events import EVENTS
from kale.runtime.imports import ADAPTED
from kale.runtime.namespace import print_value, show, text_of
from kale.runtime.outputs import local_path, write_file
from kale.runtime.registry import DISPLAYS, LISTENERS, METRICS, OPERATIONS, SAVED
from kale.runtime.streams import Stream, Tee, tee

LARGEST_PAGE = 20_000_000
"""Characters of all that cells show; what comes after is left out, with a word on it."""

STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--warn:#c60;--accent:#36c}
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1rem;margin:2rem 0 .3rem}
small,.note{color:#888;font-weight:400}
pre{margin:.3rem 0;padding:.5rem .8rem;overflow:auto;font:13px/1.45 ui-monospace,monospace;white-space:pre-wrap}
.source{background:var(--soft);border-left:3px solid var(--accent)}
.stderr{background:#c601;border-left:3px solid var(--warn)}
.html{overflow:auto}img{max-width:100%;background:#fff}
table{border-collapse:collapse;font-size:13px}td,th{padding:.2rem .6rem;border:1px solid var(--line);text-align:right}
.failed{color:#d33}
"""


class Section:
    """A source and what came of it.

    Args:
        kind: The operation's kind.
        title: Where it stands.
        source: Its text.
    """

    def __init__(self, kind: str, title: str, source: str) -> None:
        self.kind = kind
        self.title = title
        self.source = source
        self.outputs: list[Any] = []
        self.start = time.perf_counter()
        self.seconds = 0.0

    def as_html(self) -> str:
        """Give the section as HTML; code that the step carries is folded, and nothing is said of what is empty."""
        shown = "".join(
            part if isinstance(part, str) else preformatted(part.kind, part.as_shown()) for part in self.outputs
        )
        if not self.source:
            return shown
        source = preformatted("source", self.source)
        title = escaped(self.title)
        if self.kind == "define":
            return f"<details><summary class=note>{title}</summary>{source}</details>{shown}"
        return f"<section><h2>{title} <small>{self.seconds:.2f} s</small></h2>{source}{shown}</section>"


SECTIONS = [Section("start", "", "")]
ROOM = [LARGEST_PAGE]


def begin_section(kind: str, file: str, line: int, text: str) -> None:
    """A source begins to run."""
    SECTIONS.append(Section(kind, file.strip("<>") + (f", line {line}" if line > 1 else ""), text))


def end_section() -> None:
    """A source has run."""
    SECTIONS[-1].seconds = time.perf_counter() - SECTIONS[-1].start


def keep_text(kind: str, text: str) -> None:
    """Keep what is printed."""
    outputs = SECTIONS[-1].outputs
    if not outputs or getattr(outputs[-1], "kind", "") != kind:
        outputs.append(Stream(kind))
    outputs[-1].add(text)


def keep_value(value: Any, options: dict[str, Any]) -> None:
    """Keep a value in its richest form, and print it as every step does; what is captured is printed only."""
    stream = sys.stdout
    if not isinstance(stream, Tee):
        print_value(value, options)
    elif hasattr(type(value), "_ipython_display_") and not str(type(value).__module__).startswith("plotly."):
        value._ipython_display_()
    else:
        text = text_of(value, options)
        keep_html(as_html(bundle_of(value, options), text))
        super(Tee, stream).write(text + "\n")


def keep_html(text: str) -> None:
    """Keep a piece of the page, if there is room for it."""
    ROOM[0] -= len(text)
    left_out = f"<p class=note>left out: {len(text):,} characters, more than the report has room for</p>"
    SECTIONS[-1].outputs.append(text if ROOM[0] > 0 else left_out)
    if ROOM[0] <= 0:
        ROOM[0] += len(text)


def keep_figure(figure: Any) -> None:
    """Keep a figure that is shown, unless it is empty."""
    if figure.axes or figure.lines:
        keep_html(as_html(bundle_of(figure, {}), ""))


def show_plotly(module: Any) -> None:
    """Have figures of plotly shown in the report."""
    module.show = lambda figure, *_, **__: show(figure)


def show_ipython(module: Any) -> None:
    """Have IPython's ``display`` show in the report."""
    module.display = show
    module.clear_output = lambda wait=False: SECTIONS[-1].outputs.clear()  # noqa: ARG005 - IPython's own argument


def start_report(outputs: Any, output: str, step: str) -> None:
    """Begin the report of a step.

    Args:
        outputs: The executor input's outputs.
        output: Name of the report among them.
        step: The step's name.
    """
    for name in ("stdout", "stderr"):
        stream = tee(getattr(sys, name), partial(keep_text, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    DISPLAYS.append(keep_value)
    artifact = outputs["artifacts"][output]["artifacts"][0]
    for event, listener in (("before", begin_section), ("after", end_section), ("figure", keep_figure)):
        LISTENERS[event].append(listener)
    LISTENERS["end"].append(partial(write_page, artifact, step))
    ADAPTED["plotly.io"] = show_plotly
    ADAPTED["IPython.core.display_functions"] = show_ipython


def write_page(artifact: Any, step: str, failure: Any) -> None:
    """Write the report, whole or not at all. That it cannot be written does not make the step fail."""
    path = local_path(artifact)
    took = time.perf_counter() - SECTIONS[0].start
    state = "<span class=failed>failed</span>" if failure else "succeeded"
    when = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(time.time() - took))
    facts = f"{state} after {took:.2f} s · started {when} · Python {sys.version.split()[0]}"
    saved = {f"{name} ({kind})": "" for content in SAVED.values() for name, kind in content["variables"].items()}
    tables = [rows for rows in (("Metrics", METRICS), ("Saved", saved)) if rows[1]]
    parts = [f"<!doctype html><meta charset=utf-8><title>{escaped(step)}</title><style>{STYLE}</style>"]
    parts += [f"<h1>{escaped(step)}</h1><p class=note>{facts}</p>"]
    parts += [section.as_html() for section in SECTIONS]
    for title, rows in tables:
        cells = (f"<tr><th>{escaped(name)}<td>{value}" for name, value in rows.items())
        parts.append(f"<h2>{title}</h2><table>{''.join(cells)}</table>")
    try:
        write_file(f"{path}.part", "\n".join(parts).encode(errors="backslashreplace"))
        os.replace(f"{path}.part", path)
        if not EVENTS:
            # Many servers give logs but do not list artifacts, so nobody else says where this one goes.
            print("kale: report", artifact["uri"], file=sys.stderr)
    except OSError as error:
        print(f"kale: the report could not be written: {error}", file=sys.stderr)


OPERATIONS["report"] = start_report
