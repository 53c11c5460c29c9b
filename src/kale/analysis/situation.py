"""Where in the notebook the dataflow is, and what it knows there."""

from __future__ import annotations

from dataclasses import dataclass, field

from kale.analysis.classification import Nature
from kale.analysis.effects import Effects
from kale.analysis.events import Read
from kale.analysis.facts import Function
from kale.analysis.library_settings import set_library
from kale.analysis.namespace import Namespace
from kale.analysis.needs import Requirements, Use
from kale.analysis.process_state import ENVIRONMENT_PATH, ENVIRONMENT_READ, StateUse
from kale.analysis.program import Line, Program
from kale.analysis.rules import SETTING_OF_STEP
from kale.analysis.surroundings import NO_SURROUNDINGS, ModuleChange, Surroundings
from kale.analysis.trace import Trace
from kale.analysis.values import Place
from kale.analysis.versions import Form, Version, VersionKind
from kale.diagnostics import Report


@dataclass
class Situation:
    """The statement that is being followed, and what names stand for before it.

    Attributes:
        program: The notebook.
        effects: What its calls do.
        report: Takes the problems.
        namespace: What names stand for.
        requirements: Collects what each step needs.
        nature: What becomes of the statement.
        owner: Number of the step in whose process it runs; ``None`` when every step carries it.
        inputs: What it has read so far, by name.
        trace: What its calls have done so far.
        surroundings: What stands beside the notebook.
        module_changes: What steps have changed in modules so far, for themselves alone.
    """

    program: Program
    effects: Effects
    report: Report
    namespace: Namespace
    requirements: Requirements
    surroundings: Surroundings = NO_SURROUNDINGS
    nature: Nature = Nature.VALUE
    owner: int | None = None
    inputs: dict[str, Version] = field(default_factory=dict)
    trace: Trace = field(init=False)
    module_changes: list[ModuleChange] = field(default_factory=list)
    _line: Line | None = None

    def begin(self, line: Line) -> None:
        """Go on to a statement."""
        self._line, self.owner = line, line.step
        self.inputs = {}
        self.trace = Trace(self.effects, merges=self._merges)

    @property
    def line(self) -> Line:
        """The statement."""
        assert self._line is not None
        return self._line

    @property
    def begun(self) -> bool:
        """Whether there is a statement yet."""
        return self._line is not None

    def _merges(self, name: str) -> bool:
        """Whether a name may stand for a list or the like."""
        version = self.namespace.get(name)
        return version is not None and version.merges

    def require(self, version: Version, place: Place | None) -> None:
        """Note that the running step needs a version."""
        if self.owner is not None and not version.is_at_hand(self.owner):
            self.requirements.require(self.owner, version, Use(self.line, place))

    def read(self, version: Version, place: Place | None) -> None:
        """Note that the statement reads a version."""
        self.inputs.setdefault(version.name, version)
        self.require(version, place)
        if version.form is Form.MODULE and self.effects.qualify(version.name) == ENVIRONMENT_PATH:
            self.touch(ENVIRONMENT_READ, place)

    def note_module_change(self, path: str | None, place: Place, *, certain: bool) -> None:
        """Note that a step changes what a module holds, unless later steps do the same before their own cells."""
        modules = self.surroundings.modules
        if path is None or not (path in modules.names or modules.holds(path)):
            return
        if self.owner is not None and self.nature is Nature.VALUE:
            step = self.program.steps[self.owner]
            self.module_changes.append(ModuleChange(step, path, self.line.span(place), certain))

    def touch(self, use: StateUse, place: Place | None) -> None:
        """Note that the statement uses or changes state of the process."""
        library = set_library(use)
        if library is not None:
            self.note_setting(library, place)
            return
        current = self.namespace.get(use.name)
        if self.owner is None or (current is None and not (use.sets or use.begins)):
            return
        if not use.sets and current is not None:
            self.require(current, place)
        # What every step repeats is not handed on by one of them.
        repeated = use.begins and self.nature is Nature.SETTING
        if use.moves and not repeated:
            version = Version(use.name, VersionKind.VALUE, self.line, self.owner, place, immutable=True)
            self.namespace.set(version)

    def note_setting(self, library: str, place: Place | None) -> None:
        """Say that a step sets a library, unless every step does, or no other step comes later."""
        repeated = self.owner is None or self.nature is not Nature.VALUE
        if repeated or library in self.surroundings.modules.names:
            return
        if all(line.step in (None, self.owner) for line in self.program.lines[self.line.position + 1 :]):
            return
        self.report.add(
            SETTING_OF_STEP.at(
                self.line.span(place),
                f"this sets how {library} behaves in this step only; later steps will not know of it",
                help="set it without data, in a statement of its own or in a cell tagged 'imports', so that every step"
                " repeats it",
            )
        )

    def read_in(self, function: Function) -> None:
        """Take the names that a called function reads as read here."""
        for event in function.events:
            version = self.namespace.get(event.name) if isinstance(event, Read) else None
            if version is not None:
                self.read(version, None)
