"""Which handler answers at which address."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join

from kale.jupyter.server.handlers.notebooks import (
    CompileHandler,
    EditHandler,
    PreviewHandler,
    VersionHandler,
    ViewHandler,
)
from kale.jupyter.server.handlers.runs import (
    CancelHandler,
    InterpreterHandler,
    LogHandler,
    ProfilesHandler,
    ReportHandler,
    RunHandler,
    RunsHandler,
)
from kale.jupyter.server.runs import Registry

Address: TypeAlias = tuple[str, type[JupyterHandler], dict[str, Any]]

_NOTEBOOKS: Final = {
    "version": VersionHandler,
    "view": ViewHandler,
    "edit": EditHandler,
    "preview": PreviewHandler,
    "compile": CompileHandler,
    "profiles": ProfilesHandler,
    "interpreter": InterpreterHandler,
}
_RUNS: Final = {
    "runs": RunsHandler,
    "runs/([0-9a-f]+)": RunHandler,
    "runs/([0-9a-f]+)/cancel": CancelHandler,
    "runs/([0-9a-f]+)/steps/([^/]+)/log": LogHandler,
    "runs/([0-9a-f]+)/steps/([^/]+)/report": ReportHandler,
}


def addresses(base_url: str) -> list[Address]:
    """Give the handlers by the patterns of their addresses, with what they are given.

    Args:
        base_url: What all addresses of the server begin with.
    """
    registry = Registry()
    found: list[Address] = [(_under(base_url, address), handler, {}) for address, handler in _NOTEBOOKS.items()]
    found += [(_under(base_url, address), handler, {"registry": registry}) for address, handler in _RUNS.items()]
    return found


def _under(base_url: str, address: str) -> str:
    return url_path_join(base_url, "kale", address)
