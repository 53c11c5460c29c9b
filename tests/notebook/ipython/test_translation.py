"""What IPython's syntax turns into, and what is refused."""

from __future__ import annotations

import ast

import pytest

from kale.notebook import translate
from kale.notebook.ipython import NotebookNames


@pytest.mark.parametrize(
    "source",
    [
        "",
        "\n\n",
        "x = 1",
        "x = 5 % 3\ny = x if x != 2 else 'why?'\n",
        "s = '''\n%time\n!ls\n'''",
        "def f():\n    return [\n        1,\n    ]\n\nf()  # done?\n",
        "result = await fetch()",
        "x = get_ipython()",
        "a /= 2; b %= 3\nc = a\\\n/ b",
    ],
)
def test_plain_python_stays_as_it_is(source: str) -> None:
    assert translate(source).source == source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("    x = 1\n    if x:\n        y = 2", "x = 1\nif x:\n    y = 2", id="shared indentation"),
        pytest.param("\n  x = 1\n\n  y = 2", "\nx = 1\n\ny = 2", id="below an empty line"),
        pytest.param("s = '''\n   \n'''", "s = '''\n\n'''", id="spaces alone on a line"),
    ],
)
def test_cells_are_read_as_ipython_reads_them(source: str, expected: str) -> None:
    assert translate(source).source == expected


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline", "%load_ext autoreload", "%autoreload 2", "%config InlineBackend.figure_format = 'svg'",
        "%precision 4", "%who", "%whos", "%env", "%env HOME", "%pwd", "%time", "%timeit", "?x", "x?", "x.y??", "?",
        "%pip list", "!pip freeze", "%xmode Plain", "%pdb on", "%gui qt", "%history -n", "%lsmagic",
        "!pip install a", "%pip install a",
    ],
)  # fmt: skip
def test_what_only_shows_does_nothing(line: str) -> None:
    assert translate(f"a = 1\n{line}\nb = 2").source == "a = 1\n\nb = 2"
    assert translate(f"if a:\n    {line}\nb = 2").source == "if a:\n    pass\nb = 2"
    assert not translate(line).problems


