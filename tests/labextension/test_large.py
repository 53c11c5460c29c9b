"""Long notebooks stay responsive: what our code costs is measured by the browser's own profiler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import CDPSession, expect
from tests.labextension.desk import Desk
from tests.labextension.lab_server import EXTENSION
from tests.labextension.notebooks import long

pytestmark = pytest.mark.browser

KEYS = 40
ATTEMPTS = 3
"""The profiler counts the time in which the machine did something else, too: the quietest attempt counts."""

MOST_MILLISECONDS = 16


def test_a_key_in_one_of_300_cells_costs_little_of_ours(desk: Desk) -> None:
    desk.open("300.ipynb", long(300))
    desk.wait_for("bands", [f"part{number // 3}" for number in range(300)])
    desk.cell(1).locator(".cm-content").click()
    desk.page.keyboard.press("Control+End")
    profiler = desk.page.context.new_cdp_session(desk.page)
    longest = [_longest_stretch(desk, profiler) for _ in range(ATTEMPTS)]
    profiler.detach()
    assert min(longest) > 0, "the profile shows nothing of ours: it measures nothing"
    assert min(longest) <= MOST_MILLISECONDS, longest


def test_5000_cells_get_their_bands(desk: Desk) -> None:
    desk.open("5000.ipynb", long(5000, step=100))
    assert desk.bands == [f"part{number // 100}" for number in range(5000)]
    expect(desk.page.locator(".jp-Dialog")).to_have_count(0)
    assert not desk.is_dirty


def _longest_stretch(desk: Desk, profiler: CDPSession) -> float:
    """Type until the server is asked, and give the longest time for which our code kept the page from answering."""
    _start(profiler)
    with desk.page.expect_response("**/kale/view*"):
        desk.page.keyboard.type("x" * KEYS, delay=20)
        desk.page.keyboard.press("Enter")
    return max(stretches(_stop(profiler)), default=0.0)


def _start(profiler: CDPSession) -> None:
    profiler.send("Profiler.enable")
    profiler.send("Profiler.setSamplingInterval", {"interval": 200})
    profiler.send("Profiler.start")


def _stop(profiler: CDPSession) -> Mapping[str, Any]:
    profile: Mapping[str, Any] = profiler.send("Profiler.stop")["profile"]
    return profile


def stretches(profile: Mapping[str, Any]) -> Iterator[float]:
    """Give how many milliseconds each uninterrupted stretch took in which a function of ours was on the stack."""
    ours = _ours(profile["nodes"])
    current = 0.0
    for node, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True):
        if node in ours:
            current += microseconds / 1000
        elif current:
            yield current
            current = 0.0
    if current:
        yield current


def _ours(nodes: Sequence[Mapping[str, Any]]) -> set[int]:
    """Give the places in the tree of calls that are ours or below one of ours."""
    by_id = {node["id"]: node for node in nodes}
    found: set[int] = set()

    def mark(node: Mapping[str, Any]) -> None:
        found.add(node["id"])
        for child in node.get("children", ()):
            mark(by_id[child])

    for node in nodes:
        if f"/{EXTENSION}/" in node["callFrame"]["url"]:
            mark(node)
    return found
