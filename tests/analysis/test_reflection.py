"""Calls that name a method in a text or take it from a type."""

from __future__ import annotations

import ast

import pytest

from kale.analysis.reflection import left_out, plain_call


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("getattr(model, 'fit')", "model.fit"),
        ("getattr(model, 'fit')(x, y=y)", "model.fit(x, y=y)"),
        ("getattr(models[0], 'fit_' + kind)(x)", "models[0].fit_*(x)"),
        ("getattr(model, f'fit_{kind}_now')(x)", "model.fit_*_now(x)"),
        ("getattr(model, name)(x)", "model.*(x)"),
        ("methodcaller('append', 3)(rows)", "rows.append(3)"),
        ("operator.methodcaller(name)(rows)", "rows.*()"),
        ("type(rows).append(rows, 3)", "rows.append(3)"),
        ("rows.__class__.append(rows, 3)", "rows.append(3)"),
    ],
)
def test_stands_for_a_plain_call(code: str, plain: str) -> None:
    assert written(code) == plain


@pytest.mark.parametrize(
    "code",
    [
        "getattr(model, name)",
        "getattr(model, 'fit', None)",
        "getattr(model, 'fit', None)(x)",
        "getattr(model, 'not a name')(x)",
        "getattr(*pair)",
        "hidden(model, 'fit')(x)",
        "type(model).create(x)",
        "type(model).create()",
        "type(a).append(b, 3)",
        "methodcaller('append', 3)",
        "methodcaller('append', 3)(a, b)",
        "make(model)(x)",
        "model.fit(x)",
        "(lambda x: x)(y)",
    ],
)
def test_stands_for_itself(code: str) -> None:
    assert written(code) == code


def test_a_name_of_the_functions_own_is_not_the_builtin() -> None:
    assert written("getattr(model, 'fit')(x)", hidden="getattr") == "getattr(model, 'fit')(x)"


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("getattr(rows, 'sort')(key=lambda row: row[0])", ["getattr"]),
        ("getattr(rows, name)(key)", ["getattr", "name"]),
        ("operator.methodcaller('append', 3)(rows)", ["operator"]),
        ("type(rows).extend(rows, [n for n in others])", ["type", "rows"]),
    ],
)
def test_only_what_the_plain_call_does_not_speak_of_is_left_out(code: str, names: list[str]) -> None:
    node = parsed(code)
    assert [name.id for name in left_out(node, plain_call(node, lambda _: False))] == names


def written(code: str, hidden: str = "") -> str:
    return ast.unparse(plain_call(parsed(code), lambda name: name == hidden))


def parsed(code: str) -> ast.Call:
    node = ast.parse(code, mode="eval").body
    assert isinstance(node, ast.Call)
    return node
