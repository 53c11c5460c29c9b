"""Values that come back exactly as they were: what equality does not show, too.

Each file in ``exact/`` is a table. Above the line of ``=`` stand imports and definitions, which both steps carry, and
the libraries that they need. Below it, each line makes a value (an expression, or statements that bind ``x``) and says
what has to be true of ``x`` where it was loaded; more conditions stand on lines of their own, indented.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.runtime.bench import Bench

TABLES = sorted((Path(__file__).parent / "exact").glob("*.txt"))
SEPARATOR = "\n=====\n"
NEEDS = "# needs: "


@dataclass(frozen=True)
class Case:
    """A value.

    Attributes:
        make: Statements that bind ``x`` to it.
        facts: Expressions that are true of it.
    """

    make: str
    facts: tuple[str, ...]


def read_cases(table: str) -> list[Case]:
    cases = []
    for entry in table.strip().replace("\n    ", "\r").split("\n"):
        make, *facts = entry.replace(" => ", " =>\r").split("\r")
        made = make.removesuffix(" =>")
        cases.append(Case(made if made.startswith("x = ") else f"x = {made}", tuple(facts)))
    return cases


def names_defined(code: str) -> list[str]:
    return [node.name for node in ast.parse(code).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]


def wrong_facts(bench: Bench, definitions: str, cases: list[Case]) -> list[str]:
    """Hand on each value in an artifact of its own, and give what is not true of it in the second process."""
    carried = [*names_defined(definitions), "Pair", "TPair"]
    make = "".join(f"{case.make}\nv{number} = x\n" for number, case in enumerate(cases))
    saves = [["save", f"a{number}", [f"v{number}"], carried] for number in range(len(cases))]
    first = bench.run([["define", 0], ["run", 1], *saves], definitions, make)
    assert first.code == 0, first.err
    loads = [["load", f"a{number}", [f"v{number}"]] for number in range(len(cases))]
    lines = ["wrong = []"]
    for number, case in enumerate(cases):
        lines.append(f"x = v{number}")
        lines += [f"if not ({fact}): wrong.append({f'{case.make}: {fact}'!r})" for fact in case.facts]
    second = bench.run([["define", 0], *loads, ["run", 1], ["run", 2]], definitions, "\n".join(lines), "wrong")
    assert second.code == 0, second.err
    found: list[str] = ast.literal_eval(second.out.splitlines()[-1])
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_what_is_true_of_a_value_stays_true(bench: Bench, table: Path) -> None:
    definitions, cases = table.read_text("utf-8").split(SEPARATOR)
    if definitions.startswith(NEEDS):
        for library in definitions.partition("\n")[0].removeprefix(NEEDS).split():
            if find_spec(library) is None:
                pytest.skip(f"{library} is not installed")
    assert wrong_facts(bench, definitions, read_cases(cases)) == []


def test_a_fact_that_is_wrong_is_found(bench: Bench) -> None:
    cases = read_cases("[1] => x == [1]\nx = {}; x[2] = x =>\n    x[2] is x\n    len(x) == 2\n")
    assert wrong_facts(bench, "", cases) == ["x = {}; x[2] = x: len(x) == 2"]


def test_the_tables_are_long_enough() -> None:
    cases = [case for table in TABLES for case in read_cases(table.read_text("utf-8").split(SEPARATOR)[1])]
    assert len(cases) >= 500
    assert all(case.facts for case in cases)
