"""The extension of Jupyter's server."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jupyter_core.paths import jupyter_path
from jupyter_server.serverapp import ServerApp

USER_INTERFACE: Final = "kale-pipelines-lab"
"""Name of the part of the extension that runs in the browser."""


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Have the server answer at ``kale/``."""
    from kale.jupyter.server.handlers import addresses

    server.web_app.add_handlers(".*$", addresses(server.base_url))  # type: ignore[no-untyped-call]
    server.log.info("kale answers at %skale/", server.base_url)
    if not user_interface_is_installed():
        server.log.warning(
            "kale is installed without its user interface for JupyterLab, because Node was missing when it was built"
        )


def user_interface_is_installed() -> bool:
    """Whether JupyterLab finds the part of the extension that runs in the browser."""
    return any((Path(folder) / USER_INTERFACE / "package.json").is_file() for folder in jupyter_path("labextensions"))
