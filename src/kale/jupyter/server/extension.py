"""The extension of Jupyter's server."""

from __future__ import annotations

from jupyter_server.serverapp import ServerApp


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Have the server answer at ``kale/``."""
    from kale.jupyter.server.handlers import addresses

    server.web_app.add_handlers(".*$", addresses(server.base_url))  # type: ignore[no-untyped-call]
    server.log.info("kale answers at %skale/", server.base_url)