@pytest.mark.parametrize("magic", ["html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG"])
def test_cells_that_only_show_do_nothing(magic: str) -> None:
    assert translate(f"%%{magic}\n<b>\n%x").source == "\n\n"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%time x = f(1)", "x = f(1)"),
        ("x = %time f(1);", "x = f(1)"),
        ("for i in a:\n    %time g(i)", "for i in a:\n    g(i)"),
        ("%prun f()", "f()"),
        ("%%time\nx = 1\ny = 2", "\nx = 1\ny = 2"),
        ("%%time\n%matplotlib inline\nx = 1\n", "\n\nx = 1\n"),
        ("\n\n%%time\n%time x = 1", "\n\n\nx = 1"),
        ("%%capture\nx = 1", "\nx = 1"),
        ("%%time\n%%capture\nx = 1", "\n\nx = 1"),
        ("%timeit f(1)", "(lambda: (f(1)))()"),
        ("%timeit -q -n 1 -r1 x = f(1)", "(lambda: (f(1)))()"),
        ("%timeit pass", "(lambda: (None))()"),
        (
            "%timeit -n3 -r 2 f(1)",
            "__import__('collections').deque(((lambda: (f(1)))() for _timing in range(6)), maxlen=0)",
        ),
        ("x = %env HOME", "x = __import__('os').environ['HOME']"),
        ("%env A=b c", "__import__('os').environ['A'] = 'b c'"),
        ("%set_env A b", "__import__('os').environ['A'] = 'b'"),
        ("x = %pwd", "x = __import__('os').getcwd()"),
        ("%cd -q some/where", "__import__('os').chdir(__import__('os').path.expanduser('some/where'))"),
        ("%cd", "__import__('os').chdir(__import__('os').path.expanduser('~'))"),
        (
            "%%writefile 'a b.py'\nx = 1",
            "__import__('pathlib').Path('a b.py').write_text('x = 1\\n', encoding='utf-8')\n",
        ),
        (
            "%%writefile ~/a.py\nx",
            "__import__('pathlib').Path('~/a.py').expanduser().write_text('x\\n', encoding='utf-8')\n",
        ),
    ],
)
def test_translations(source: str, expected: str) -> None:
    translation = translate(source)
    assert translation.source == expected
    assert not translation.problems
    ast.parse(translation.source)


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("%frobnicate 3", "K030", "'%frobnicate' is not known"),
        ("%matplotlob inline", "K030", "did you mean 'matplotlib'"),
        ("%%frobnicate\nx", "K030", "'%%frobnicate' is not known"),
        ("%%\nx", "K030", "'%%' is not known"),
        ("%", "K030", "'%' is not known"),
        ("%run other.py", "K031", "%run has no meaning"),
        ("%store x", "K031", "%store has no meaning"),
        ("%debug", "K031", "%debug has no meaning"),
        ("%load other.py", "K031", "%load has no meaning"),
        ("%pylab inline", "K031", "%pylab has no meaning"),
        ("%reset -f", "K031", "%reset has no meaning"),
        ("%%cython\ndef f(): pass", "K031", "%%cython has no meaning"),
        ("%%R\nx <- 1", "K031", "%%R has no meaning"),
        ("%%timeit\nx = 1", "K031", "%%timeit runs statements"),
        ("%timeit for i in x: pass", "K031", "%timeit runs statements"),
        ("%timeit x[0] = 1", "K031", "%timeit runs statements"),
        ("%timeit -o f()", "K033", "%timeit cannot be read"),
        ("# first\n%%bash\nls", "K032", "'%%bash' does not stand on the first line"),
        ("%bash ls", "K032", "'%%bash' does not stand on the first line"),
        ("x = %writefile a", "K032", "'%%writefile' does not stand"),
        ("%%writefile\nx", "K033", "it takes one path"),
        ("%%writefile a b\nx", "K033", "it takes one path"),
        ("%%capture a b\nx", "K033", "one variable"),
        ("%%capture 'a\nx", "K033", "No closing quotation"),
        ("%%time x\ny", "K033", "it takes none"),
        ("%set_env A", "K033", "NAME=value"),
        ("%env A B=C", "K033", "NAME=value"),
        ("%cd -", "K033", "no earlier directories"),
        ("%cd -b mark", "K033", "no earlier directories"),
        ("x = !!ls", "K033", "one '!'"),
        ("!echo {(x := 1)}", "K033", "binds a name"),
        ("%%bash --bg\nls", "K033", "background"),
        ("%%bash --out 1\nls", "K033", "name of a variable"),
        ("%%script\nls", "K033", "no program"),
        ("x = %time y = 1", "K034", "assigned from %time"),
        ("x = %timeit f()", "K034", "assigned from %timeit"),
        ("x = %env", "K034", "assigned from %env"),
        ("x = %env A=1", "K034", "assigned from %env"),
        ("x = %cd a", "K034", "assigned from %cd"),
        ("x = %who_ls", "K034", "assigned from %who_ls"),
        ("x = %ls", "K034", "assigned from %ls"),
        ("x = %pip install a", "K034", "assigned from %pip"),
        ("x = !pip install a", "K034", "assigned from the command"),
        ("!sleep 1 &", "K036", "ends in '&'"),
        ("x = !sleep 1 &", "K036", "ends in '&'"),
        ("/f x", "K037", "'/f x' uses IPython's quick call"),
        (",f a b", "K037", "quick call"),
        (";f a b", "K037", "quick call"),
    ],
)
def test_what_is_refused(source: str, code: str, words: str) -> None:
    translation = translate(source)
    assert [problem.rule.code for problem in translation.problems] == [code]
    assert words in translation.problems[0].message
    assert translation.source.count("\n") == source.count("\n")


