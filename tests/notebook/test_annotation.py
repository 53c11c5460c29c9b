from __future__ import annotations

from typing import Any

import pytest

from kale.diagnostics import Severity
from kale.pipeline import Role, SecretVariable


def codes(notebook: Any) -> list[str]:
    return [f"{d.code}@{d.span.cell}" if d.span else d.code for d in notebook.diagnostics]


def belongings(notebook: Any) -> list[str]:
    return [f"{cell.number}:{cell.step if cell.role is Role.STEP else cell.role.value}" for cell in notebook.cells]


MARKDOWN = {"cell_type": "markdown", "metadata": {}, "source": "text"}


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param([("", "a"), ("", "b")], ["1:notebook", "2:notebook"], id="no annotation"),
        pytest.param(
            [("imports", "a"), ("", "b"), ("step:s", "c"), ("", "d")],
            ["1:imports", "2:imports", "3:s", "4:s"],
            id="untagged cells belong to the tagged one above",
        ),
        pytest.param(
            [("", "a"), ("hide_input", "b"), ("step:s", "c")],
            ["1:imports", "2:imports", "3:s"],
            id="code above the first annotation is shared",
        ),
        pytest.param(
            [("step:s", "a"), ("skip", "b"), ("", "c")], ["1:s", "3:s"], id="a skipped cell is as if it were not there"
        ),
        pytest.param([("skip", "b"), ("", "a"), ("step:s", "c")], ["2:imports", "3:s"], id="skip above everything"),
        pytest.param(
            [("step:s", "a"), MARKDOWN, ("step:t", "b"), ("step:s", "c")],
            ["1:s", "3:t", "4:s"],
            id="a step may be taken up again",
        ),
        pytest.param(
            [("parameters", "a"), ("", "b"), ("", "c")],
            ["1:pipeline-parameters", "2:notebook", "3:notebook"],
            id="without a step only the tagged cells have a role",
        ),
        pytest.param(
            [("imports", "a"), ("functions", "b"), ("", "c"), ("pipeline-metrics", "d")],
            ["1:imports", "2:functions", "3:notebook", "4:pipeline-metrics"],
            id="roles without a step",
        ),
        pytest.param([("step:s", "a"), ("skip step:t", "b")], ["1:s"], id="skip beats a step"),
        pytest.param([("step:s", "a"), ("step:", "b")], ["1:s", "2:s"], id="a step without a name"),
        pytest.param([("step:s", "a"), ("skip setp:x", "b")], ["1:s"], id="nothing else is read in a skipped cell"),
        pytest.param(
            [("step:s", "a"), ("pipeline-metrics", "b"), ("", "")],
            ["1:s", "2:pipeline-metrics", "3:pipeline-metrics"],
            id="below the metrics",
        ),
    ],
)
def test_which_cell_belongs_where(cells: list[Any], expected: list[str], annotated: Any) -> None:
    notebook = annotated(*cells)
    assert belongings(notebook) == expected
    assert not notebook.errors


def test_the_only_step_is_named_after_the_file(write_file: Any, document: Any) -> None:
    from kale.notebook import annotate, read_notebook

    notebook = annotate(read_notebook(write_file(document(("", "x = 1")), "My Work.ipynb")))
    assert [step.name for step in notebook.steps] == ["My Work"]
    assert notebook.pipeline.name == "My Work"


def test_steps_stand_in_order_of_first_appearance_with_their_cells(annotated: Any) -> None:
    notebook = annotated(("step:b", ""), ("step:a prev:b", ""), ("step:b", ""), ("step:c prev:a prev:b", ""))
    assert [(step.name, step.span.cell, step.span.cell_id) for step in notebook.steps] == [
        ("b", 1, "c1"),
        ("a", 2, "c2"),
        ("c", 4, "c4"),
    ]
    assert [[(name, span.cell) for name, span in step.previous] for step in notebook.steps] == [
        [],
        [("b", 2)],
        [("a", 4), ("b", 4)],
    ]
    assert notebook.step("c") is notebook.steps[2]
    with pytest.raises(KeyError):
        notebook.step("d")


