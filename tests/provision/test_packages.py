"""The packages of a step: what its code imports, what the user asks for, what loaded values may need."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest
from tests.provision.notebooks import build, codes, step_of, write_notebook

from kale import compile_notebook
from kale.build import Build
from kale.errors import PackageError

NUMPY, PANDAS = f"numpy=={version('numpy')}", f"pandas=={version('pandas')}"


def requirements(built: Build, step: str) -> list[str]:
    return [package.requirement for package in step_of(built, step).packages]


def test_each_step_needs_what_its_own_code_imports(tmp_path: Path) -> None:
    built = build(
        write_notebook(
            tmp_path,
            ("imports", "import json\nimport numpy as np\nimport pandas as pd\nimport helpers"),
            ("functions", "def draw():\n    import matplotlib.pyplot as plt\n    return plt"),
            ("step:a", "x = np.ones(3)"),
            ("step:b", "y = pd.DataFrame({'x': x})\nz = helpers.f"),
            ("step:c", "draw"),
            ("step:d", "print(len(y))"),
            files={"helpers.py": "import yaml\ndef f(): pass\n"},
        )
    )
    assert codes(built) == []
    assert requirements(built, "a") == [NUMPY]
    assert requirements(built, "b") == [PANDAS, f"PyYAML=={version('pyyaml')}"]
    assert requirements(built, "c") == [f"matplotlib=={version('matplotlib')}"]
    assert requirements(built, "d") == []
    assert [package.requirement for package in step_of(built, "b").lent] == [NUMPY]
    assert {package.module for package in step_of(built, "d").lent} == {"numpy", "pandas", "yaml"}
    assert not any(package.exact for step in built.pipeline.steps for package in step.packages)  # type: ignore[union-attr]


def test_installs_in_cells_are_packages(tmp_path: Path) -> None:
    built = build(
        write_notebook(
            tmp_path,
            ("imports", "%pip install 'numpy>=1' tabulate\nimport numpy"),
            ("step:a", "!pip install 'pandas<99' 'pandas>1'\nimport pandas"),
            ("step:b", "numpy"),
        )
    )
    tabulate = f"tabulate=={version('tabulate')}"
    assert requirements(built, "a") == ["pandas<99,>1", tabulate]
    assert requirements(built, "b") == ["numpy>=1", tabulate]
    assert [package.exact for package in step_of(built, "b").packages] == [True, False]


def test_tags_and_metadata_name_packages(tmp_path: Path) -> None:
    built = build(
        write_notebook(
            tmp_path,
            ("step:a package:numpy>=1.2 package:dill[graph]", "import numpy"),
            ("step:b packages:none", "import numpy"),
            ("step:c packages:exact", "import numpy"),
            metadata={"steps_defaults": ["package:tabulate>0.1"]},
        )
    )
    assert requirements(built, "a") == [f"dill[graph]=={version('dill')}", "numpy>=1.2", "tabulate>0.1"]
    assert requirements(built, "b") == []
    assert [(package.requirement, package.exact) for package in step_of(built, "c").packages] == [
        (NUMPY, True),
        ("tabulate>0.1", True),
    ]


def test_choices_for_the_whole_pipeline(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, ("step:a packages:none", "import numpy, pandas"))
    (tmp_path / "constraints.txt").write_text("# kept\nnumpy<1  # old\nsix==1.0\n")
    assert requirements(build(path, policy="missing", pin=False), "a") == ["numpy", "pandas"]
    assert requirements(build(path, policy="exact", requirements=["six"]), "a")[2].startswith("six==")
    assert requirements(build(path), "a") == []
    kept = build(path, policy="missing", constraints=tmp_path / "constraints.txt")
    assert requirements(kept, "a") == ["numpy<1", PANDAS]
    assert kept.pipeline is not None
    assert kept.pipeline.options.constraints == ("numpy<1", "six==1.0")


def test_a_choice_of_none_wins_and_is_said_where_a_cell_installs(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, ("step:a packages:exact", "%pip install six\nimport numpy, unheard_of"))
    built = build(path, policy="none")
    assert requirements(built, "a") == []
    assert codes(built) == ["K201@1"]


def test_contradictions(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, ("step:a package:six==1.16", "%pip install six==1.15"))
    (found,) = build(path).errors
    assert (found.code, found.message) == ("K208", "step 'a' asks for six 1.15 and 1.16 at once")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import unheard_of", ["K203@1"]),
        ("import panads", ["K204@1"]),
        ("import cv2", ["K205@1"]),
        ("import kale", ["K206@1"]),
        ("from google import unheard_of", ["K204@1"]),
        ("import sys\nsys.path.append('..')\nimport unheard_of", ["K203@1"]),
        ("import sys\nsys.path.append(somewhere())\nimport unheard_of", ["K104@1", "K204@1"]),
        ("import os, sys\nsys.path.append(os.environ['X'].lower())\nimport unheard_of", ["K203@1"]),
        ("import os, sys\nsys.path.append(os.getcwd())\nimport unheard_of", ["K204@1"]),
        ("try:\n    import unheard_of\nexcept ImportError:\n    unheard_of = None", []),
        ("from __future__ import annotations\nimport os.path, tomllib", []),
    ],
)
def test_doubts_are_said(tmp_path: Path, code: str, expected: list[str]) -> None:
    assert codes(build(write_notebook(tmp_path, ("step:a", code)))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "-r x",
        "--index-url=http://x",
        "a @ https://x/a.whl",
        "git+https://x/y",
        "a b",
        "./a",
        "a; rm -rf /",
        "",
    ],
)
def test_requirements_are_checked(tmp_path: Path, text: str) -> None:
    path = write_notebook(tmp_path, ("step:a", "x = 1"))
    with pytest.raises(PackageError):
        compile_notebook(path, requirements=[text])
    (tmp_path / "constraints.txt").write_text(f"six==1\n{text}\n")
    if text.strip():
        with pytest.raises(PackageError, match="line "):
            compile_notebook(path, constraints=tmp_path / "constraints.txt")


def test_choices_are_checked(tmp_path: Path) -> None:
    path = write_notebook(tmp_path, ("step:a", "x = 1"))
    with pytest.raises(PackageError, match="'some' is not a way to treat packages"):
        compile_notebook(path, packages="some")
    with pytest.raises(PackageError, match="cannot be read: No such file"):
        compile_notebook(path, constraints=tmp_path / "missing.txt")


@pytest.mark.parametrize(
    "tag", ["package:-r", "packages:all", "package:", "package:a@https://x", "include:/etc/passwd"]
)
def test_tags_are_checked(tmp_path: Path, tag: str) -> None:
    assert codes(build(write_notebook(tmp_path, (f"step:a {tag}", "x = 1")))) == ["K007@1"]


@pytest.mark.parametrize(
    "line", ["!pip install -r requirements.txt", "%pip install git+https://x/y", "!pip install ./here"]
)
def test_other_installs_are_refused(tmp_path: Path, line: str) -> None:
    assert codes(build(write_notebook(tmp_path, ("step:a", f"{line}\nx = 1")))) == ["K035@1"]
