"""Files that the notebook writes and reads, followed like variables."""

from __future__ import annotations

from collections.abc import Iterable

from kale.analysis.events import Call
from kale.analysis.files import FileUse, file_name, matching
from kale.analysis.rules import AUTHOR_FILE, UNDECIDED_PATH
from kale.analysis.situation import Situation
from kale.analysis.values import Place
from kale.analysis.versions import Version, VersionKind


class FileFlow:
    """Follows files.

    Args:
        situation: Where in the notebook the dataflow is.

    Attributes:
        written: Paths of the files that the notebook has written so far.
    """

    def __init__(self, situation: Situation) -> None:
        self._at = situation
        self.written: set[str] = set()

    def touch(self, event: Call, uses: Iterable[FileUse]) -> None:
        """Take the files that a call reads and writes, in this order, like variables that it reads or changes."""
        if self._at.owner is None:
            return
        touches = list(dict.fromkeys(use.touch(self._at.namespace.text_of) for use in uses))
        written = {touch.path for touch in touches if touch.writes}
        for touch in touches:
            if touch.path is None:
                if touch.writes and len(self._at.program.steps) > 1 and not self._is_defined(event):
                    self._note_undecided_path(event)
            elif touch.writes:
                self._write(touch.path, event.place, keeps=touch.keeps)
            elif not touch.mentioned or touch.path not in written:
                self.read(touch.path, event.place)
                if not (touch.mentioned or matching(touch.path, self.written) or self._is_included(touch.path)):
                    self._note_author_file(touch.path, event)

    def _is_defined(self, event: Call) -> bool:
        """Whether a call is part of a function that is made here under a name, and whose calls are understood."""
        functions = self._at.line.statement.functions
        return event.deferred and any(function.place.encloses(event.place) for function in functions)

    def _is_included(self, path: str) -> bool:
        """Whether a file, or one that a pattern names, travels with the running step."""
        assert self._at.owner is not None
        included = self._at.surroundings.included.get(self._at.program.steps[self._at.owner], ())
        return bool(matching(path, included))

    def read(self, path: str, place: Place) -> None:
        """Take the files that a path names as read here."""
        for file in matching(path, self.written):
            self._at.require(self._at.namespace[file_name(file)], place)

    def _write(self, path: str, place: Place, *, keeps: bool) -> None:
        self.written.add(path)
        name = file_name(path)
        namespace = self._at.namespace
        current = namespace.get(name)
        if current is not None and (keeps or namespace.in_branch):
            self._at.require(current, place)
        namespace.set(Version(name, VersionKind.VALUE, self._at.line, self._at.owner, place, immutable=True))

    def _note_author_file(self, path: str, event: Call) -> None:
        self._at.report.add(
            AUTHOR_FILE.at(
                self._at.line.span(event.place),
                f"the step reads {path!r}, which no step writes; it must exist where the step runs",
                help="write the file in an earlier step, let it travel with the tag 'include:<path>', put it into the"
                " image or on a volume, or read it from a URL",
            )
        )

    def _note_undecided_path(self, event: Call) -> None:
        self._at.report.add(
            UNDECIDED_PATH.at(
                self._at.line.span(event.place),
                "the step writes a file whose path the code does not show; later steps will not find it",
                help="write to a path that is spelled out, so that the file can be handed over",
            )
        )
