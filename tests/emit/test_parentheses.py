"""Parentheses that change nothing go, others stay."""

from __future__ import annotations

import ast

import pytest

from kale.emit.packing import packed_runtime, unpacked
from kale.emit.parentheses import without_parentheses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b=(1,2)", "a,b=1,2"),
        ("def f(x):return(x,1)", "def f(x):return x,1"),
        ("x=sum((n for n in y))", "x=sum(n for n in y)"),
        ("x=f((n for n in y),1)", "x=f((n for n in y),1)"),
        ("x=a and(not b)and(c>1)", "x=a and(not b)and c>1"),
        ("x=(a+b)*c", "x=(a+b)*c"),
        ("x=((a))", "x=a"),
        ("x=f()(1)", "x=f()(1)"),
        ("x=(f)(1)", "x=f(1)"),
        ("x=print((1,2))", "x=print((1,2))"),
        ("x=()", "x=()"),
        ("x=(1,)", "x=1,"),
        ("x=y[(1,*z)]", "x=y[(1,*z)]"),
        ("try:f()\nexcept(A,B):pass", "try:f()\nexcept(A,B):pass"),
        ("x=(yield)", "x=yield"),
        ("if(a):x='(b)'", "if a:x='(b)'"),
        ("@d\ndef f():\n yield(1,2)\n return(3)\nx=(4)", "@d\ndef f():\n yield 1,2\n return 3\nx=4"),
        ("x=(1).real", "x=(1).real"),
    ],
)
def test_needless_ones_go(text: str, expected: str) -> None:
    found = without_parentheses(text)
    assert found == expected
    assert ast.dump(ast.parse(found)) == ast.dump(ast.parse(text))


def test_the_runtime_has_no_needless_ones() -> None:
    for text in unpacked(packed_runtime()):
        assert without_parentheses(text) == text.removeprefix("\n")
