"""Just enough of Python's lexical grammar to tell where a statement starts.

The standard tokenizer refuses text that is not Python, differs between versions of Python, and knows nothing of the
f-strings of a newer one. IPython syntax is not Python, so this reads strings, comments, brackets and continued lines
by itself and looks at nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

_TOKEN: Final = re.compile(r"""[\n\\#"'()\[\]{}=]|\?[ \t]*(?=\n|\Z)""")
_STRING_TOKEN: Final = re.compile(r"""[\n\\"'{}]""")
_FIELD_TOKEN: Final = re.compile(r"""[\n#"'()\[\]{}:]""")
_PREFIX: Final = re.compile(r"(?<!\w)[A-Za-z]{1,2}$")
_LINE_END: Final = re.compile(r"\n|\Z")
_NOT_PLAIN_ASSIGNMENT: Final = frozenset("=!<>+-*/%&|^@:~")


@dataclass(frozen=True)
class Statement:
    """One logical line of a cell.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character, the line break not included.
        assignment: Offset after the first ``=`` outside brackets that binds, or ``None``.
        asks_for_help: Whether it ends in a question mark that is code.
    """

    start: int
    end: int
    assignment: int | None = None
    asks_for_help: bool = False


@dataclass
class Lexer:
    """Reads the logical lines of one cell.

    Attributes:
        source: The cell's text.
        strings: Start and end of the string literals read so far that hold a line break.
    """

    source: str
    strings: list[tuple[int, int]] = field(default_factory=list)

    def statement(self, start: int) -> Statement:
        """Give the logical line that starts at an offset."""
        position, depth = start, 0
        assignment: int | None = None
        help_at: int | None = None
        while (token := _TOKEN.search(self.source, position)) is not None:
            character = token.group()[0]
            position = token.end()
            if character == "\n" and depth == 0:
                return Statement(start, token.start(), assignment, help_at is not None)
            if character == "?":
                help_at = token.start() if depth == 0 else None
            elif character == "#":
                position = self._line_end(position)
            elif character in "\"'":
                position = self._string(token.start())
            elif character == "\\":
                position = min(position + 1, len(self.source))
            elif character in "([{":
                depth += 1
            elif character in ")]}":
                depth = max(depth - 1, 0)
            elif character == "=" and depth == 0 and assignment is None and self._binds(token.start()):
                assignment = position
        return Statement(start, len(self.source), assignment, help_at is not None)

    def _binds(self, position: int) -> bool:
        before = self.source[position - 1 : position]
        after = self.source[position + 1 : position + 2]
        return before not in _NOT_PLAIN_ASSIGNMENT and after != "="

    def _line_end(self, position: int) -> int:
        found = _LINE_END.search(self.source, position)
        return found.start() if found else len(self.source)

    def _string(self, start: int) -> int:
        """Give the offset after the string literal whose first quote stands at ``start``."""
        quote = self.source[start]
        closing = quote * 3 if self.source.startswith(quote * 3, start) else quote
        prefix = _PREFIX.search(self.source, max(start - 3, 0), start)
        letters = prefix.group().lower() if prefix else ""
        end = self._string_end(start + len(closing), closing, "f" in letters or "t" in letters, "r" in letters)
        if "\n" in self.source[start:end]:
            self.strings.append((start, end))
        return end

    def _string_end(self, position: int, closing: str, formatted: bool, raw: bool) -> int:
        while (token := _STRING_TOKEN.search(self.source, position)) is not None:
            character, position = token.group(), token.end()
            if character == "\\":
                position = self._escape(position, formatted, raw)
            elif character == "\n" and len(closing) == 1:
                return token.start()
            elif self.source.startswith(closing, token.start()):
                return token.start() + len(closing)
            elif character == "{" and formatted:
                doubled = self.source.startswith("{", position)
                position = position + 1 if doubled else self._field(position, closing)
        return len(self.source)

    def _escape(self, position: int, formatted: bool, raw: bool) -> int:
        """Give the offset after what a backslash before ``position`` escapes."""
        if formatted and not raw and self.source.startswith("N{", position):
            return self.source.find("}", position) + 1 or len(self.source)
        if formatted and self.source[position : position + 1] in ("{", "}"):
            return position
        return min(position + 1, len(self.source))

    def _field(self, position: int, closing: str) -> int:
        """Give the offset after the replacement field of an f-string that opens before ``position``."""
        depth = 0
        while (token := _FIELD_TOKEN.search(self.source, position)) is not None:
            character, position = token.group(), token.end()
            if character in "\"'":
                position = self._string(token.start())
            elif character == "#":
                position = self._line_end(position)
            elif character == "}" and depth == 0:
                return position
            elif character == ":" and depth == 0:
                return self._format(position, closing)
            elif character in "([{":
                depth += 1
            elif character in ")]}":
                depth = max(depth - 1, 0)
        return len(self.source)

    def _format(self, position: int, closing: str) -> int:
        """Give the offset after a field whose format specification starts at ``position``."""
        while (token := _STRING_TOKEN.search(self.source, position)) is not None:
            character, position = token.group(), token.end()
            if character == "{":
                position = self._field(position, closing)
            elif character == "}":
                return position
            elif self.source.startswith(closing, token.start()) or character + closing in ("\n'", '\n"'):
                return token.start()
        return len(self.source)
