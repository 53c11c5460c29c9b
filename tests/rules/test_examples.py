"""Every rule finds what its invalid examples mark, leaves the valid ones alone, and says it in these words."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from kale.checking.catalogue import pages
from kale.checking.formats.text import finding_lines
from kale.checking.rule_documents import findings_in
from kale.rules.examples import Example
from kale.rules.lint import LINTS
from kale.rules.page import RulePage

GOLDEN = Path(__file__).parent / "golden"
PAGES = list(pages().values())
LARGE = 5_000


def place(span: object) -> tuple[int, ...]:
    return tuple(getattr(span, name) for name in ("cell", "line", "column", "end_line", "end_column"))


def cases(kind: str) -> list[object]:
    return [
        pytest.param(page, example, id=f"{page.rule.code}-{number}")
        for page in PAGES
        for number, example in enumerate(getattr(page, kind))
    ]


@pytest.mark.parametrize(("page", "example"), cases("invalid"))
def test_invalid_examples(page: RulePage, example: Example) -> None:
    found = [finding.diagnostic for finding in findings_in(example, page.rule)]
    assert sorted(place(diagnostic.span) for diagnostic in found) == sorted(map(place, example.marks)) != []
    assert {(diagnostic.slug, diagnostic.severity) for diagnostic in found} == {(page.rule.slug, page.rule.severity)}
    assert all(diagnostic.span and diagnostic.span.cell_id for diagnostic in found)


@pytest.mark.parametrize(("page", "example"), cases("valid"))
def test_valid_examples(page: RulePage, example: Example) -> None:
    assert findings_in(example, page.rule) == ()
    assert not example.marks


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
        for line in finding_lines(f"{number}.ipynb", finding)
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
