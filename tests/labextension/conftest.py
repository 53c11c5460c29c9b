"""One JupyterLab and one page for all browser tests: starting them takes longer than most of the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, expect
from tests.labextension.chromium import REQUIRED, chromium, running_chromium
from tests.labextension.desk import Desk
from tests.labextension.lab_server import BUILT, EXTENSION, WHEEL, LabServer, running_lab

expect.set_options(timeout=10_000)


def missing() -> str | None:
    """Say what the browser tests lack on this machine."""
    if chromium() is None:
        return "there is no Chromium on this machine"
    if WHEEL is None and not list(BUILT.glob("static/remoteEntry*.js")):
        return "the extension is not built: run `npm ci --ignore-scripts && npm run build` in labextension/"
    return None


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    lacking = missing()
    if lacking and REQUIRED:
        pytest.fail(lacking)
    if lacking:
        pytest.skip(lacking)
    with running_lab(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="session")
def browser(lab: LabServer) -> Iterator[Browser]:
    assert lab
    path = chromium()
    assert path
    with running_chromium(path) as started:
        yield started


@pytest.fixture(scope="session")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def started_desk(page: Page, lab: LabServer) -> Desk:
    desk = Desk(page, lab)
    desk.start()
    return desk


@pytest.fixture
def desk(started_desk: Desk) -> Iterator[Desk]:
    """The page, without anything open. An error that our code does not catch fails the test."""
    errors: list[str] = []

    def note(error: Error) -> None:
        if EXTENSION in (error.stack or ""):
            errors.append(error.stack or error.message)

    started_desk.page.on("pageerror", note)
    yield started_desk
    started_desk.page.remove_listener("pageerror", note)
    started_desk.clear()
    assert errors == []
