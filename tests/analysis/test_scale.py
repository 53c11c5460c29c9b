"""The analysis of large notebooks: what it does grows with them, no faster."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from types import BuiltinFunctionType, FrameType

import pytest

from kale.analysis import analyse
from kale.pipeline import Cell, Role


def _cells(*sources: str) -> list[Cell]:
    return [
        Cell(number=number, source=source, role=Role.STEP, step=f"s{number}")
        for number, source in enumerate(sources, start=1)
    ]


def _calls(cells: list[Cell]) -> Counter[str]:
    """Give how often the analysis of cells calls which functions, built-in ones included, by name."""
    counts: Counter[str] = Counter()

    def note(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            counts[frame.f_code.co_name] += 1
        elif event == "c_call" and isinstance(argument, BuiltinFunctionType):
            counts[argument.__name__] += 1

    sys.setprofile(note)
    try:
        analyse(cells)
    finally:
        sys.setprofile(None)
    return counts


@pytest.fixture(autouse=True, scope="module")
def _first_time() -> None:
    """What is done only once in a process is not counted."""
    analyse(_cells("import math\na = 1", "print(a)"))
    analyse(_cells("print(unknown)"))


def _lengths_in_one_statement(size: int) -> Iterator[str]:
    yield "values = []"
    yield f"values += [{', '.join(f'len(values[{number}:])' for number in range(size))}]"


def _nested_loops(size: int) -> Iterator[str]:
    yield "values = []"
    for depth in range(6):
        yield " " * depth + f"for i{depth} in range(3):"
    yield from (f"{' ' * 6}values.append(i{number % 6})" for number in range(size))


def _unknown_names(size: int) -> Iterator[str]:
    yield from (f"print(unknown{number})" for number in range(size))


def _lists_of_two_before(size: int) -> Iterator[str]:
    yield from ("a0 = []", "a1 = []")
    yield from (f"a{number} = [a{number - 1}, a{number - 2}]" for number in range(2, size))


def _names_for_one_object(size: int) -> Iterator[str]:
    yield "a0 = []"
    yield from (f"a{number} = a{number - 1}" for number in range(1, size))


def _pairs_of_names(size: int) -> Iterator[str]:
    yield from (f"a{number} = b{number} = []" for number in range(size))


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(_pairs_of_names, id="many objects with two names each"),
        pytest.param(_lengths_in_one_statement, id="many names of Python's own in one statement"),
        pytest.param(_nested_loops, id="a long body in nested loops"),
        pytest.param(_unknown_names, id="many unknown names"),
    ],
)
def test_twice_the_code_takes_twice_the_work(lines: Callable[[int], Iterator[str]]) -> None:
    once, twice = (_calls(_cells("\n".join(lines(size)), "print(1)")).total() for size in (60, 120))
    assert twice < 2.3 * once


def test_what_an_unknown_name_is_like_is_looked_for_once() -> None:
    counts = _calls(_cells("known = 1", *["print(knwon)\nprint(knwon)"] * 10))
    assert counts["closest"] == 1


def test_the_text_of_statements_in_a_row_is_joined_once() -> None:
    few, many = (
        _calls(_cells("\n".join(f"a{number} = {number}" for number in range(size)), "print(a0)"))["join"]
        for size in (10, 100)
    )
    each_statement_by_itself = 100 - 10
    assert many - few == each_statement_by_itself


@pytest.mark.parametrize("lines", [_lists_of_two_before, _names_for_one_object])
def test_names_that_share_objects_are_tied_once(lines: Callable[[int], Iterator[str]]) -> None:
    for size in (20, 60):
        assert _calls(_cells("\n".join(lines(size)), "print(a3)"))["_note_partners"] < size * size / 2


def test_the_lines_of_a_cell_are_looked_for_once() -> None:
    few, many = (_calls(_cells("\n".join(_unknown_names(size))))["split"] for size in (10, 100))
    assert few == many
