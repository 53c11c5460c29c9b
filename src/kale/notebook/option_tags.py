"""Tags that set an option of a step: ``<prefix>:<rest>``, a form for each option."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from kale.notebook.options import ITEMS, Option
from kale.pipeline import PackagePolicy


@dataclass(frozen=True)
class OptionTag:
    """The cell's step has an option."""

    option: Option


@dataclass(frozen=True)
class MalformedTag:
    """The tag starts like one of ours and goes on in a way that has no meaning.

    Attributes:
        form: What such a tag looks like.
    """

    form: str


@dataclass(frozen=True)
class RefusedTag:
    """The tag asks for what cannot be had.

    Attributes:
        reason: Why not, and what to do instead.
    """

    reason: str


NO_POD_AFFINITY: Final = (
    "Kubeflow Pipelines places steps by nodes, not by other pods; use node-selector, affinity or toleration"
)
"""Why affinity between pods is refused: the servers pass over what the format has for it."""

Parser: TypeAlias = Callable[[str, str], OptionTag | MalformedTag | RefusedTag]
"""From what stands after the prefix, and the whole text, to what the tag says."""


def _text(field: str, what: str) -> Parser:
    form = f"{field.replace('_', '-')}:<{what}>"

    def parse(rest: str, text: str) -> OptionTag | MalformedTag:
        return OptionTag(Option(field, None, rest, text)) if rest else MalformedTag(form)

    return parse


def _switch(field: str) -> Parser:
    prefix = field.replace("_", "-")

    def parse(rest: str, text: str) -> OptionTag | MalformedTag:
        if rest not in ("enabled", "disabled"):
            return MalformedTag(f"{prefix}:enabled or {prefix}:disabled")
        return OptionTag(Option(field, None, rest == "enabled", text))

    return parse


def _count(field: str, unit: str) -> Parser:
    def parse(rest: str, text: str) -> OptionTag | MalformedTag:
        if not (rest.isascii() and rest.removeprefix("-").isdigit()):
            return MalformedTag(f"{field.replace('_', '-')}:<{unit}>")
        return OptionTag(Option(field, None, int(rest), text))

    return parse


def _factor(rest: str, text: str) -> OptionTag | MalformedTag:
    if not re.fullmatch(r"\d+(\.\d+)?", rest, re.ASCII):
        return MalformedTag("retry-factor:<number>")
    return OptionTag(Option("retry_factor", None, float(rest), text))


def _resource(prefix: str) -> Parser:
    def parse(rest: str, text: str) -> OptionTag | MalformedTag:
        resource, _, quantity = (part.strip() for part in rest.partition(":"))
        if not resource or not quantity:
            return MalformedTag(f"{prefix}:<resource>:<quantity>")
        return OptionTag(Option(f"{prefix}s", resource, quantity, text))

    return parse


def _pair(field: str, prefix: str) -> Parser:
    def parse(rest: str, text: str) -> OptionTag | MalformedTag:
        key, colon, value = rest.partition(":")
        if not key.strip() or not colon:
            return MalformedTag(f"{prefix}:<key>:<value>")
        return OptionTag(Option(field, key.strip(), value.strip(), text))

    return parse


def _environment(rest: str, text: str) -> OptionTag | MalformedTag:
    name, equals, value = rest.partition("=")
    if not name.strip() or not equals:
        return MalformedTag("env:<NAME>=<value>")
    return OptionTag(Option("env", name.strip(), value, text))


def _parts(
    field: str, form: str, names: tuple[str, ...], required: int | None = None, fixed: Mapping[str, Any] | None = None
) -> Parser:
    """Give the parser of an item whose attributes stand between colons.

    Args:
        field: The field that takes the item.
        form: What such a tag looks like.
        names: The attributes, in order.
        required: How many of them must be there; all unless given.
        fixed: Attributes that every such item has.
    """
    least = len(names) if required is None else required

    def parse(rest: str, text: str) -> OptionTag | MalformedTag:
        parts = tuple(part.strip() for part in rest.split(":"))
        if not least <= len(parts) <= len(names) or not all(parts):
            return MalformedTag(form)
        return _item(field, {**(fixed or {}), **dict(zip(names, parts, strict=False))}, text)

    return parse


def _item(field: str, content: Mapping[str, Any], text: str) -> OptionTag:
    attribute = ITEMS[field]
    return OptionTag(Option(field, content[attribute] if attribute else None, content, text))


