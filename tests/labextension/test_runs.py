"""Runs on this machine: to their end, to a failure, cancelled, and across a reload of the page."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Route, expect
from tests.labextension.desk import LONGEST, Desk
from tests.labextension.notebooks import code, notebook, orchard

pytestmark = pytest.mark.browser


def test_a_run_goes_to_its_end_with_log_report_and_metrics(desk: Desk) -> None:
    desk.open("run.ipynb", orchard())
    entry = desk.start_run()
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    expect(entry.locator("tr[data-status='succeeded']")).to_have_count(3)
    expect(entry.locator(".kale-Metrics")).to_contain_text("mean3")
    expect(desk.section("graph").locator(".node[data-status='succeeded']")).to_have_count(3)
    assert not desk.is_dirty
    entry.get_by_role("button", name="Log of report").click()
    expect(desk.page.locator(".kale-Page pre")).to_contain_text("3.0 kg")
    entry.get_by_role("button", name="Report of report").click()
    frame = desk.page.locator("iframe.kale-Report")
    expect(frame).to_have_attribute("sandbox", "")
    expect(frame.content_frame.locator("body")).to_contain_text("3.0 kg")


def test_a_failure_leads_to_its_cell_and_line(desk: Desk) -> None:
    failing = notebook(code("x = 0", "step:one"), code("y = 1\nprint(y)\nprint(y / x)", "step:two"))
    desk.open("failing.ipynb", failing)
    entry = desk.start_run()
    expect(entry).to_have_attribute("data-status", "failed", timeout=LONGEST)
    expect(entry.locator(".kale-Failure")).to_contain_text("division by zero")
    expect(entry.locator(".kale-Failure pre")).to_contain_text("print(y / x)")
    expect(entry.locator("tr[data-step='one']")).to_have_attribute("data-status", "succeeded")
    expect(entry.locator("tr[data-step='two']")).to_have_attribute("data-status", "failed")
    desk.select(1)
    entry.locator("[data-action='go']").click()
    desk.wait_for("active_cell", 2)
    expect(desk.cell(2).locator(".cm-content")).to_be_focused()
    assert desk.cursor[0] == 3


def test_a_run_survives_a_reload_of_the_page_and_can_be_cancelled(desk: Desk) -> None:
    slow = notebook(code("import time\ntime.sleep(120)", "step:sleep"), code("print(1)", "step:after", "prev:sleep"))
    desk.open("slow.ipynb", slow)
    entry = desk.start_run()
    expect(entry.locator("tr[data-step='sleep']")).to_have_attribute("data-status", "running", timeout=LONGEST)
    expect(desk.section("graph").locator(".node[data-status='running']")).to_have_count(1)
    desk.start()
    entry = desk.panel.locator(".kale-Run").first
    expect(entry).to_have_attribute("data-status", "running")
    expect(entry).to_contain_text("slow")
    entry.get_by_role("button", name="Cancel run").click()
    expect(entry).to_have_attribute("data-status", "cancelled", timeout=LONGEST)


def test_the_page_asks_while_a_run_goes_on_and_then_no_more(desk: Desk) -> None:
    desk.open("quiet.ipynb", notebook(code("print(1)", "step:one")))
    with desk.page.expect_response(lambda answer: "/kale/runs" in answer.url and answer.request.method == "GET"):
        entry = desk.start_run()
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.wait_for_timeout(2500)
    assert [url for url in asked if "/kale/runs" in url] == []


def test_a_failure_on_the_way_to_the_server_does_not_end_the_asking(desk: Desk) -> None:
    desk.open("proxied.ipynb", notebook(code("print(1)", "step:one")))
    failing = [502, 503]

    def answer(route: Route) -> None:
        if route.request.method == "GET" and failing:
            route.fulfill(status=failing.pop(), body="<html>Bad Gateway</html>", content_type="text/html")
        else:
            route.continue_()

    desk.page.route("**/kale/runs*", answer)
    try:
        entry = desk.start_run()
        expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
        assert failing == []
        expect(desk.page.locator(".jp-Dialog")).to_have_count(0)
    finally:
        desk.page.unroute("**/kale/runs*")


def test_runs_that_a_new_server_does_not_know_go_with_their_notifications(desk: Desk) -> None:
    desk.open("forgotten.ipynb", notebook(code("import time\ntime.sleep(60)", "step:one")))
    entry = desk.start_run()
    toast = desk.page.locator(".Toastify__toast", has_text="forgotten is running")
    expect(toast).to_be_visible()
    desk.page.route("**/kale/runs?*", lambda route: route.fulfill(json={"runs": []}))
    try:
        expect(entry).to_have_count(0)
        expect(toast).to_have_count(0)
    finally:
        desk.page.unroute("**/kale/runs?*")
    run = json.loads(desk.lab.get("kale/runs"))["runs"][0]
    assert json.loads(desk.lab.post(f"kale/runs/{run['id']}/cancel"))["status"] == "cancelled"


def test_notifications_tell_of_runs(desk: Desk) -> None:
    desk.open("telling.ipynb", notebook(code("print(1)", "step:one")))
    entry = desk.start_run()
    toast = desk.page.locator(".Toastify__toast", has_text="telling")
    expect(toast.first).to_be_visible()
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    expect(desk.page.locator(".Toastify__toast", has_text="telling succeeded")).to_be_visible()
