"""Which files a command of the shell touches, as far as its own text tells."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Final

from kale.analysis.files import FileUse
from kale.analysis.programs import Words, program_uses
from kale.analysis.text_resolution import exact, separated
from kale.analysis.values import Text, TextPart

_TOKEN: Final = re.compile(r"""\s+|\d?>&\d|\d?&?>>?|[;|&]+|<|'[^']*'|"[^"]*"|(?:\\.|[^\s;|&<>'"\\])+|.""", re.DOTALL)
_ENDS_WORD: Final = re.compile(r"\s+|[;|&]+|\d?&?>>?|<")
_RUNNERS: Final = frozenset({"sudo", "env", "time", "nohup"})


def command_uses(command: Text) -> Iterator[FileUse]:
    """Give the files that a command touches, in order.

    Args:
        command: The command line, or its words, with the Python values in it.
    """
    separate = separated(command)
    if len(separate) > 1 and exact(separate[1]) != "-c":
        yield from program_uses(*_program(separate))
        return
    for part in _commands(separate[-1]):
        redirected, rest = _redirections(part)
        yield from (use for use in redirected if not use.writes)
        yield from program_uses(*_program(rest))
        yield from (use for use in redirected if use.writes)


def _commands(command: Text) -> Iterator[list[Text]]:
    """Give the words of each of the commands in a line; operators that redirect are words of their own."""
    found: list[Text] = []
    word: Text = ()
    for token in _tokens(command):
        if not isinstance(token, str) or not _ENDS_WORD.fullmatch(token):
            word += (token.strip("'\"") if isinstance(token, str) else token,)
            continue
        found += [word] if word else []
        word = ()
        if token[-1] in "<>":
            found.append((token,))
        elif not token.isspace() or "\n" in token:
            yield found
            found = []
    yield [*found, word] if word else found


def _tokens(command: Text) -> Iterator[TextPart]:
    for part in command:
        yield from _TOKEN.findall(part) if isinstance(part, str) else (part,)


def _redirections(command: Words) -> tuple[list[FileUse], list[Text]]:
    """Take the redirections out of a command; give the files and the words that are left."""
    uses: list[FileUse] = []
    rest: list[Text] = []
    operator = None
    for word in command:
        if operator is not None:
            writes = operator != "<"
            uses.append(FileUse(word, writes=writes, keeps=not writes or operator.endswith(">>")))
            operator = None
        elif len(word) == 1 and isinstance(word[0], str) and word[0][-1:] in ("<", ">"):
            operator = word[0]
        else:
            rest.append(word)
    return uses, rest


def _program(command: Words) -> tuple[str, Words]:
    """Give the program that a command runs, and its arguments."""
    while command and (exact(command[0]) in _RUNNERS or _is_setting(command[0])):
        command = command[1:]
    return (posixpath.basename(exact(command[0]) or "?"), command[1:]) if command else ("", ())


def _is_setting(word: Text) -> bool:
    first = word[0]
    return isinstance(first, str) and re.match(r"[A-Za-z_]\w*=", first) is not None
