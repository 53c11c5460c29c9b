"""Edits keep what is not theirs, and undo takes each of them back in one step."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request, Route, expect
from tests.labextension.desk import Desk
from tests.labextension.notebooks import code, notebook, orchard

pytestmark = pytest.mark.browser


def test_foreign_tags_and_metadata_survive(desk: Desk) -> None:
    cell = code("x = 1", "hide-input", "step:one", "slideshow", collapsed=True, other={"key": [1, 2]})
    path = desk.open("foreign.ipynb", notebook(cell, code("y = x", "step:two"), authors=[{"name": "Ada"}]))
    desk.annotate(1)
    desk.set_field("step", "first")
    desk.wait_for("bands", ["first", "two"])
    desk.save()
    saved = json.loads(path.read_text())
    metadata = saved["cells"][0]["metadata"]
    assert metadata["tags"] == ["hide-input", "step:first", "slideshow"]
    assert metadata["other"] == {"key": [1, 2]}
    assert metadata["collapsed"] is True
    assert saved["metadata"]["authors"] == [{"name": "Ada"}]


def test_each_action_is_one_step_of_undo_and_redo(desk: Desk) -> None:
    desk.open("undo.ipynb", orchard())
    before = desk.notebook
    desk.annotate(4)
    desk.set_field("step", "harvest")
    desk.wait_for("bands", ["", "imports", "parameters", "harvest", "harvest", "measure", "report", "metrics"])
    renamed = desk.notebook
    desk.popover.locator("summary").click()
    desk.set_field("memory", "1Gi")
    desk.wait_for("tags", [*desk.tags[:3], ["step:harvest", "limit:memory:1Gi"], *desk.tags[4:]])
    desk.page.keyboard.press("Escape")
    desk.undo()
    desk.wait_for("notebook", renamed)
    desk.undo()
    desk.wait_for("notebook", before)
    desk.wait_for("bands", ["", "imports", "parameters", "load", "load", "measure", "report", "metrics"])
    desk.page.keyboard.press("Shift+z")
    desk.wait_for("notebook", renamed)


def test_renaming_a_step_renames_every_reference_and_is_undone_at_once(desk: Desk) -> None:
    cells = (
        code("x = 1", "step:one"),
        code("x += 1", "step:one", "flaky"),
        code("y = 2", "step:two", "prev:one"),
        code("z = 3", kale={"step": "three", "prev": ["one", "two"]}),
    )
    desk.open("rename.ipynb", notebook(*cells))
    before = desk.notebook
    desk.annotate(1)
    desk.popover.get_by_role("button", name="Rename step…").click()
    desk.set_field("rename", "uno")
    desk.wait_for("bands", ["uno", "uno", "two", "three"])
    after = desk.notebook["cells"]
    assert desk.tags[:3] == [["step:uno"], ["step:uno", "flaky"], ["step:two", "prev:uno"]]
    assert after[3]["metadata"]["kale"] == {"step": "three", "prev": ["uno", "two"]}
    desk.page.keyboard.press("Escape")
    desk.undo()
    desk.wait_for("notebook", before)


def test_deleting_a_step_says_first_what_depends_on_it(desk: Desk) -> None:
    desk.open("delete.ipynb", orchard())
    before = desk.notebook
    desk.annotate(4)
    desk.popover.get_by_role("button", name="Delete step…").click()
    expect(desk.popover.get_by_role("alert")).to_contain_text("measure")
    desk.popover.get_by_role("button", name="Keep it").click()
    assert desk.notebook == before
    desk.popover.get_by_role("button", name="Delete step…").click()
    desk.popover.locator("[data-action='confirm-delete']").click()
    desk.wait_for("tags", [[], ["imports"], ["pipeline-parameters"], [], [], *desk.tags[5:]])
    desk.page.keyboard.press("Escape")
    desk.undo()
    desk.wait_for("notebook", before)


def test_undo_takes_back_a_setting_of_the_pipeline_but_not_the_kernels_name(desk: Desk) -> None:
    desk.open("setting.ipynb", orchard())
    before = desk.notebook["metadata"]
    desk.section("settings").locator("summary").click()
    desk.set_field("image", "python:3.12-slim", desk.panel)
    desk.wait_for("is_dirty", True)
    kale = desk.notebook["metadata"]["kale"]
    assert "python:3.12-slim" in kale.values()
    desk.page.evaluate(
        "jupyterapp.shell.currentWidget.context.model.setMetadata('kernelspec', {name: 'other', display_name: 'Other'})"
    )
    desk.undo()
    other = {"name": "other", "display_name": "Other"}
    desk.wait_for("metadata", {**before, "kernelspec": other})
    desk.page.keyboard.press("Shift+z")
    desk.wait_for("metadata", {**before, "kernelspec": other, "kale": kale})
    desk.section("settings").locator("summary").click()


def test_an_edit_that_meets_a_change_of_someone_else_keeps_both(desk: Desk) -> None:
    desk.open("meanwhile.ipynb", orchard())
    desk.annotate(6)
    asked: list[Request] = []

    def change_meanwhile(route: Route, request: Request) -> None:
        if not asked:
            desk.page.evaluate(
                "jupyterapp.shell.currentWidget.content.widgets[5].model.sharedModel"
                ".setMetadata('tags', ['step:measure', 'slow', 'added'])"
            )
        asked.append(request)
        route.continue_()

    desk.page.route("**/kale/edit*", change_meanwhile)
    try:
        desk.set_field("step", "weigh")
        desk.wait_for("bands", ["", "imports", "parameters", "load", "load", "weigh", "report", "metrics"])
    finally:
        desk.page.unroute("**/kale/edit*")
    assert len(asked) == 2
    assert desk.tags[5] == ["step:weigh", "slow", "added"]


def test_two_pages_on_one_notebook_lose_nothing(desk: Desk, browser: Browser) -> None:
    path = desk.open("two.ipynb", orchard())
    context = browser.new_context()
    try:
        second = Desk(context.new_page(), desk.lab)
        second.start()
        second.open("two.ipynb", orchard())
        desk.annotate(4)
        desk.set_field("step", "harvest")
        desk.wait_for("is_dirty", True)
        desk.save()
        assert not second.is_dirty
        assert [cell["metadata"].get("tags") for cell in json.loads(path.read_text())["cells"]][3] == ["step:harvest"]
        expect(second.page.locator(".jp-Dialog")).to_have_count(0)
    finally:
        context.close()


def test_a_notebook_of_an_older_format_keeps_its_format(desk: Desk) -> None:
    content = orchard()
    content["nbformat_minor"] = 4
    for cell in content["cells"]:
        del cell["id"]
    path: Path = desk.open("older.ipynb", content)
    desk.annotate(4)
    desk.set_field("step", "harvest")
    desk.wait_for("bands", ["", "imports", "parameters", "harvest", "harvest", "measure", "report", "metrics"])
    desk.save()
    saved = json.loads(path.read_text())
    assert saved["nbformat_minor"] == 4
    assert all("id" not in cell for cell in saved["cells"])