def test_order_and_options_of_several_cells_add_up(annotated: Any) -> None:
    notebook = annotated(
        ("step:a", ""),
        ("step:b", ""),
        ("step:c prev:a limit:cpu:1 cache:disabled env:A=1", ""),
        ("step:c prev:b prev:a limit:memory:1Gi cache:disabled secret:s:k:B", ""),
    )
    step = notebook.step("c")
    assert [(name, span.cell) for name, span in step.previous] == [("a", 3), ("b", 4)]
    assert step.options.limits == {"cpu": "1", "memory": "1Gi"}
    assert step.options.cache is False
    assert step.options.secrets == (SecretVariable(secret="s", key="k", variable="B"),)  # noqa: S106 - a name
    assert not notebook.diagnostics


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("limit:cpu:1", "limit:cpu:2"),
        ("image:a", "image:b"),
        ("cache:enabled", "cache:disabled"),
        ("secret:s:k:A", "secret:t:k:A"),
        ("secret:s:k:A", "env:A=1"),
        ("retry:1", "retry:2"),
    ],
)
def test_contradicting_options_are_an_error(first: str, second: str, annotated: Any) -> None:
    apart = annotated((f"step:a {first}", ""), (f"step:a {second}", ""))
    assert codes(apart) == ["K008@2"]
    assert apart.diagnostics[0].related[0].span.cell == 1
    assert first in apart.diagnostics[0].message
    assert second in apart.diagnostics[0].message
    assert codes(annotated((f"step:a {first} {second}", ""))) == ["K008@1"]
    assert not annotated((f"step:a {first}", ""), (f"step:b {second}", "")).diagnostics


@pytest.mark.parametrize(
    ("tags", "expected", "words"),
    [
        pytest.param("imports step:a", ["K003@1"], "'imports' and 'step:a'", id="role and step"),
        pytest.param("imports functions", ["K003@1"], "'imports' and 'functions'", id="two roles"),
        pytest.param("step:a step:b", ["K003@1"], "'step:a' and 'step:b'", id="two steps"),
        pytest.param("step:a step:a", [], "", id="one step twice"),
        pytest.param("step:a block:a", [], "", id="one step in two spellings"),
        pytest.param(
            "parameters pipeline-parameters step:", ["K004@1", "K013@1"], "has no name", id="one role in two spellings"
        ),
        pytest.param("setp:a", ["K002@1"], "did you mean 'step:a'", id="mistyped"),
        pytest.param("step:a limit:cpu:lots", ["K007@1"], "'limit:cpu:lots' is not valid", id="bad quantity"),
        pytest.param("step:a cache:on", ["K007@1"], "'cache:on' does not have the form", id="bad form"),
        pytest.param("step:a prev:a", ["K015@1"], "come after itself", id="after itself"),
        pytest.param("step:a notebook:b", ["K017@1"], "another notebook", id="another notebook"),
        pytest.param("step:a in:x out:y", ["K018@1", "K018@1"], "is not needed", id="variables by hand"),
        pytest.param("prev:a", ["K006@1"], "no tag of the cell gives the cell a step", id="order without step"),
        pytest.param("limit:cpu:1", ["K006@1"], "'limit:cpu:1' is for steps", id="option without step"),
        pytest.param("imports image:x", ["K006@1"], "'imports' is the cell's role", id="option of imports"),
        pytest.param("hide_input step:a raises-exception", [], "", id="tags of others"),
    ],
)
def test_problems_of_one_cell(tags: str, expected: list[str], words: str, annotated: Any) -> None:
    notebook = annotated((tags, "x = 1"))
    assert codes(notebook) == expected
    assert words in "\n".join(d.message for d in notebook.diagnostics)


def test_severities(annotated: Any) -> None:
    notebook = annotated(("step:a", ""), ("step:", ""), ("in:x", ""))
    assert [(d.code, d.severity) for d in notebook.diagnostics] == [
        ("K004", Severity.WARNING),
        ("K018", Severity.NOTE),
    ]
    assert notebook.errors == ()


