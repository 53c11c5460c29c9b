"""What cells bind, read and change, and what that means for the steps of a pipeline."""

from kale.analysis.analysis import Analysis, Order, analyse
from kale.analysis.facts import SymbolTable
from kale.analysis.symbols import symbol_table

__all__ = ["Analysis", "Order", "SymbolTable", "analyse", "symbol_table"]
