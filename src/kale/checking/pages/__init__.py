"""The pages of rules that other rooms find, one to a file."""

from typing import Final

from kale.checking.pages import (
    ambiguous_version,
    blind_spot,
    conflicting_roles,
    cycle_of_steps,
    edge_against_tags,
    empty_step,
    file_that_no_step_writes,
    guessed_package,
    inexact_integer,
    mistyped_tag,
    nameless_step,
    not_a_parameter,
    outdated_tag,
    oversized_cell,
    similar_step_names,
    syntax_error,
    undefined_name,
    unknown_magic,
    unknown_previous_step,
    unsupported_magic,
    unused_parameter,
    unused_suppression,
    value_cannot_cross,
)
from kale.rules.page import RulePage

PAGES: Final[tuple[RulePage, ...]] = (
    mistyped_tag.PAGE,
    conflicting_roles.PAGE,
    nameless_step.PAGE,
    unknown_previous_step.PAGE,
    similar_step_names.PAGE,
    outdated_tag.PAGE,
    unknown_magic.PAGE,
    unsupported_magic.PAGE,
    syntax_error.PAGE,
    undefined_name.PAGE,
    value_cannot_cross.PAGE,
    cycle_of_steps.PAGE,
    edge_against_tags.PAGE,
    ambiguous_version.PAGE,
    blind_spot.PAGE,
    file_that_no_step_writes.PAGE,
    oversized_cell.PAGE,
    not_a_parameter.PAGE,
    empty_step.PAGE,
    guessed_package.PAGE,
    inexact_integer.PAGE,
    unused_parameter.PAGE,
    unused_suppression.PAGE,
)
"""In the order of their codes."""

__all__ = ["PAGES"]
