"""Magics on the process's environment: variables and the working directory."""

from __future__ import annotations

import re
from typing import Final

from kale.notebook.ipython.calls import Call
from kale.notebook.ipython.outcome import Replacement

_ENVIRONMENT: Final = "__import__('os').environ"
_UNTOUCHED_DIRECTORY: Final = re.compile(r"-(?:\d+|b\b.*)?|--.*")


def env(call: Call) -> Replacement:
    """Translate ``%env``, which shows, gives or sets a variable."""
    text = call.arguments.strip()
    if not re.search(r"[=\s]", text):
        if not call.is_value:
            return Replacement()
        if not text:
            raise call.valueless()
        return Replacement(f"{_ENVIRONMENT}[{call.text(text)}]")
    return set_env(call)


def set_env(call: Call) -> Replacement:
    """Translate ``%set_env NAME=value``, whose name ends at the first ``=``, or else at the first space."""
    name, separator, value = call.arguments.partition("=" if "=" in call.arguments else " ")
    name, value = name.strip(), value.strip()
    if not name or not separator or re.search(r"\s", name):
        raise call.malformed("it sets one variable, as in NAME=value")
    if call.is_value:
        raise call.valueless()
    return Replacement(f"{_ENVIRONMENT}[{call.text(name)}] = {call.text(value)}")


def cd(call: Call) -> Replacement:
    """Translate ``%cd``; the directory must exist, where IPython would say so and go on."""
    text = re.sub(r"^-q\b\s*|\s*-q$", "", call.arguments.strip())
    if _UNTOUCHED_DIRECTORY.fullmatch(text):
        raise call.malformed("a step knows no earlier directories and no bookmarks")
    if call.is_value:
        raise call.valueless()
    quoted = re.fullmatch(r"""(["'])(.*)\1""", text)
    path = quoted.group(2) if quoted else text
    return Replacement(f"__import__('os').chdir(__import__('os').path.expanduser({call.text(path or '~')}))")


def pwd(call: Call) -> Replacement:
    """Translate ``%pwd``."""
    return Replacement("__import__('os').getcwd()" if call.is_value else "")
