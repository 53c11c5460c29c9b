"""Opening a notebook shows its pipeline and changes nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.labextension.desk import Desk
from tests.labextension.notebooks import long, orchard

pytestmark = pytest.mark.browser

ORCHARD_BANDS = ["", "imports", "parameters", "load", "load", "measure", "report", "metrics"]


def test_opening_writes_nothing_and_starts_nothing(desk: Desk) -> None:
    path = desk.open("orchard.ipynb", orchard())
    before = path.read_bytes()
    beside = set(path.parent.iterdir())
    desk.wait_for("bands", ORCHARD_BANDS)
    assert not desk.is_dirty
    assert desk.running_kernels == []
    assert path.read_bytes() == before
    expect(desk.page.locator(".jp-Dialog")).to_have_count(0)
    assert set(path.parent.iterdir()) == beside


def test_bands_reach_over_all_cells_of_a_step_and_labels_stand_on_the_first(desk: Desk) -> None:
    desk.open("orchard.ipynb", orchard())
    desk.wait_for("bands", ORCHARD_BANDS)
    assert desk.labels == ["imports", "parameters", "load", "measure ← load", "report ← measure", "metrics"]
    colours = [desk.cell(number).get_attribute("data-kale-colour") for number in (4, 5, 6)]
    assert colours[0] == colours[1] != colours[2]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast"])
def test_bands_are_drawn_in_every_theme(desk: Desk, theme: str) -> None:
    desk.open("orchard.ipynb", orchard())
    desk.wait_for("bands", ORCHARD_BANDS)
    desk.command("apputils:change-theme", theme=theme)
    try:
        expect(desk.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
        drawn = desk.cell(4).evaluate("node => getComputedStyle(node, '::before').borderLeftColor")
        behind = desk.page.locator(".jp-Notebook").evaluate("node => getComputedStyle(node).backgroundColor")
        assert contrast(drawn, behind) >= 3
    finally:
        desk.command("apputils:change-theme", theme="JupyterLab Light")
        expect(desk.page.locator("body")).to_have_attribute("data-jp-theme-name", "JupyterLab Light")


def test_bands_survive_scrolling(desk: Desk) -> None:
    desk.open("long.ipynb", long(120))
    desk.wait_for("bands", [f"part{number // 3}" for number in range(120)])
    for number, name in ((120, "part39"), (1, "part0"), (61, "part20")):
        desk.page.evaluate("index => jupyterapp.shell.currentWidget.content.scrollToItem(index)", number - 1)
        expect(desk.cell(number)).to_be_in_viewport()
        expect(desk.cell(number)).to_have_attribute("data-kale-step", name)
    for number in (1, 61):
        desk.page.evaluate("index => jupyterapp.shell.currentWidget.content.scrollToItem(index)", number - 1)
        label, code = desk.cell(number).locator(".kale-Label"), desk.cell(number).locator(".cm-content")
        expect(code).to_be_visible()
        above, below = label.bounding_box(), code.bounding_box()
        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"]


def test_a_moved_cell_keeps_its_band(desk: Desk) -> None:
    desk.open("orchard.ipynb", orchard())
    desk.wait_for("bands", ORCHARD_BANDS)
    desk.select(7)
    desk.command("notebook:move-cell-up")
    desk.wait_for("bands", [*ORCHARD_BANDS[:5], "report", "measure", "metrics"])


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours as WCAG 2 has it; 3 is enough for what is not text."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgba").removeprefix("rgb").strip("()").split(",")[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
