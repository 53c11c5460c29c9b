"""A notebook with modules beside it and a script in the middle of a cell is compared like any other."""

from __future__ import annotations

from pathlib import Path

from tests.provision.notebooks import write_notebook

from kale import verify_notebook
from kale.verification import Outcome


def test_cells_that_run_scripts_are_compared_when_they_have_ended(tmp_path: Path) -> None:
    files = {
        "near.py": "class Row:\n    def __init__(self, v):\n        self.v = v\n",
        "prepare.py": "base = [1, 2]\n\n\ndef double(values):\n    return [value * 2 for value in values]\n",
    }
    cells = (
        ("imports", "import near"),
        ("step:a", "%run prepare.py\nrow = near.Row(base[0])"),
        ("step:b", "c = double(base)"),
    )
    found = verify_notebook(write_notebook(tmp_path, *cells, files=files), root=tmp_path / "runs")
    assert found.outcome is Outcome.EQUAL
    assert {comparison.name for comparison in found.variables} >= {"base", "row", "c"}
