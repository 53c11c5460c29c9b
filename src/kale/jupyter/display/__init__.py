"""Pipelines, problems, runs and verifications as a notebook shows them."""

from kale.jupyter.display.diagnostics import diagnostics_html
from kale.jupyter.display.formatters import Formatters
from kale.jupyter.display.runs import run_html
from kale.jupyter.display.screen import NotebookScreen
from kale.jupyter.display.verifications import verification_html

__all__ = ["Formatters", "NotebookScreen", "diagnostics_html", "run_html", "verification_html"]
