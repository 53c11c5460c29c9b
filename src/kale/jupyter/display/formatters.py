"""How values of kale's look when they are the last expression of a cell, as long as the extension is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from kale.diagnostics import Diagnostic
from kale.jupyter.display.diagnostics import diagnostics_html

if TYPE_CHECKING:
    from kale.engines import LocalRun
    from kale.verification import Verification


def _run(run: LocalRun) -> str:
    from kale.jupyter.display.runs import run_html

    return run_html(run)


def _verification(verification: Verification) -> str:
    from kale.jupyter.display.verifications import verification_html

    return verification_html(verification)


def _diagnostic(diagnostic: Diagnostic) -> str:
    return diagnostics_html((diagnostic,))


def _diagnostics(values: tuple[object, ...]) -> str | None:
    """Give a table for what `check_notebook` gives, and nothing for any other tuple."""
    found = [value for value in values if isinstance(value, Diagnostic)]
    return diagnostics_html(found) if found and len(found) == len(values) else None


_BY_NAME: Final[Mapping[str, Callable[[Any], str]]] = {
    "kale.diagnostics.Diagnostic": _diagnostic,
    "kale.engines.records.LocalRun": _run,
    "kale.verification.results.Verification": _verification,
}


class Formatters:
    """Tells IPython how to show values, until it is told to forget.

    Args:
        html: IPython's formatter of HTML.
    """

    def __init__(self, html: Any) -> None:  # noqa: ANN401 - IPython's formatters have no useful types
        self._html = html
        self._before = html.type_printers.get(tuple)

    def install(self) -> None:
        """Begin; the modules of the values need not be loaded."""
        for name, function in _BY_NAME.items():
            module, _, kind = name.rpartition(".")
            self._html.for_type_by_name(module, kind, function)
        self._html.for_type(tuple, self._tuple)

    def remove(self) -> None:
        """Bring back what was there before."""
        for name in _BY_NAME:
            self._html.pop(name, None)
        self._html.pop(tuple, None)
        if self._before is not None:
            self._html.for_type(tuple, self._before)

    def _tuple(self, values: tuple[object, ...]) -> str | None:
        table = _diagnostics(values)
        shown = self._before(values) if table is None and self._before is not None else table
        return shown if isinstance(shown, str) else None
