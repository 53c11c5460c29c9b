"""What code sets in a library for its whole process, which no variable holds.

Where such a statement needs no data, every step repeats it. Anywhere else it counts in the step that runs it, and only
there; the use of state that this module gives lets the dataflow say so.
"""

from __future__ import annotations

from typing import Final

from kale.analysis.events import Call
from kale.analysis.knowledge import SETTING_METHODS, words
from kale.analysis.process_state import StateUse

_PREFIX: Final = "<setting:"
_OBJECTS: Final = (
    "sys.path.",
    "sys.modules.",
    "os.environ.",
    "matplotlib.rcParams.",
    "matplotlib.pyplot.rcParams.",
    "logging.root.",
    "polars.Config.",
    "seaborn.set",
)
_CHANGED_OBJECTS: Final = words("sys.path sys.modules matplotlib.rcParams matplotlib.pyplot.rcParams pandas.options")
_MADE_BY: Final = words("decimal.getcontext")
"""Functions that give the object which holds a library's settings."""
_SPEAKING_ONLY: Final = frozenset({"logging", "tqdm"})
"""Libraries whose settings decide on what is said, not on what is computed."""
_UNDOING: Final = words(
    """
    catch_warnings errstate option_context localcontext rc_context printoptions config_context set_grad_enabled
    default_device axes_style plotting_context
    """
)


def sets_library(qualified: str | None) -> bool:
    """Whether a call of a module's function sets how a library behaves; ``qualified`` is the function's dotted path."""
    if qualified is None or "." not in qualified:
        return False
    return qualified.rpartition(".")[2] in SETTING_METHODS or qualified.startswith(_OBJECTS)


def undoes_settings(callee: str | None) -> bool:
    """Whether leaving the context that ``callee()`` gives puts settings back."""
    return (callee or "").rpartition(".")[2] in _UNDOING


def setting_of_call(call: Call, qualified: str) -> frozenset[StateUse]:
    """Give the library that a call sets, if what is computed may depend on it."""
    if call.undone or not sets_library(qualified) or qualified.startswith("os.environ."):
        return frozenset()
    root = qualified.partition(".")[0]
    if root == "warnings" and ("error",) not in (text for _, text in call.texts):
        return frozenset()
    return frozenset() if root in _SPEAKING_ONLY else frozenset((_use(root),))


def setting_of_change(path: str | None, maker: str | None) -> frozenset[StateUse]:
    """Give the library that a change in place sets.

    Args:
        path: Full dotted path of what is changed.
        maker: Full dotted path of the function that made it.
    """
    found = path if path in _CHANGED_OBJECTS or (path or "").startswith("pandas.options.") else None
    found = found or (maker if maker in _MADE_BY else None)
    return frozenset((_use(found.partition(".")[0]),)) if found else frozenset()


def set_library(use: StateUse) -> str | None:
    """Give the library that a use of state sets; ``None`` where it is another kind of use."""
    return use.name[len(_PREFIX) : -1] if use.name.startswith(_PREFIX) else None


def _use(root: str) -> StateUse:
    return StateUse(f"{_PREFIX}{root}>", sets=False, moves=False)
