"""Cell magics: ``%%name arguments`` on the first line, with the rest of the cell as their body."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from typing import Final

from kale.notebook.ipython import timing
from kale.notebook.ipython.calls import Call
from kale.notebook.ipython.capturing import capture
from kale.notebook.ipython.knowledge import DISPLAY_CELLS, SCRIPT_CELLS
from kale.notebook.ipython.line_magics import captured_command, refusal
from kale.notebook.ipython.outcome import Replacement
from kale.notebook.ipython.shell import script_output, script_run, shell_script

_SCRIPT_OPTION: Final = re.compile(r"(?:^|(?<=\s))--(?P<name>out|err|no-raise-error|bg|proc)\b(?:[ =](?P<value>\w+))?")
_FILE: Final = re.compile(r"(?P<before>(?:-a|--append)\s+)?(?P<path>.*?)(?P<after>\s+(?:-a|--append))?")
_SHELLS: Final = frozenset({"sh", "bash", "zsh", "dash"})
_OWN_PYTHON: Final = frozenset({"python", "python3"})


def cell_magic(call: Call) -> Replacement:
    """Give what stands in for a cell magic and its body.

    Raises:
        UntranslatableError: It has no translation.
    """
    if call.name in DISPLAY_CELLS:
        return Replacement()
    if call.name in SCRIPT_CELLS:
        return _script(call, call.name, call.arguments)
    handler = _HANDLERS.get(call.name)
    if handler is None:
        raise refusal(call)
    return handler(call)


def _time(call: Call) -> Replacement:
    if call.arguments.strip():
        raise call.malformed("it takes none")
    inner = call.translate(call.body).below(1)
    return Replacement(inner.source, inner.packages, inner.problems)


def _timeit(call: Call) -> Replacement:
    raise timing.cell_timeit(call)


def _captured(call: Call) -> Replacement:
    found = re.fullmatch(r"(?:--?o(?:ut)?[ =])?\s*(?P<name>\w*)", call.arguments.strip())
    if found is None:
        raise call.malformed("it takes the name of a variable")
    name = found.group("name")
    value = captured_command(call.body, call).code
    return Replacement(f"{name} = {value}" if name else value)


def _any_script(call: Call) -> Replacement:
    program, _, arguments = call.arguments.strip().partition(" ")
    if not program:
        raise call.malformed("it names no program")
    return _script(call, program, arguments)


def _script(call: Call, program: str, arguments: str) -> Replacement:
    options = {found.group("name"): found.group("value") or "" for found in _SCRIPT_OPTION.finditer(arguments)}
    if "bg" in options or "proc" in options:
        raise call.malformed("a script cannot run in the background")
    command = _command(call, program, _SCRIPT_OPTION.sub("", arguments).strip())
    script = shell_script(repr(call.body)) if program in _SHELLS else repr(call.body)
    raises = "no-raise-error" not in options
    targets = [options[name] for name in ("out", "err") if name in options]
    if not targets:
        return Replacement(script_run(command, script, raises))
    if not all(target.isidentifier() for target in targets):
        raise call.malformed("--out and --err take the name of a variable")
    value = script_output(command, script, raises, "out" in options, "err" in options)
    return Replacement(f"{', '.join(targets)} = {value}")


def _command(call: Call, program: str, arguments: str) -> str:
    first = "__import__('sys').executable" if program in _OWN_PYTHON else call.text(program)
    if not arguments:
        return f"[{first}]"
    text = call.text(arguments)
    if text != repr(arguments):
        return f"[{first}, *__import__('shlex').split({text})]"
    try:
        return f"[{', '.join([first, *map(repr, shlex.split(arguments))])}]"
    except ValueError as error:
        raise call.malformed(str(error)) from None


def _write_file(call: Call) -> Replacement:
    appends, path = _file_arguments(call)
    text = f"__import__('pathlib').Path({call.text(path)})"
    target = f"{text}.expanduser()" if path.startswith("~") else text
    if not appends:
        return Replacement(f"{target}.write_text({call.body!r}, encoding='utf-8')")
    opened = f"{target}.open('a', encoding='utf-8')"
    return Replacement(f"(lambda file: (file.write({call.body!r}), file.close()))({opened})")


def _file_arguments(call: Call) -> tuple[bool, str]:
    """Give whether to append, and the path without its quotes."""
    found = _FILE.fullmatch(call.arguments.strip())
    path = found.group("path") if found else ""
    quoted = re.fullmatch(r"""(["'])(.*)\1""", path)
    if not path or (re.search(r"\s", path) and not quoted and "{" not in path):
        raise call.malformed("it takes one path")
    return bool(found and (found.group("before") or found.group("after"))), quoted.group(2) if quoted else path


_HANDLERS: Final[dict[str, Callable[[Call], Replacement]]] = {
    "!": _captured,
    "capture": capture,
    "file": _write_file,
    "prun": _time,
    "script": _any_script,
    "sx": _captured,
    "system": _captured,
    "time": _time,
    "timeit": _timeit,
    "writefile": _write_file,
}
