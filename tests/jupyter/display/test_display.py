"""What a notebook shows holds the user's text as text, and is readable in light and dark."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kale.diagnostics import Diagnostic, Related, Rule, Severity, Span
from kale.engines import LocalRun, SavedArtifact, StepError, StepEvent, StepRecord, StepState
from kale.jupyter.display import Formatters, diagnostics_html, run_html, verification_html
from kale.jupyter.display.html import COLOURS
from kale.jupyter.display.progress import LiveTable
from kale.verification import Outcome, RunFailure, Status, VariableComparison, Verification

NASTY = "<script>alert('x')</script>&amp;\"'"


class Parts(HTMLParser):
    """The tags, the words and the links of a piece of HTML, which has to be well nested."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(markup)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def diagnostic(**changes: Any) -> Diagnostic:
    span = Span(cell=3, line=2, cell_id="a b/c")
    return Rule("K999", "bad-thing", Severity.WARNING).at(span, NASTY, help=f"help {NASTY}").model_copy(update=changes)


def test_diagnostics_hold_text_and_links() -> None:
    related = (Related(span=Span(cell=1, cell_id="first"), message=NASTY),)
    parts = Parts(diagnostics_html([diagnostic(related=related)], "my work.ipynb"))
    assert "script" not in parts.tags
    assert parts.words.count(NASTY) == 3
    assert parts.links == ["my%20work.ipynb#cell-id=a%20b%2Fc", "my%20work.ipynb#cell-id=first"]
    assert "cell 3, line 2" in parts.words


@pytest.mark.parametrize(
    ("span", "source", "links"),
    [
        (None, "a.ipynb", 0),
        (Span(cell=1), "a.ipynb", 0),
        (Span(cell=1, cell_id="x"), None, 0),
        (Span(cell=0, line=4, cell_id=None), "a.py", 0),
        (Span(cell=1, cell_id="x", file="b.ipynb"), "a.ipynb", 1),
        (Span(cell=1, cell_id='"><script>'), "a.ipynb", 1),
    ],
)
def test_places_are_links_where_a_cell_can_be_reached(span: Span | None, source: str | None, links: int) -> None:
    parts = Parts(diagnostics_html([diagnostic(span=span)], source))
    assert len(parts.links) == links
    assert "script" not in parts.tags


def record(name: str, state: StepState, **changes: Any) -> StepRecord:
    return StepRecord(name=name, state=state, started=1.0, duration=2.5, **changes)


def test_a_run_shows_states_logs_and_failures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "log.txt"
    log.write_text(f"said {NASTY}\n", encoding="utf-8")
    report = tmp_path / "runs" / "a b.html"
    outputs = (SavedArtifact("one", tmp_path / "x", {NASTY: "int"}, 2048),)
    error = StepError("run", "ValueError", NASTY, notebook="w.ipynb", cell=2, line=1, traceback=f"trace {NASTY}")
    steps = (
        record(NASTY, StepState.SUCCEEDED, outputs=outputs, log=log, report=report, metrics={NASTY: 0.25}),
        record("broken", StepState.FAILED, error=error),
        StepRecord(name="later", state=StepState.NOT_RUN),
    )
    run = LocalRun("p", "w.ipynb", tmp_path / "runs", steps, 0.0, 3.0, notes=(NASTY,))
    parts = Parts(run_html(run))
    assert "script" not in parts.tags
    assert parts.links == ["runs/a%20b.html"]
    for words in (f"said {NASTY}", f"trace {NASTY}", "2.50 s", "2.0 KiB", "0.25", "not run", "w.ipynb, cell 2, line 1"):
        assert words in parts.words


def test_a_long_log_is_cut(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text("x" * 100_000 + "end", encoding="utf-8")
    run = LocalRun("p", None, tmp_path, (record("a", StepState.SUCCEEDED, log=log),), 0.0, 3.0)
    words = Parts(run_html(run)).words
    assert len(words) < 30_000
    assert "xend" in words


def test_progress_changes_in_its_place() -> None:
    shown: list[tuple[str, str]] = []
    with LiveTable(["a", NASTY], lambda markup, text: shown.append((markup, text))) as table:
        table.event(StepEvent("a", StepState.RUNNING, 0.0, record("a", StepState.RUNNING)))
        for number in range(100):
            table.line("a", f"line {number} {NASTY}")
        table.event(StepEvent("a", StepState.SUCCEEDED, 1.0, record("a", StepState.SUCCEEDED)))
        table.event(StepEvent(NASTY, StepState.FAILED, 1.0, record(NASTY, StepState.FAILED)))
    first, last = shown[0], shown[-1]
    assert first[1] == f"a: waiting\n{NASTY}: waiting"
    assert last[1] == f"a: succeeded (2.50 s)\n{NASTY}: failed (2.50 s)"
    assert 4 <= len(shown) < 20, "lines of output do not each change the page"
    assert "script" not in Parts(last[0]).tags
    assert f"line 99 {NASTY}" in Parts(last[0]).words


def test_a_verification() -> None:
    variables = (
        VariableComparison(step=NASTY, name="x", cell=0, type="int", status=Status.DIFFERENT, difference=NASTY),
        VariableComparison(step="a", name="plain", cell=2, type="module", status=Status.EQUAL),
    )
    verification = Verification(
        pipeline="p",
        source=None,
        outcome=Outcome.DIFFERENT,
        variables=variables,
        pipeline_failure=RunFailure(step="a", cell=3, phase="run", type="ValueError", message=NASTY),
        duration=1.0,
        directory="runs",
    )
    parts = Parts(verification_html(verification))
    assert "script" not in parts.tags
    assert parts.words.count(NASTY) == 3
    assert "the pipeline fails in cell 3" in parts.words
    assert "plain" not in parts.words


@pytest.mark.parametrize("colour", COLOURS.values())
@pytest.mark.parametrize("page", ["#ffffff", "#111111"])
def test_coloured_words_can_be_read(colour: str, page: str) -> None:
    lighter, darker = sorted((luminance(colour), luminance(page)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3, "below what WCAG asks of bold words"


def luminance(colour: str) -> float:
    parts = [int(part, 16) / 255 for part in re.findall("..", colour[1:])]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_formatters_leave_other_values_alone() -> None:
    from IPython.core.formatters import HTMLFormatter

    html: Any = HTMLFormatter()
    html.for_type(tuple, lambda value: f"mine {len(value)}")
    formatters = Formatters(html)
    formatters.install()
    assert "K999" in html((diagnostic(),))
    assert "K999" in html(diagnostic())
    assert html((1, 2)) == "mine 2"
    formatters.remove()
    assert html((1, 2)) == "mine 2"
    assert html(diagnostic()) is None
