"""IPython's syntax, turned into plain Python that runs without IPython."""

from kale.notebook.ipython.cleaning import cleaned
from kale.notebook.ipython.names import NotebookNames, bound_names, names_bound_in
from kale.notebook.ipython.outcome import Package, Problem, Translation, UntranslatableError
from kale.notebook.ipython.translation import run_lines, translate

__all__ = [
    "NotebookNames",
    "Package",
    "Problem",
    "Translation",
    "UntranslatableError",
    "bound_names",
    "cleaned",
    "names_bound_in",
    "run_lines",
    "translate",
]
