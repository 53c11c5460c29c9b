"""Parameters in their types, exactly, whatever form the platform gives them in."""

from __future__ import annotations

import pytest
from tests.runtime.bench import Bench

from kale.runtime.parameters import coerce

GOOD: list[tuple[str, object, object]] = [
    ("int", 3, 3),
    ("int", 3.0, 3),
    ("int", "3", 3),
    ("int", "-4", -4),
    ("int", 2**53, 2**53),
    ("int", str(2**60), 2**60),
    ("float", 3, 3.0),
    ("float", 3.5, 3.5),
    ("float", "3.5", 3.5),
    ("float", "1e400", float("inf")),
    ("float", 1e300, 1e300),
    ("number", 3.0, 3),
    ("number", 2.5, 2.5),
    ("number", "7", 7),
    ("str", "3", "3"),
    ("str", "", ""),
    ("str", "null", "null"),
    ("bool", True, True),
    ("bool", "true", True),
    ("bool", "False", False),
    ("list", [1, "a"], [1, "a"]),
    ("list", '[1, {"a": null}]', [1, {"a": None}]),
    ("dict", {"a": 1}, {"a": 1}),
    ("dict", '{"a": [1]}', {"a": [1]}),
    ("int?", None, None),
    ("str?", None, None),
    ("int?", 3.0, 3),
    ("list?", "[]", []),
]


@pytest.mark.parametrize(("kind", "given", "expected"), GOOD)
def test_value_takes_its_type(kind: str, given: object, expected: object) -> None:
    value = coerce("n", kind, given)
    assert (type(value), value) == (type(expected), expected)


BAD: list[tuple[str, object]] = [
    ("int", 3.5),
    ("int", "3.5"),
    ("int", "x"),
    ("int", ""),
    ("int", True),
    ("int", "true"),
    ("int", None),
    ("int", 2.0**60),
    ("int", 2**53 + 2),
    ("number", -(2.0**60)),
    ("float", "x"),
    ("float", True),
    ("bool", 1),
    ("bool", "1"),
    ("bool", "yes"),
    ("str", 3),
    ("str", None),
    ("list", {"a": 1}),
    ("list", "{}"),
    ("list", "abc"),
    ("dict", [1]),
    ("dict", "3"),
]


@pytest.mark.parametrize(("kind", "given"), BAD)
def test_what_does_not_fit_is_refused_by_name(kind: str, given: object) -> None:
    with pytest.raises(ValueError, match="parameter 'n' takes "):
        coerce("n", kind, given)


def test_step_takes_parameters(packed_bench: Bench) -> None:
    plan = [["parameter", "n", "int", "n"], ["parameter", "größe", "dict?", "v_gr_e_1"], ["run", 0]]
    done = packed_bench.run(plan, "n, größe", given={"n": "5", "v_gr_e_1": {"a": 1}})
    assert (done.code, done.out) == (0, "(5, {'a': 1})\n"), done.err


@pytest.mark.parametrize("given", [{}, {"other": 1}, {"n": None}])
def test_optional_parameter_may_be_left_out(bench: Bench, given: dict[str, object]) -> None:
    assert bench.run([["parameter", "n", "int?", "n"], ["run", 0]], "print(n)", given=given).out == "None\n"


@pytest.mark.parametrize("given", [{}, {"other": 1}])
def test_parameter_left_out_is_an_error(bench: Bench, given: dict[str, object]) -> None:
    done = bench.run([["parameter", "n", "int", "n"]], given=given)
    assert done.code == 1
    assert (done.error["phase"], done.error["message"]) == ("parameter", "parameter 'n' takes int, not None")
