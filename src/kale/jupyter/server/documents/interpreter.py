"""The Python that the steps of a run on this machine are run by."""

from __future__ import annotations

from kale.pipeline.model import Model


class Interpreter(Model):
    """The Python that the steps of a run on this machine are run by.

    Attributes:
        path: Where it is.
        version: Its version.
        kernel: What the notebook's kernel is called, where this is the Python of that kernel; ``None`` where it is the
            one that Jupyter's server runs in.
        fault: Why it is not the Python of the notebook's kernel.
    """

    path: str
    version: str
    kernel: str | None = None
    fault: str | None = None
