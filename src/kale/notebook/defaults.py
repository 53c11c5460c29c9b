"""The options that the notebook's metadata gives every step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from kale.notebook.option_tags import MalformedTag, OptionTag, RefusedTag
from kale.notebook.options import Option, contradictions, options_in, options_of, why_invalid
from kale.notebook.tags import MistypedTag, parse_tag
from kale.pipeline import StepOptions

_OLD_NAMES: Final = {
    "base_image": "image",
    "enable_caching": "cache",
    "generate_html_report": "report",
    "retry_count": "retry",
}


def default_options(
    steps_defaults: Iterable[str] | Mapping[str, Any], enable_caching: bool | None
) -> tuple[StepOptions, tuple[str, ...]]:
    """Give the options of steps that say nothing themselves, and what is wrong with how they are stated.

    Args:
        steps_defaults: A list of tags, or a mapping with the names of the options.
        enable_caching: Whether steps take earlier results, where ``steps_defaults`` does not say.
    """
    if isinstance(steps_defaults, Mapping):
        stated = list(_in_mapping(steps_defaults))
    else:
        stated = [_in_tag(text) for text in steps_defaults]
    problems = [option for option in stated if isinstance(option, str)]
    options: list[Option] = []
    for option in stated:
        if isinstance(option, Option):
            reason = why_invalid(option)
            if reason is None:
                options.append(option)
            else:
                problems.append(f"{option.text!r} is not valid: {reason}")
    problems += [f"{later.text!r} contradicts {earlier.text!r}" for earlier, later in contradictions(options)]
    caching = [] if enable_caching is None else [Option("cache", None, enable_caching, "enable_caching")]
    return options_of([*caching, *options]), tuple(problems)


def _in_tag(text: str) -> Option | str:
    match parse_tag(text):
        case OptionTag(option):
            return option
        case MistypedTag(suggestion):
            return f"{text!r} is not known; did you mean {suggestion!r}?"
        case MalformedTag(form):
            return f"{text!r} does not have the form {form}"
        case RefusedTag(reason):
            return f"{text!r} cannot be had: {reason}"
    return f"{text!r} is not an option of a step"


def _in_mapping(mapping: Mapping[str, Any]) -> Iterator[Option | str]:
    for name, value in mapping.items():
        field = _OLD_NAMES.get(name, name)
        if value in (None, ""):
            continue
        if field in StepOptions.model_fields:
            yield from options_in(field, value, name)
        else:
            yield f"{name!r} is not an option of a step"
