"""Figures of matplotlib: shown and closed at the end of each cell, as Jupyter does unless told otherwise."""

from __future__ import annotations

import os
import sys
from typing import Any

from kale.runtime.imports import ADAPTED
from kale.runtime.registry import LISTENERS, announce

SHOWING: list[Any] = []
"""The module ``matplotlib.pyplot``, once it is there and shows figures as Jupyter does."""


def adapt_pyplot(pyplot: Any) -> None:
    """Show figures as Jupyter does, unless the notebook has chosen a backend before it imported pyplot."""
    chosen = dict.get(sys.modules["matplotlib"].rcParams, "backend")
    # What stands for no choice is no text; a choice of the environment is not the notebook's.
    if not isinstance(chosen, str) or chosen.lower() == os.environ.get("MPLBACKEND", "").lower():
        pyplot.switch_backend("agg")
        pyplot.ion()
        pyplot.show = show_figures
        SHOWING.append(pyplot)


def show_figures(*_: object, **__: object) -> None:
    """Show the figures that are open, and close them."""
    for pyplot in SHOWING:
        for number in pyplot.get_fignums():
            announce("figure", pyplot.figure(number))
        pyplot.close("all")


def end_cell() -> None:
    """Show what is left open, unless the notebook has asked matplotlib to wait for ``show``."""
    for pyplot in SHOWING:
        if pyplot.isinteractive():
            show_figures()


ADAPTED["matplotlib.pyplot"] = adapt_pyplot
LISTENERS["after"].append(end_cell)
