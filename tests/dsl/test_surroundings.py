"""What stands beside a pipeline function's file travels with the steps that use it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.dsl.conftest import Load

from kale import Pipeline, StepSource
from kale.dsl import PipelineFunction, step
from kale.errors import OptionError
from kale.pipeline import PackagePolicy

MODULES = {
    "prices.py": "import rates\n\ndef price(amount):\n    return amount * rates.of('bread')\n",
    "rates.py": "from shop.tables import TABLE\n\ndef of(name):\n    return TABLE[name]\n",
    "shop/__init__.py": "from .tables import TABLE\nfrom .inner import deep\n",
    "shop/tables.py": "TABLE = {'bread': 3}\n",
    "shop/inner/__init__.py": "",
    "shop/inner/deep.py": "from ..tables import TABLE\nclass Till:\n  def __init__(self):\n    self.sum = len(TABLE)\n",
    "unused.py": "raise RuntimeError('nobody imports this')\n",
}
STEPS = """
import prices
from shop.inner.deep import Till
import shop.tables as tables

@step
def sell(amount: int) -> list:
    till = Till()
    till.sum += prices.price(amount)
    return [till, tables.TABLE]

@step
def close(found: list) -> None:
    import shop
    till, table = found
    assert isinstance(till, shop.deep.Till), type(till)
    print("closed with", till.sum, table)

@pipeline
def main(amount: int = 4):
    close(sell(amount))
"""


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    for name, text in MODULES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("modules")
def test_local_modules_travel(load: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main = load(STEPS)
    assert main.check() == ()
    assert main(4) is None
    pipeline = main.pipeline()
    carried = {one.name: [file.path for file in one.modules] for one in pipeline.steps}
    inner = ["shop/__init__.py", "shop/inner/__init__.py", "shop/inner/deep.py", "shop/tables.py"]
    assert carried == {"sell": ["prices.py", "rates.py", *inner], "close": inner}
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    for name in MODULES:
        (tmp_path / name).unlink()
    shutil.rmtree(tmp_path / "shop")
    said: list[str] = []
    pipeline.run(echo=lambda _, line: said.append(line)).raise_for_failure()
    assert said == ["closed with 13 {'bread': 3}"]


@pytest.mark.usefixtures("modules")
def test_in_a_process_of_its_own(load: Load, tmp_path: Path) -> None:
    load(STEPS)
    elsewhere = tmp_path.parent / f"{tmp_path.name}-away"
    elsewhere.mkdir()
    command = [sys.executable, "-m", "kale", "run", f"{tmp_path / 'work.py'}:main", "-p", "amount=2"]
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 0, done.stderr
    assert "[close] closed with 7 {'bread': 3}" in done.stdout
    assert (elsewhere / "kale-runs").is_dir()


@pytest.fixture
def given(load: Load, tmp_path: Path) -> PipelineFunction[..., object]:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rows.csv").write_text("1\n2\n", encoding="utf-8")
    return load(
        """
        @step(include=["data/*.csv"], requirements=["numpy>=1.20"], packages="exact")
        def read() -> int:
            with open("data/rows.csv") as file:
                return sum(map(int, file))

        @step
        def show(total: int) -> None:
            print(total)

        @pipeline
        def main():
            show.with_options(packages="none")(read())
        """
    )


def test_options_about_what_a_step_is_given(
    given: PipelineFunction[..., object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = given.pipeline()
    read, show = pipeline.step("read"), pipeline.step("show")
    assert [file.path for file in read.files] == ["data/rows.csv"]
    assert any(package.requirement.startswith("numpy") and package.exact for package in read.packages)
    assert (read.options.packages, show.options.packages) == (PackagePolicy.EXACT, PackagePolicy.NONE)
    assert show.packages == ()
    free = given.pipeline().model_copy(update={"steps": tuple(_without_packages(given))})
    monkeypatch.chdir(tmp_path.parent)
    shutil.rmtree(tmp_path / "data")
    said: list[str] = []
    free.run(root=tmp_path / "runs", echo=lambda _, line: said.append(line)).raise_for_failure()
    assert said == ["3"]


def _without_packages(function: PipelineFunction[..., object]) -> list[object]:
    """Give the steps without what they would install from an index, which tests do not ask."""
    return [one.model_copy(update={"packages": (), "lent": ()}) for one in function.pipeline().steps]


@pytest.mark.parametrize("option", ["packages", "requirements", "include"])
def test_a_pipeline_that_is_there_does_not_change_what_its_steps_are_given(option: str) -> None:
    pipeline = Pipeline.from_sources([StepSource(name="one", source="x = 1")], name="sums")
    settings = {option: "none" if option == "packages" else ["a"]}
    with pytest.raises(OptionError, match=f"{option!r} asks for is settled when the pipeline is made"):
        pipeline.with_step("one", **settings)  # type: ignore[arg-type]  # what the test is about


def test_wrong_values_are_refused() -> None:
    with pytest.raises(OptionError, match="'packages' cannot be 'all'"):
        step(packages="all")
    with pytest.raises(OptionError, match="'include"):
        step(include=["/etc/passwd"])
    with pytest.raises(OptionError, match="did you mean 'include'"):
        step(inclued=["a"])  # type: ignore[call-overload]  # what the test is about
