"""The bad patterns that the analysis recognises."""

from typing import Final

from kale.diagnostics import Rule, Severity

SYNTAX_ERROR: Final = Rule("K101", "syntax-error")
NEWER_PYTHON: Final = Rule("K102", "newer-python")
TOO_DEEP: Final = Rule("K103", "too-deeply-nested")
UNDEFINED_NAME: Final = Rule("K104", "undefined-name")
UNDEFINED_IN_FUNCTION: Final = Rule("K105", "undefined-name-in-function", Severity.WARNING)
VALUE_CANNOT_CROSS: Final = Rule("K106", "value-cannot-cross")
CYCLE: Final = Rule("K107", "cycle-of-steps")
EDGE_AGAINST_TAGS: Final = Rule("K108", "edge-against-tags", Severity.WARNING)
AMBIGUOUS_VERSION: Final = Rule("K109", "ambiguous-version")
BLIND_SPOT: Final = Rule("K110", "blind-spot", Severity.WARNING)
NOTEBOOK_HISTORY: Final = Rule("K111", "notebook-history")
WORKING_DIRECTORY: Final = Rule("K112", "working-directory-changed")
DUPLICATE_PARAMETER: Final = Rule("K120", "duplicate-parameter")
NOT_A_PARAMETER: Final = Rule("K121", "not-a-parameter", Severity.WARNING)
UNREADABLE_ANNOTATION: Final = Rule("K122", "unreadable-annotation", Severity.WARNING)
EMPTY_STEP: Final = Rule("K130", "empty-step", Severity.WARNING)
AUTHOR_FILE: Final = Rule("K113", "file-that-no-step-writes", Severity.WARNING)
UNDECIDED_PATH: Final = Rule("K114", "undecided-path", Severity.NOTE)
UNKNOWN_REMARK: Final = Rule("K116", "unknown-remark")
