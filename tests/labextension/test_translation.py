"""Every string of the extension's own goes through JupyterLab's translation, which can mark what it is given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect
from tests.labextension.desk import LONGEST, Desk
from tests.labextension.notebooks import code, notebook

pytestmark = pytest.mark.browser

MARK = "≈"
SETTINGS = "@jupyterlab/translation-extension:plugin"

WORDS = """root => {
    const said = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let node = root; node; node = walker.nextNode()) {
        if (!node.closest('style, pre, code, .kale-Problem-message, .kale-Problem-help, [role=alert], .edgeLabel')) {
            for (const child of node.childNodes) {
                if (child.nodeType === Node.TEXT_NODE) said.push(child.textContent.trim());
            }
            for (const name of ['title', 'aria-label', 'placeholder']) {
                said.push((node.getAttribute(name) ?? '').trim());
            }
        }
    }
    return said.filter(text => text !== '');
}"""
"""Gives what an element says, the sentences of the server aside, which are those of the command line."""

THEIRS = re.compile(
    r"^(tongue(\.ipynb)?|(← )?load|use|n|int|5|x|\d+|K\d+|[←,]+|[\d.]+ (s|min)|Python 3 .*|python:\S+"
    r"|[Dd]efault|10Gi|artifacts|workspace|missing|exact|none|true|mistyped-tag|write 'limit:memory:1Gi'.*)$"
)
"""What comes from the notebook, is a figure, or is a value that users write."""


@pytest.fixture
def marking(desk: Desk) -> Iterator[Desk]:
    """The page, in which JupyterLab puts a mark before each string that it is given to translate."""
    settings = json.dumps({"locale": "en", "stringsPrefix": MARK, "displayStringsPrefix": True})
    save = "([id, raw]) => jupyterapp.serviceManager.settings.save(id, raw)"
    desk.page.evaluate(save, [SETTINGS, settings])
    desk.start()
    yield desk
    desk.page.evaluate(save, [SETTINGS, "{}"])
    desk.start()


def unmarked(place: Locator) -> set[str]:
    """Give what a place says that neither went through the translation nor came from elsewhere."""
    said: list[str] = place.evaluate(WORDS)
    assert any(MARK in text for text in said), "nothing is marked: the test shows nothing"
    return {text for text in said if MARK not in text and not THEIRS.match(text)}


def test_everything_that_is_said_can_be_translated(marking: Desk) -> None:
    desk = marking
    cells = (
        code("n = 5", "pipeline-parameters"),
        code("x = n", "step:load", "report:enabled"),
        code("print(x)", "step:use", "lmit:memory:1Gi"),
    )
    desk.open("tongue.ipynb", notebook(*cells))
    desk.section("settings").locator("summary").click()
    desk.annotate(2)
    desk.popover.locator("summary").click()
    assert unmarked(desk.popover) == set()
    desk.popover.get_by_role("button").nth(1).click()
    assert unmarked(desk.popover) == set()
    desk.page.keyboard.press("Escape")
    desk.annotate(2)
    desk.popover.get_by_role("button").first.click()
    assert unmarked(desk.popover) == set()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Escape")
    desk.section("problems").locator("[data-code='K002'] [data-action='fix']").click()
    desk.wait_for("tags", [["pipeline-parameters"], ["step:load", "report:enabled"], ["step:use", "limit:memory:1Gi"]])
    form = desk.open_run_form()
    assert unmarked(form.locator(".kale-RunForm")) == set()
    desk.field("where", form).select_option("kubeflow")
    desk.field("where", form).select_option("local")
    entry = desk.start_run(form)
    expect(entry).to_have_attribute("data-status", "succeeded", timeout=LONGEST)
    places = (entry, desk.panel.get_by_role("toolbar"), *desk.page.locator(".kale-Label").all())
    for place in (*places, *(desk.section(name) for name in ("graph", "problems", "settings"))):
        assert unmarked(place) == set()
    commands = desk.page.evaluate(
        "() => { const { commands } = jupyterapp;"
        " return commands.listCommands().filter(id => id.startsWith('kale:')).map(id => commands.label(id)); }"
    )
    assert len(commands) == 9
    assert all(label.startswith(MARK) for label in commands)
