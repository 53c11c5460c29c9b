"""The published page of a rule as Markdown, example and output included."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from kale.checking.catalogue import description, pages, rules
from kale.checking.checker import Checker
from kale.checking.findings import Finding
from kale.checking.formats.text import finding_lines
from kale.diagnostics import Rule
from kale.rules.examples import Example
from kale.rules.page import RulePage

_LONGEST: Final = 1000
"""Characters of an example that a page shows; longer ones are about size and tell nothing."""


def rule_document(rule: Rule) -> str:
    """Give the page of a rule; that of a rule without examples is a sentence."""
    page = pages().get(rule.code)
    head = f"# {rule.code} {rule.slug}\n"
    if page is None:
        return f"{head}\n*{rule.severity.value.capitalize()}.* {description(rule)}\n"
    summary, _, sections = page.text.strip().partition("\n\n")
    parts = [head, f"*{rule.severity.value.capitalize()}.* {summary}\n", f"{sections}\n", *_examples(page)]
    return "\n".join(parts)


def rule_documents() -> Mapping[str, str]:
    """Give the pages of all rules that have one, and a list of them, by file name."""
    documents = {f"{_stem(page.rule)}.md": rule_document(page.rule) for page in pages().values()}
    return {"index.md": _index(), **documents}


def _index() -> str:
    rows = (f"| [{rule.code}]({_stem(rule)}.md) | {rule.slug} | {page.summary} |" for rule, page in _published())
    return "\n".join(
        (
            "# Rules\n",
            "`kale check` knows these rules and a few more, which the [reference](../reference/diagnostics.md) lists.",
            "`kale rule CODE` prints a page.\n",
            "| code | name | what is wrong |",
            "|---|---|---|",
            *rows,
            "",
        )
    )


def _published() -> Iterator[tuple[Rule, RulePage]]:
    return ((rules()[code], page) for code, page in pages().items())


def _stem(rule: Rule) -> str:
    return f"{rule.code.lower()}-{rule.slug}"


def _examples(page: RulePage) -> Iterator[str]:
    invalid = next((example for example in page.invalid if len(example.text) <= _LONGEST), None)
    if invalid is None:
        return
    yield "## Example\n"
    yield from _cells(invalid, page.rule.slug)
    yield "`kale check` says:\n"
    yield "```text\n" + "\n".join(_output(page, invalid)) + "\n```\n"
    valid = next((example for example in page.valid if len(example.text) <= _LONGEST), None)
    if valid is not None:
        yield "Nothing is wrong with this:\n"
        yield from _cells(valid, f"{page.rule.slug}-not")


def _cells(example: Example, name: str) -> Iterator[str]:
    for path, content in example.files.items():
        yield f'```python title="{path}"\n{content.rstrip()}\n```\n'
    if example.metadata:
        yield f'```json title="{name}.ipynb: metadata"\n{json.dumps(dict(example.metadata), indent=2)}\n```\n'
    for cell in example.cells:
        if cell.kind == "code":
            yield f'```python title="{name}.ipynb: {" ".join(cell.tags)}"\n{cell.source}\n```\n'


def _output(page: RulePage, example: Example) -> Iterator[str]:
    for finding in findings_in(example, page.rule):
        yield from map(click.unstyle, finding_lines(f"{page.rule.slug}.ipynb", finding))


def findings_in(example: Example, rule: Rule) -> Iterable[Finding]:
    """Give what checking an example finds of one rule."""
    checker = Checker(select=(rule.code,), ignore=())
    if not example.files:
        return checker.check_document(example.notebook()).findings
    with tempfile.TemporaryDirectory() as folder:
        for name, content in example.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        notebook = Path(folder, "example.ipynb")
        notebook.write_text(json.dumps(example.notebook()), encoding="utf-8")
        return checker.check(str(notebook)).findings
