"""``%%capture``: what a cell prints becomes a value.

The body goes into a ``with`` statement, indented by one space. A line that starts inside a string is not indented,
because that would change the string.
"""

from __future__ import annotations

import re
from typing import Final

from kale.notebook.ipython.calls import Call
from kale.notebook.ipython.outcome import Replacement
from kale.notebook.ipython.special import lines_inside_strings

_CONTEXT: Final = "__import__('contextlib')"
_BUFFER: Final = "__import__('io').StringIO"
_SYSTEM: Final = "__import__('sys')"


def capture(call: Call) -> Replacement:
    """Translate ``%%capture``; without a name for what is captured, the body just runs.

    Raises:
        UntranslatableError: The arguments cannot be read.
    """
    words = call.words()
    hidden = {word for word in words if word in ("--no-stdout", "--no-stderr", "--no-display")}
    targets = [word for word in words if word not in hidden]
    if len(targets) > 1 or not all(target.isidentifier() for target in targets):
        raise call.malformed("it takes the name of one variable")
    inner = call.translate(call.body).below(1)
    if not targets:
        return Replacement(inner.source, inner.packages, inner.problems)
    head = _head(targets[0], "--no-stdout" not in hidden, "--no-stderr" not in hidden)
    return Replacement(_indented(head, inner.source[1:]), inner.packages, inner.problems)


def _head(name: str, captures_out: bool, captures_err: bool) -> str:
    """Give the ``with`` line: the first context binds the buffer of errors, which the second one's value takes in."""
    errors = f"redirect_stderr({_BUFFER}())" if captures_err else f"nullcontext({_BUFFER}())"
    members = ", ".join(
        (
            f"'stdout': property({_BUFFER}.getvalue)",
            "'stderr': property(lambda self: errors.getvalue())",
            f"'__str__': {_BUFFER}.getvalue",
            f"'show': lambda self: ({_SYSTEM}.stdout.write(self.stdout), {_SYSTEM}.stderr.write(self.stderr))[2:]",
            "'__call__': lambda self: self.show()",
        )
    )
    captured = f"(lambda errors: type('CapturedIO', ({_BUFFER},), {{{members}}})())({name})"
    output = f"redirect_stdout({captured})" if captures_out else f"nullcontext({captured})"
    return f"with {_CONTEXT}.{errors} as {name}, {_CONTEXT}.{output} as {name}:"


def _indented(head: str, body: str) -> str:
    if not _has_statements(body):
        return f"{head} pass\n{body}"
    inside = lines_inside_strings(body)
    lines = (
        line if number in inside or not line.strip() else f" {line}" for number, line in enumerate(body.split("\n"))
    )
    return "\n".join((head, *lines))


def _has_statements(body: str) -> bool:
    return any(re.match(r"\s*[^\s#]", line) for line in body.split("\n"))
