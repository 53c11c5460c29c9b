"""The lint rules, one to a file."""

from typing import Final

from kale.rules.lint import (
    accidental_file,
    author_path,
    dead_step,
    executed_out_of_order,
    hard_coded_secret,
    import_in_step,
    interactive_call,
    large_literal,
    metric_not_a_number,
    parallel_assignment,
    parameter_shadowed,
    shared_random_state,
    skipped_cell_used,
    star_import,
    volatile_cached_step,
)

LINTS: Final = (
    star_import.LINT,
    skipped_cell_used.LINT,
    parallel_assignment.LINT,
    dead_step.LINT,
    parameter_shadowed.LINT,
    author_path.LINT,
    accidental_file.LINT,
    interactive_call.LINT,
    shared_random_state.LINT,
    volatile_cached_step.LINT,
    import_in_step.LINT,
    hard_coded_secret.LINT,
    large_literal.LINT,
    executed_out_of_order.LINT,
    metric_not_a_number.LINT,
)
"""In the order of their codes."""

__all__ = ["LINTS"]
