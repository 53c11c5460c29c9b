"""The command line: parses arguments, calls the public API, renders what comes back."""

from kale.cli.group import main

__all__ = ["main"]
