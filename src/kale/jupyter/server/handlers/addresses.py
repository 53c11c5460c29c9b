"""Which handler answers at which address."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join

from kale.jupyter.server.handlers.notebooks import EditHandler, VersionHandler, ViewHandler


def addresses(base_url: str) -> list[tuple[str, type[JupyterHandler]]]:
    """Give the handlers by the patterns of their addresses.

    Args:
        base_url: What all addresses of the server begin with.
    """
    return [
        (url_path_join(base_url, "kale", address), handler)
        for address, handler in (
            ("version", VersionHandler),
            ("view", ViewHandler),
            ("edit", EditHandler),
        )
    ]
