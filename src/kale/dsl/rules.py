"""The bad patterns in pipelines that are written as functions."""

from __future__ import annotations

from typing import Final

from kale.diagnostics import Rule

BRANCH_ON_PLACEHOLDER: Final = Rule("K401", "branch-on-placeholder")
LOOP_OVER_PLACEHOLDER: Final = Rule("K402", "loop-over-placeholder")
CHANGED_PLACEHOLDER: Final = Rule("K403", "changed-placeholder")
USED_PLACEHOLDER: Final = Rule("K404", "used-placeholder")
LEAKED_PLACEHOLDER: Final = Rule("K405", "leaked-placeholder")
NO_SOURCE: Final = Rule("K406", "function-without-source")
CLOSURE: Final = Rule("K407", "step-with-closure")
UNSERIALISABLE_DEFAULT: Final = Rule("K408", "unserialisable-default")
UNFIT_ARGUMENTS: Final = Rule("K409", "unfit-arguments")
UNSUPPORTED_CONSTANT: Final = Rule("K410", "unsupported-constant")
UNTYPED_PARAMETER: Final = Rule("K411", "untyped-parameter")
MISTYPED_ARGUMENT: Final = Rule("K412", "mistyped-argument")
NAME_CLASH: Final = Rule("K413", "name-clash")
NO_STEPS: Final = Rule("K414", "pipeline-without-steps")
STEP_NAMED_TWICE: Final = Rule("K415", "step-named-twice")
AUTHOR_PATH: Final = Rule("K416", "path-of-author")
ASYNCHRONOUS_STEP: Final = Rule("K419", "asynchronous-step")
FAILED_FUNCTION: Final = Rule("K418", "failed-pipeline-function")
STEP_IN_TWO_PARTS: Final = Rule("K417", "step-in-two-parts")
