"""The panel: the graph, the settings, the problems."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.labextension.desk import Desk
from tests.labextension.notebooks import bare, chain, code, notebook, orchard

pytestmark = pytest.mark.browser


def test_a_click_on_a_step_of_the_graph_goes_to_its_first_cell(desk: Desk) -> None:
    desk.open("graph.ipynb", orchard())
    nodes = desk.section("graph").locator("svg .node")
    expect(nodes).to_have_count(3)
    desk.section("graph").get_by_role("button", name="report").click()
    desk.wait_for("active_cell", 7)
    expect(desk.page.locator(".jp-Notebook:focus-within")).to_have_count(1)
    measure = desk.section("graph").get_by_role("button", name="measure")
    measure.focus()
    measure.press("Enter")
    desk.wait_for("active_cell", 6)
    assert not desk.is_dirty


def test_the_graph_follows_the_notebook(desk: Desk) -> None:
    desk.open("following.ipynb", notebook(code("x = 1", "step:one")))
    expect(desk.section("graph").locator("svg .node")).to_have_count(1)
    desk.command("notebook:insert-cell-below")
    desk.cell(2).locator(".cm-content").click()
    desk.page.keyboard.type("y = x + 1")
    desk.annotate(2)
    desk.field("role").select_option("step")
    desk.set_field("step", "two")
    expect(desk.section("graph").locator("svg .node")).to_have_count(2)
    expect(desk.section("graph").locator("svg .edgeLabel", has_text="x").first).to_be_visible()


def test_steps_that_wait_for_each_other_are_listed(desk: Desk) -> None:
    cells = (code("a = 1", "step:one", "prev:two"), code("b = a", "step:two"), code("print(b)", "step:three"))
    desk.open("circle.ipynb", notebook(*cells))
    steps = desk.section("graph").get_by_role("listitem")
    expect(steps).to_have_text(["one ← two", "two ← one", "three ← two"])
    steps.nth(2).get_by_role("button").press("Enter")
    desk.wait_for("active_cell", 3)


def test_steps_that_are_too_many_to_be_drawn_are_listed(desk: Desk) -> None:
    desk.open("chain.ipynb", chain(61))
    steps = desk.section("graph").get_by_role("listitem")
    expect(steps).to_have_count(61)
    expect(steps.last).to_have_text("s60 ← s59")
    desk.open("short-chain.ipynb", chain(60))
    expect(desk.section("graph").locator("svg .node")).to_have_count(60)


def test_a_notebook_without_steps_is_told_how_to_begin(desk: Desk) -> None:
    desk.open("beginning.ipynb", bare())
    hint = desk.panel.locator(".kale-Hint")
    expect(hint).to_contain_text("Annotate Cells…")
    expect(desk.section("graph")).to_be_hidden()
    desk.annotate(1)
    desk.field("role").select_option("step")
    desk.set_field("step", "load")
    expect(hint).to_be_hidden()


def test_the_settings_live_in_the_notebook(desk: Desk) -> None:
    desk.open("settings.ipynb", orchard())
    section = desk.section("settings")
    section.locator("summary").click()
    expect(desk.field("name", section)).to_have_value("")
    expect(desk.field("name", section)).to_have_attribute("placeholder", "settings")
    expect(section.locator(".kale-Parameters")).to_contain_text("treesint5")
    desk.field("name", section).press_sequentially("harvest")
    assert not desk.is_dirty
    desk.field("name", section).press("Enter")
    expect(desk.panel.locator(".kale-Panel-title")).to_have_text("harvest")
    assert desk.metadata["kale"]["pipeline_name"] == "harvest"
    section.get_by_role("button", name="trees").click()
    desk.wait_for("active_cell", 3)
    section.locator("summary").click()


def test_a_problem_leads_to_its_cell_and_its_fix_is_one_step_of_undo(desk: Desk) -> None:
    desk.open("problems.ipynb", notebook(code("x = 1", "step:one"), code("print(x)", "stpe:two")))
    before = desk.notebook
    problem = desk.section("problems").locator("[data-code='K002']")
    expect(problem).to_contain_text("stpe:two")
    problem.locator("[data-action='go']").click()
    desk.wait_for("active_cell", 2)
    problem.locator("[data-action='fix']").click()
    desk.wait_for("tags", [["step:one"], ["step:two"]])
    expect(problem).to_have_count(0)
    desk.undo()
    desk.wait_for("notebook", before)


def test_many_problems_are_shown_a_hundred_at_a_time(desk: Desk) -> None:
    desk.open("many.ipynb", notebook(*(code("x = 1", "step:one", "lmit:cpu:2") for _ in range(150))))
    section = desk.section("problems")
    expect(section.locator(".kale-Count")).to_have_text("150")
    expect(section.locator(".kale-Problem")).to_have_count(100)
    section.get_by_role("button", name="Show 50 more").press("Enter")
    expect(section.locator(".kale-Problem")).to_have_count(150)
    expect(section.locator(".kale-Problem").nth(100).locator("button").first).to_be_focused()


def test_problems_come_and_go_while_the_user_types(desk: Desk) -> None:
    desk.open("typing.ipynb", notebook(code("x = 1", "step:one"), code("print(x)", "step:two")))
    expect(desk.section("problems")).to_be_hidden()
    desk.cell(2).locator(".cm-content").click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.type("\nprint(unknown)")
    expect(desk.section("problems").locator("[data-code='K104']")).to_contain_text("unknown")
    expect(desk.section("problems").locator("[data-code='K104']")).to_contain_text("cell 2, line 2")
    for _ in "print(unknown)":
        desk.page.keyboard.press("Backspace")
    expect(desk.section("problems")).to_be_hidden()


def test_the_place_of_a_problem_is_where_the_cursor_goes(desk: Desk) -> None:
    desk.open("place.ipynb", notebook(code("x = 1\n\nprint(unknown)", "step:one")))
    desk.section("problems").locator("[data-code='K104'] [data-action='go']").click()
    expect(desk.cell(1).locator(".cm-content")).to_be_focused()
    assert desk.cursor == (3, 7)


def test_what_the_notebook_says_is_text(desk: Desk) -> None:
    name = "<img src=x onerror=window.kaleBroken=1>"
    desk.open("markup.ipynb", notebook(code("x = 1", f"step:{name}"), code("y = x", "step:two", f"prev:{name}")))
    desk.annotate(2)
    assert desk.page.evaluate("window.kaleBroken") is None
    assert desk.page.locator("#kale-panel img, .kale-Popover img, .kale-Label img").count() == 0
