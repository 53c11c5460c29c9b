"""Runs inside a step's process under verification: writes down what each cell leaves behind.

The standard library is all that it imports; libraries are recognised by name, so that observing adds nothing to a step.
It is loaded from its files, not from ``sys.path``, because the notebook may have a module of the same name: its modules
import each other relatively.
"""

from .looking import Observer

__all__ = ["Observer"]
