"""Which calls of a notebook make objects that want gradients: tensors, parameters, and modules that hold some."""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis.definitions import Definitions
from kale.analysis.events import Call
from kale.analysis.facts import Class, Function
from kale.analysis.knowledge.tensors import MODULE_BASES, WANTING_METHODS, wants_gradients
from kale.analysis.values import Value


class GradientMakers:
    """Knows which calls make objects that want gradients.

    Args:
        definitions: The notebook's functions and classes.
    """

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._known: dict[str, bool] = {}

    def make(self, value: Value, calls: Iterable[Call]) -> bool:
        """Whether a value is, or holds, such an object that its statement makes.

        Args:
            value: The value.
            calls: The calls of the statement.
        """
        taken = (call for call in calls if call.method in WANTING_METHODS or _root(call) in value.calls)
        return any(map(self._is_maker, taken))

    def _is_maker(self, call: Call) -> bool:
        if call.callee in self._definitions.functions or call.callee in self._definitions.classes:
            return self._is_own_maker(call.callee)
        keywords = frozenset(name for name, _ in call.keywords if name)
        return call.method in WANTING_METHODS or wants_gradients(keywords, self._definitions.qualify(call.callee))

    def _is_own_maker(self, name: str) -> bool:
        """Whether a function or class of the notebook makes such an object, itself or by calling others."""
        if name not in self._known:
            self._known[name] = False
            classes = self._definitions.classes.get(name, ())
            methods = (method for one in classes for method in one.methods)
            functions = (*self._definitions.functions.get(name, ()), *methods)
            self._known[name] = any(map(self._derives, classes)) or any(map(self._calls_maker, functions))
        return self._known[name]

    def _calls_maker(self, function: Function) -> bool:
        return any(isinstance(event, Call) and self._is_maker(event) for event in function.events)

    def _derives(self, defined: Class) -> bool:
        """Whether a class derives from one of modules, such as ``torch.nn.Module``."""
        own = self._definitions.classes
        return any(
            self._is_own_maker(base) if base in own else self._definitions.qualify(base) in MODULE_BASES
            for base in defined.bases
        )


def _root(call: Call) -> str:
    return (call.callee or "").partition(".")[0]
