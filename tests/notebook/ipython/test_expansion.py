"""Python values in commands, and the braces and dollars that belong to the shell."""

from __future__ import annotations

import pytest

from kale.notebook.ipython.expansion import expand

KNOWN = {"x", "a", "b", "path", "name", "len", "str"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ls -l", "'ls -l'", id="nothing"),
        pytest.param("ls {path}", "'ls {}'.format(path)", id="name in braces"),
        pytest.param("ls $path/x", "'ls {}/x'.format(path)", id="name after a dollar"),
        pytest.param("$a$b", "'{}{}'.format(a, b)", id="side by side"),
        pytest.param("{a!r} {b!s}", "'{!r} {!s}'.format(a, b)", id="conversions"),
        pytest.param("$name.upper", "'{}'.format(name.upper)", id="attribute"),
        pytest.param("{x[1:2]}", "'{}'.format(x[1:2])", id="slice"),
        pytest.param("{ a + len(b) }", "'{}'.format(a + len(b))", id="expression"),
        pytest.param("{x['k']} {x[\"k\"]}", "'{} {}'.format(x['k'], x['k'])", id="subscript"),
        pytest.param("{[y for y in x]}", "'{}'.format([y for y in x])", id="comprehension"),
        pytest.param("{(lambda z: z)(1)}", "'{}'.format((lambda z: z)(1))", id="lambda"),
        pytest.param("{{x}} {x}", "'{{x}} {}'.format(x)", id="doubled braces beside a value"),
        pytest.param("{{x}}", "'{x}'", id="doubled braces alone"),
        pytest.param("echo $HOME", "'echo $HOME'", id="variable of the shell"),
        pytest.param("echo $HOME {x}", "'echo $HOME {x}'", id="one unknown name leaves all as it is"),
        pytest.param("echo ${HOME}", "'echo ${HOME}'", id="shell braces"),
        pytest.param("echo $$ $$x", "'echo $$ $x'", id="doubled dollar"),
        pytest.param("awk '{print $1}' {x}", "\"awk '{print $1}' {x}\"", id="program of another language"),
        pytest.param("echo '$x' \"$x\"", "'echo \\'$x\\' \"{}\"'.format(x)", id="single quotes keep the dollar"),
        pytest.param("find . -exec rm {} \\;", "'find . -exec rm {} \\\\;'", id="empty braces"),
        pytest.param("echo {1..3} {a,b}", "'echo {1..3} {a,b}'", id="ranges of the shell"),
        pytest.param('echo {"k": 1}', "'echo {\"k\": 1}'", id="JSON"),
        pytest.param("echo {x", "'echo {x'", id="open brace"),
        pytest.param("echo {x:.2f}", "'echo {x:.2f}'", id="IPython takes no format"),
        pytest.param("echo {x!q}", "'echo {x!q}'", id="unknown conversion"),
        pytest.param("echo $name.", "'echo $name.'", id="dot at the end"),
        pytest.param("echo $1 {0}", "'echo {} {}'.format(1, 0)", id="numbers are expressions"),
        pytest.param("echo {x # y}", "'echo {}'.format(x)", id="comment"),
        pytest.param("{'\\n'.join(x)}", "'{}'.format('\\n'.join(x))", id="line break in a string"),
    ],
)
def test_expand(text: str, expected: str) -> None:
    assert expand(text, KNOWN) == expected


def test_text_never_becomes_code() -> None:
    text = "'; import os #{x}\\"
    value = eval(expand(text, KNOWN), {"x": "{}'"})  # noqa: S307 - the point of the test
    assert value == "'; import os #{}'\\"
