"""Whether a statement travels as code, is computed once, or sets how a library behaves."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Final

from kale.analysis import knowledge
from kale.analysis.effects import Effects
from kale.analysis.events import BindingKind, Call, Mutate
from kale.analysis.facts import Statement, StatementKind
from kale.analysis.file_calls import opens_log
from kale.analysis.library_settings import set_library, sets_library
from kale.analysis.namespace import Namespace
from kale.analysis.process_state import ENVIRONMENT
from kale.analysis.program import Line
from kale.analysis.values import Result
from kale.analysis.versions import Form, VersionKind
from kale.builtin_names import is_everywhere

_CARRIED: Final = frozenset({VersionKind.CODE, VersionKind.PARAMETER})
_ONCE: Final = frozenset({"print", "display", "IPython.display.display", "input", "pprint.pprint"})


class Nature(str, enum.Enum):
    """What becomes of a statement."""

    CODE = "code"
    """It defines names that other steps carry as source."""
    VALUE = "value"
    """It is carried out once, and what it binds crosses as data."""
    SETTING = "setting"
    """It is carried out in every step from here on."""


class Classifier:
    """Decides what becomes of each statement of a notebook.

    Args:
        effects: What calls in this notebook do.
        mentioned: Names that some statement reads.
        saved_classes: Positions of the classes that are handed over as values.
    """

    def __init__(self, effects: Effects, mentioned: frozenset[str], saved_classes: frozenset[int]) -> None:
        self._effects = effects
        self._mentioned = mentioned
        self._saved_classes = saved_classes

    def nature(self, line: Line, versions: Namespace) -> Nature:
        """Give what becomes of a statement, given what names stand for before it."""
        statement = line.statement
        if statement.kind is StatementKind.FUTURE:
            return Nature.SETTING
        if statement.kind is StatementKind.DEFINITION:
            return self._definition(line, versions)
        if line.step is None:
            return self._shared(statement, versions)
        if self._makes_type(statement) and self._carried(statement, versions, parameters=False):
            return Nature.CODE
        if self._is_setting(statement, versions) and self._carried(statement, versions, parameters=True):
            return Nature.SETTING
        return Nature.VALUE

    # -- definitions ----------------------------------------------------------------------------------------------

    def _definition(self, line: Line, versions: Namespace) -> Nature:
        found = self._plain_definition(line, versions)
        registers = found is Nature.CODE and any(map(self._registers_with_library, line.statement.calls()))
        return Nature.SETTING if registers else found

    def _registers_with_library(self, call: Call) -> bool:
        """Whether a decorator lets a library know of what is defined, such as ``register_dataframe_accessor("geo")``.

        Others find it by way of the library then, without a word of its name.
        """
        decorates = call.makes_decorator or call.decorated is not None
        last = (call.callee or "").rpartition(".")[2]
        return decorates and last.startswith("register") and self._effects.is_module_path(call.callee)

    def _plain_definition(self, line: Line, versions: Namespace) -> Nature:
        statement = line.statement
        if statement.star_imports or (line.step is None and self._is_import_for_effect(statement)):
            return Nature.SETTING
        if statement.classes:
            return Nature.VALUE if line.position in self._saved_classes else Nature.CODE
        if statement.functions and self._is_decorated_by_notebook(statement):
            return Nature.VALUE
        if any(function.holds_attribute for function in statement.functions):
            # Where it is made anew, the class may not hold that object any more.
            return Nature.VALUE
        carried = self._carried(statement, versions, parameters=line.step is None)
        return Nature.CODE if carried else Nature.VALUE

    def _is_import_for_effect(self, statement: Statement) -> bool:
        bindings = statement.bindings()
        return bool(bindings) and all(
            bind.kind is BindingKind.IMPORT and bind.name not in self._mentioned for bind in bindings
        )

    def _is_decorated_by_notebook(self, statement: Statement) -> bool:
        if any(call.method == "register" and not self._effects.methods.get("register") for call in statement.calls()):
            return False
        names = {event.callee.partition(".")[0] for event in statement.calls() if event.callee}
        names |= {event.name for event in statement.reads() if not event.deferred and not event.guarded}
        own = {function.name for function in statement.functions}
        return any(event.passed & own for event in statement.calls()) and any(map(self._may_wrap, names))

    def _may_wrap(self, name: str) -> bool:
        """Whether a decorator may make what it is given into something that its source does not tell."""
        effects = self._effects
        return (name in effects.functions or name in effects.classes) and not effects.makes_contexts(name)

    # -- cells that all steps share -------------------------------------------------------------------------------

    def _shared(self, statement: Statement, versions: Namespace) -> Nature:
        if not self._is_replayable(statement, versions):
            return Nature.VALUE
        data = bool(statement.bindings()) or self._changes_data(statement, versions)
        return Nature.CODE if data else Nature.SETTING

    def _changes_data(self, statement: Statement, versions: Namespace) -> bool:
        for event in statement.events:
            roots: Iterable[object] = ()
            if isinstance(event, Mutate):
                roots = event.roots
            elif isinstance(event, Call):
                roots = self._effects.outcome(event).mutated
            if any(isinstance(root, str) and root in versions and versions[root].form is Form.PLAIN for root in roots):
                return True
        return False

    def _is_replayable(self, statement: Statement, versions: Namespace) -> bool:
        if statement.awaits or statement.blind or not self._carried(statement, versions, parameters=True):
            return False
        discarded = not statement.bindings()
        return all(self._is_replayable_call(call, discarded, versions) for call in statement.calls())

    def _is_replayable_call(self, call: Call, discarded: bool, versions: Namespace) -> bool:
        if any(use.name != ENVIRONMENT and set_library(use) is None for use in self._effects.outcome(call).states):
            return False
        qualified = self._effects.qualify(call.callee)
        if qualified in _ONCE:
            return False
        known = knowledge.REPLAYABLE_CALLS | knowledge.TYPE_MAKERS | knowledge.REPLAYED_BECAUSE_UNCROSSABLE
        if qualified in known:
            return True
        if call.method is not None and not self._effects.is_module_path(call.callee):
            return True
        if qualified is None and call.callee is not None and call.method is None:
            # A call of the notebook's own function for its effect is taken as set-up that every step repeats.
            kind = versions[call.callee].form if call.callee in versions else Form.PLAIN
            return discarded and kind is Form.FUNCTION and not self._effects.outcome(call).bound
        return discarded and qualified is not None

    # -- settings -------------------------------------------------------------------------------------------------

    def _is_setting(self, statement: Statement, versions: Namespace) -> bool:
        if statement.bindings() or statement.awaits:
            return False
        changes = [event for event in statement.events if isinstance(event, Mutate)]
        made = statement.calls()
        if changes:
            return all(self._changes_module(event, made, versions) for event in changes)
        outermost = [call for call in made if call.discarded]
        return bool(outermost) and all(self._sets_library(call) for call in outermost)

    def _changes_module(self, event: Mutate, made: Iterable[Call], versions: Namespace) -> bool:
        """Whether a change is one of a module, or of what a module's function such as ``getcontext()`` gives."""
        results = {call.number for call in made if self._effects.is_module_path(call.callee)}
        return bool(event.roots) and all(
            (isinstance(root, str) and root in versions and versions[root].form is Form.MODULE)
            or (isinstance(root, Result) and root.number in results)
            for root in event.roots
        )

    def _sets_library(self, call: Call) -> bool:
        qualified = self._effects.qualify(call.callee)
        if opens_log(call, qualified):
            # Whoever repeats this begins a log of its own, perhaps in the place of the one that was handed over.
            return False
        return self._effects.is_module_path(call.callee) and sets_library(qualified)

    def _makes_type(self, statement: Statement) -> bool:
        binds = statement.bindings()
        return len(binds) == 1 and self._effects.qualify(binds[0].value.callee) in knowledge.TYPE_MAKERS

    def _carried(self, statement: Statement, versions: Namespace, *, parameters: bool) -> bool:
        """Whether everything that a statement reads when it runs can be had in any step without loading data."""
        allowed = _CARRIED if parameters else frozenset({VersionKind.CODE})
        own = {bind.name for bind in statement.bindings()}
        for read in statement.reads():
            if read.deferred:
                continue
            version = versions.get(read.name)
            if version is not None and version.kind not in allowed:
                return False
            if version is None and not (read.name in own or read.guarded or is_everywhere(read.name)):
                return False
        return True
