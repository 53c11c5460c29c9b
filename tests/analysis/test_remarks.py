"""What users state in comments and in the metadata of cells."""

from __future__ import annotations

import pytest

from kale.analysis import Analysis, analyse
from kale.pipeline import Cell, Remark, Role, Save

MAKE = "x = [1]\ny = [2]"


def analysed(*sources: str, remarks: tuple[Remark, ...] = ()) -> Analysis:
    """Analyse cells that are a step each; the remarks are of the second one."""
    return analyse(
        [
            Cell(
                number=number,
                source=source,
                role=Role.STEP,
                step=f"s{number}",
                remarks=remarks if number == 2 else (),
            )
            for number, source in enumerate(sources, start=1)
        ]
    )


def saved(analysis: Analysis, step: int) -> list[str]:
    """Names of what a step saves."""
    plan = analysis.plans[step - 1]
    return sorted(name for op in plan if isinstance(op, Save) for name in op.variables)


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("n = len(x)  # kale: mutates x", id="at the end of the line"),
        pytest.param("# kale: mutates x\nn = len(x)", id="above the statement"),
        pytest.param("n = len(x)\n# kale: mutates x", id="below all statements"),
        pytest.param("n = len(\n    x,  # kale: mutates x\n)", id="inside the statement"),
        pytest.param("n = len(x)  #kale:mutates x ; ignore[K110]", id="several, without blanks"),
        pytest.param('s = """\n# kale: mutates y\n"""\nn = len(x)  # kale: mutates x', id="text that looks like one"),
    ],
)
def test_a_step_hands_on_what_it_says_it_changes(second: str) -> None:
    assert saved(analysed(MAKE, second, "print(x, y)"), 2) == ["x"]


def test_nothing_is_handed_on_without_a_remark() -> None:
    assert saved(analysed(MAKE, "n = len(x)", "print(x, y)"), 2) == []


def test_the_metadata_of_a_cell_says_the_same() -> None:
    remark = Remark(kind="mutates", names=("x", "y"))
    assert saved(analysed(MAKE, "n = 1", "print(x, y)", remarks=(remark,)), 2) == ["x", "y"]


@pytest.mark.parametrize("second", ["exec(code)  # kale: needs x", "# kale: needs x\nexec(code)"])
def test_what_is_needed_is_brought_and_nothing_else(second: str) -> None:
    analysis = analysed(f"{MAKE}\ncode = 'print(x)'", second)
    assert saved(analysis, 1) == ["code", "x"]
    assert not analysis.diagnostics


def test_a_pure_call_changes_nothing() -> None:
    assert saved(analysed(f"import random\n{MAKE}", "random.shuffle(x)  # kale: pure", "print(x)"), 2) == []
    assert saved(analysed(f"import random\n{MAKE}", "random.shuffle(x)", "print(x)"), 2) == ["x"]


def test_a_pure_function_changes_nothing() -> None:
    define = "def total(v):  # kale: pure\n    v.append(1)\n    return v.pop()"
    assert saved(analysed(f"{define}\n{MAKE}", "total(x)", "print(x)"), 2) == []


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("# kale: mutate x", "'mutate x' is not something that can be said of code"),
        ("# kale: mutates", "'mutates' needs the name of a variable"),
        ("# kale: needs x[0]", "'x[0]' is not the name of a variable"),
        ("# kale: pure x", "'pure' takes no names, but here stands 'x'"),
    ],
)
def test_a_remark_that_says_nothing_is_an_error(comment: str, message: str) -> None:
    (diagnostic,) = analysed(MAKE, f"n = 1  {comment}").diagnostics
    assert (diagnostic.code, diagnostic.message) == ("K116", message)
    assert diagnostic.span is not None
    assert (diagnostic.span.cell, diagnostic.span.line, diagnostic.span.column) == (2, 1, 8)


def test_a_remark_about_a_name_that_nobody_binds_is_an_error() -> None:
    (diagnostic,) = analysed(MAKE, "n = 1  # kale: mutates xx").diagnostics
    assert (diagnostic.code, diagnostic.span and diagnostic.span.line) == ("K104", 1)
