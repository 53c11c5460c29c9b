"""Lint rules: what a notebook does that will surprise its author, found from the facts of the analysis.

Each rule has a file of its own, whose docstring is the rule's published page and whose examples are its tests. The
files in ``lint`` find their rule themselves; those in ``pages`` describe a rule that another room finds.
"""

from kale.rules.linting import lint
from kale.rules.subject import Subject

__all__ = ["Subject", "lint"]
