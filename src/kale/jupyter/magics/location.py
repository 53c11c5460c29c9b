"""Which file the running notebook is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kale.notebook.text_notebooks import is_text_notebook

JUPYTER_VARIABLE: Final = "JPY_SESSION_NAME"
"""Environment variable in which Jupyter Server tells a kernel the path of its notebook."""

VS_CODE_VARIABLE: Final = "__vsc_ipynb_file__"
"""Variable of the user's namespace in which VS Code does."""


def session_notebook(shell: Any, environment: Mapping[str, str]) -> Path | None:  # noqa: ANN401 - any of IPython's shells
    """Give the file of the notebook that a shell runs, where an editor tells it and the file is there.

    Args:
        shell: IPython's shell. One in a terminal has no notebook, whatever variables it has inherited.
        environment: Environment variables.
    """
    if getattr(shell, "kernel", None) is None:
        return None
    return next((path for path in _candidates(shell, environment) if _is_notebook(path)), None)


def _candidates(shell: Any, environment: Mapping[str, str]) -> Iterator[Path]:  # noqa: ANN401 - any of IPython's shells
    told = shell.user_ns.get(VS_CODE_VARIABLE)
    if isinstance(told, str):
        yield Path(told)
    name = environment.get(JUPYTER_VARIABLE)
    if name:
        # The notebook's code may have changed the directory since; the name may be relative to the server's own, and
        # where several people edit one notebook, a drive stands in front of it, as in RTC:work.ipynb.
        start = Path(shell.starting_dir)
        yield start / name
        yield start / Path(name).name
        yield start / Path(name).name.rpartition(":")[2]


def _is_notebook(path: Path) -> bool:
    return (path.suffix == ".ipynb" or is_text_notebook(path.name)) and path.is_file()
