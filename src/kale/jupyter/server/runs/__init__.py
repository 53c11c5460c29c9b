"""Runs that were started from the user interface; the server looks after them, whatever becomes of the page."""

from kale.jupyter.server.runs.registry import Registry
from kale.jupyter.server.runs.starting import Surroundings, start_run

__all__ = ["Registry", "Surroundings", "start_run"]
