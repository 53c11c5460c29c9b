"""Runs on Kubeflow from the panel, on a server of this machine that answers as Kubeflow Pipelines does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect
from tests.engines.kubeflow.server import KubeflowServer, serving
from tests.labextension.desk import LONGEST, Desk
from tests.labextension.notebooks import orchard

pytestmark = pytest.mark.browser

REPORT = "minio://mlpipeline/v2/artifacts/harvest/r1/report/report"
TRACEBACK = """\
Traceback (most recent call last):
  File "<harvest.ipynb cell 5>", line 1, in <module>
    weights = [weight + 1 for weight in weights]
TypeError: can only concatenate str (not "int") to str
"""


@pytest.fixture
def kubeflow(desk: Desk) -> Iterator[KubeflowServer]:
    """A server that the notebooks in a folder of their own know as the profile ``team``."""
    with serving() as server:
        folder = desk.lab.folder / f"cluster-{server.port}"
        folder.mkdir()
        (folder / "kale.toml").write_text(
            f'profile = "empty"\n[profiles.empty]\nnamespace = "us"\n[profiles.team]\nhost = "{server.host}"\n'
        )
        desk.open(f"{folder.name}/harvest.ipynb", orchard())
        yield server


def form_of(desk: Desk) -> Locator:
    """Open the form of a run, and choose the server."""
    dialog = desk.open_run_form()
    desk.field("where", dialog).select_option("kubeflow")
    desk.field("profile", dialog).select_option("team")
    return dialog


def test_a_run_goes_to_its_end_with_states_metrics_log_and_report(desk: Desk, kubeflow: KubeflowServer) -> None:
    kubeflow.logs = {"measure": 'kale: metrics {"mean": 3.0}\n', "report": f"3.0 kg\nkale: report {REPORT}\n"}
    kubeflow.stored = {REPORT: "<!doctype html><title>report</title><h1>Bill of 3.0 kg</h1>"}
    kubeflow.most_looks, kubeflow.looks_until_end = 2, 3
    dialog = form_of(desk)
    expect(dialog.locator(".kale-RunForm-note")).to_have_text(kubeflow.host)
    desk.set_value("experiment", "Trials", dialog)
    desk.set_value("trees", "7", dialog)
    entry = desk.start_run(dialog)
    expect(entry).to_contain_text("on Kubeflow")
    for step, state in (("load", "succeeded"), ("measure", "running"), ("report", "waiting")):
        expect(entry.locator(f"tr[data-step='{step}']")).to_have_attribute("data-status", state)
        expect(desk.section("graph").locator(f".node[data-step='{step}']")).to_have_attribute("data-status", state)
    expect(entry.get_by_role("button", name="Report of report")).to_have_count(0)
    kubeflow.most_looks = 10**9
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    expect(entry.locator("tr[data-status='succeeded']")).to_have_count(3)
    expect(entry.locator(".kale-Metrics")).to_contain_text("mean3")
    assert not desk.is_dirty
    entry.get_by_role("button", name="Log of report").click()
    expect(desk.page.locator(".kale-Page pre")).to_contain_text("3.0 kg")
    entry.get_by_role("button", name="Report of report").click()
    frame = desk.page.locator("iframe.kale-Report")
    expect(frame).to_have_attribute("sandbox", "")
    expect(frame.content_frame.locator("h1")).to_have_text("Bill of 3.0 kg")
    [there] = kubeflow.runs.values()
    assert there.runtime_config.parameters == {"trees": 7}
    assert [each.display_name for each in kubeflow.experiments.values()] == ["Trials"]
    link = entry.get_by_role("link", name="Show on Kubeflow")
    expect(link).to_have_attribute("href", f"{kubeflow.host}/#/runs/details/{there.run_id}")


def test_a_failure_leads_to_its_cell_and_line(desk: Desk, kubeflow: KubeflowServer) -> None:
    kubeflow.failing, kubeflow.logs = {"load": "Error (exit code 1)"}, {"load": TRACEBACK}
    entry = desk.start_run(form_of(desk))
    expect(entry).to_have_attribute("data-status", "failed", timeout=LONGEST)
    expect(entry.locator(".kale-Failure")).to_contain_text("can only concatenate str")
    expect(entry.locator(".kale-Failure pre")).to_contain_text("weight + 1")
    expect(entry.locator("tr[data-step='load']")).to_have_attribute("data-status", "failed")
    expect(entry.locator("tr[data-step='measure']")).to_have_attribute("data-status", "skipped")
    expect(desk.section("graph").locator(".node[data-status='failed']")).to_have_count(1)
    entry.get_by_role("button", name="Go to cell 5, line 1").click()
    desk.wait_for("active_cell", 5)
    expect(desk.cell(5).locator(".cm-content")).to_be_focused()
    assert desk.cursor[0] == 1


def test_a_run_survives_a_reload_of_the_page_and_can_be_cancelled(desk: Desk, kubeflow: KubeflowServer) -> None:
    kubeflow.most_looks = 1
    entry = desk.start_run(form_of(desk))
    expect(entry.locator("tr[data-step='load']")).to_have_attribute("data-status", "running")
    desk.start()
    entry = desk.panel.locator(".kale-Run").first
    expect(entry).to_have_attribute("data-status", "running")
    expect(entry).to_contain_text("on Kubeflow")
    entry.get_by_role("button", name="Cancel run").click()
    expect(entry.locator(".kale-Run-figures").first).to_contain_text("cancelled")
    expect(entry).to_have_attribute("data-status", "cancelled", timeout=LONGEST)
    assert kubeflow.count("POST .*:terminate") == 1
    expect(desk.page.locator(".jp-Dialog")).to_have_count(0)


def test_a_report_that_cannot_be_had_leads_to_the_run_there(desk: Desk, kubeflow: KubeflowServer) -> None:
    kubeflow.logs = {"report": f"kale: report {REPORT}\n"}
    kubeflow.looks_until_end = 0
    entry = desk.start_run(form_of(desk))
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    entry.get_by_role("button", name="Report of report").click()
    notice = desk.panel.locator(".kale-Notice.kale-mod-error")
    expect(notice).to_contain_text(REPORT)
    [there] = kubeflow.runs
    desk.page.evaluate("window.open = address => { window.kaleOpened = address; }")
    notice.get_by_role("button", name="Show the run on Kubeflow").click()
    assert desk.page.evaluate("window.kaleOpened") == f"{kubeflow.host}/#/runs/details/{there}"


def test_what_the_server_refuses_is_said_in_the_form_and_what_was_filled_in_stays(
    desk: Desk, kubeflow: KubeflowServer
) -> None:
    kubeflow.fail("POST .*/runs$", status=403)
    dialog = form_of(desk)
    desk.set_value("trees", "9", dialog)
    dialog.get_by_role("button", name="Run the pipeline").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    expect(desk.field("where", dialog)).to_have_value("kubeflow")
    expect(desk.field("profile", dialog)).to_have_value("team")
    expect(desk.field("trees", dialog)).to_have_value("9")
    desk.start_run(dialog)
    [there] = kubeflow.runs.values()
    assert there.runtime_config.parameters == {"trees": 9}


def test_a_profile_without_a_server_is_told_before_anything_is_sent(desk: Desk, kubeflow: KubeflowServer) -> None:
    dialog = form_of(desk)
    desk.field("profile", dialog).select_option("empty")
    expect(dialog.locator(".kale-RunForm-note")).to_contain_text("no server is named")
    dialog.get_by_role("button", name="Cancel").click()
    assert kubeflow.asked.total() == 0
