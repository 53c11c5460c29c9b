"""The kernel that a notebook names, from what Jupyter's server knows of kernels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_server.gateway.gateway_client import GatewayClient
from jupyter_server.utils import ensure_async
from pydantic import JsonValue
from tornado.web import HTTPError
from traitlets import TraitError

from kale.jupyter.server.documents import Interpreter
from kale.jupyter.server.handlers.base import KaleHandler
from kale.jupyter.server.interpreters import Kernel, interpreter_of


async def interpreter_for(
    handler: KaleHandler, notebook: Mapping[str, JsonValue]
) -> tuple[Interpreter, Mapping[str, str]]:
    """Give the Python that runs the steps of a notebook here, and the environment variables that its kernel gets.

    Args:
        handler: The handler that is asked.
        notebook: The notebook in nbformat's form.
    """
    if GatewayClient.instance().gateway_enabled:
        return await handler.worked(interpreter_of, None, "kernels run on another machine"), {}
    name = _kernel_name(notebook) or str(handler.kernel_manager.default_kernel_name)
    try:
        spec: Any = await ensure_async(handler.kernel_spec_manager.get_kernel_spec(name))
    except (NoSuchKernel, HTTPError, OSError, ValueError, TraitError):
        return await handler.worked(interpreter_of, None, f"Jupyter knows no kernel {name!r} here"), {}
    kernel = Kernel(str(spec.display_name or name), tuple(map(str, spec.argv)), dict(spec.env))
    found = await handler.worked(interpreter_of, kernel)
    return found, kernel.environment if found.kernel is not None else {}


def _kernel_name(notebook: Mapping[str, JsonValue]) -> str | None:
    metadata = notebook.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    name = spec.get("name") if isinstance(spec, dict) else None
    return name if isinstance(name, str) and name else None
