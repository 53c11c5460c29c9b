"""The report of a step, as a page that is read back."""

from __future__ import annotations

import base64
import html
import re
from html.parser import HTMLParser

import pytest
from tests.runtime.bench import Bench, Outcome

REPORT = ["report", "page", "train <1>"]


class Page(HTMLParser):
    """A page as pieces of text by their class, and its pictures."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self.pictures: list[str] = []
        self._class = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("pre", "div", "h1", "h2", "summary", "p"):
            self._class = values.get("class") or tag
            self.pieces.append((self._class, ""))
        if tag == "img":
            self.pictures.append(values["src"] or "")

    def handle_data(self, data: str) -> None:
        if self.pieces:
            kind, text = self.pieces[-1]
            self.pieces[-1] = kind, text + data

    def all(self, kind: str) -> list[str]:
        return [text for found, text in self.pieces if found == kind]


def report(bench: Bench, *sources: str, defines: int = 0) -> tuple[Outcome, Page]:
    plan = [REPORT, *[["define" if number < defines else "run", number] for number in range(len(sources))]]
    done = bench.run(plan, *sources)
    return done, Page(text_of(bench))


def text_of(bench: Bench) -> str:
    return bench.artifact("page").read_text("utf-8")


def test_source_streams_values_and_time(bench: Bench) -> None:
    done, page = report(
        bench,
        "import sys",
        "print('<out> & ü')\nprint('err', file=sys.stderr)\nprint('more')\n'<value>'",
        "x = 1",
        defines=1,
    )
    assert done.code == 0
    assert page.all("h1") == ["train <1>"]
    assert page.all("note")[0].startswith("succeeded after ")
    assert page.all("note")[1] == "train.ipynb cell 1"
    assert page.all("source")[0].strip() == "import sys"
    assert page.all("stdout") == ["<out> & ü\n", "more\n"]
    assert page.all("stderr") == ["err\n"]
    assert page.all("value")[0].strip() == "'<value>'"
    assert [re.sub(r"[\d.]+ s", "N s", title) for title in page.all("h2")] == [
        "train.ipynb cell 2 N s",
        "train.ipynb cell 3 N s",
    ]
    assert (done.out, done.err) == ("<out> & ü\nmore\n'<value>'\n", "err\n")


def test_the_page_needs_nothing_beside_it_and_reads_in_the_dark(bench: Bench) -> None:
    report(bench, "1")
    text = text_of(bench)
    assert text.startswith("<!doctype html><meta charset=utf-8>")
    assert "color-scheme:light dark" in text
    assert not re.search(r"<(script|link|iframe)|src=(?!\"data:)|url\(|@import", text)


def test_user_text_is_escaped_everywhere(bench: Bench) -> None:
    attack = "<script>alert(1)</script>"
    done, _ = report(
        bench,
        f"print({attack!r})\nclass A:\n    def __repr__(self): return {attack!r}\nA()",
        f"import warnings\nwarnings.warn({attack!r})\ndisplay({attack!r})",
        f"class M:\n    def _repr_markdown_(self): return {attack!r}\nM()",
        f"raise ValueError({attack!r})",
    )
    assert done.code == 1
    assert attack not in text_of(bench)
    assert text_of(bench).count(html.escape(attack)) >= 8


def test_a_failing_step_writes_its_report(bench: Bench) -> None:
    done, page = report(bench, "x = 0", "print('so far')\n1 / x", "print('never')")
    assert done.code == 1
    assert page.all("failed") == []
    assert "failed after " in text_of(bench).replace("</span>", "")
    assert page.all("stdout") == ["so far\n"]
    assert 'File "<train.ipynb cell 2>", line 2, in <module>\n    1 / x' in page.all("stderr")[0]
    assert "never" not in text_of(bench)
    assert page.all("stderr")[0] == done.err


def test_a_value_that_cannot_be_saved_is_in_the_report(bench: Bench) -> None:
    done = bench.run([REPORT, ["run", 0], ["save", "a", ["x"], []]], "x = (i for i in [])")
    assert done.code == 1
    assert "cannot be handed on" in Page(text_of(bench)).all("stderr")[0]


def test_what_was_saved_and_measured(bench: Bench) -> None:
    bench.run([REPORT, ["run", 0], ["metrics", 1], ["save", "a", ["x"], []]], "x = [1]", "len(x)")
    page = Page(text_of(bench))
    assert [text.strip() for text in page.all("h2")[-2:]] == ["Metricslen(x)1", "Savedx (builtins.list)"]


RICH = {
    "html": ("_repr_html_", "'<b>bold</b>'", "<div class=html><b>bold</b></div>"),
    "svg": ("_repr_svg_", "'<svg/>'", "data:image/svg+xml;base64," + base64.b64encode(b"<svg/>").decode()),
    "png": ("_repr_png_", "b'abc'", "data:image/png;base64,YWJj"),
    "png as text": ("_repr_png_", "'YWJj'", "data:image/png;base64,YWJj"),
    "jpeg": ("_repr_jpeg_", "b'abc'", "data:image/jpeg;base64,YWJj"),
    "latex": ("_repr_latex_", "'$x < 1$'", "<pre class=value>$x &lt; 1$</pre>"),
    "bundle": ("_repr_mimebundle_", "{'text/html': '<i>i</i>', 'text/plain': 'i'}", "<div class=html><i>i</i></div>"),
    "bundle and metadata": ("_repr_mimebundle_", "({'text/plain': '<i>'}, {})", "<pre class=value>&lt;i&gt;</pre>"),
    "nothing": ("_repr_html_", "None", "<pre class=value>plain</pre>"),
    "a method that fails": ("_repr_html_", "1 / 0", "<pre class=value>plain</pre>"),
}


@pytest.mark.parametrize(("method", "content", "shown"), RICH.values(), ids=RICH)
def test_rich_values(bench: Bench, method: str, content: str, shown: str) -> None:
    source = f"class A:\n    def {method}(self, **_): return {content}\n    def __repr__(self): return 'plain'\n"
    done, _ = report(bench, source + "A()", "display(A())", "A  # the class itself")
    assert (done.code, done.out, done.err) == (0, "plain\nplain\n<class '__main__.A'>\n", "")
    assert text_of(bench).count(shown) == 2


def test_a_value_that_shows_itself(bench: Bench) -> None:
    done, page = report(bench, "class A:\n    def _ipython_display_(self): display('shown')\nA()")
    assert (done.out, page.all("value")[0].strip()) == ("'shown'\n", "'shown'")


def test_what_is_captured_is_not_shown(bench: Bench) -> None:
    done, page = report(
        bench,
        "import contextlib as c, io\nwith c.redirect_stdout(io.StringIO()) as s: display(3)\nprint(len(s.getvalue()))",
    )
    assert (done.out, page.all("stdout"), page.all("value")) == ("2\n", ["2\n"], [])


def test_progress_and_colours_look_as_on_a_terminal(bench: Bench) -> None:
    _, page = report(
        bench, "for i in range(100): print(f'\\r{i}%', end='')\nprint('\\r\\nlast\\r')\nprint('\\x1b[31mred\\x1b[0m')"
    )
    assert page.all("stdout") == ["99%\nlast\nred\n"]


def test_the_report_does_not_grow_with_the_output(bench: Bench) -> None:
    done, page = report(bench, "for i in range(200_000): print(i)", "display('x' * 30_000_000)", "display(1)")
    assert done.code == 0
    assert len(done.out) > 30_000_000
    assert bench.artifact("page").stat().st_size < 1_000_000
    (printed,) = page.all("stdout")
    assert printed.startswith("0\n1\n2\n")
    assert printed.rstrip().endswith("199998\n199999")
    assert "left out" in printed
    assert any("more than the report has room for" in note for note in page.all("note"))
    assert page.all("value")[-1].strip() == "1"


def test_a_report_that_cannot_be_written_does_not_fail_the_step(bench: Bench) -> None:
    bench.artifact("page").mkdir(parents=True)
    done = bench.run([REPORT, ["run", 0]], "1")
    assert done.code == 0
    assert "kale: the report could not be written: " in done.err


def test_a_step_on_a_platform_says_where_its_report_goes(bench: Bench) -> None:
    done = bench.run([REPORT, ["run", 0]], "1", environment={"KALE_EVENTS": ""})
    assert (done.code, done.err) == (0, f"kale: report {bench.artifact('page')}\n")


def test_streams_stay_what_they_are(bench: Bench) -> None:
    done, _ = report(
        bench,
        "import sys\no = sys.stdout\nprint(o.encoding, o.fileno(), o is sys.__stdout__, o.isatty())",
        "sys.stdout.write('written\\n')",
        "_ = sys.stdout.buffer.write(b'bytes\\n')\nsys.stdout.flush()\nsys.stderr.writelines(['l', 'ines\\n'])",
    )
    assert (done.out, done.err) == ("utf-8 1 True False\nwritten\n8\nbytes\n", "lines\n")


def test_a_report_changes_nothing(packed_bench: Bench) -> None:
    cells = [
        "import random\nrandom.seed(1)\nn = []\nclass A:\n    def __repr__(self): return str(n.append(1) or n)",
        "a = A()\na",
        "display(a)",
        "print(a, random.random(), sorted(set(globals()) - {'__builtins__'}))",
    ]
    plain = packed_bench.cells(*cells)
    reporting, _ = report(packed_bench, *cells)
    assert (reporting.out, reporting.err, reporting.code) == (plain.out, plain.err, plain.code)


def test_figures_of_matplotlib(packed_bench: Bench) -> None:
    pytest.importorskip("matplotlib")
    done, page = report(
        packed_bench,
        "import matplotlib.pyplot as plt\n_ = plt.plot([1, 2])\nplt.show()\n_ = plt.plot([3])",
        "figure, axes = plt.subplots()\n_ = axes.plot([1])\nfigure",
        "_ = plt.figure()",
    )
    assert (done.code, done.out) == (0, "<Figure size 640x480 with 1 Axes>\n"), done.err
    assert len(page.pictures) == 4
    assert all(base64.b64decode(picture.partition(",")[2]).startswith(b"\x89PNG") for picture in page.pictures)


def test_frames_of_pandas(bench: Bench) -> None:
    pytest.importorskip("pandas")
    done, _ = report(bench, "import pandas as pd\npd.DataFrame({'a<b': ['<script>']})")
    assert "<th>a&lt;b</th>" in text_of(bench)
    assert "<script>" not in text_of(bench)
    assert "a<b" in done.out


def test_ipython_shows_in_the_report(bench: Bench) -> None:
    pytest.importorskip("IPython")
    done, page = report(
        bench,
        "from IPython.display import HTML, Image, Markdown, clear_output, display\ndisplay(HTML('<u>under</u>'))",
        "display(Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + bytes(30)))\nMarkdown('# *x*')",
        "print('gone')\nclear_output(wait=True)\nprint('kept')",
    )
    assert done.code == 0, done.err
    assert "<div class=html><u>under</u></div>" in text_of(bench)
    assert page.pictures[0].startswith("data:image/png;base64,iVBORw")
    assert "# *x*" in page.all("value")[0]
    assert page.all("stdout") == ["kept\n"]


def test_figures_of_plotly_bring_their_javascript_once(bench: Bench) -> None:
    pytest.importorskip("plotly")
    source = "import plotly.graph_objects as go\nfigure = go.Figure(go.Bar(y=[2, 1]))\nfigure.show()"
    done, _ = report(bench, source, "figure;", "figure")
    assert done.code == 0, done.err
    text = text_of(bench)
    assert text.count('class="plotly-graph-div"') == 2
    assert 3_000_000 < len(text) < 8_000_000
    assert "cdn.plot.ly" not in re.sub(r"<script[^>]*>.*?</script>", "", text, flags=re.DOTALL)
