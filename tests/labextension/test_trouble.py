"""What can go wrong is said in the panel: nothing is lost, and no dialog comes up."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.labextension.desk import Desk
from tests.labextension.lab_server import running_lab
from tests.labextension.notebooks import code, notebook, orchard

pytestmark = pytest.mark.browser


def test_without_the_server_part_the_panel_says_what_to_install(browser: Browser, tmp_path: Path) -> None:
    with running_lab(tmp_path, with_server_part=False) as lab:
        context = browser.new_context()
        desk = Desk(context.new_page(), lab)
        desk.start()
        desk.bring("alone.ipynb", orchard())
        trouble = desk.panel.get_by_role("alert")
        expect(trouble).to_contain_text("not running")
        expect(trouble).to_contain_text("kale-pipelines")
        expect(desk.page.locator(".jp-Dialog")).to_have_count(0)
        assert desk.panel.locator("[data-action='compile']").is_disabled()
        assert not desk.is_dirty
        context.close()


def test_an_older_server_part_is_not_asked_for_more(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.route("**/kale/version*", lambda route: route.fulfill(json={"version": "0.0.1", "protocol": 0}))
    try:
        desk.start()
        desk.bring("older-server.ipynb", orchard())
        expect(desk.panel.get_by_role("alert")).to_contain_text("0.0.1")
        assert [url for url in asked if "/kale/view" in url] == []
    finally:
        desk.page.unroute("**/kale/version*")
    desk.panel.locator("[data-action='retry']").click()
    expect(desk.panel.get_by_role("alert")).to_be_hidden()
    desk.wait_for("bands", ["", "imports", "parameters", "load", "load", "measure", "report", "metrics"])


def test_a_lost_connection_keeps_what_was_there_and_comes_back(desk: Desk) -> None:
    desk.open("lost.ipynb", orchard())
    bands = ["", "imports", "parameters", "load", "load", "measure", "report", "metrics"]
    desk.wait_for("bands", bands)
    desk.page.route("**/kale/**", lambda route: route.abort())
    try:
        desk.annotate(4)
        desk.set_field("step", "harvest")
        expect(desk.popover.locator(".kale-Form-message")).to_contain_text("did not answer")
        desk.page.keyboard.press("Escape")
        assert not desk.is_dirty
        desk.cell(7).locator(".cm-content").click()
        desk.page.keyboard.type("# more\n")
        expect(desk.panel.get_by_role("alert")).to_contain_text("does not answer")
        assert desk.bands == bands
        expect(desk.page.locator(".jp-Dialog")).to_have_count(0)
    finally:
        desk.page.unroute("**/kale/**")
    desk.panel.locator("[data-action='retry']").click()
    expect(desk.panel.get_by_role("alert")).to_be_hidden()


def test_cells_that_do_not_parse_leave_the_others_their_bands(desk: Desk) -> None:
    desk.open(
        "broken.ipynb", notebook(code("x = 1", "step:one"), code("def (:", "step:two"), code("y = x", "step:three"))
    )
    desk.wait_for("bands", ["one", "two", "three"])
    problem = desk.section("problems").locator("[data-code='K101']")
    expect(problem).to_contain_text("cell 2")


def test_another_language_is_said_in_the_panel(desk: Desk) -> None:
    content = notebook(code("x <- 1", "step:one"))
    content["metadata"] = {
        "kernelspec": {"name": "ir", "display_name": "R", "language": "R"},
        "language_info": {"name": "R"},
    }
    desk.bring("other.ipynb", content)
    expect(desk.panel.get_by_role("alert")).to_contain_text("R")
    expect(desk.page.locator(".jp-Dialog")).to_have_count(0)
    for action in ("preview", "compile", "run"):
        expect(desk.panel.locator(f"[data-action='{action}']")).to_be_disabled()
    expect(desk.section("settings")).to_be_hidden()
    desk.select(1)
    desk.page.keyboard.press("Control+Alt+k")
    expect(desk.popover).to_have_count(0)
    assert not desk.is_dirty


def test_broken_annotations_from_elsewhere_are_named_and_left_alone(desk: Desk) -> None:
    odd = code("x = 1", "step:", "limit:cpu", kale={"step": 7, "colour": "blue"})
    path = desk.open("elsewhere.ipynb", notebook(odd, code("y = 1", "block:old", "prev:")))
    before = path.read_bytes()
    expect(desk.section("problems").locator(".kale-Problem")).not_to_have_count(0)
    assert not desk.is_dirty
    assert path.read_bytes() == before
