"""Lint rules: what a notebook does that will surprise its author, found from the facts of the analysis.

Each rule has a file of its own in ``lint``, whose docstring is the rule's published page and whose examples are its
tests. The pages of rules that other rooms find are in ``kale.checking.pages``.
"""

from kale.rules.linting import lint
from kale.rules.subject import Subject

__all__ = ["Subject", "lint"]
