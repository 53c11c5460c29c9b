"""Putting kale into an IPython shell, and taking all of it out again."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakKeyDictionary

from kale.jupyter.display import Formatters
from kale.jupyter.magics.completion import Completion
from kale.jupyter.magics.history import ExecutedCells
from kale.jupyter.magics.magic import line_function
from kale.jupyter.magics.marking import cell_function, hide_mark
from kale.notebook.ipython.knowledge import ANNOTATING_CELLS


class Extension:
    """What kale puts into one shell.

    Args:
        shell: IPython's shell.
    """

    def __init__(self, shell: Any) -> None:  # noqa: ANN401 - any of IPython's shells
        self._shell = shell
        self._executed = ExecutedCells(shell.history_manager.input_hist_raw if shell.history_manager else ())
        self._formatters = Formatters(shell.display_formatter.formatters["text/html"])
        self._matcher = Completion(self._executed).matcher()
        self._own: dict[str, dict[str, Any]] = {"line": {"kale": line_function(shell, self._executed)}}
        self._own["cell"] = {name: cell_function(shell, name) for name in sorted(ANNOTATING_CELLS)}
        self._before: dict[str, dict[str, Any]] = {}

    def install(self) -> None:
        """Begin."""
        magics = self._shell.magics_manager.magics
        for kind, functions in self._own.items():
            self._before[kind] = {name: magics[kind][name] for name in functions if name in magics[kind]}
            magics[kind].update(functions)
        self._shell.input_transformers_cleanup.append(hide_mark)
        self._shell.events.register("post_run_cell", self._executed.record)
        self._shell.Completer.custom_matchers.append(self._matcher)
        self._formatters.install()

    def remove(self) -> None:
        """Leave the shell as it was."""
        magics = self._shell.magics_manager.magics
        for kind, functions in self._own.items():
            for name in functions:
                magics[kind].pop(name, None)
            magics[kind].update(self._before[kind])
        self._shell.input_transformers_cleanup.remove(hide_mark)
        self._shell.events.unregister("post_run_cell", self._executed.record)
        self._shell.Completer.custom_matchers.remove(self._matcher)
        self._formatters.remove()


_LOADED: Final[WeakKeyDictionary[Any, Extension]] = WeakKeyDictionary()


def load(shell: Any) -> None:  # noqa: ANN401 - any of IPython's shells
    """Put kale into a shell, unless it is there."""
    if shell not in _LOADED:
        extension = Extension(shell)
        extension.install()
        _LOADED[shell] = extension


def unload(shell: Any) -> None:  # noqa: ANN401 - any of IPython's shells
    """Take kale out of a shell."""
    extension = _LOADED.pop(shell, None)
    if extension is not None:
        extension.remove()
