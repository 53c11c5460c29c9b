"""What calls of functions and methods do that are not the notebook's own, as :mod:`kale.analysis.knowledge` has it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kale.analysis import knowledge
from kale.analysis.events import Call
from kale.analysis.knowledge.tensors import BACKPROPAGATING, BACKWARD
from kale.analysis.library_settings import setting_of_call
from kale.analysis.outcomes import Outcome, all_arguments
from kale.analysis.process_state import state_uses
from kale.analysis.values import NO_ROOTS, Result, Roots, elements

_PAIR: Final = 2
_UFUNC_INPUTS: Final = 2
"""After so many inputs, a numpy function whose result nobody uses takes the array that it writes to."""


def function_outcome(call: Call, qualified: str) -> Outcome:
    """Give what a call of a library's function does; ``qualified`` is its full dotted path."""
    mutated = _at(call, _changed_positions(qualified, call)) | _outputs(call)
    known = knowledge.is_known(qualified)
    if call.discarded and qualified.startswith("numpy.") and len(call.positional) > _UFUNC_INPUTS:
        mutated |= call.positional[-1]
    last = qualified.rpartition(".")[2]
    owner, kept = _put(call, last)
    mutated |= owner
    first, second = knowledge.STORING_FUNCTIONS.get(qualified, (-1, -1))
    if _is_method_of_type(qualified) and last in knowledge.STORING_METHODS:
        first, second = 0, 1
    stored = frozenset((a, b) for a in _at(call, (first,)) for b in _at(call, (second,)))
    stored |= frozenset((a, b) for a in owner for b in kept)
    returned = NO_ROOTS
    # ``sum`` of lists begins with a list, so it is given two arguments.
    # ``einsum`` of one array may give a view of it.
    of_two = ("sum", "numpy.einsum")
    holds = qualified in knowledge.HOLDING_CALLS or (qualified in of_two and len(call.positional) == _PAIR)
    if holds or call.uncopied or not known or (last[:1].isupper() and qualified not in knowledge.FRESH_CONSTRUCTORS):
        # What goes through an argument holds what that gives, and not the argument itself.
        returned = elements(all_arguments(call)) if qualified in knowledge.CONSUMERS else all_arguments(call)
    states = state_uses(qualified, frozenset(name for name, _ in call.keywords if name))
    states |= setting_of_call(call, qualified)
    handed = all_arguments(call) if "." in qualified else NO_ROOTS
    back = qualified in BACKPROPAGATING
    found = Outcome(mutated, stored=stored, returned=returned, states=states, handed=handed)
    return found._replace(backpropagates=True) if back else found


def method_outcome(call: Call) -> Outcome:
    """Give what a call of a method does whose object is of no class of the notebook's."""
    method = call.method or ""
    keywords = {name for name, _ in call.keywords}
    changes = method in knowledge.MUTATING_METHODS and (call.discarded or method not in knowledge.RESULT_METHODS)
    unknown = call.discarded and method not in knowledge.READING_METHODS and not _is_private_hook(method)
    mutated = _outputs(call)
    stores = method in knowledge.STORING_METHODS
    keeps = stores or (unknown and knowledge.SETTERS.match(method) is not None)
    if changes or unknown or stores or keywords & knowledge.INPLACE_BY_KEYWORD:
        mutated |= call.receiver
    if method in knowledge.ARGUMENT_SHUFFLERS:
        mutated |= _at(call, (0,))
    arguments = all_arguments(call)
    if method in knowledge.PLACING_METHODS:
        mutated |= arguments
    stored = frozenset((a, b) for a in call.receiver for b in arguments) if keeps else frozenset()
    shares = call.uncopied or method in knowledge.VIEW_METHODS or method not in knowledge.READING_METHODS
    returned = call.receiver if shares else NO_ROOTS
    if method[:1].isupper() or stores:
        returned |= arguments
    elif method in knowledge.CHOOSING_METHODS:
        # What is made for the purpose, such as the list of a dictionary's keys, mostly holds what nothing can change.
        returned |= frozenset(root for root in arguments if not isinstance(root, Result))
    states = state_uses(f"?.{method}", frozenset(name for name, _ in call.keywords if name))
    kept = call.receiver if method in knowledge.WINDOW_METHODS else NO_ROOTS
    found = Outcome(mutated, stored=stored, returned=returned, kept=kept, states=states, handed=arguments)
    return found._replace(backpropagates=True) if method == BACKWARD else found


def _put(call: Call, name: str) -> tuple[Roots, Roots]:
    """Give what a function adds to by its name, as ``set_node_attributes(graph, names)``, and what that keeps then."""
    if not (call.discarded and "_" in name and knowledge.SETTERS.match(name)):
        return NO_ROOTS, NO_ROOTS
    return _at(call, (0,)), NO_ROOTS.union(*call.positional[1:])


def _changed_positions(qualified: str, call: Call) -> Iterable[int]:
    """Give the positions of the arguments that a function changes."""
    known = knowledge.MUTATING_FUNCTIONS.get(qualified)
    if known is not None:
        return known
    last = qualified.rpartition(".")[2]
    # This is how torch spells functions that write into what they are given.
    writes = qualified.startswith("torch.") and last.endswith("_") and not last.endswith("__")
    prepares = qualified.startswith("torch.nn.utils.") and call.discarded
    fills = qualified.startswith("numpy.") and call.discarded and last in knowledge.UNARY_FUNCTIONS
    if fills and len(call.positional) == _PAIR:
        return (1,)
    prepares |= call.uncopied and last in knowledge.IN_PLACE_UNCOPIED
    # Every such function of numpy has a method that writes into its argument at some places.
    writes |= qualified.startswith("numpy.") and last == "at"
    changes = _is_method_of_type(qualified) and last in knowledge.MUTATING_METHODS
    return (0,) if writes or prepares or changes else ()


def _is_method_of_type(qualified: str) -> bool:
    """Whether a function is a method that is given its object, as ``list.append`` and ``pandas.DataFrame.insert``."""
    owner = qualified.rpartition(".")[0].rpartition(".")[2]
    return owner[:1].isupper() or owner in knowledge.BUILTIN_CONTAINERS


def _at(call: Call, positions: Iterable[int]) -> Roots:
    return NO_ROOTS.union(*(call.positional[i] for i in positions if 0 <= i < len(call.positional)))


def _outputs(call: Call) -> Roots:
    return NO_ROOTS.union(*(roots for name, roots in call.keywords if name in knowledge.OUTPUT_KEYWORDS))


def _is_private_hook(method: str) -> bool:
    return method.startswith("_repr_")
