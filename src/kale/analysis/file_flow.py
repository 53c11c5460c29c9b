"""Files that the notebook writes and reads, followed like variables."""

from __future__ import annotations

from kale.analysis.facts import Call, Place
from kale.analysis.files import FileUse, file_name, file_uses, matching, mentioned_paths
from kale.analysis.rules import AUTHOR_FILE, UNDECIDED_PATH
from kale.analysis.situation import Situation
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

    def touch(self, event: Call, qualified: str | None) -> None:
        """Take files that a call reads or writes like variables that it reads or changes."""
        if self._at.owner is None:
            return
        uses = list(file_uses(event, qualified, self._at.namespace.text_of))
        written = {use.path for use in uses if use.writes}
        for path in mentioned_paths(event, self._at.namespace.text_of):
            if path not in written:
                self.read(path, event.place)
        for use in uses:
            if use.path is not None and use.writes:
                self._write(use, event.place)
            elif use.path is not None and not matching(use.path, self.written) and not self._is_included(use.path):
                self._note_author_file(use.path, event)
            elif use.path is None and use.writes and len(self._at.program.steps) > 1:
                self._note_undecided_path(event)

    def _is_included(self, path: str) -> bool:
        """Whether a file, or one that a pattern names, travels with the running step."""
        assert self._at.owner is not None
        included = self._at.surroundings.included.get(self._at.program.steps[self._at.owner], ())
        return bool(matching(path, included))

    def read(self, path: str, place: Place) -> None:
        """Take the files that a path names as read here."""
        for file in matching(path, self.written):
            self._at.require(self._at.namespace[file_name(file)], place)

    def _write(self, use: FileUse, place: Place) -> None:
        assert use.path is not None
        self.written.add(use.path)
        name = file_name(use.path)
        namespace = self._at.namespace
        current = namespace.get(name)
        if current is not None and (use.keeps or namespace.in_branch):
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
