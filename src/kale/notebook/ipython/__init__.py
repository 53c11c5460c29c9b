"""IPython's syntax, turned into plain Python that runs without IPython."""

from kale.notebook.ipython.names import NotebookNames
from kale.notebook.ipython.outcome import Package, Problem, Translation
from kale.notebook.ipython.translation import translate

__all__ = ["NotebookNames", "Package", "Problem", "Translation", "translate"]
