"""What holds for every action on every notebook, however it is annotated."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.jupyter.server.notebooks import applied, code, document, read, text

from kale.jupyter.server.documents import DeleteStep, Edit, RenameStep, SetAfter, SetOption, SetRole
from kale.jupyter.server.edits import edit_of
from kale.jupyter.server.membership import places
from kale.jupyter.server.roles import ROLE_CHOICES
from kale.jupyter.server.viewing import view
from kale.notebook import annotate
from kale.notebook.marks import mark_line
from kale.notebook.tags import StepTag, parse_tag

STEPS = ("load", "train", "a b", "x:y", "Été")
FOREIGN = ("mine", "hide-input", "remove_cell", "tag with words", "a:b", "été", "raises-exception")
OURS = (
    *(f"{prefix}:{step}" for prefix in ("step", "block", "prev") for step in STEPS),
    *("imports", "functions", "pipeline-parameters", "parameters", "pipeline-metrics", "skip", "block:skip", "block:"),
    *(
        "prev:load:train",
        "limit:cpu:2",
        "retry:1",
        "cache:disabled",
        "report:enabled",
        "image:python:3.11",
        "stpe:load",
    ),
)
TAGS = st.lists(st.sampled_from(FOREIGN + OURS), max_size=4)
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "step": st.sampled_from(STEPS),
        "role": st.sampled_from(["imports", "functions", "skip"]),
        "prev": st.sampled_from(STEPS) | st.lists(st.sampled_from(STEPS), max_size=2),
        "retry": st.integers(0, 3),
        "limits": st.dictionaries(st.sampled_from(["cpu", "memory"]), st.integers(1, 4), max_size=2),
        "mutates": st.just(["x"]),
        "unknown": st.just(1),
    },
)
KALE = st.none() | st.none() | SETTINGS | st.just("broken")
LINES = (
    "%%step load",
    "%%step 'a b' --after load train --cpu 2 --no-cache",
    "\n%%step x:y --after=load --label a:b --gpu 1",
    "%%step --cpu 1",
    "%%step train --colour red",
    "%%imports",
    "%%metrics now",
    "%%skip",
)
SOURCES = st.sampled_from(["x = 1", "y = x", "x = (", "%time z = 1", "", "!ls", "def f(): return x", "print(y)"])
MARKED = st.builds(lambda line, source: f"{line}\n{source}", st.sampled_from(LINES), SOURCES)
CODE = st.builds(code, SOURCES | SOURCES | MARKED, TAGS, KALE)
CELLS = st.lists(CODE | CODE | CODE | st.builds(text, st.just("words"), st.sampled_from(["", "step:load", "mine"])))
NOTEBOOKS = st.builds(lambda cells: document(*cells), CELLS.filter(lambda cells: 0 < len(cells) <= 7))
CHOSEN = st.lists(st.sampled_from([f"c{number}" for number in range(1, 8)]), min_size=1, max_size=3).map(tuple)
NAMES = st.sampled_from((*STEPS, "new", " new name ", "imports", ""))


def done(notebook: dict[str, Any], action: Any) -> tuple[Edit, dict[str, Any]]:
    """Apply an action, and check what holds for all of them."""
    before = copy.deepcopy(notebook)
    found = edit_of(read(notebook), action)
    assert notebook == before
    changed = applied(notebook, found)
    if found.problems:
        assert changed == before
    for old, new in zip(before["cells"], changed["cells"], strict=True):
        assert foreign(new) == foreign(old)
        assert {**new, "metadata": None, "source": body(new)} == {**old, "metadata": None, "source": body(old)}
        assert others(new["metadata"].get("kale")) == others(old["metadata"].get("kale"))
    # Whatever comes of it can be looked at.
    assert view(changed, "work.ipynb").kernel_problem is None
    return found, changed


def body(cell: dict[str, Any]) -> str:
    """Give the source of a cell without the line that annotates it."""
    lines = cell["source"].split("\n")
    mark = mark_line(cell["source"])
    return "\n".join(line for number, line in enumerate(lines, start=1) if mark is None or number != mark.line)


def foreign(cell: dict[str, Any]) -> list[str]:
    return [tag for tag in cell["metadata"]["tags"] if parse_tag(tag) is None]


def others(settings: Any) -> Any:
    """Give the settings of which no action speaks."""
    if not isinstance(settings, dict):
        return {} if settings is None else settings
    return {key: value for key, value in settings.items() if key in ("mutates", "unknown")}


@settings(max_examples=100, deadline=None)
@given(NOTEBOOKS, CHOSEN, st.sampled_from([*(choice.role for choice in ROLE_CHOICES), None]), NAMES)
def test_cells_get_the_role_that_is_asked_for(notebook: Any, cells: tuple[str, ...], role: Any, name: str) -> None:
    found, changed = done(notebook, SetRole(cells=cells, role=role, step=name if role == "step" else None))
    if found.problems:
        return
    after = read(changed)
    for number, place in places(after.notebook).items():
        if after.id_of(number) in cells:
            own = place.annotation
            if role is None:
                assert own.role is None
                assert not own.skipped
            elif role == "step":
                assert (place.role, place.step) == ("step", name.strip())
            else:
                assert place.role == role


@settings(max_examples=100, deadline=None)
@given(NOTEBOOKS, st.sampled_from(STEPS), st.sampled_from(["new", "a:b:c", "Load"]))
def test_renaming_changes_nothing_but_the_name(notebook: Any, step: str, name: str) -> None:
    before = annotate(read(notebook).notebook)
    found, changed = done(notebook, RenameStep(step=step, to=name))
    after = annotate(read(changed).notebook)
    if found.problems:
        return
    new = {step: name}
    assert [new.get(each.name, each.name) for each in before.steps] == [each.name for each in after.steps]
    assert [[new.get(n, n) for n, _ in each.previous] for each in before.steps] == [
        [n for n, _ in each.previous] for each in after.steps
    ]
    assert [each.options for each in before.steps] == [each.options for each in after.steps]


@settings(max_examples=100, deadline=None)
@given(NOTEBOOKS, st.sampled_from(STEPS))
def test_a_deleted_step_is_named_nowhere(notebook: Any, step: str) -> None:
    found, changed = done(notebook, DeleteStep(step=step))
    if found.problems:
        return
    after = places(read(changed).notebook)
    assert all(place.annotation.step != step for place in after.values())
    assert all(step not in place.annotation.previous for place in after.values())


@settings(max_examples=100, deadline=None)
@given(NOTEBOOKS, CHOSEN, st.lists(st.sampled_from(STEPS), max_size=3, unique=True))
def test_the_order_is_the_one_that_is_asked_for(notebook: Any, cells: tuple[str, ...], names: list[str]) -> None:
    found, changed = done(notebook, SetAfter(cells=cells, after=tuple(names)))
    if found.problems:
        return
    after = read(changed)
    steps = {each.name: each for each in annotate(after.notebook).steps}
    for number, place in places(after.notebook).items():
        if after.id_of(number) in cells and place.step is not None:
            assert [name for name, _ in steps[place.step].previous] == names


@settings(max_examples=100, deadline=None)
@given(
    NOTEBOOKS,
    CHOSEN,
    st.sampled_from([("cpu", "3"), ("retry", 5), ("cache", True), ("image", "a/b:1"), ("cpu", None), ("retry", None)]),
)
def test_the_option_is_the_one_that_is_asked_for(notebook: Any, cells: tuple[str, ...], asked: tuple[str, Any]) -> None:
    option, value = asked
    found, changed = done(notebook, SetOption(cells=cells, option=option, value=value))
    if found.problems:
        return
    shown = view(changed, "work.ipynb")
    chosen = {each.step for each in shown.cells if each.id in cells and each.step}
    assert {step.options.get(option) for step in shown.steps if step.name in chosen} <= {value}


def test_a_tag_is_ours_or_not() -> None:
    assert all(parse_tag(tag) is None for tag in FOREIGN)
    assert all(parse_tag(tag) is not None for tag in OURS)
    assert all(parse_tag(f"step:{step}") == StepTag(step) for step in STEPS)
