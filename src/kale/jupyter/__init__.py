"""What kale does inside Jupyter."""

from __future__ import annotations
