"""The program as ``python -m kale.runtime``, for images that have kale."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources

from tests.runtime.bench import Bench


def test_every_module_adds_what_it_knows(bench: Bench) -> None:
    done = bench.cells("import sys\nsorted(name[13:] for name in sys.modules if name.startswith('kale.runtime.'))")
    files = (file.name for file in resources.files("kale.runtime").iterdir())
    assert done.out == f"{sorted(name[:-3] for name in files if name.endswith('.py') and name[0] != '_')}\n"


def test_plans_of_another_form_are_refused() -> None:
    plan = json.dumps({"kale": 99, "step": "s", "sources": [], "plan": []})
    command = [sys.executable, "-m", "kale.runtime", plan, "{}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "the step's plan has form 99, the kale in the image carries out form 1" in done.stderr
