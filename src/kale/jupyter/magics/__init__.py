"""``%load_ext kale``: cells of a running notebook as steps, and the commands of kale in it."""

from kale.jupyter.magics.extension import load, unload

__all__ = ["load", "unload"]
