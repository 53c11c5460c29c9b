"""Changing a setting of the pipeline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import JsonValue

from kale.diagnostics import Report
from kale.jupyter.server.documents import Edit, SetSetting
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.open_notebook import OpenNotebook
from kale.jupyter.server.settings import PIPELINE_SETTINGS, PipelineSetting
from kale.notebook import Notebook
from kale.notebook.metadata import SECTIONS, metadata_of

_Section = dict[str, JsonValue]


def set_setting(found: OpenNotebook, action: SetSetting) -> Edit:
    """Give the edit that changes a setting, in the section of today; what older sections say of others stays.

    Raises:
        RefusedError: There is no such setting, it cannot have that value, or the metadata is not in a form to change.
    """
    setting = PIPELINE_SETTINGS.get(action.setting)
    if setting is None:
        raise RefusedError(f"there is no setting {action.setting!r}; the settings are {', '.join(PIPELINE_SETTINGS)}")
    value = action.value.strip() if isinstance(action.value, str) else action.value
    before = _sections(found.notebook)
    after = _removed(before, setting) if value in (None, "") else _set(before, setting, value)
    changes: dict[str, JsonValue] = {key: after[key] or None for key in after if after[key] != before.get(key)}
    _check(found.notebook, changes, setting)
    return Edit(notebook_metadata=changes)


def _sections(notebook: Notebook) -> dict[str, _Section]:
    found: dict[str, _Section] = {}
    for key in SECTIONS:
        section = notebook.metadata.get(key)
        if isinstance(section, dict):
            found[key] = section
        elif section is not None:
            raise RefusedError(f"what stands under {key!r} in the notebook's metadata is not an object")
    return found


def _removed(sections: Mapping[str, _Section], setting: PipelineSetting) -> dict[str, _Section]:
    return {key: _without(section, setting) for key, section in sections.items()}


def _without(section: _Section, setting: PipelineSetting) -> _Section:
    left = {key: value for key, value in section.items() if key not in setting.keys}
    whole = section.get(setting.keys[0])
    if setting.part is not None and isinstance(whole, dict):
        rest = {key: value for key, value in whole.items() if key != setting.part}
        if rest:
            left[setting.keys[0]] = rest
    return left


def _set(sections: Mapping[str, _Section], setting: PipelineSetting, value: JsonValue) -> dict[str, _Section]:
    current, *others = setting.keys
    section = {key: item for key, item in sections.get(SECTIONS[0], {}).items() if key not in others}
    if setting.part is not None:
        wholes = (sections[key].get(current) for key in SECTIONS if key in sections)
        whole = next((whole for whole in wholes if isinstance(whole, dict)), {})
        value = {**whole, setting.part: value}
    return {**sections, SECTIONS[0]: {**section, current: value}}


def _check(notebook: Notebook, changes: Mapping[str, JsonValue], setting: PipelineSetting) -> None:
    """Make sure that the metadata is no worse than before."""
    metadata = {key: value for key, value in {**notebook.metadata, **changes}.items() if value is not None}
    before, after = Report(), Report()
    metadata_of(notebook, before)
    metadata_of(replace(notebook, metadata=metadata), after)
    new = [found.message for found in after.errors if found not in before.errors]
    if new:
        reason = new[0].rpartition(" is not valid: ")[2]
        raise RefusedError(f"{setting.shown.label}: {reason}")
