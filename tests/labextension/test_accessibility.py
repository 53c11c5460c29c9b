"""The extension by keyboard, by name, and in every theme."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect
from tests.labextension.desk import LONGEST, Desk
from tests.labextension.notebooks import code, notebook, orchard, text

pytestmark = pytest.mark.browser

THEMES = ("JupyterLab Light", "JupyterLab Dark", "JupyterLab Dark High Contrast")
ROLES = "button|link|textbox|combobox|checkbox|spinbutton|dialog|region|toolbar|iframe|table"

PALE = """root => {
    const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
    const channels = (colour, behind) => {
        context.fillStyle = `rgb(${behind.join(' ')})`;
        context.fillRect(0, 0, 1, 1);
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const background = node => node
        ? channels(getComputedStyle(node).backgroundColor, background(node.parentElement))
        : [255, 255, 255];
    const luminance = ([red, green, blue]) => {
        const linear = [red, green, blue].map(part => part / 255)
            .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const pale = [];
    for (const node of [root, ...root.querySelectorAll('*')]) {
        const text = [...node.childNodes].filter(child => child.nodeType === Node.TEXT_NODE)
            .map(child => child.textContent.trim()).join('');
        if (text && node.checkVisibility() && !node.closest('svg, [disabled]')) {
            const behind = background(node);
            const both = [luminance(channels(getComputedStyle(node).color, behind)), luminance(behind)].sort();
            const contrast = (both[1] + 0.05) / (both[0] + 0.05);
            if (contrast < 4.5) pale.push(`${text.slice(0, 40)}: ${contrast.toFixed(2)}`);
        }
    }
    return pale;
}"""
"""Gives the texts in an element whose contrast is less than WCAG 2 asks for, with that contrast."""


@pytest.fixture
def busy(desk: Desk) -> Iterator[Desk]:
    """The page with all that the panel can show: graph, problems, settings, a run that failed."""
    failing = notebook(
        code("n = 5", "pipeline-parameters"),
        code("x = n", "step:load", "report:enabled"),
        code("print(x / 0)", "step:use", "limit:memory:1Gi", "prev:load"),
        {**text("words"), "metadata": {"tags": ["step:use"]}},
    )
    desk.open("busy.ipynb", failing)
    desk.section("settings").evaluate("node => { node.open = true; }")
    expect(desk.start_run()).to_have_attribute("data-status", "failed", timeout=LONGEST)
    yield desk
    desk.section("settings").evaluate("node => { node.open = false; }")


def nameless(place: Locator) -> list[str]:
    """Give what can be operated in a place, or contains something, and has no name."""
    said = place.aria_snapshot()
    assert re.search(rf'^\s*- (?:{ROLES}) "', said, re.MULTILINE), said
    return re.findall(rf'^\s*- ((?:{ROLES})\b(?! ").*)$', said, re.MULTILINE)


def test_everything_that_can_be_operated_has_a_name(busy: Desk) -> None:
    assert nameless(busy.panel) == []
    form = busy.open_run_form()
    busy.field("where", form).select_option("kubeflow")
    assert nameless(form.locator(".kale-RunForm")) == []
    form.get_by_role("button", name="Cancel").click()
    busy.annotate(3)
    busy.popover.locator("summary").click()
    assert nameless(busy.popover) == []
    expect(busy.page.get_by_role("dialog", name="Cell 3")).to_be_visible()
    busy.popover.get_by_role("button", name="Rename step…").click()
    assert nameless(busy.popover) == []
    busy.page.keyboard.press("Escape")
    busy.page.keyboard.press("Escape")
    busy.panel.get_by_role("button", name="Report of load").click()
    expect(busy.page.get_by_role("region", name="Report of load")).to_be_visible()
    expect(busy.page.locator("iframe.kale-Report")).to_have_attribute("title", "Report of load")


def test_texts_can_be_read_in_every_theme(busy: Desk) -> None:
    busy.annotate(3)
    busy.popover.locator("summary").click()
    try:
        for theme in THEMES:
            busy.command("apputils:change-theme", theme=theme)
            expect(busy.page.locator("body")).to_have_attribute("data-jp-theme-name", theme)
            for place in (busy.panel, busy.popover, *busy.page.locator(".kale-Label").all()):
                assert place.evaluate(PALE) == [], theme
    finally:
        busy.command("apputils:change-theme", theme=THEMES[0])
        expect(busy.page.locator("body")).to_have_attribute("data-jp-theme-name", THEMES[0])
        busy.page.keyboard.press("Escape")


def test_bands_are_there_where_the_system_chooses_the_colours(desk: Desk) -> None:
    desk.open("forced.ipynb", orchard())
    desk.wait_for("bands", ["", "imports", "parameters", "load", "load", "measure", "report", "metrics"])
    desk.page.emulate_media(forced_colors="active")
    try:
        drawn = desk.cell(4).evaluate("node => getComputedStyle(node, '::before').borderLeftColor")
        assert drawn != desk.page.evaluate("getComputedStyle(document.body).backgroundColor")
    finally:
        desk.page.emulate_media(forced_colors="none")


def test_a_run_from_the_keyboard_alone(desk: Desk) -> None:
    desk.open("keys.ipynb", orchard())
    desk.wait_for("bands", ["", "imports", "parameters", "load", "load", "measure", "report", "metrics"])
    desk.select(4)
    keyboard = desk.page.keyboard
    keyboard.press("Control+Alt+g")
    expect(desk.panel.get_by_role("button", name="Preview")).to_be_focused()
    tab_to(desk, desk.panel.get_by_role("button", name="Run…"))
    keyboard.press("Enter")
    form = desk.page.get_by_role("dialog")
    tab_to(desk, desk.field("trees", form))
    keyboard.press("Control+a")
    keyboard.type("3")
    keyboard.press("Enter")
    entry = desk.panel.locator(".kale-Run", has_text="keys").first
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    keyboard.press("Control+Alt+g")
    tab_to(desk, desk.section("graph").get_by_role("button", name="load: succeeded"))
    tab_to(desk, entry.get_by_role("button", name="Log of report"))
    keyboard.press("Enter")
    expect(desk.page.locator(".kale-Page pre")).to_contain_text("2.0 kg")
    desk.command("docmanager:open", path="keys.ipynb")
    keyboard.press("Control+Alt+g")
    keyboard.press("Escape")
    expect(desk.page.locator(".jp-Notebook:focus-within")).to_have_count(1)


def tab_to(desk: Desk, wanted: Locator) -> None:
    """Press the Tab key until something has the focus."""
    expect(wanted).to_be_visible()
    for _ in range(60):
        if wanted.evaluate("node => node === document.activeElement"):
            return
        desk.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {wanted}")
