"""The notebook file as text: where its cells stand in it, and changes that leave every other byte as it is."""

from kale.document.editing import EditingError, with_fixes
from kale.document.lines import FilePlaces

__all__ = ["EditingError", "FilePlaces", "with_fixes"]
