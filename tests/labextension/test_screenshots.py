"""The pictures in the documentation: an example notebook after a run, in a light and in a dark theme."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.labextension.desk import LONGEST, Desk

pytestmark = pytest.mark.browser

PROJECT = Path(__file__).parents[2]
EXAMPLE = PROJECT / "examples" / "quickstart.ipynb"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


def test_an_example_is_shown_with_its_steps_and_a_run(desk: Desk, request: pytest.FixtureRequest) -> None:
    desk.open(EXAMPLE.name, json.loads(EXAMPLE.read_text()))
    entry = desk.start_run()
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    desk.command("application:toggle-left-area")
    desk.page.mouse.move(0, 0)
    expect(desk.page.locator(".Toastify__toast")).to_have_count(0)
    try:
        for name, theme in THEMES.items():
            _stage(desk, theme)
            taken = desk.page.screenshot(animations="disabled", caret="initial")
            if request.config.getoption("--update-screenshots"):
                (PROJECT / "docs" / "images" / f"jupyterlab-{name}.png").write_bytes(taken)
    finally:
        desk.command("application:toggle-left-area")
        desk.command("apputils:change-theme", theme=THEMES["light"])


def _stage(desk: Desk, theme: str) -> None:
    """Show the popover of the example's last step, beside its code, in one of the themes."""
    desk.command("apputils:change-theme", theme=theme)
    expect(desk.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
    number = desk.bands.index("plan") + 1
    desk.page.evaluate("number => jupyterapp.shell.currentWidget.content.scrollToItem(number - 1, 'center')", number)
    expect(desk.section("graph").locator(".node[data-status='succeeded']")).to_have_count(4)
    desk.annotate(number)
    expect(desk.popover.locator(".kale-Needs")).to_be_visible()
