"""Giving cells a place in the pipeline, by mouse and by keyboard."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.labextension.desk import Desk
from tests.labextension.notebooks import bare, orchard

pytestmark = pytest.mark.browser


def compile_from_command_line(path: Path) -> bytes:
    target = path.with_name("from-command-line.yaml")
    command = [sys.executable, "-m", "kale", "compile", str(path), "-o", str(target)]
    subprocess.run(command, check=True, capture_output=True)
    return target.read_bytes()


def compile_in_page(desk: Desk, path: Path) -> bytes:
    desk.panel.locator("[data-action='compile']").click()
    expect(desk.panel.locator(".kale-Notice")).to_contain_text(f"{path.stem}.yaml")
    return path.with_suffix(".yaml").read_bytes()


def test_a_bare_notebook_is_annotated_with_the_mouse_and_compiles_to_the_same_bytes(desk: Desk) -> None:
    path = desk.open("by-mouse.ipynb", bare())
    assert desk.labels == []
    for number, step in ((1, "load"), (2, "choose"), (3, "report")):
        desk.cell(number).locator(".jp-InputArea-prompt").click()
        desk.cell(number).locator("[data-command='kale:annotate']").click()
        desk.field("role").select_option("step")
        desk.field("step").fill(step)
        desk.popover.locator(".kale-Popover-heading").click()
        desk.wait_for(
            "tags",
            [[f"step:{name}"] if place < number else [] for place, name in enumerate(("load", "choose", "report"))],
        )
        desk.page.locator(".kale-Panel-title").click()
        expect(desk.popover).to_have_count(0)
    desk.wait_for("labels", ["load", "choose ← load", "report ← choose"])
    desk.save()
    assert compile_in_page(desk, path) == compile_from_command_line(path)


def test_a_bare_notebook_is_annotated_by_keyboard_and_compiles_to_the_same_bytes(desk: Desk) -> None:
    path = desk.open("by-keyboard.ipynb", bare())
    for number, step in ((1, "load"), (2, "choose"), (3, "report")):
        desk.select(number)
        desk.page.keyboard.press("Control+Alt+n")
        expect(desk.field("step")).to_be_focused()
        desk.page.keyboard.type(step)
        assert desk.tags[number - 1] == []
        desk.page.keyboard.press("Enter")
        desk.wait_for("bands", ["load", "choose", "report"][:number] + [step] * (3 - number))
        desk.page.keyboard.press("Escape")
        expect(desk.popover).to_have_count(0)
        expect(desk.page.locator(".jp-Notebook:focus-within")).to_have_count(1)
    assert desk.tags == [["step:load"], ["step:choose"], ["step:report"]]
    desk.page.keyboard.press("Control+s")
    desk.wait_for("is_dirty", False)
    assert compile_in_page(desk, path) == compile_from_command_line(path)


def test_nothing_is_written_while_a_name_is_being_typed(desk: Desk) -> None:
    desk.open("orchard.ipynb", orchard())
    desk.annotate(4)
    desk.field("step").press("Control+a")
    desk.field("step").press_sequentially("harvest")
    assert not desk.is_dirty
    desk.field("step").press("Escape")
    expect(desk.field("step")).to_have_value("load")
    desk.field("step").press("Escape")
    expect(desk.popover).to_have_count(0)
    assert not desk.is_dirty


def test_the_arrow_keys_choose_a_role_and_leaving_the_field_sets_it(desk: Desk) -> None:
    desk.open("roles.ipynb", bare())
    desk.annotate(1)
    expect(desk.field("role")).to_be_focused()
    desk.field("role").press("ArrowDown")
    desk.field("role").press("ArrowDown")
    assert not desk.is_dirty
    desk.field("role").press("Escape")
    desk.page.keyboard.press("Escape")
    expect(desk.popover).to_have_count(0)
    desk.annotate(1)
    desk.field("role").press("ArrowDown")
    desk.field("role").press("ArrowDown")
    expect(desk.field("role")).to_have_value("imports")
    desk.field("role").press("Enter")
    desk.wait_for("tags", [["imports"], [], []])


def test_several_cells_are_annotated_at_once(desk: Desk) -> None:
    desk.open("several.ipynb", bare())
    desk.annotate(2, 3)
    expect(desk.popover).to_contain_text("2 cells")
    desk.field("role").select_option("step")
    desk.set_field("step", "both")
    desk.wait_for("bands", ["imports", "both", "both"])
    desk.undo()
    desk.wait_for("tags", [[], [], []])


def test_the_popover_shows_what_the_step_needs_and_sets_its_order_and_options(desk: Desk) -> None:
    desk.open("options.ipynb", orchard())
    desk.annotate(6)
    expect(desk.popover.locator(".kale-Needs")).to_contain_text("weights from load")
    desk.popover.locator("summary").click()
    desk.set_field("memory", "2Gi")
    desk.wait_for(
        "tags",
        [
            [],
            ["imports"],
            ["pipeline-parameters"],
            ["step:load"],
            [],
            ["step:measure", "slow", "limit:memory:2Gi"],
            ["step:report", "report:enabled"],
            ["pipeline-metrics"],
        ],
    )
    desk.field("cache").select_option("false")
    desk.set_field("retry", "3")
    desk.popover.locator("fieldset input[value='report']").uncheck()
    desk.page.keyboard.press("Escape")
    desk.annotate(7)
    desk.popover.locator("fieldset input[value='load']").check()
    desk.wait_for("labels", ["imports", "parameters", "load", "measure ← load", "report ← load, measure", "metrics"])
    assert "prev:load" in desk.tags[6]
    assert {"cache:disabled", "retry:3"} < set(desk.tags[5])


def test_a_wrong_option_is_refused_and_the_notebook_stays(desk: Desk) -> None:
    desk.open("refused.ipynb", orchard())
    desk.annotate(6)
    desk.popover.locator("summary").click()
    desk.set_field("memory", "a lot")
    expect(desk.popover.locator(".kale-Form-message")).not_to_be_empty()
    assert not desk.is_dirty
    expect(desk.field("memory")).to_have_value("")


def test_the_palette_offers_the_commands(desk: Desk) -> None:
    desk.open("palette.ipynb", bare())
    desk.select(1)
    desk.page.keyboard.press("Control+Shift+c")
    desk.page.locator(".lm-CommandPalette-input").fill("Cells: Imports")
    desk.page.locator(".lm-CommandPalette-item:not([data-command='kale:annotate'])", has_text="Imports").first.click()
    desk.wait_for("tags", [["imports"], [], []])


def test_the_tab_key_goes_round_inside_the_popover(desk: Desk) -> None:
    desk.open("tabs.ipynb", orchard())
    desk.annotate(4)
    for _ in range(12):
        desk.page.keyboard.press("Tab")
        assert desk.page.evaluate("document.activeElement.closest('.kale-Popover') !== null")
    desk.page.keyboard.press("Shift+Tab")
    assert desk.page.evaluate("document.activeElement.closest('.kale-Popover') !== null")
