"""What kale does inside Jupyter."""

from __future__ import annotations


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell Jupyter's server which module holds its extension."""
    return [{"module": "kale.jupyter.server.extension"}]
