"""Every rule finds what its invalid examples mark, leaves the valid ones alone, and says it in these words."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from kale.checking.catalogue import pages, rules
from kale.checking.example_findings import findings_in
from kale.checking.formats.text import finding_lines
from kale.diagnostics import Span
from kale.rules.examples import Example, Program
from kale.rules.lint import LINTS
from kale.rules.page import RulePage

GOLDEN = Path(__file__).parent / "golden"
PAGES = list(pages().values())
LARGE = 5_000


def place(span: Span) -> tuple[int, ...]:
    return (span.cell, span.line, span.column, span.end_line, span.end_column)


def cases(kind: str) -> list[object]:
    return [
        pytest.param(page, example, id=f"{page.rule.code}-{number}")
        for page in PAGES
        for number, example in enumerate(getattr(page, kind))
    ]


@pytest.mark.parametrize(("page", "example"), cases("invalid"))
def test_invalid_examples(page: RulePage, example: Example | Program) -> None:
    found = [finding.diagnostic for finding in findings_in(example, page.rule)]
    spans = [diagnostic.span for diagnostic in found if diagnostic.span is not None]
    assert found
    assert sorted(map(place, spans)) == sorted(map(place, example.marks))
    assert len(found) - len(spans) == example.whole
    assert {(diagnostic.slug, diagnostic.severity) for diagnostic in found} == {(page.rule.slug, page.rule.severity)}
    assert all(span.cell_id for span in spans if span.cell)


@pytest.mark.parametrize(("page", "example"), cases("valid"))
def test_valid_examples(page: RulePage, example: Example | Program) -> None:
    assert findings_in(example, page.rule) == ()
    assert not example.marks
    assert not example.whole


def test_every_rule_has_a_page() -> None:
    assert list(pages()) == list(rules())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule.code)
def test_pages_are_complete(page: RulePage) -> None:
    assert len(page.invalid) >= 2
    assert len(page.valid) >= 2
    assert page.summary.endswith(".")
    headings = [line for line in page.text.splitlines() if line.startswith("#")]
    assert headings == ["## What it finds", "## Why it is a problem", "## What to do"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule.code)
def test_words(page: RulePage, update_golden: bool) -> None:
    shown = [
        line
        for number, example in enumerate(page.invalid, start=1)
        if len(example.text) < LARGE
        for finding in findings_in(example, page.rule)
        for line in finding_lines(f"{number}.{'py' if isinstance(example, Program) else 'ipynb'}", finding)
    ]
    text = "".join(f"{click.unstyle(line)}\n" for line in shown)
    golden = GOLDEN / f"{page.rule.code.lower()}-{page.rule.slug}.txt"
    if update_golden:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


def test_there_is_no_golden_file_without_a_rule() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {f"{p.rule.code.lower()}-{p.rule.slug}" for p in PAGES}


def test_lint_rules_have_their_own_numbers() -> None:
    codes = [lint.page.rule.code for lint in LINTS]
    assert codes == sorted(set(codes))
    assert all(code.startswith("K5") for code in codes)
