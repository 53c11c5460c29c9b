"""Checking notebook files: which ones, with which rules, and how the outcome is written."""

from kale.checking.checker import Checker
from kale.checking.configuration import Configuration, configuration_for
from kale.checking.files import notebooks_in
from kale.checking.findings import FileReport, Finding
from kale.checking.selection import Selection

__all__ = ["Checker", "Configuration", "FileReport", "Finding", "Selection", "configuration_for", "notebooks_in"]
