"""What a step sets in a library is repeated by every step, or said to count in that step only."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.analysis.conftest import Outline

LATER = "\n# %% b\nprint(1)"
FOUND = [
    ("from data", "import decimal\np = len(input_text)\ndecimal.getcontext().prec = p", "decimal", 5),
    ("in a function", "import decimal\ndef f():\n    decimal.getcontext().prec = 3\nf()", "decimal", 6),
    ("in a loop", "import pandas as pd\nfor o in names():\n    pd.set_option(o, 7)", "pandas", 5),
    ("with its result kept", "import numpy as np\nold = np.seterr(all='ignore')", "numpy", 4),
    (
        "through a mapping",
        "import matplotlib.pyplot as plt\np = {'font.size': 7}\nplt.rcParams.update(p)",
        "matplotlib",
        5,
    ),
    ("item by item", "import matplotlib.pyplot as plt\nfor k in names():\n    plt.rcParams[k] = 7", "matplotlib", 5),
    (
        "by a name of its own",
        "from sklearn import set_config\nfor k in names():\n    set_config(display=k)",
        "sklearn",
        5,
    ),
    ("an attribute", "import collections\nk = len(input_text)\ncollections.Counter.scale = k", "collections", 5),
    ("warnings that raise", "import warnings\nfor k in names():\n    warnings.simplefilter('error')", "warnings", 5),
]
QUIET = [
    ("repeated", "import decimal\ndecimal.getcontext().prec = 3"),
    ("repeated by a name of its own", "from sklearn import set_config\nset_config(display='text')"),
    ("repeated in a branch", "import decimal\nif True:\n    decimal.getcontext().prec = 3"),
    ("repeated mapping", "import matplotlib.pyplot as plt\nplt.rcParams.update({'font.size': 7})"),
    ("undone", "import numpy as np\nn = len(input_text)\nwith np.errstate(all='ignore'):\n    np.seterr(over=n)"),
    (
        "undone in a function",
        "import warnings\ndef f():\n    with warnings.catch_warnings():\n        warnings.simplefilter('error')",
    ),
    ("only said", "import warnings\nfor k in names():\n    warnings.simplefilter('ignore')"),
    ("logging", "import logging\nfor k in names():\n    logging.getLogger(k).setLevel(10)"),
    ("environment", "import os\nos.environ['A'] = input_text"),
    ("a method of that name", "model = names()\nmodel.enable(input_text)"),
]
BEFORE = "# %% a\ninput_text, names = 'abc', list\n"


@pytest.mark.parametrize(("code", "library", "line"), [row[1:] for row in FOUND], ids=[row[0] for row in FOUND])
def test_a_setting_that_other_steps_cannot_repeat_is_told(
    outline: Callable[[str], Outline], code: str, library: str, line: int
) -> None:
    (problem,) = [d for d in outline(BEFORE + code + LATER).analysis.diagnostics if d.code == "K117"]
    assert problem.span is not None
    assert (f" {library} " in problem.message, problem.span.line) == (True, line - 1)


@pytest.mark.parametrize("code", [row[1] for row in QUIET], ids=[row[0] for row in QUIET])
def test_other_settings_are_not(outline: Callable[[str], Outline], code: str) -> None:
    assert [d for d in outline(BEFORE + code + LATER).analysis.diagnostics if d.code == "K117"] == []


@pytest.mark.parametrize("code", [row[1] for row in FOUND], ids=[row[0] for row in FOUND])
def test_nobody_comes_after_the_last_step(outline: Callable[[str], Outline], code: str) -> None:
    assert [d for d in outline(BEFORE + code).analysis.diagnostics if d.code == "K117"] == []


LOGGER = "import io\nimport logging\nlog = logging.getLogger('x')\nbuffer = io.StringIO()\n"
KEPT = [
    ("a buffer", LOGGER + "log.addHandler(logging.StreamHandler(buffer))", "log.info(1)"),
    ("a handler with a name", LOGGER + "h = logging.StreamHandler(buffer)\nlog.addHandler(h)", "log.info(1)"),
    ("the root logger", LOGGER + "logging.getLogger().addHandler(logging.StreamHandler(buffer))", "logging.info(1)"),
    (
        "a class of the notebook",
        LOGGER + "class Rows(logging.Handler):\n    pass\nrows = Rows()\nlog.addHandler(rows)",
        "log.info(1)",
    ),
]
PRINTED = [
    ("the process's own stream", LOGGER + "log.addHandler(logging.StreamHandler())", "log.info(1)"),
    ("a file", LOGGER + "h = logging.FileHandler('x.log')\nlog.addHandler(h)", "log.info(1)"),
    ("a console", LOGGER + "import rich.logging\nlog.addHandler(rich.logging.RichHandler())", "log.info(1)"),
    (
        "a format",
        LOGGER + "h = logging.StreamHandler()\nh.setFormatter(logging.Formatter('%(msg)s'))\nlog.addHandler(h)",
        "log.info(1)",
    ),
    ("nobody logs", LOGGER + "log.addHandler(logging.StreamHandler(buffer))", "print(1)"),
    ("another kind of object", "bus, f = object(), []\nbus.addHandler(f)", "bus, f"),
]


@pytest.mark.parametrize(("make", "later"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_a_handler_that_fills_something_is_told(outline: Callable[[str], Outline], make: str, later: str) -> None:
    assert "K117" in outline(f"# %% a\n{make}\n# %% b\n{later}").codes
    assert "K117" not in outline(f"# %% a\n{make}\n{later}\n# %% b\nprint(2)").codes


@pytest.mark.parametrize(("make", "later"), [row[1:] for row in PRINTED], ids=[row[0] for row in PRINTED])
def test_other_handlers_are_not(outline: Callable[[str], Outline], make: str, later: str) -> None:
    assert "K117" not in outline(f"# %% a\n{make}\n# %% b\n{later}").codes


LOGS = [
    ("set-up with a file", "logging.basicConfig(filename='x.log')\nlogging.info(1)"),
    ("handler of a file", "log = logging.getLogger('x')\nlog.addHandler(logging.FileHandler('x.log'))\nlog.info(1)"),
    ("rotating handler", "import logging.handlers\nh = logging.handlers.RotatingFileHandler('x.log')\nlogging.info(1)"),
]


@pytest.mark.parametrize("make", [row[1] for row in LOGS], ids=[row[0] for row in LOGS])
def test_lines_that_a_log_does_not_get_are_told(outline: Callable[[str], Outline], make: str) -> None:
    begin = f"# %% imports\nimport logging\n# %% a\n{make}\n# %% b\n"
    end = "\n# %% c\nprint(open('x.log').read())"
    assert "K117" in outline(f"{begin}logging.info(2){end}").codes
    assert "K117" not in outline(f"{begin}print(2){end}").codes
    assert "K117" not in outline(f"{begin}logging.info(2)").codes


@pytest.mark.parametrize("make", [row[1] for row in LOGS[:2]], ids=[row[0] for row in LOGS[:2]])
def test_a_log_reaches_the_step_that_reads_it(outline: Callable[[str], Outline], make: str) -> None:
    found = outline(f"# %% imports\nimport logging\n# %% a\n{make}\n# %% b\nprint(open('x.log').read())")
    assert (found.codes, found.edges) == ([], {"a>b": ["x.log"]})
    assert "basicConfig" not in found.carried("b")


def test_each_step_has_the_log_that_shared_cells_set_up(outline: Callable[[str], Outline]) -> None:
    shared = "# %% imports\nimport logging\nlogging.basicConfig(filename='x.log')\n# %% a\n"
    assert "K117" in outline(f"{shared}logging.info(1)\n# %% b\nprint(open('x.log').read())").codes
    assert "K117" not in outline(f"{shared}print(1)\n# %% b\nlogging.info(1)\nprint(open('x.log').read())").codes
