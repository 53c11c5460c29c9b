from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kale.notebook.option_tags import MalformedTag, OptionTag
from kale.notebook.options import Option, why_invalid
from kale.notebook.tags import (
    MistypedTag,
    NotebookTag,
    OutdatedTag,
    PreviousTag,
    RoleTag,
    SkipTag,
    StepTag,
    parse_tag,
)
from kale.pipeline import Role

ORDINARY = """
    hide_input hide-input hide_output remove-input remove_cell remove-output raises-exception slideshow slide subslide
    injected-parameters export default_exp nbval-skip nbval-ignore-output skip-execution solution exercise full-width
    scroll-output output_scroll popout margin sidebar test tests report image label labels env cache retry timeout
    limit block annotation hyperparameters inputs outputs plot figure table model train data loading setup config
    todo draft important ship strip slip metrics pipeline params lang:en sep:, topic:stats stage:train type:code id:12
    slide:skip en:hello test:unit table:1 level:2 usage:low black:white kernel:python category:a date:2020 section:1
    key:value todo:fix status:done clock:1 lock:2 entry:x stop:now tip:hello nbgrader rev:2 key=value a=b:c :x =x
"""


@pytest.mark.parametrize("text", [*ORDINARY.split(), "", " ", "café", "日本語", "two words"])
def test_tags_of_others_are_left_alone(text: str) -> None:
    assert parse_tag(text) is None


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("setp:load", "step:load"),
        ("stpe: load ", "step:load"),
        ("steps:load", "step:load"),
        ("Step:load", "step:load"),
        ("step=load", "step:load"),
        ("prve:load", "prev:load"),
        ("pre:load", "prev:load"),
        ("previous:load", "prev:load"),
        ("step", "step:<name>"),
        ("import", "imports"),
        ("Imports", "imports"),
        ("improts", "imports"),
        ("function", "functions"),
        ("pipeline-parameter", "pipeline-parameters"),
        ("pipeline_parameters", "pipeline-parameters"),
        ("Parameters", "parameters"),
        ("pipeline-metric", "pipeline-metrics"),
        ("Skip", "skip"),
        ("skpi", "skip"),
        ("limits:cpu:1", "limit:cpu:1"),
        ("chace:enabled", "cache:enabled"),
        ("lable:a:b", "label:a:b"),
        ("envs:A=1", "env:A=1"),
        ("image=python:3", "image:python:3"),
        ("time-out:3", "timeout:3"),
        ("secrets:a:b:C", "secret:a:b:C"),
    ],
)
def test_slips_of_the_keyboard_are_seen(text: str, suggestion: str) -> None:
    assert parse_tag(text) == MistypedTag(suggestion)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("imports", RoleTag(Role.IMPORTS)),
        (" functions ", RoleTag(Role.FUNCTIONS)),
        ("pipeline-parameters", RoleTag(Role.PARAMETERS)),
        ("parameters", RoleTag(Role.PARAMETERS)),
        ("pipeline-metrics", RoleTag(Role.METRICS)),
        ("skip", SkipTag()),
        ("block:imports", RoleTag(Role.IMPORTS)),
        ("block:pipeline-parameters", RoleTag(Role.PARAMETERS)),
        ("block:skip", SkipTag()),
        ("step:functions", RoleTag(Role.FUNCTIONS)),
        ("step:parameters", StepTag("parameters")),
        ("step:load", StepTag("load")),
        ("block:load", StepTag("load")),
        ("step: Load the Data-2 ", StepTag("Load the Data-2")),
        ("step:préparer", StepTag("préparer")),
        ("step:", StepTag("")),
        ("block:", StepTag("")),
        ("prev:load", PreviousTag("load")),
        ("prev:a:b", PreviousTag("a:b")),
        ("prev:", MalformedTag("prev:<step>")),
        ("notebook:other", NotebookTag("other")),
        ("in:x", OutdatedTag()),
        ("out:x", OutdatedTag()),
    ],
)
def test_structure(text: str, tag: object) -> None:
    assert parse_tag(text) == tag


@pytest.mark.parametrize(
    ("text", "field", "key", "value"),
    [
        ("image:registry.example.org:5000/team/train:1.0", "image", None, "registry.example.org:5000/team/train:1.0"),
        ("limit:nvidia.com/gpu:1", "limits", "nvidia.com/gpu", "1"),
        ("request:memory: 4Gi", "requests", "memory", "4Gi"),
        ("annotation:owner/url:https://example.org:80/x", "annotations", "owner/url", "https://example.org:80/x"),
        ("annotation:empty:", "annotations", "empty", ""),
        ("label:team:ml", "labels", "team", "ml"),
        (
            "secret:db:password:DB_PASSWORD",
            "secrets",
            "DB_PASSWORD",
            {"secret": "db", "key": "password", "variable": "DB_PASSWORD"},
        ),
        ("env:URL=http://x?a=b:c", "env", "URL", "http://x?a=b:c"),
        ("env:EMPTY=", "env", "EMPTY", ""),
        ("cache:enabled", "cache", None, True),
        ("cache:disabled", "cache", None, False),
        ("report:disabled", "report", None, False),
        ("retry:3", "retry", None, 3),
        ("timeout: 60", "timeout", None, 60),
    ],
)
def test_options(text: str, field: str, key: str | None, value: Any) -> None:
    assert parse_tag(text) == OptionTag(Option(field, key, value, text.strip()))


@pytest.mark.parametrize(
    "text",
    [
        "image:", "limit:cpu", "limit::2", "limit:cpu:", "request:cpu", "annotation:key", "label:x", "secret:a:b",
        "secret:a:b:c:d", "secret:a::C", "env:NAME", "env:=x", "cache:on", "cache:", "report:true", "retry:many",
        "retry:", "retry:1.5", "timeout:1h", "timeout:²",
    ],
)  # fmt: skip
def test_options_of_another_form(text: str) -> None:
    assert isinstance(parse_tag(text), MalformedTag)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("limit:cpu:lots", "'lots' is not a quantity"),
        ("limit:c p u:1", "'c p u' is not a resource"),
        ("image:Not An Image", "is not an image"),
        ("env:1A=x", "'1A' is not a name for an environment variable"),
        ("secret:My_Secret:k:V", "is not the name of a Kubernetes object"),
        ("label:team:a b", "'a b' is not a label value"),
        ("retry:-1", "greater than or equal to 0"),
        ("timeout:0", "greater than or equal to 1"),
    ],
)
def test_values_that_the_platform_refuses(text: str, reason: str) -> None:
    tag = parse_tag(text)
    assert isinstance(tag, OptionTag)
    assert reason in (why_invalid(tag.option) or "")


@given(st.text(st.sampled_from("stepvimagl:=, -é1/"), max_size=20) | st.text(max_size=20))
def test_any_text_is_a_tag_of_some_kind(text: str) -> None:
    parse_tag(text)
