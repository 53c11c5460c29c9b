"""The bad patterns in pipelines that are written as functions."""

from __future__ import annotations

from typing import Final

from kale.diagnostics import Rule

BRANCH_ON_PLACEHOLDER: Final = Rule("K401", "branch-on-placeholder")
"""A pipeline function branches on a placeholder, compares it, or asks with `is` or `isinstance` what it is."""

LOOP_OVER_PLACEHOLDER: Final = Rule("K402", "loop-over-placeholder")
"""A pipeline function loops over a placeholder, unpacks it, or asks for its length, and nothing says how many values
it stands for."""

CHANGED_PLACEHOLDER: Final = Rule("K403", "changed-placeholder")
"""A pipeline function sets an item or attribute of a placeholder, or changes it with `+=`."""

USED_PLACEHOLDER: Final = Rule("K404", "used-placeholder")
"""A pipeline function computes with a placeholder: an operator, an attribute, text such as an f-string, a call."""

LEAKED_PLACEHOLDER: Final = Rule("K405", "leaked-placeholder")
"""A placeholder is used outside its pipeline function, or is copied or pickled."""

NO_SOURCE: Final = Rule("K406", "function-without-source")
"""A step function's source cannot be had: it is a lambda, a method, written in C, typed into a shell, or its file has
changed since it was imported."""

CLOSURE: Final = Rule("K407", "step-with-closure")
"""A step function uses variables of a function around it, which do not exist in the step."""

UNSERIALISABLE_DEFAULT: Final = Rule("K408", "unserialisable-default")
"""The default of a step function's parameter cannot be serialised."""

UNFIT_ARGUMENTS: Final = Rule("K409", "unfit-arguments")
"""The arguments of a call do not fit the step function, `after()` or `metrics()`."""

UNSUPPORTED_CONSTANT: Final = Rule("K410", "unsupported-constant")
"""A value that a pipeline function hands to a step cannot be written down as code, and has no name at the top of the
module."""

UNTYPED_PARAMETER: Final = Rule("K411", "untyped-parameter")
"""Nothing says of which type a parameter of the pipeline is, or it is of a type that parameters cannot have."""

MISTYPED_ARGUMENT: Final = Rule("K412", "mistyped-argument")
"""A parameter of the pipeline is handed to an argument whose hint says another type."""

NAME_CLASH: Final = Rule("K413", "name-clash")
"""Two modules or parts that a pipeline is made of give one name to different things; its steps share names."""

NO_STEPS: Final = Rule("K414", "pipeline-without-steps")
"""A pipeline function calls no step."""

STEP_NAMED_TWICE: Final = Rule("K415", "step-named-twice")
"""Two calls of steps ask for the same name."""

AUTHOR_PATH: Final = Rule("K416", "path-of-author")
"""What a step needs of its module asks for `__file__`, a path that exists on this machine only."""

ASYNCHRONOUS_STEP: Final = Rule("K419", "asynchronous-step")
"""A step function is defined with `async def`, and nothing awaits what it gives."""

FAILED_FUNCTION: Final = Rule("K418", "failed-pipeline-function")
"""A pipeline function raises an exception of its own while it is followed."""

STEP_IN_TWO_PARTS: Final = Rule("K417", "step-in-two-parts")
"""Two notebooks or sources that are put together have a step of the same name."""
