"""What commands show, in the output of a cell."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kale.cli.screen import Screen
from kale.diagnostics import Diagnostic
from kale.errors import KaleError
from kale.jupyter.display import html
from kale.jupyter.display.diagnostics import diagnostics_html

if TYPE_CHECKING:
    from kale.cli.progress import Silence
    from kale.engines import LocalRun
    from kale.pipeline import Pipeline
    from kale.verification import Verification


def _display(*values: object, **options: object) -> Any:  # noqa: ANN401 - IPython's handle has no type
    """Call IPython's function, which has no types."""
    from IPython import display

    show: Any = display.display
    return show(*values, **options)


def _relative(source: str | None) -> str | None:
    """Give the name of a notebook as links in the output reach it, from the folder of the kernel."""
    return os.path.relpath(source) if source is not None and Path(source).is_file() else source


class Place:
    """A place in the output of a cell, whose content can be replaced."""

    def __init__(self) -> None:
        self._handle: Any = None

    def show(self, markup: str, text: str) -> None:
        """Show HTML, and text where there is no HTML, instead of what was here before."""
        bundle = {"text/html": markup, "text/plain": text}
        if self._handle is None:
            self._handle = _display(bundle, raw=True, display_id=True)
        else:
            self._handle.update(bundle, raw=True)


class NotebookScreen(Screen):
    """The output of a cell in a notebook."""

    def __init__(self) -> None:
        self._progress: Place | None = None

    def error(self, error: KaleError) -> None:
        """Show each of an error's diagnostics, or its message."""
        if error.diagnostics:
            self.diagnostics(error.diagnostics, error.source)
        else:
            Place().show(html.output(f"{html.coloured('error', 'bad')}: {html.lines(str(error))}"), f"error: {error}")

    def diagnostics(self, diagnostics: Iterable[Diagnostic], source: str | None) -> None:
        """Show diagnostics as a table."""
        found, name = tuple(diagnostics), _relative(source)
        if found:
            Place().show(diagnostics_html(found, name), "\n".join(one.render(name) for one in found))

    def graph(self, pipeline: Pipeline) -> None:
        """Show the graph of a pipeline as a picture."""
        from kale.pipelines import Pipeline as PublicPipeline

        _display(PublicPipeline.of(pipeline))

    def progress(self, steps: Sequence[str], *, as_json: bool, quiet: bool) -> Silence:
        """Give what shows a run while it goes on."""
        from kale.cli.progress import Silence
        from kale.jupyter.display.progress import LiveTable

        if quiet or as_json:
            return Silence()
        self._progress = Place()
        return LiveTable(steps, self._progress.show)

    def run(self, run: LocalRun, pipeline: Pipeline, *, quiet: bool) -> None:  # noqa: ARG002 - of the terminal's screen
        """Show what has become of a run in the place of its progress."""
        from kale.cli.summary import table_text
        from kale.jupyter.display.runs import run_html

        (self._progress or Place()).show(run_html(run, pipeline), table_text(run))

    def failures(self, run: LocalRun, *, with_traceback: bool) -> None:
        """Show nothing: the run shows its failures."""

    def verification(self, verification: Verification, *, quiet: bool) -> None:  # noqa: ARG002 - of the terminal's screen
        """Show the result of a verification in the place of its progress."""
        from kale.jupyter.display.verifications import verification_html

        (self._progress or Place()).show(verification_html(verification), verification.outcome.value)
