from __future__ import annotations

import pytest

from kale.notebook import translate


@pytest.mark.parametrize(
    ("line", "packages"),
    [
        ("%pip install numpy", ["numpy"]),
        ("!pip install numpy pandas==2.1", ["numpy", "pandas==2.1"]),
        ("!pip3 install -q --user 'scikit-learn>=1.4,<2'", ["scikit-learn<2,>=1.4"]),
        ("!python -m pip install a_b.c", ["a_b.c"]),
        ("!{sys.executable} -m pip install numpy", ["numpy"]),
        ("!uv pip install --system x", ["x"]),
        ("%uv pip install x", ["x"]),
        ('%pip install "ray[default,tune]~=2.0" --quiet', ["ray[default,tune]~=2.0"]),
        ("%pip install numpy==1.* --no-cache-dir", ["numpy==1.*"]),
        ("!pip install x --progress-bar off > /dev/null 2>&1", ["x"]),
        ("!pip install x  # for plots", ["x"]),
        ("!pip install x --timeout=60 --retries 3", ["x"]),
        ("!pip list", []),
        ("%pip show numpy", []),
    ],
)
def test_plain_requirements_are_packages(line: str, packages: list[str]) -> None:
    translation = translate(line)
    assert [package.requirement for package in translation.packages] == packages
    assert (translation.source, translation.problems) == ("", ())


@pytest.mark.parametrize(
    "line",
    [
        "%pip install -r requirements.txt",
        "!pip install --user -r requirements.txt",
        "%pip install --requirement=requirements.txt x",
        "%pip install -e .",
        "%pip install .",
        "%pip install ./wheel.whl",
        "%pip install git+https://example.org/x.git",
        "%pip install 'x @ https://example.org/x.whl'",
        "%pip install --index-url https://example.org/simple x",
        "%pip install -i https://example.org/simple x",
        "%pip install --pre x",
        "%pip install -t lib x",
        "%pip install $package",
        "!pip install {package}",
        "%pip install",
        "%pip uninstall -y x",
        "%pip download x",
        "%pip install 'x",
        "!pip install x; python y.py",
        "!pip install x && ls",
        "!cd y && pip install x",
        "!yes | pip install x",
        "!sudo pip install x",
        "%conda install x",
        "!conda install -y x",
        "%mamba install x",
        "%uv add x",
    ],
)
def test_anything_else_is_refused(line: str) -> None:
    translation = translate(line)
    assert [problem.rule.code for problem in translation.problems] == ["K035"]
    assert not translation.packages


def test_a_wish_for_the_newest_version_is_said_to_be_unfulfilled() -> None:
    translation = translate("!pip install -U a b==1")
    assert [package.requirement for package in translation.packages] == ["a", "b==1"]
    (note,) = translation.problems
    assert note.rule.code == "K038"
    assert "newest a," in note.message
    assert not translate("!pip install --upgrade b==1").problems


@pytest.mark.parametrize(
    "line", ["!pipx list", "!ls pip", "!echo 'pip'", "!apt-get install -y graphviz", "!pipenv lock"]
)
def test_other_commands_run(line: str) -> None:
    assert translate(line).source.startswith("_exit_code = ")
