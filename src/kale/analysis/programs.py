"""What the programs that notebooks call through the shell do to files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from kale.analysis.files import FileUse
from kale.analysis.knowledge import words
from kale.analysis.text_resolution import exact
from kale.analysis.values import Text

Words: TypeAlias = Sequence[Text]
"""Words of a command line."""

_SILENT: Final = words(
    "echo printf pip pip3 conda mamba nvidia-smi cd set export unset which true false date sleep kill"
)
_READERS: Final = words(
    """
    cat head tail wc ls grep egrep diff cmp file stat du md5sum sha1sum sha256sum sort uniq cut awk test less more
    tree find
    """
)
_OUTPUT_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    "curl": frozenset({"-o", "--output"}),
    "wget": frozenset({"-O", "--output-document"}),
}
_FOLDER_OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    "wget": frozenset({"-P", "--directory-prefix"}),
    "unzip": frozenset({"-d"}),
    "tar": frozenset({"-C", "--directory"}),
}


def program_uses(name: str, given: Words) -> Iterator[FileUse]:
    """Give the files that a program touches.

    A program that nothing is known of may read and change every file that its arguments name.

    Args:
        name: The program, without its folder.
        given: Its arguments.
    """
    if not name or name in _SILENT:
        return
    options, arguments = _options(name, given)
    known = _PROGRAMS.get(name)
    if known is not None:
        yield from known(options, arguments)
    else:
        mentioned = name in _READERS
        yield from (FileUse(word, writes=not mentioned, mentioned=mentioned) for word in arguments if _is_path(word))


def _options(name: str, given: Words) -> tuple[dict[str, Text], list[Text]]:
    """Give the options with a value that says where files go, and the arguments."""
    valued = _OUTPUT_OPTIONS.get(name, frozenset()) | _FOLDER_OPTIONS.get(name, frozenset())
    options: dict[str, Text] = {}
    arguments: list[Text] = []
    option = None
    for word in given:
        text = exact(word) or ""
        if option is not None:
            options[option] = word
            option = None
        elif text in valued:
            option = text
        elif text.startswith("-"):
            options[text] = ()
        else:
            arguments.append(word)
    return options, arguments


def _is_path(word: Text) -> bool:
    text = exact(word)
    return text is None or "/" in text or re.search(r"\.\w{1,8}$", text) is not None


def _copying(removes: bool) -> Callable[[Mapping[str, Text], Words], Iterator[FileUse]]:
    def uses(_: Mapping[str, Text], arguments: Words) -> Iterator[FileUse]:
        for source in arguments[:-1]:
            yield FileUse(source)
        for source in arguments[:-1] if removes else ():
            yield FileUse(source, writes=True, removes=True)
        for target in arguments[-1:]:
            yield FileUse(target, writes=True)

    return uses


def _each(use: FileUse) -> Callable[[Mapping[str, Text], Words], Iterator[FileUse]]:
    return lambda _, arguments: (use._replace(text=argument) for argument in arguments)


def _download(options: Mapping[str, Text], arguments: Words) -> Iterator[FileUse]:
    """Give what ``wget`` and ``curl`` write: what they are told, or what the address ends in."""
    target = next((options[name] for name in ("-o", "--output", "-O", "--output-document") if options.get(name)), None)
    if target is not None:
        yield FileUse(target, writes=True, keeps=False)
        return
    folder = next((options[name] for name in ("-P", "--directory-prefix") if options.get(name)), None)
    for argument in arguments:
        name = _last_part(argument)
        yield FileUse((*folder, "/", *name) if folder and name else name, writes=True, keeps=False)


def _fetched(options: Mapping[str, Text], arguments: Words) -> Iterator[FileUse]:
    if any(name in options for name in ("-o", "--output", "-O", "--remote-name", "-LO", "-sO", "-sLO", "-OL")):
        yield from _download(options, arguments)


def _unpacking(options: Mapping[str, Text], arguments: Words) -> Iterator[FileUse]:
    folder = options.get("-d") or options.get("-C") or options.get("--directory")
    yield from (FileUse(archive) for archive in arguments[:1])
    yield FileUse(folder, writes=True)


def _archive(options: Mapping[str, Text], arguments: Words) -> Iterator[FileUse]:
    letters = "".join(options) + (exact(arguments[0]) or "" if arguments else "")
    files = arguments if any("f" in name for name in options) else arguments[1:]
    if "x" in letters:
        yield from _unpacking(options, files)
    elif "c" in letters:
        yield from (FileUse(source) for source in files[1:])
        yield from (FileUse(archive, writes=True, keeps=False) for archive in files[:1])


def _repository(_: Mapping[str, Text], arguments: Words) -> Iterator[FileUse]:
    if arguments and exact(arguments[0]) == "clone":
        name = exact(arguments[-1])
        folder = posixpath.basename(name.removesuffix("/")).removesuffix(".git") if name is not None else None
        yield FileUse((folder,) if folder else None, writes=True)


def _last_part(address: Text) -> Text | None:
    """Give what follows the last slash of an address."""
    found: list[str] = []
    for part in reversed(address):
        if not isinstance(part, str):
            return None
        name = part.rpartition("/")[2]
        found.insert(0, name)
        if "/" in part:
            return (*found,) if any(found) else None
    return None


_PROGRAMS: Final[Mapping[str, Callable[[Mapping[str, Text], Words], Iterable[FileUse]]]] = {
    "cp": _copying(removes=False),
    "mv": _copying(removes=True),
    "rm": _each(FileUse(None, writes=True, removes=True)),
    "rmdir": _each(FileUse(None, writes=True, removes=True)),
    "mkdir": _each(FileUse(None, folder=True)),
    "touch": _each(FileUse(None, writes=True)),
    "tee": _each(FileUse(None, writes=True)),
    "wget": _download,
    "curl": _fetched,
    "unzip": _unpacking,
    "tar": _archive,
    "git": _repository,
}