@pytest.mark.parametrize(
    ("source", "line", "column", "end"),
    [
        ("x = 1\n%frob a", 2, 1, 8),
        ("if x:\n    %frob", 2, 5, 10),
        ("x = %frob b", 1, 5, 12),
        ("%frob \\\n  more\nx", 1, 1, 8),
        ("%%frob a\nx", 1, 1, 9),
        ("\n\n%%frob a\nx", 3, 1, 9),
        ("%%time\nx = 1\n  \n%frob", 4, 1, 6),
        ("\n%%capture out\nif x:\n    %frob", 4, 5, 10),
        ("%time %frob", 1, 1, 12),
    ],
)
def test_problems_stand_at_their_place(source: str, line: int, column: int, end: int) -> None:
    (problem,) = translate(source).problems
    assert (problem.line, problem.column, problem.end_column) == (line, column, end)


def test_what_is_refused_leaves_parsable_python() -> None:
    translation = translate("if x:\n    %frob\nelse:\n    y = %frob\n%run a\nz = 1")
    assert translation.source == "if x:\n    pass\nelse:\n    y = None\n\nz = 1"
    assert [problem.line for problem in translation.problems] == [2, 4, 5]


@pytest.mark.parametrize(
    ("source", "packages"),
    [
        ("import os\n%pip install a b", [("a", 2), ("b", 2)]),
        ("%%time\nx = 1\n!pip install a", [("a", 3)]),
        ("\n%%capture\n%pip install a \\\n  b", [("a", 3), ("b", 3)]),
        ("%%capture out\n%pip install a", [("a", 2)]),
        ("if x:\n    !pip install a", [("a", 2)]),
        ("%time %pip install a", [("a", 1)]),
    ],
)
def test_packages_keep_their_line(source: str, packages: list[tuple[str, int]]) -> None:
    assert [(package.requirement, package.line) for package in translate(source).packages] == packages


def test_captured_body_is_indented_but_for_strings() -> None:
    translation = translate("%%capture out\nif x:\n    s = '''a\n b'''\n\nf(s,\n  1)")
    head, *body = translation.source.split("\n")
    assert head.startswith("with ")
    assert head.endswith(" as out:")
    assert body == [" if x:", "     s = '''a", " b'''", "", " f(s,", "   1)"]
    ast.parse(translation.source)


@pytest.mark.parametrize("body", ["", "# nothing\n", "\n\n"])
def test_capturing_nothing(body: str) -> None:
    ast.parse(translate(f"%%capture out\n{body}").source)


@pytest.mark.parametrize(
    ("sources", "name", "bound"),
    [
        (["for path in x: pass"], "path", True),
        (["import a.b as c, d.e"], "c", True),
        (["import a.b as c, d.e"], "d", True),
        (["import a.b as c, d.e"], "a", False),
        (["def f(p, *, q=1): pass"], "q", True),
        (["class C: pass"], "C", True),
        (["try:\n    pass\nexcept E as e:\n    pass"], "e", True),
        (["match x:\n    case {'a': b, **c}: pass\n    case [d, *e]: pass"], "e", True),
        (["match x:\n    case {'a': b, **c}: pass"], "c", True),
        (["x = HOME"], "HOME", False),
        (["print(HOME := 1)"], "HOME", True),
        (["%%bash --out o\nHOME=1"], "HOME", False),
        (["lines = !cat $HOME"], "lines", True),
        (["lines = !cat $HOME"], "HOME", False),
        (["%%time\nx = 1"], "x", True),
        (["%time x = 1"], "len", True),
        (["x = = 1"], "x", True),
        (["x = = HOME"], "HOME", True),
        (["'HOME'", "HOME = 1"], "HOME", True),
    ],
)
def test_names_that_a_notebook_binds(sources: list[str], name: str, bound: bool) -> None:
    assert (name in NotebookNames(sources)) is bound
