"""Where statements start, decided on text that no tokenizer of Python takes."""

from __future__ import annotations

import textwrap

import pytest

from kale.notebook.ipython.special import Kind, find_special, lines_inside_strings


def lines_of_special(source: str) -> list[int]:
    return [source.count("\n", 0, special.start) + 1 for special in find_special(source)]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("x = (5\n% 3)\n%pwd", [3], id="modulo inside brackets"),
        pytest.param("x = 5 \\\n% 3\n%pwd", [3], id="modulo after a backslash"),
        pytest.param('s = """\n%time\n!ls\n?x\n"""\n%pwd', [6], id="text block"),
        pytest.param("s = '''\n'''; t = '''\n%no\n'''\n%pwd", [5], id="two text blocks"),
        pytest.param("s = 'it\\'s (' # ( [ {\n%pwd", [2], id="escaped quote and comment"),
        pytest.param("s = r'\\'\n%pwd", [2], id="unterminated raw string"),
        pytest.param("s = r'\\''\n%pwd", [2], id="raw string with a quote"),
        pytest.param("s = 'open\n%pwd", [2], id="unterminated string"),
        pytest.param("s = 'a\\\n%b'\n%pwd", [3], id="continued string"),
        pytest.param("f = f\"{d['k']}(\"\n%pwd", [2], id="f-string with other quotes"),
        pytest.param('f = f"{d["k("]}"\n%pwd', [2], id="f-string with the same quotes"),
        pytest.param('f = f"{x:\'>10}"\n%pwd', [2], id="quote as fill character"),
        pytest.param("f = f\"{x!r:>{w['a']}}\"\n%pwd", [2], id="nested format"),
        pytest.param("f = f'{{(' f\"}}\"\n%pwd", [2], id="doubled braces"),
        pytest.param('f = f"{(lambda y: y[1:2])(x)}"\n%pwd', [2], id="colons in brackets"),
        pytest.param("f = f'\\N{LEFT CURLY BRACKET}'\n%pwd", [2], id="named character"),
        pytest.param("f = rf'\\{x}'\n%pwd", [2], id="backslash before a field"),
        pytest.param("f = f'''\n%no {\nx\n}\n!no\n'''\n%pwd", [7], id="field over lines"),
        pytest.param('f = f"{x=} {y!r} {z:%H:%M}"\n%pwd', [2], id="time format"),
        pytest.param("d = {\n  'a': [\n%no\n]}\n%pwd", [5], id="nested brackets"),
        pytest.param("x = )\n%pwd", [2], id="bracket too many"),
        pytest.param("if x:\n    %pwd\n\t!ls", [2, 3], id="indented"),
        pytest.param("!echo it's\n!echo \"(\n%pwd", [1, 2, 3], id="shell text is no Python"),
        pytest.param("!echo a \\\n  %no\n%pwd", [1, 3], id="continued command"),
        pytest.param("x = !ls\ny = %pwd\nz == !no", [1, 2], id="assignments"),
        pytest.param("x: list = !ls\nx[0] = !ls\na, b = !ls\nx.y = %pwd", [1, 2, 3, 4], id="targets"),
        pytest.param("x = \\\n  !ls\n%pwd", [2, 3], id="assignment over lines"),
        pytest.param("x += !no\nf(a=!no)\nx = y = !no\nx != !no", [], id="no plain assignment"),
        pytest.param("x?\nx.y[0]??\n?x\n'?'\n# x?\nx # y?\nf(x)?", [1, 2, 3], id="help"),
        pytest.param("print('a'); !no\nfor i in x: %no", [], id="not at the start of a statement"),
        pytest.param("# comment\n\n%pwd # more", [3], id="below a comment"),
        pytest.param("s = '\u2028%no'\n%pwd", [2], id="what only str.splitlines breaks at"),
    ],
)
def test_where_special_syntax_is(source: str, lines: list[int]) -> None:
    assert lines_of_special(source) == lines


@pytest.mark.parametrize(
    ("source", "kind", "text"),
    [
        ("%time x = 1", Kind.MAGIC, "time x = 1"),
        ("%%bash", Kind.MAGIC, "%bash"),
        ("!ls -l", Kind.SHELL, "ls -l"),
        ("!!ls", Kind.CAPTURED_SHELL, "ls"),
        ("x = !ls  ", Kind.SHELL, "ls"),
        ("!a \\\n  b \\\n c", Kind.SHELL, "a    b   c"),
        ("!a \\", Kind.SHELL, "a \\"),
        ("%time?", Kind.HELP, "%time?"),
        ("/f x", Kind.QUICK_CALL, "/f x"),
    ],
)
def test_what_special_syntax_says(source: str, kind: Kind, text: str) -> None:
    (special,) = find_special(source)
    assert (special.kind, special.text) == (kind, text)


def test_lines_inside_strings() -> None:
    source = textwrap.dedent('''\
        a = """1
        2
        """; b = [
        3]
        c = f"""{x
        }"""
        d = 'e'
        ''')
    assert lines_inside_strings(source) == {1, 2, 5}
