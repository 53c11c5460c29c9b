"""Preview, Compile and the form of a run."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route, expect
from tests.labextension.desk import LONGEST, Desk
from tests.labextension.notebooks import code, notebook, orchard

pytestmark = pytest.mark.browser


def test_a_preview_shows_the_yaml_and_each_steps_source_and_writes_nothing(desk: Desk) -> None:
    path = desk.open("preview.ipynb", orchard())
    desk.panel.locator("[data-action='preview']").click()
    page = desk.page.locator(".kale-Page")
    expect(page.locator("summary")).to_have_text(["YAML", "load", "measure", "report"])
    expect(page.locator("pre").first).to_contain_text("pipelineInfo")
    page.locator("summary", has_text="measure").click()
    expect(page.locator("details").nth(2).locator("pre")).to_contain_text("statistics.mean(weights)")
    assert not path.with_suffix(".yaml").exists()
    assert page.locator("input, textarea, [contenteditable=true]").count() == 0


def test_a_preview_shows_what_has_changed_since_it_was_compiled(desk: Desk) -> None:
    path = desk.open("changes.ipynb", orchard())
    desk.panel.locator("[data-action='compile']").click()
    expect(desk.panel.locator(".kale-Notice")).to_contain_text("changes.yaml")
    assert path.with_suffix(".yaml").exists()
    desk.annotate(6)
    desk.popover.locator("summary").click()
    desk.set_field("memory", "3Gi")
    desk.page.keyboard.press("Escape")
    desk.panel.locator("[data-action='preview']").click()
    added = desk.page.locator(".kale-Diff-line[data-kind='added']", has_text="3Gi")
    expect(added.first).to_be_visible()


def test_the_link_to_the_compiled_file_opens_it(desk: Desk) -> None:
    folder = desk.lab.folder / "fruit"
    folder.mkdir(exist_ok=True)
    desk.open("fruit/link.ipynb", orchard())
    desk.panel.locator("[data-action='compile']").click()
    desk.panel.locator(".kale-Notice").get_by_role("button", name="fruit/link.yaml").click()
    expect(desk.page.locator(".jp-FileEditor .cm-content")).to_contain_text("PIPELINE DEFINITION")


def test_what_does_not_compile_says_why_in_the_panel(desk: Desk) -> None:
    path = desk.open("wrong.ipynb", notebook(code("lock = open('x')", "step:one"), code("lock.read()", "step:two")))
    desk.panel.locator("[data-action='compile']").click()
    expect(desk.panel.locator(".kale-Notice.kale-mod-error [data-code='K106']")).to_be_visible()
    expect(desk.page.locator(".jp-Dialog")).to_have_count(0)
    assert not path.with_suffix(".yaml").exists()


def test_the_form_of_a_run_asks_for_the_place_and_the_parameters(desk: Desk) -> None:
    cell = code(
        "from typing import Literal\n"
        "trees = 5\nshare = 0.5\nkind: Literal['apple', 'pear'] = 'pear'\nfresh = True\nnames = ['a', 'b']",
        "pipeline-parameters",
    )
    desk.open("form.ipynb", notebook(cell, code("print(trees, share, kind, fresh, names)", "step:one")))
    dialog = desk.open_run_form()
    expect(desk.field("profile", dialog)).to_be_hidden()
    expect(desk.field("kind", dialog)).to_have_value("pear")
    expect(desk.field("fresh", dialog)).to_have_value("true")
    desk.field("where", dialog).select_option("kubeflow")
    expect(desk.field("experiment", dialog)).to_be_visible()
    desk.field("where", dialog).select_option("local")
    desk.field("trees", dialog).fill("7")
    desk.field("kind", dialog).select_option("apple")
    desk.field("fresh", dialog).select_option("false")
    desk.field("names", dialog).fill('["c"]')
    with desk.page.expect_request(lambda request: "/kale/runs" in request.url and request.method == "POST") as sent:
        entry = desk.start_run(dialog)
    request = json.loads(sent.value.post_data or "{}")
    assert request["where"] == "local"
    assert request["parameters"] == {"trees": "7", "kind": "apple", "fresh": "false", "names": '["c"]'}
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    entry.get_by_role("button", name="Log of one").click()
    expect(desk.page.locator(".kale-Page pre")).to_contain_text("7 0.5 apple False ['c']")


ODD = {
    "words": "'one\\ntwo'",
    "whole": "1.0",
    "small": "1e-09",
    "table": "{'a': 1.0, 'b': [None, 2, True]}",
    "perhaps": "None",
    "nothing": "''",
    "spaces": "'  x  '",
}


def test_values_that_are_left_alone_and_those_that_are_changed_arrive_exactly(desk: Desk) -> None:
    kinds = {"perhaps": ": Optional[bool]"}
    lines = "\n".join(f"{name}{kinds.get(name, '')} = {value}" for name, value in ODD.items())
    cell = code(f"from typing import Optional\n{lines}", "pipeline-parameters")
    desk.open("odd.ipynb", notebook(cell, code(f"print([{', '.join(ODD)}])", "step:one")))
    entry = desk.start_run()
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    entry.get_by_role("button", name="Log of one").click()
    log = desk.page.locator(".kale-Page:visible pre")
    expect(log).to_have_text(f"[{', '.join(ODD.values())}]\n")
    desk.command("docmanager:open", path="odd.ipynb")
    dialog = desk.open_run_form()
    desk.field("words", dialog).fill("three\nfour")
    desk.field("table", dialog).fill('{"a": 2.0, "b": []}')
    desk.field("perhaps", dialog).select_option("true")
    entry = desk.start_run(dialog)
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    entry.get_by_role("button", name="Log of one").click()
    expect(log).to_have_text("['three\\nfour', 1.0, 1e-09, {'a': 2.0, 'b': []}, True, '', '  x  ']\n")


def test_a_run_is_asked_for_only_when_the_form_is_accepted(desk: Desk) -> None:
    desk.open("declined.ipynb", orchard())
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    dialog = desk.open_run_form()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert [one for one in sent if one.startswith("POST") and "/kale/runs" in one] == []


def test_a_run_that_takes_its_time_to_start_is_announced(desk: Desk) -> None:
    desk.open("unhurried.ipynb", orchard())
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            held.append(route)
        else:
            route.continue_()

    desk.page.route("**/kale/runs*", hold)
    try:
        desk.open_run_form().get_by_role("button", name="Run the pipeline").click()
        expect(desk.panel.locator(".kale-Notice")).to_have_text("Starting unhurried…")
        [starting] = held
        starting.fulfill(status=502, json={"message": "nobody is there", "help": "ask again"})
        dialog = desk.page.get_by_role("dialog")
        expect(dialog.get_by_role("alert")).to_have_text("nobody is there ask again")
        expect(desk.panel.locator(".kale-Notice")).to_be_empty()
        dialog.get_by_role("button", name="Cancel").click()
    finally:
        desk.page.unroute("**/kale/runs*")


def test_a_value_that_is_refused_can_be_put_right(desk: Desk) -> None:
    cell = code("trees = 5", "pipeline-parameters")
    desk.open("refused.ipynb", notebook(cell, code("print(trees)", "step:one")))
    dialog = desk.open_run_form()
    desk.field("trees", dialog).fill("")
    dialog.get_by_role("button", name="Run the pipeline").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    expect(desk.field("trees", dialog)).to_have_value("")
    dialog.get_by_role("button", name="Cancel").click()


def test_a_setting_of_jupyterlab_only_fills_in_the_form(desk: Desk) -> None:
    path = desk.open("prefill.ipynb", orchard())
    before = json.loads(path.read_text())
    desk.page.evaluate(
        "jupyterapp.serviceManager.settings.save('kale-pipelines-lab:plugin', '{\"where\": \"kubeflow\"}')"
    )
    desk.start()
    desk.open("prefill.ipynb", before)
    try:
        dialog = desk.open_run_form()
        expect(desk.field("where", dialog)).to_have_value("kubeflow")
        dialog.get_by_role("button", name="Cancel").click()
        assert not desk.is_dirty
    finally:
        desk.page.evaluate("jupyterapp.serviceManager.settings.save('kale-pipelines-lab:plugin', '{}')")
        desk.start()
