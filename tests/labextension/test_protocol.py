"""The words of both sides: the interfaces in TypeScript have the fields of the models in Python."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("jupyter_server", reason="the server extension comes with the extra 'lab'")

from kale.jupyter.server import documents
from kale.jupyter.server.documents.version import PROTOCOL
from kale.pipeline.model import Model

SOURCE = (Path(__file__).parents[2] / "labextension" / "src" / "protocol.ts").read_text()
INTERFACES = {
    name: frozenset(re.findall(r"^  readonly (\w+)\??:", body, re.MULTILINE))
    for name, body in re.findall(r"^export interface (\w+) \{\n(.*?)^\}", SOURCE, re.MULTILINE | re.DOTALL)
}
ACTIONS = {
    kind: frozenset(re.findall(r"(\w+):", fields)) | {"kind"}
    for kind, fields in re.findall(r"^  \| \{ kind: '(\w+)';(.*?)\}", SOURCE, re.MULTILINE)
}
MODELS = {name: getattr(documents, name) for name in documents.__all__}


@pytest.mark.parametrize("name", sorted(INTERFACES))
def test_an_interface_has_the_fields_of_its_model(name: str) -> None:
    sent_with_it = documents.NotebookRequest.model_fields if name == "RunRequest" else {}
    assert INTERFACES[name] == set(MODELS[name].model_fields) - set(sent_with_it)


def test_every_action_is_known_with_its_fields_on_both_sides() -> None:
    in_python = {
        model.model_fields["kind"].default: frozenset(model.model_fields)
        for model in MODELS.values()
        if isinstance(model, type)
        and issubclass(model, Model)
        and "kind" in model.model_fields
        and model.__module__.endswith("actions")
    }
    assert in_python == ACTIONS


def test_both_sides_speak_the_same_version() -> None:
    stated = re.search(r"^export const PROTOCOL = (\d+);", SOURCE, re.MULTILINE)
    assert stated
    assert int(stated[1]) == PROTOCOL
