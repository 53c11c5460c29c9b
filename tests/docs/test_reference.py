"""The reference lists what there is, and nothing else."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import kale
from kale import dsl, errors
from kale.checking import catalogue
from kale.cli.group import kale as group
from kale.diagnostics import Rule
from kale.errors import KaleError
from kale.notebook import tags
from kale.notebook.metadata import Settings
from kale.notebook.settings import CellSettings

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
COMMANDS = group.list_commands(click.Context(group))


def rules() -> Iterator[Rule]:
    for module in pkgutil.walk_packages(kale.__path__, "kale."):
        if module.name.startswith("kale.runtime") or module.name.endswith("__main__"):
            continue
        yield from (value for value in vars(importlib.import_module(module.name)).values() if isinstance(value, Rule))


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_diagnostic_is_described() -> None:
    heading = re.compile(r"^### (K\d{3}) (\S+) \{ #(k\d{3}) \}\n\n\*(Error|Warning|Note)\.\* \S", re.MULTILINE)
    described = {(code, slug, severity.lower()) for code, slug, _, severity in heading.findall(page("diagnostics.md"))}
    assert described == {(rule.code, rule.slug, rule.severity.value) for rule in rules()}
    assert all(code.lower() == anchor for code, _, anchor, _ in heading.findall(page("diagnostics.md")))


def test_the_catalogue_has_every_rule() -> None:
    assert set(catalogue.rules().values()) == set(rules())


def test_codes_are_unique() -> None:
    distinct = set(rules())
    assert len({rule.code for rule in distinct}) == len({rule.slug for rule in distinct}) == len(distinct)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_described(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    section = page("command-line.md").partition(f"## kale {name}\n")[2].partition("\n## ")[0]
    commands = [command, *command.commands.values()] if isinstance(command, click.Group) else [command]
    parameters = [parameter for each in commands for parameter in each.params]
    options = {option for parameter in parameters for option in (*parameter.opts, *parameter.secondary_opts)}
    options = {option for option in options if option.startswith("-")}
    assert set(re.findall(r"`(--?[a-z-]+)`", section)) == options


def test_every_tag_is_described() -> None:
    described = set(re.findall(r"`([a-z-]+)(?::[A-Za-z:=,]+)?`", page("annotations.md")))
    unlisted = {"notebook", "in", "out"}
    assert {*tags.ROLES, tags.SKIP, *tags._PREFIXES} - unlisted <= described


def test_every_key_of_the_metadata_is_described() -> None:
    text = page("annotations.md")
    assert not [key for key in Settings.model_fields if f"`{key}`" not in text]
    assert not [key for key in CellSettings.model_fields if f'"{key}"' not in text]


def test_every_exception_is_described() -> None:
    family = {name for name, value in vars(errors).items() if isinstance(value, type) and issubclass(value, KaleError)}
    assert set(re.findall(r"^\| `(\w+)` \|", page("python.md"), re.MULTILINE)) == family


def test_every_public_function_is_described() -> None:
    names = {name for name in kale.__all__ if not name.startswith("_")}
    assert names <= set(re.findall(r"^### (\w+)$", page("python.md"), re.MULTILINE))


def test_every_decorator_is_described() -> None:
    described = re.findall(r"^### kale\.dsl\.(\w+)$", page("python.md"), re.MULTILINE)
    assert sorted(described) == sorted(dsl.__all__)


def test_the_readme_gives_the_command_that_is_checked() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    (command,) = re.findall(r"^python3 -m venv .*pytest.*$", script, re.MULTILINE)
    assert f"\n{command}\n" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_page_is_in_the_navigation() -> None:
    listed = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    docs = ROOT / "docs"
    assert listed == {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
