"""The result of a verification as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kale.cli.verification_summary import is_listed, result_lines
from kale.jupyter.display import html
from kale.verification import RunFailure, Status, VariableComparison, Verification

_COLOURS: Final[Mapping[Status, str]] = {
    Status.EQUAL: "good",
    Status.DIFFERENT: "bad",
    Status.NOT_REPRODUCIBLE: "doubtful",
    Status.NOT_COMPARED: "doubtful",
}


def verification_html(verification: Verification) -> str:
    """Give a verification as HTML; imports, functions and classes that are equal are left out."""
    rows = [_row(variable) for variable in verification.variables if is_listed(variable)]
    heads = ("step", "cell", "variable", "type", "result", "first difference")
    result, *rest = result_lines(verification)
    return html.output(
        html.table(heads, rows) if rows else "",
        *_failures(verification),
        f"<p>{html.coloured(result, 'good' if verification.equal else 'bad')}</p>",
        html.faint("\n".join([*verification.notes, *rest])),
    )


def _row(variable: VariableComparison) -> tuple[str, ...]:
    said = [*([variable.difference] if variable.difference else []), *variable.remarks]
    cell = str(variable.cell) if variable.cell else ""
    plain = (variable.step, cell, variable.name, variable.type)
    status = html.coloured(variable.status.value, _COLOURS[variable.status])
    return (*map(html.text, plain), status, html.lines("; ".join(said)))


def _failures(verification: Verification) -> Iterator[str]:
    sides = (
        (f"the {verification.against}", verification.notebook_failure),
        ("the pipeline", verification.pipeline_failure),
    )
    for side, failure in sides:
        if failure is not None:
            yield f"<p>{html.coloured(f'{side} fails{_place(failure)}', 'bad')}: {html.lines(_error(failure))}</p>"


def _place(failure: RunFailure) -> str:
    return f" in cell {failure.cell}" if failure.cell is not None else f" ({failure.phase})"


def _error(failure: RunFailure) -> str:
    return f"{failure.type}: {failure.message}"
