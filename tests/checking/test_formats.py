"""What other programs are given, and how lines are cut for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kale.checking import Checker, FileReport
from kale.checking.formats import Format, render
from kale.checking.formats.text import excerpt
from kale.diagnostics import Span
from kale.document import with_fixes
from kale.rules.examples import Example

SCHEMA = json.loads((Path(__file__).parent / "sarif.json").read_text(encoding="utf-8"))
TEXT = """
# %% step:load
rows = [1]
# %% step:a
value = undefined_é
# %% skip
x = 1
# %% step:b prev:load
print(x, value)
"""


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[FileReport]:
    monkeypatch.chdir(tmp_path)
    Path("a ü.ipynb").write_text(json.dumps(Example(TEXT).notebook(), indent=1), encoding="utf-8")
    Path("b.ipynb").write_text("[", encoding="utf-8")
    return [Checker(regions=True).check(name) for name in ("a ü.ipynb", "b.ipynb")]


def line_of(file: str, line: int) -> str:
    return Path(file).read_text(encoding="utf-8").split("\n")[line - 1]


def test_sarif(reports: list[FileReport]) -> None:
    log: dict[str, Any] = json.loads(render(Format.SARIF, reports))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(log, SCHEMA)
    (run,) = log["runs"]
    assert run["invocations"][0]["executionSuccessful"] is False
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert [result["ruleId"] for result in run["results"]] == ["K104", "K502", "K108"]
    place = run["results"][1]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20%C3%BC.ipynb"
    region = place["region"]
    line = line_of("a ü.ipynb", region["startLine"])
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "x"
    assert run["results"][1]["relatedLocations"][0]["message"]["text"] == "'x' is bound here"


FIXABLE = """
# %% stpe:load
rows = [1]  # kale: ignore[K501]
# %% step:settings
limit = 'ü'
# %% step:count prev:load
print(rows[:len(limit)])
"""


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_sarif_fixes_are_those_of_the_command_line(indent: int | None, tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    original = json.dumps(Example(FIXABLE).notebook(), indent=indent, ensure_ascii=False)
    path.write_text(original, encoding="utf-8")
    report = Checker(regions=True).check(str(path))
    log = json.loads(render(Format.SARIF, [report]))
    jsonschema.validate(log, SCHEMA)
    fixes = [fix for result in log["runs"][0]["results"] for fix in result.get("fixes", ())]
    described = [d.fix.description for d in report.diagnostics if d.fix is not None]
    assert [fix["description"]["text"] for fix in fixes] == described
    assert len(fixes) >= 2
    for number, fix in enumerate(fixes):
        chosen = [d.fix for d in report.diagnostics if d.fix is not None][number]
        assert with_replacements(original, fix) == with_fixes(original, [chosen])[0] != original


def with_replacements(text: str, fix: dict[str, Any]) -> str:
    """Do what a program does that reads SARIF."""
    (change,) = fix["artifactChanges"]
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    placed = [(replacement["deletedRegion"], replacement["insertedContent"]) for replacement in change["replacements"]]
    for region, content in reversed(placed):
        start = starts[region["startLine"] - 1] + region["startColumn"] - 1
        end = starts[region["endLine"] - 1] + region["endColumn"] - 1
        text = text[:start] + content["text"] + text[end:]
    return text


def test_sarif_of_nothing() -> None:
    jsonschema.validate(json.loads(render(Format.SARIF, [])), SCHEMA)


def test_the_schema_can_fail(reports: list[FileReport]) -> None:
    log = json.loads(render(Format.SARIF, reports))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SCHEMA)


def test_github(reports: list[FileReport]) -> None:
    first, *_, last = render(Format.GITHUB, reports).splitlines()
    head, _, message = first.removeprefix("::error ").partition("::")
    properties = dict(part.split("=", 1) for part in head.split(","))
    assert properties["title"] == "kale (K104 undefined-name)"
    assert properties["file"] == "a ü.ipynb"
    assert "undefined_" in line_of("a ü.ipynb", int(properties["line"]))
    assert message == "cell 2, line 1: nothing in the notebook binds 'undefined_é'"
    assert last.startswith("::error title=kale,file=b.ipynb::the file is not a notebook")


def test_github_escapes(tmp_path: Path) -> None:
    path = tmp_path / "a,b:c%.ipynb"
    path.write_text(
        json.dumps(Example("# %% step:a\nprint(rows)\n# %% step:b\nrow = 1\n").notebook()), encoding="utf-8"
    )
    (line,) = render(Format.GITHUB, [Checker(regions=True).check(str(path))]).splitlines()
    assert "a%2Cb%3Ac%25.ipynb" in line
    assert "%0Adid you mean 'row'?" in line


def span(line: int, column: int, end_line: int, end_column: int) -> Span:
    return Span(cell=1, line=line, column=column, end_line=end_line, end_column=end_column)


@pytest.mark.parametrize(
    ("line", "place", "shown", "carets"),
    [
        ("x = y", (1, 5, 1, 6), "x = y", "    ^"),
        ("x = y", (1, 5, 1, 5), "x = y", "    ^"),
        ("x = y", (1, 6, 1, 6), "x = y", "     ^"),
        ("x = y", (1, 99, 1, 99), "x = y", "     ^"),
        ("x = [", (1, 5, 3, 2), "x = [", "    ^"),
        ("", (1, 1, 1, 1), "", "^"),
        ("\tx = 数 + y", (1, 10, 1, 11), "\tx = 数 + y", "\t         ^"),
        ("数 = 1", (1, 1, 1, 2), "数 = 1", "^^"),
        ("e\u0301 = y", (1, 6, 1, 7), "e\u0301 = y", "    ^"),
        ("a\x1b[31m", (1, 2, 1, 3), "a\N{REPLACEMENT CHARACTER}[31m", " ^"),
    ],
)
def test_excerpts(line: str, place: tuple[int, int, int, int], shown: str, carets: str) -> None:
    found = excerpt(line, span(*place))
    assert (found.line, found.carets) == (shown, carets)


def test_long_lines_are_cut_around_the_place() -> None:
    found = excerpt("a" * 500 + "B" + "c" * 500, span(1, 501, 1, 502))
    assert len(found.line) < 170
    assert found.line[found.carets.index("^")] == "B"
    assert found.line.startswith("…")
    assert found.line.endswith("…")
    whole = excerpt("a" * 1000, span(1, 1, 1, 1001))
    assert len(whole.carets) <= len(whole.line)
