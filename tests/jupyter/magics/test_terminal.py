"""The magics in IPython's terminal shell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

SESSION = """\
%load_ext kale
%%step load
numbers = [1, 2]


%%step total
print('sum', sum(numbers))


%%step total --imag x
unwanted = 1


%kale graph
%kale run
%kale check
%unload_ext kale
%kale graph
print('names', sorted(name for name in dir() if name in ('numbers', 'unwanted', 'step', 'kale')))
"""


def test_the_terminal_shell(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "IPYTHONDIR": str(tmp_path / ".ipython"),
        "JPY_SESSION_NAME": str(tmp_path / "x.ipynb"),
    }
    (tmp_path / "x.ipynb").write_text("{}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--no-banner", "--colors=NoColor", "--no-confirm-exit"],
        input=SESSION,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
        timeout=120,
        check=False,
    )
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", done.stdout)
    assert "sum 3" in shown
    assert "'%%step' has no option '--imag'; did you mean '--image'?" in shown
    assert "└─▶ total: numbers" in shown
    assert "[total] sum 3" in shown
    assert "total  succeeded" in shown
    assert "No problems found." in shown
    assert "the file of this notebook is not known; 2 cells that this kernel has executed to the end are" in done.stderr
    assert "Line magic function `%kale` not found" in shown + done.stderr
    assert "names ['numbers']" in shown
    assert "Traceback" not in shown + done.stderr
