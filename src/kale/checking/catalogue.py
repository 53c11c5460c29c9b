"""All rules that there are, and what is published about them."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from kale.diagnostics import Rule
from kale.errors import ConfigurationError
from kale.rules.page import RulePage
from kale.suggestion import closest

_DECLARING: Final = (
    "kale.notebook.rules",
    "kale.analysis.rules",
    "kale.build",
    "kale.platform.rules",
    "kale.dsl.rules",
    "kale.provision.rules",
    "kale.rules.suppression",
)
"""Modules in which the rooms declare their rules; the lint rules declare their own."""


@cache
def rules() -> Mapping[str, Rule]:
    """Give all rules by code, in the order of their codes."""
    from kale.rules.lint import LINTS

    found = {lint.page.rule.code: lint.page.rule for lint in LINTS}
    for module in _DECLARING:
        values = vars(importlib.import_module(module)).values()
        found |= {value.code: value for value in values if isinstance(value, Rule)}
    return dict(sorted(found.items()))


@cache
def pages() -> Mapping[str, RulePage]:
    """Give the published pages by the codes of their rules."""
    from kale.checking.pages import PAGES
    from kale.rules.lint import LINTS

    found = (*(lint.page for lint in LINTS), *PAGES)
    return {page.rule.code: page for page in sorted(found, key=lambda page: page.rule.code)}


def rule_named(word: str) -> Rule:
    """Give the rule of a code such as ``K104`` or a name such as ``undefined-name``.

    Raises:
        ConfigurationError: There is no such rule.
    """
    for rule in rules().values():
        if word.upper() == rule.code or word.lower() == rule.slug:
            return rule
    raise ConfigurationError(_unknown(word))


def check_words(words: Iterable[str]) -> None:
    """Make sure that each word is the code of a rule, the beginning of one, or the name of a rule.

    Raises:
        ConfigurationError: One is not.
    """
    for word in words:
        if not any(rule.code.startswith(word.upper()) or rule.slug == word for rule in rules().values()):
            raise ConfigurationError(_unknown(word))


def _unknown(word: str) -> str:
    hint = closest(word.lower(), (rule.slug for rule in rules().values())) or closest(word.upper(), rules())
    return f"there is no rule {word!r}{f'; {hint}' if hint else ''}"