def _empty_directory(rest: str, text: str) -> OptionTag | MalformedTag:
    path, *details = (part.strip() for part in rest.split(":"))
    memory = details[-1:] == ["memory"]
    sizes = details[:-1] if memory else details
    if not path or len(sizes) > 1 or not all(sizes):
        return MalformedTag("empty-dir:<path>, with :<size> and :memory if wanted")
    return _item("mounts", {"kind": "empty-dir", "path": path, "size": next(iter(sizes), None), "memory": memory}, text)


def _toleration(rest: str, text: str) -> OptionTag | MalformedTag:
    taint, _, effect = (part.strip() for part in rest.partition(":"))
    key, equals, value = (part.strip() for part in taint.partition("="))
    if not key:
        return MalformedTag("toleration:<key>, with =<value> and :<effect> if wanted")
    content: dict[str, Any] = {"key": key, "operator": "Exists"}
    if equals:
        content |= {"operator": "Equal", "value": value}
    if effect:
        content["effect"] = effect
    return _item("tolerations", content, text)


def _affinity(rest: str, text: str) -> OptionTag | MalformedTag:
    key, colon, listed = rest.partition(":")
    values = [value.strip() for value in listed.split(",")]
    if not key.strip() or not colon or not all(values):
        return MalformedTag("affinity:<key>:<value>,<value>…")
    requirement = {"key": key.strip(), "operator": "In", "values": values}
    return OptionTag(Option("affinity", key.strip(), requirement, text))


def _pod_affinity(_rest: str, _text: str) -> RefusedTag:
    return RefusedTag(NO_POD_AFFINITY)


def _listed(field: str, form: str) -> Parser:
    def parse(rest: str, text: str) -> OptionTag | MalformedTag:
        return OptionTag(Option(field, None, rest, text)) if rest else MalformedTag(form)

    return parse


def _package_policy(rest: str, text: str) -> OptionTag | MalformedTag:
    if rest not in (policy.value for policy in PackagePolicy):
        return MalformedTag("packages:missing, packages:exact or packages:none; a single one is package:<requirement>")
    return OptionTag(Option("packages", None, rest, text))


OPTION_PREFIXES: Final[Mapping[str, Parser]] = {
    "image": _text("image", "reference"),
    "pull-policy": _text("pull_policy", "policy"),
    "pull-secret": _listed("pull_secrets", "pull-secret:<secret>"),
    "limit": _resource("limit"),
    "request": _resource("request"),
    "shared-memory": _text("shared_memory", "size"),
    "env": _environment,
    "secret": _parts("secrets", "secret:<secret>:<key>:<variable>", ("secret", "key", "variable")),
    "config-map": _parts("config_maps", "config-map:<map>:<key>:<variable>", ("config_map", "key", "variable")),
    "pod-field": _parts("pod_fields", "pod-field:<path>:<variable>", ("path", "variable")),
    "secret-volume": _parts("mounts", "secret-volume:<secret>:<path>", ("secret", "path"), fixed={"kind": "secret"}),
    "config-map-volume": _parts(
        "mounts", "config-map-volume:<map>:<path>", ("config_map", "path"), fixed={"kind": "config-map"}
    ),
    "volume": _parts(
        "mounts",
        "volume:<claim>:<path>, with :<sub-path> if wanted",
        ("claim", "path", "sub_path"),
        required=2,
        fixed={"kind": "claim"},
    ),
    "empty-dir": _empty_directory,
    "ephemeral-volume": _parts(
        "mounts",
        "ephemeral-volume:<path>:<size>, with :<storage class> if wanted",
        ("path", "size", "storage_class"),
        required=2,
        fixed={"kind": "ephemeral"},
    ),
    "annotation": _pair("annotations", "annotation"),
    "label": _pair("labels", "label"),
    "node-selector": _pair("node_selector", "node-selector"),
    "toleration": _toleration,
    "affinity": _affinity,
    "pod-affinity": _pod_affinity,
    "pod-anti-affinity": _pod_affinity,
    "run-as-user": _count("run_as_user", "id"),
    "run-as-group": _count("run_as_group", "id"),
    "run-as-non-root": _switch("run_as_non_root"),
    "cache": _switch("cache"),
    "cache-key": _text("cache_key", "text"),
    "display-name": _text("display_name", "text"),
    "report": _switch("report"),
    "retry": _count("retry", "times"),
    "retry-delay": _count("retry_delay", "seconds"),
    "retry-factor": _factor,
    "retry-max-delay": _count("retry_max_delay", "seconds"),
    "timeout": _count("timeout", "seconds"),
    "packages": _package_policy,
    "package": _listed("requirements", "package:<requirement>"),
    "include": _listed("include", "include:<path>"),
}
"""How each prefix's tags are read."""
