"""The bad patterns that the analysis recognises."""

from typing import Final

from kale.diagnostics import Rule, Severity

SYNTAX_ERROR: Final = Rule("K101", "syntax-error")
NEWER_PYTHON: Final = Rule("K102", "newer-python")
"""The cell uses syntax of a newer Python than the one that runs kale."""
TOO_DEEP: Final = Rule("K103", "too-deeply-nested")
"""Expressions are nested so deeply that they cannot be analysed."""
UNDEFINED_NAME: Final = Rule("K104", "undefined-name")
UNDEFINED_IN_FUNCTION: Final = Rule("K105", "undefined-name-in-function", Severity.WARNING)
"""A function reads a name that nothing in the notebook binds."""
VALUE_CANNOT_CROSS: Final = Rule("K106", "value-cannot-cross")
CYCLE: Final = Rule("K107", "cycle-of-steps")
EDGE_AGAINST_TAGS: Final = Rule("K108", "edge-against-tags", Severity.WARNING)
BLIND_SPOT: Final = Rule("K110", "blind-spot", Severity.WARNING)
NOTEBOOK_HISTORY: Final = Rule("K111", "notebook-history")
"""A cell reads the notebook's own record of what was run, which a step does not have."""
WORKING_DIRECTORY: Final = Rule("K112", "working-directory-changed")
"""A cell changes the working directory, which counts in one step only."""
DUPLICATE_PARAMETER: Final = Rule("K120", "duplicate-parameter")
"""A parameter is assigned twice."""
NOT_A_PARAMETER: Final = Rule("K121", "not-a-parameter", Severity.WARNING)
UNREADABLE_ANNOTATION: Final = Rule("K122", "unreadable-annotation", Severity.WARNING)
"""The annotation of a parameter says something about its values that cannot be read."""
ANNOTATION_AGAINST_DEFAULT: Final = Rule("K123", "annotation-against-default", Severity.WARNING)
"""The annotation of a parameter says another type than its default has."""
EMPTY_STEP: Final = Rule("K130", "empty-step", Severity.WARNING)
AUTHOR_FILE: Final = Rule("K113", "file-that-no-step-writes", Severity.WARNING)
UNDECIDED_PATH: Final = Rule("K114", "undecided-path", Severity.NOTE)
"""A step writes a file whose path is only known at run time, or to an address that is not followed."""
UNKNOWN_REMARK: Final = Rule("K116", "unknown-remark")
"""A comment that begins with ``# kale:`` does not say one of the things that can be said of code."""
OVERSIZED_CELL: Final = Rule("K115", "oversized-cell")
SETTING_OF_STEP: Final = Rule("K117", "setting-of-one-step", Severity.WARNING)
"""A step sets how a library behaves, and later steps do not repeat it."""
