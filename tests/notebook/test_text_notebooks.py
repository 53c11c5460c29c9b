"""Notebooks that are text files mean what the same notebooks mean as .ipynb."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import jupytext
import nbformat
import pytest

from kale import compile_notebook, load_notebook
from kale.errors import CompileError, NotebookError
from kale.notebook import read_notebook

PERCENT = """\
# ---
# jupyter:
#   kale:
#     pipeline_name: Sales
# ---

# %% [markdown]
# # Sales

# %% tags=["parameters"]
rise = 0.1

# %% tags=["step:load"]
# %matplotlib inline
prices = [3.0, 1.5]

# %% tags=["step:raise", "image:python:3.12"]
prices = [price * (1 + rise) for price in prices]
print(prices)
"""
MARKDOWN = """\
---
jupyter:
  kale:
    pipeline_name: Sales
---

# Sales

```python tags=["parameters"]
rise = 0.1
```

```python tags=["step:load"]
prices = [3.0, 1.5]
```

```python tags=["step:raise", "image:python:3.12"]
prices = [price * (1 + rise) for price in prices]
print(prices)
```
"""
HEADER = "# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n# ---\n\n# %%\nx = 1\n"


@pytest.mark.parametrize(("name", "text"), [("sales.py", PERCENT), ("sales.md", MARKDOWN)])
def test_text_is_a_notebook(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    pipeline = load_notebook(path)
    assert (pipeline.display_name, pipeline.source) == ("Sales", name)
    assert [step.name for step in pipeline.steps] == ["load", "raise"]
    assert pipeline.edges[0].variables == ("prices",)
    assert pipeline.step("raise").options.image == "python:3.12"
    assert pipeline.parameter("rise").default == 0.1


@pytest.mark.parametrize("example", ["quickstart", "seasons", "wine"])
@pytest.mark.parametrize("form", ["py:percent", "md"])
def test_examples_survive_the_way_to_text(tmp_path: Path, example: str, form: str) -> None:
    source = Path(__file__).parents[2] / "examples" / f"{example}.ipynb"
    notebook = nbformat.read(source, as_version=4)  # type: ignore[no-untyped-call]  # nbformat has no types
    path = tmp_path / f"{example}.{form.partition(':')[0]}"
    jupytext.write(notebook, path, fmt=form)
    original, text = load_notebook(source), load_notebook(path)
    assert [step.name for step in text.steps] == [step.name for step in original.steps]
    assert [edge.variables for edge in text.edges] == [edge.variables for edge in original.edges]
    assert text.parameters[0].default == original.parameters[0].default


def test_open_files_go_by_their_name(tmp_path: Path) -> None:
    path = tmp_path / "sales.py"
    path.write_text(PERCENT, encoding="utf-8")
    with path.open(encoding="utf-8") as file:
        assert compile_notebook(file).pipeline.display_name == "Sales"
    nameless = io.StringIO(PERCENT)
    with pytest.raises(NotebookError, match="no JSON"):
        read_notebook(nameless)


def test_problems_have_cells_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "sales.py"
    path.write_text(PERCENT.replace("print(prices)", "print(missing)"), encoding="utf-8")
    with pytest.raises(CompileError, match=r"sales.py: cell 4, line 2: error\[K104"):
        load_notebook(path)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("plain.py", "x = 1\n", "no line starts with '# %%'; .* file.py:my_pipeline"),
        ("empty.py", "\n", "empty"),
        ("words.md", "# Title\n\nOnly words.\n", "no block of Python"),
        ("header.py", HEADER, "jupytext cannot read the file: 'display_name' is a required property"),
    ],
)
def test_files_that_are_no_notebooks(tmp_path: Path, name: str, text: str, words: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotebookError, match=words):
        read_notebook(path)


def test_without_jupytext_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jupytext", None)
    path = tmp_path / "sales.py"
    path.write_text(PERCENT, encoding="utf-8")
    with pytest.raises(NotebookError, match=r"pip install 'kale-pipelines\[text\]'"):
        read_notebook(path)
