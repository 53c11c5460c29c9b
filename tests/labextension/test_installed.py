"""What the browser and the server run is what the wheel holds, where a wheel is tested."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.labextension.chromium import REQUIRED
from tests.labextension.desk import Desk
from tests.labextension.lab_server import EXTENSION, WHEEL

import kale
from kale.jupyter.server.documents.version import PROTOCOL

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(WHEEL is None and not REQUIRED, reason="nox -s lab installs a wheel; KALE_LAB_WHEEL names it"),
]

PLACE = f"share/jupyter/labextensions/{EXTENSION}/"


@pytest.fixture(scope="module")
def wheel() -> Iterator[zipfile.ZipFile]:
    assert WHEEL, "KALE_LAB_WHEEL does not name the wheel that is installed here"
    with zipfile.ZipFile(WHEEL) as archive:
        yield archive


def test_the_page_runs_the_files_of_the_wheel(desk: Desk, wheel: zipfile.ZipFile) -> None:
    held = {
        name.partition(PLACE)[2]: digest(wheel.read(name)) for name in wheel.namelist() if f"{PLACE}static/" in name
    }
    loaded = desk.page.evaluate(
        "performance.getEntriesByType('resource').map(entry => entry.name)"
        f".filter(name => name.includes('/{EXTENSION}/static/'))"
    )
    names = {urlsplit(address).path.partition(f"/{EXTENSION}/")[2] for address in loaded}
    assert any(name.startswith("static/remoteEntry") for name in names)
    for name in names:
        assert digest(desk.lab.get(f"lab/extensions/{EXTENSION}/{name}")) == held[name]


def test_the_server_runs_the_files_of_the_wheel(desk: Desk, wheel: zipfile.ZipFile) -> None:
    package = Path(kale.__file__).parent
    assert "site-packages" in package.parts
    for name in ("jupyter/server/extension.py", "jupyter/server/viewing.py", "__init__.py"):
        assert digest((package / name).read_bytes()) == digest(wheel.read(f"kale/{name}"))
    assert f'"protocol": {PROTOCOL}'.encode() in desk.lab.get("kale/version")


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
