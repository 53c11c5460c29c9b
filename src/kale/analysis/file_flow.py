"""Files that the notebook writes and reads, followed like variables."""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis.address_flow import AddressFlow
from kale.analysis.events import Call
from kale.analysis.file_calls import opens_log
from kale.analysis.files import FileTouch, FileUse, file_name, folder_of, is_shown, matching
from kale.analysis.log_handlers import note_lost_lines
from kale.analysis.rules import AUTHOR_FILE, UNDECIDED_PATH
from kale.analysis.situation import Situation
from kale.analysis.values import Place
from kale.analysis.versions import Version, VersionKind


class FileFlow:
    """Follows files.

    Args:
        situation: Where in the notebook the dataflow is.

    Attributes:
        addresses: Follows addresses that are no files of the machine.
        written: Paths of the files that the notebook has written so far, and patterns of those that it has computed.
        folders: Folders that steps find and did not make, by number of the step.
    """

    def __init__(self, situation: Situation) -> None:
        self._at = situation
        self._makers: dict[str, set[int]] = {}
        self._logs: dict[str, int | None] = {}
        self.addresses = AddressFlow(situation)
        self.written: set[str] = set()
        self.folders: dict[int, set[str]] = {}

    def touch(self, event: Call, uses: Iterable[FileUse]) -> None:
        """Take the files that a call reads and writes, in this order, like variables that it reads or changes."""
        uses = tuple(uses)
        if uses and opens_log(event, self._at.effects.qualify(event.callee)):
            self._note_log(uses)
        if self._at.owner is None:
            return
        touches = list(dict.fromkeys(touch for use in uses for touch in use.touches(self._at.namespace.text_of)))
        made = {touch.path or touch.remote for touch in touches if touch.writes or touch.folder}
        for touch in touches:
            if touch.remote is not None and is_shown(touch.remote):
                if touch.writes:
                    self.addresses.write(touch.remote, event.place)
                elif touch.remote not in made:
                    self.addresses.read(touch.remote, event.place)
            elif touch.path is None:
                self._touch_undecided(event, touch)
            elif touch.folder:
                self._makers.setdefault(folder_of(touch.path) if touch.computed else touch.path, set()).add(
                    self._at.owner
                )
            elif touch.writes or not touch.mentioned or touch.path not in made:
                self._enter_folders(touch.path)
                self._touch(touch.path, touch, event)

    def _touch_undecided(self, event: Call, touch: FileTouch) -> None:
        """Let a step that reads a file which the code does not show find all that earlier steps have written."""
        self._note_undecided_path(event, touch)
        reads = touch.keeps and touch.remote is None and not (touch.mentioned or touch.removes)
        if reads and not self._is_defined(event):
            for path in sorted(self.written):
                self._enter_folders(path)
                self.read(path, event.place)

    def _note_log(self, uses: Iterable[FileUse]) -> None:
        """Remember which step's lines a log gets; those of any step, where each begins its own."""
        for use in uses:
            for touch in use.touches(self._at.namespace.text_of):
                if touch.writes and touch.path is not None:
                    self._logs[touch.path] = self._at.line.step

    def _touch(self, path: str, touch: FileTouch, event: Call) -> None:
        if touch.writes:
            self._write(path, event.place, keeps=touch.keeps or touch.computed)
            if touch.removes and touch.computed:
                self._note_undecided_path(event, touch)
            return
        self.read(path, event.place)
        for log in matching(path, self._logs) if self._logs and not touch.mentioned else ():
            note_lost_lines(self._at, log, self._logs[log], event.place)
        known = touch.mentioned or touch.computed or matching(path, self.written) or self._is_included(path)
        if not known:
            self._note_author_file(path, event)

    def _enter_folders(self, path: str) -> None:
        """Let the running step find the folders that a path names, which an earlier step has made."""
        assert self._at.owner is not None
        in_any = path.startswith("*") and "/" in path
        for folder in self._makers if in_any else matching(path, self._makers):
            if self._at.owner not in self._makers[folder]:
                self.folders.setdefault(self._at.owner, set()).add(folder)

    def _is_defined(self, event: Call) -> bool:
        """Whether a call is part of a function that is made here under a name, and whose calls are understood."""
        functions = self._at.line.statement.functions
        return event.deferred and any(function.place.encloses(event.place) for function in functions)

    def _is_included(self, path: str) -> bool:
        """Whether a file, or one that a pattern names, travels with the running step."""
        assert self._at.owner is not None
        included = self._at.surroundings.included.get(self._at.program.steps[self._at.owner], ())
        return bool(matching(path, included))

    def read(self, path: str, place: Place) -> list[Version]:
        """Take the files that a path names as read here, and give what they are by now."""
        found = [self._at.namespace[file_name(file)] for file in matching(path, self.written)]
        for version in found:
            self._at.require(version, place)
        return found

    def _write(self, path: str, place: Place, *, keeps: bool) -> None:
        namespace = self._at.namespace
        if keeps or namespace.in_branch:
            self.read(path, place)
        self.written.add(path)
        namespace.set(Version(file_name(path), VersionKind.VALUE, self._at.line, self._at.owner, place, immutable=True))

    def _note_author_file(self, path: str, event: Call) -> None:
        self._at.report.add(
            AUTHOR_FILE.at(
                self._at.line.span(event.place),
                f"the step reads {path!r}, which no step writes; it must exist where the step runs",
                help="write the file in an earlier step, let it travel with the tag 'include:<path>', put it into the"
                " image or on a volume, or read it from a URL",
            )
        )

    def _note_undecided_path(self, event: Call, touch: FileTouch) -> None:
        """Say that later steps do not learn what becomes of a file, if there are any."""
        if not touch.writes or len(self._at.program.steps) == 1 or self._is_defined(event):
            return
        if touch.remote is not None:
            self._note_remote_place(event, touch.remote.partition("*")[0])
            return
        does, then = ("removes", "still find it") if touch.removes else ("writes", "not find it")
        self._at.report.add(
            UNDECIDED_PATH.at(
                self._at.line.span(event.place),
                f"the step {does} a file whose path the code does not show; later steps will {then}",
                help="write to a path that is spelled out, at least its folder or how its name begins, so that the file"
                " can be handed over",
            )
        )

    def _note_remote_place(self, event: Call, scheme: str) -> None:
        self._at.report.add(
            UNDECIDED_PATH.at(
                self._at.line.span(event.place),
                f"the step writes to {scheme}…, which is not followed: a step that reads it does not wait for this one",
                help="let it wait with the tag 'prev:<step>', unless the steps come after each other anyway",
            )
        )