@pytest.mark.parametrize(
    ("previous", "suggestion"),
    [("laod", "load"), ("Load", "load"), ("load data", "load"), ("zzz", None), ("sue", None), ("load:zzz", "load:zzz")],
)
def test_a_previous_step_that_does_not_exist(previous: str, suggestion: str | None, annotated: Any) -> None:
    notebook = annotated(("step:load", ""), (["step:use", f"prev:{previous}"], ""))
    assert codes(notebook) == ["K005@2"]
    if suggestion == previous:
        assert "'prev:zzz'" in notebook.diagnostics[0].message
        assert [name for name, _ in notebook.step("use").previous] == ["load"]
    else:
        assert ("did you mean" in notebook.diagnostics[0].message) == (suggestion is not None)
        assert suggestion is None or repr(suggestion) in notebook.diagnostics[0].message
    assert notebook.diagnostics[0].help == "the steps are 'load', 'use'"


def test_one_tag_may_name_several_previous_steps(annotated: Any) -> None:
    notebook = annotated(("block:a", ""), ("block:b prev:a", ""), ("prev:a:b block:c", ""))
    assert [name for name, _ in notebook.step("c").previous] == ["a", "b"]
    colons = annotated((["step:a:b"], ""), (["step:c", "prev:a:b"], ""))
    assert [name for name, _ in colons.step("c").previous] == ["a:b"]
    assert not colons.diagnostics


def test_names_that_the_platform_makes_one_stay_two_steps(annotated: Any) -> None:
    notebook = annotated((["step:Load Data"], ""), (["step:load-data"], ""), (["step:été"], ""), (["step:ete"], ""))
    assert [step.name for step in notebook.steps] == ["Load Data", "load-data", "été", "ete"]
    assert codes(notebook) == ["K014@2", "K014@4"]
    assert notebook.diagnostics[0].severity is Severity.WARNING


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ([], ["K013"]),
        ([MARKDOWN], ["K013"]),
        ([("skip", "x")], ["K013@1"]),
        ([("imports", "x"), ("functions", "y")], ["K013@1"]),
    ],
)
def test_a_notebook_without_anything_to_run(cells: list[Any], expected: list[str], annotated: Any) -> None:
    assert codes(annotated(*cells)) == expected


def test_a_step_on_a_cell_without_code(annotated: Any) -> None:
    raw = {"cell_type": "raw", "metadata": {"tags": ["step:b", "skip", "hide"]}, "source": "x"}
    notebook = annotated(("step:a", ""), raw)
    assert codes(notebook) == ["K016@2"]
    assert notebook.diagnostics[0].severity is Severity.WARNING
    assert [step.name for step in notebook.steps] == ["a"]


@pytest.mark.parametrize("tags", ["step:a", 3, ["step:a", 3], {"step": "a"}])
def test_tags_that_are_no_list_of_strings(tags: Any, annotated: Any) -> None:
    assert codes(annotated({"cell_type": "code", "metadata": {"tags": tags}, "source": "x"}))[:1] == ["K001@1"]


def structured(**settings: Any) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {"kale": settings}, "source": "x = 1"}


def test_metadata_says_the_same_as_tags(annotated: Any) -> None:
    with_tags = annotated(
        ("imports", "x = 1"),
        ("step:a", "x = 1"),
        (
            [
                *("step:b", "prev:a", "image:python:3.11", "limit:cpu:1", "request:memory:2Gi", "annotation:o/p:a:b"),
                *("label:t:m", "secret:s:k:V", "env:E=1", "cache:disabled", "report:enabled", "retry:2", "timeout:60"),
            ],
            "x = 1",
        ),
        ("skip", "x = 1"),
    )
    with_metadata = annotated(
        structured(role="imports"),
        structured(step="a"),
        structured(
            step="b",
            prev=["a"],
            image="python:3.11",
            limits={"cpu": 1},
            requests={"memory": "2Gi"},
            annotations={"o/p": "a:b"},
            labels={"t": "m"},
            secrets=[{"secret": "s", "key": "k", "variable": "V"}],
            env={"E": "1"},
            cache=False,
            report=True,
            retry=2,
            timeout=60,
        ),
        structured(role="skip"),
    )
    assert (with_metadata.cells, with_metadata.steps) == (with_tags.cells, with_tags.steps)
    assert not with_metadata.diagnostics


