"""A page of JupyterLab, with what the tests do on it and look at."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect
from tests.labextension.lab_server import LabServer
from tests.labextension.notebooks import Notebook

LONGEST = 60_000
"""Milliseconds that what takes long, a run or a very long notebook, may take on a busy machine."""

_WITHOUT_KERNELS = """() => {
    const factory = jupyterapp.docRegistry.getWidgetFactory('Notebook');
    for (const what of ['canStartKernel', 'preferKernel']) {
        Object.defineProperty(factory, what, { get: () => false });
    }
}"""
"""No test needs a kernel, and JupyterLab writes into a notebook when its kernel has started."""

_OPEN = """async path => {
    const widget = await jupyterapp.commands.execute('docmanager:open', { path, factory: 'Notebook' });
    await widget.context.ready;
    await widget.revealed;
}"""
_RESTORED = """() => {
    window.jupyterapp?.restored.then(() => { window.isRestored = true; });
    return window.isRestored === true;
}"""
_CURRENT = "jupyterapp.shell.currentWidget"


class Desk:
    """One page.

    Attributes:
        page: The page in the browser.
        lab: The JupyterLab behind it.
    """

    def __init__(self, page: Page, lab: LabServer) -> None:
        self.page = page
        self.lab = lab

    # What is there

    @property
    def panel(self) -> Locator:
        return self.page.locator("#kale-panel")

    @property
    def popover(self) -> Locator:
        return self.page.locator(".kale-Popover")

    @property
    def labels(self) -> list[str]:
        """What the labels say, those out of sight included."""
        found: list[str] = self.page.evaluate(
            f"{_CURRENT}.content.widgets.flatMap(cell =>"
            " [...cell.node.querySelectorAll('.kale-Label')].map(label => label.textContent))"
        )
        return found

    @property
    def bands(self) -> list[str]:
        """The step or else the role that each cell's band stands for; empty for cells without a band."""
        found: list[str] = self.page.evaluate(
            f"{_CURRENT}.content.widgets.map(cell => cell.node.dataset.kaleStep ?? cell.node.dataset.kaleRole ?? '')"
        )
        return found

    @property
    def notebook(self) -> Notebook:
        """The notebook as it stands in the page."""
        found: Notebook = self.page.evaluate(f"{_CURRENT}.context.model.toJSON()")
        return found

    @property
    def metadata(self) -> Notebook:
        """The notebook's own metadata as they stand in the page."""
        found: Notebook = self.notebook["metadata"]
        return found

    @property
    def tags(self) -> list[list[str]]:
        """The tags of each cell as they stand in the page."""
        return [cell["metadata"].get("tags", []) for cell in self.notebook["cells"]]

    @property
    def is_dirty(self) -> bool:
        return bool(self.page.evaluate(f"{_CURRENT}.context.model.dirty"))

    @property
    def active_cell(self) -> int:
        """Number of the active cell, from 1."""
        index: int = self.page.evaluate(f"{_CURRENT}.content.activeCellIndex")
        return index + 1

    @property
    def cursor(self) -> tuple[int, int]:
        """Line and column of the cursor in the active cell, from 1."""
        position = self.page.evaluate(f"{_CURRENT}.content.activeCell.editor.getCursorPosition()")
        return position["line"] + 1, position["column"] + 1

    @property
    def running_kernels(self) -> list[Any]:
        found: list[Any] = json.loads(self.lab.get("api/kernels"))
        return found

    def cell(self, number: int) -> Locator:
        """Give a cell that is in sight, by its number from 1."""
        return self.page.locator(f".jp-Notebook .jp-Cell[data-windowed-list-index='{number - 1}']")

    def section(self, name: str) -> Locator:
        return self.panel.locator(f"[data-section='{name}']")

    def field(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.popover).locator(f"[data-field='{name}'] :is(input, select, textarea)")

    # What can be done

    def start(self) -> None:
        """Load the page, anew if it is there, and show the panel."""
        self.page.goto(self.lab.page)
        # Asked again and again, since a promise is lost if JupyterLab goes to another address of its own meanwhile.
        self.page.wait_for_function(_RESTORED, timeout=LONGEST)
        self.page.evaluate(_WITHOUT_KERNELS)
        self.command("kale:show-panel")

    def bring(self, name: str, content: Notebook) -> Path:
        """Write a notebook into the folder and open it."""
        path: Path = self.lab.folder / name
        path.write_text(json.dumps(content))
        self.await_(_OPEN, name)
        return path

    def open(self, name: str, content: Notebook) -> Path:
        """Write a notebook into the folder, open it, and wait for the server's view of it."""
        path = self.bring(name, content)
        expect(self.panel.locator(".kale-Panel-title")).to_have_text(path.stem, timeout=LONGEST)
        return path

    def command(self, name: str, **arguments: Any) -> None:
        """Carry out a command of JupyterLab."""
        self.await_(
            "([name, given]) => jupyterapp.commands.execute(name, given).then(() => undefined)", [name, arguments]
        )

    def await_(self, function: str, argument: Any = None) -> None:
        """Call a function in the page and wait for its promise, though not for ever."""
        late = f"new Promise((_, fail) => setTimeout(() => fail(new Error('late')), {LONGEST}))"
        self.page.evaluate(f"argument => Promise.race([({function})(argument), {late}])", argument)

    def select(self, first: int, last: int | None = None) -> None:
        """Select cells by their numbers from 1, in command mode."""
        self.page.evaluate(
            f"""([first, last]) => {{
                const notebook = {_CURRENT}.content;
                notebook.mode = 'command';
                notebook.deselectAll();
                notebook.activeCellIndex = first;
                notebook.extendContiguousSelectionTo(last);
                notebook.node.focus();
            }}""",
            [first - 1, (last or first) - 1],
        )

    def annotate(self, first: int, last: int | None = None) -> None:
        """Open the popover for cells."""
        self.select(first, last)
        self.command("kale:annotate")
        expect(self.popover).to_be_visible()

    def open_run_form(self) -> Locator:
        """Press the button that asks where a run is to go."""
        self.panel.locator("[data-action='run']").click()
        dialog = self.page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        return dialog

    def start_run(self, form: Locator | None = None) -> Locator:
        """Accept the form of a run, and give the run's entry in the list."""
        form = form or self.open_run_form()
        with self.page.expect_response(
            lambda answer: answer.request.method == "POST" and "/kale/runs" in answer.url
        ) as it:
            form.locator("button.jp-mod-accept").click()
        entry = self.panel.locator(f".kale-Run[data-run='{it.value.json()['id']}']")
        expect(entry).to_be_visible()
        return entry

    def set_value(self, name: str, value: str, within: Locator) -> None:
        """Type into a field of a form, and leave it."""
        self.field(name, within).fill(value)
        self.field(name, within).blur()

    def set_field(self, name: str, value: str, within: Locator | None = None) -> None:
        """Type into a field and press Enter."""
        field = self.field(name, within)
        field.fill(value)
        field.press("Enter")

    def save(self) -> None:
        self.command("docmanager:save")
        self.page.wait_for_function(f"() => !{_CURRENT}.context.model.dirty")

    def undo(self) -> None:
        self.select(1)
        self.page.keyboard.press("z")

    def wait_for(self, attribute: str, value: Any) -> None:
        """Wait until an attribute of the desk has a value; show what it has when it does not come to that."""
        deadline = 10_000
        waited = 0
        while (found := getattr(self, attribute)) != value and waited < deadline:
            self.page.wait_for_timeout(50)
            waited += 50
        assert found == value, f"{attribute}: {found}"

    def clear(self) -> None:
        """Close everything without asking, end what runs, and take away the notifications that are left."""
        self.await_(
            """async () => {
                for (const widget of [...jupyterapp.shell.widgets('main')]) widget.dispose();
                await jupyterapp.serviceManager.sessions.shutdownAll();
                await jupyterapp.commands.execute('apputils:dismiss-notification', {});
            }"""
        )
        self.page.keyboard.press("Escape")
        # A notification under the mouse stays for ever and would lie over the panel of the next test.
        self.page.mouse.move(0, 0)
        expect(self.page.locator(".Toastify__toast")).to_have_count(0)
