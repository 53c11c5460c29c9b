"""A Jupyter server for all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.jupyter.server.jupyter_process import JupyterServer


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterServer]:
    """A Jupyter server with kale's extension."""
    server = JupyterServer(tmp_path_factory.mktemp("jupyter"))
    try:
        server.wait()
        yield server
    finally:
        server.stop()
