"""The pages of the rules are those that the rules themselves hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from kale.checking.rule_documents import rule_documents

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "rules"
DOCUMENTS = rule_documents()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_published_pages_are_up_to_date(name: str, update_golden: bool) -> None:
    if update_golden:
        (PUBLISHED / name).write_text(DOCUMENTS[name], encoding="utf-8")
    assert (PUBLISHED / name).read_text(encoding="utf-8") == DOCUMENTS[name]


def test_there_is_no_page_without_a_rule() -> None:
    assert {path.name for path in PUBLISHED.iterdir()} == set(DOCUMENTS)


def test_the_reference_leads_to_the_pages() -> None:
    reference = (ROOT / "docs" / "reference" / "diagnostics.md").read_text(encoding="utf-8")
    assert [name for name in DOCUMENTS if name != "index.md" and f"(../rules/{name})" not in reference] == []
