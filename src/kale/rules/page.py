"""A rule's published page: what it says, and examples that do and do not break the rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kale.diagnostics import Diagnostic, Rule
from kale.rules.examples import Example, Program

if TYPE_CHECKING:
    from kale.rules.subject import Subject

Finder: TypeAlias = "Callable[[Subject], Iterable[Diagnostic]]"


@dataclass(frozen=True)
class RulePage:
    """What is published about a rule.

    Attributes:
        rule: The rule.
        text: The page in Markdown: a sentence, and sections on what the rule finds, why, and what to do.
        invalid: Notebooks and programs that break the rule, with the places marked.
        valid: Notebooks and programs that come near and do not break it.
    """

    rule: Rule
    text: str
    invalid: tuple[Example | Program, ...]
    valid: tuple[Example | Program, ...]

    @property
    def summary(self) -> str:
        """The first sentence of the page."""
        return self.text.strip().partition("\n\n")[0].replace("\n", " ")


@dataclass(frozen=True)
class Lint:
    """A rule that is found from the facts of an analysed notebook.

    Attributes:
        page: The rule and its page.
        find: Gives the rule's diagnostics.
        supersedes: Codes of rules that say the same less exactly: their diagnostics around the same place give way.
    """

    page: RulePage
    find: Finder
    supersedes: frozenset[str] = frozenset()
