"""The published page of a rule as Markdown, example and output included."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

import click
from pydantic import JsonValue

from kale.checking.catalogue import pages, rules
from kale.checking.example_findings import findings_in
from kale.checking.formats.text import finding_lines
from kale.diagnostics import Rule
from kale.rules.examples import INSTALLED, Example, Program
from kale.rules.page import RulePage

_LONGEST: Final = 1000
"""Characters of an example that a page shows; longer ones are about size and tell nothing."""


def rule_document(rule: Rule) -> str:
    """Give the page of a rule."""
    page = pages()[rule.code]
    head = f"# {rule.code} {rule.slug}\n"
    summary, _, sections = page.text.strip().partition("\n\n")
    parts = [head, f"*{rule.severity.value.capitalize()}.* {summary}\n", f"{sections}\n", *_examples(page)]
    return "\n".join(parts)


def rule_documents() -> Mapping[str, str]:
    """Give the pages of all rules, and a list of them, by file name."""
    documents = {f"{_stem(page.rule)}.md": rule_document(page.rule) for page in pages().values()}
    return {"index.md": _index(), **documents}


def _index() -> str:
    rows = (f"| [{rule.code}]({_stem(rule)}.md) | {rule.slug} | {page.summary} |" for rule, page in _published())
    return "\n".join(
        (
            "# Rules\n",
            "What kale finds, by the codes of its [diagnostics](../reference/diagnostics.md).",
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
    yield from _shown(invalid, page.rule.slug)
    yield f"{_speaker(invalid)} says:\n"
    yield "```text\n" + "\n".join(_output(page, invalid)) + "\n```\n"
    valid = next((example for example in page.valid if len(example.text) <= _LONGEST), None)
    if valid is not None:
        yield "Nothing is wrong with this:\n"
        yield from _shown(valid, f"{page.rule.slug}-not")


def _speaker(example: Example | Program) -> str:
    return "kale" if isinstance(example, Program) and example.function is None else "`kale check`"


def _shown(example: Example | Program, name: str) -> Iterator[str]:
    for path, content in example.files.items():
        if isinstance(content, str) and len(content) <= _LONGEST and not path.startswith(f"{INSTALLED}/"):
            yield f'```python title="{path}"\n{content.rstrip()}\n```\n'
    if isinstance(example, Program):
        yield f'```python title="{name}.py"\n{example.source.rstrip()}\n```\n'
    else:
        yield from _cells(example, name)


def _cells(example: Example, name: str) -> Iterator[str]:
    if example.metadata:
        yield f'```json title="{name}.ipynb: metadata"\n{_json(example.metadata)}\n```\n'
    for number, cell in enumerate(example.cells, start=1):
        if cell.kind == "code":
            yield f'```python title="{name}.ipynb: {" ".join(cell.tags)}"\n{cell.source}\n```\n'
        if number in example.cell_metadata:
            title = f"{name}.ipynb: metadata of cell {number}"
            yield f'```json title="{title}"\n{_json(example.cell_metadata[number])}\n```\n'


def _json(metadata: Mapping[str, JsonValue]) -> str:
    return json.dumps(dict(metadata), indent=2)


def _output(page: RulePage, example: Example | Program) -> Iterator[str]:
    ending = "py" if isinstance(example, Program) else "ipynb"
    for finding in findings_in(example, page.rule):
        yield from map(click.unstyle, finding_lines(f"{page.rule.slug}.{ending}", finding))
