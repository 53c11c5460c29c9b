"""The notebook file as text: where its cells stand in it, and changes that leave every other byte as it is."""

from kale.document.editing import EditingError, with_fixes
from kale.document.lines import FilePlaces, Region, Replacement

__all__ = ["EditingError", "FilePlaces", "Region", "Replacement", "with_fixes"]