def test_tags_and_metadata_add_up(annotated: Any) -> None:
    cell = {"cell_type": "code", "metadata": {"tags": ["step:b"], "kale": {"prev": "a", "retry": 1}}, "source": ""}
    notebook = annotated(("step:a", ""), cell)
    assert [name for name, _ in notebook.step("b").previous] == ["a"]
    assert notebook.step("b").options.retry == 1
    assert codes(annotated({**cell, "metadata": {"tags": ["step:b"], "kale": {"step": "c"}}})) == ["K003@1"]


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"stepp": "a"}, "'kale.stepp' is not a setting; did you mean 'step'?"),
        ({"colour": "red"}, "'kale.colour' is not a setting"),
        ({"step": 3}, "'kale.step' is not valid"),
        ({"role": "step"}, "'kale.role' is not valid"),
        ({"cache": "perhaps"}, "'kale.cache' is not valid"),
        ({"secrets": [{"secret": "s"}]}, "'kale.secrets.0.key' is not valid"),
        ({"step": "a", "limits": {"cpu": "lots"}}, "'kale.limits.cpu' is not valid: 'lots' is not a quantity"),
        ([], "'kale' is not valid"),
        ("step:a", "'kale' is not valid"),
    ],
)
def test_metadata_of_the_wrong_form(settings: Any, words: str, annotated: Any) -> None:
    notebook = annotated({"cell_type": "code", "metadata": {"kale": settings}, "source": "x"})
    assert codes(notebook)[0] in ("K009@1", "K007@1")
    assert words in notebook.diagnostics[0].message


def test_cells_are_plain_python_with_their_lines(annotated: Any) -> None:
    notebook = annotated(("step:a", "%matplotlib inline\nx = 1"), ("step:b", "%%time\ny = x"))
    assert [cell.source for cell in notebook.cells] == ["\nx = 1", "\ny = x"]
    assert [cell.cell_id for cell in notebook.cells] == ["c1", "c2"]
    assert notebook.notebook.cell(1).source == "%matplotlib inline\nx = 1"


def test_what_cannot_be_translated_is_an_error_at_its_place(annotated: Any) -> None:
    notebook = annotated(("step:a", "x = 1\nif x:\n    %run other.py"), ("skip", "%run other.py"))
    (found,) = notebook.diagnostics
    assert (found.code, str(found.span), found.span.column, found.span.end_column) == ("K031", "cell 1, line 3", 5, 18)


def test_packages_stand_with_the_line_that_installs_them(annotated: Any) -> None:
    notebook = annotated(("imports", "import os\n%pip install -q a b==1"), ("step:s", "!pip install c"))
    assert [(package.requirement, package.span.cell, package.span.line) for package in notebook.packages] == [
        ("a", 1, 2),
        ("b==1", 1, 2),
        ("c", 2, 1),
    ]


def test_dollar_names_are_those_that_the_notebook_binds(annotated: Any) -> None:
    notebook = annotated(
        ("step:a", "for path in ['x']:\n    pass"), ("step:b", "a = !echo $path $HOME\nb = !echo $path")
    )
    first, second = notebook.cells[1].source.split("\n")
    assert "'echo $path $HOME'" in first
    assert "'echo {}'.format(path)" in second


def test_annotating_twice_gives_the_same(document: Any) -> None:
    from kale.notebook import annotate, read_notebook

    notebook = read_notebook(document(("step:a label:b:c", "!ls"), ("step:b prev:a", "x = 1")))
    assert annotate(notebook) == annotate(notebook)
