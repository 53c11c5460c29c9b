"""``%%step`` and its kin in a running notebook: the cell runs as if the line were not there.

The line becomes a comment before IPython looks at the cell. So the value of the last expression, a top-level `await`,
tracebacks with the cell's own line numbers and other cell magics below it are what they are without it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from kale.jupyter.magics.failures import MagicError, ShownError
from kale.notebook.mark_options import USAGE, Mark, option_words, parse_mark
from kale.notebook.marks import STEP, MarkLine, mark_line

_DESCRIPTIONS: Final = {
    "step": "Run the cell as usual, and mark it as a part of a step of the pipeline.",
    "imports": "Run the cell as usual, and mark it as imports and settings for every step that needs them.",
    "functions": "Run the cell as usual, and mark it as functions and classes for every step that needs them.",
    "parameters": "Run the cell as usual, and mark its assignments as parameters of the pipeline.",
    "metrics": "Run the cell as usual, and mark what it prints or names as metrics of the pipeline.",
    "skip": "Run the cell as usual, and leave it out of the pipeline.",
}


def hide_mark(lines: list[str]) -> list[str]:
    """Give a cell with its annotating line as a comment; IPython calls this with the lines of every cell.

    A line that is not right stays, so that it comes to the magic of its name, which says what is wrong. Above another
    cell magic, which has to stand on the first line, nothing is left of it.
    """
    mark = mark_line("".join(lines))
    if mark is None or parse_mark(mark).problems:
        return lines
    place = mark.line - 1
    below = next((number for number, line in enumerate(lines) if number > place and line.strip()), None)
    if below is not None and lines[below].startswith("%%"):
        return lines[below:]
    return [*lines[:place], f"# {lines[place]}", *lines[place + 1 :]]


# A terminal asks the transformations that have none whether an input is complete; the line has to stay for that,
# because a cell magic is complete after an empty line.
hide_mark.has_side_effects = True  # type: ignore[attr-defined]


def cell_function(shell: Any, name: str) -> Callable[[str, str], None]:  # noqa: ANN401 - any of IPython's shells
    """Give the magic of an annotating line, which IPython calls when the line is not right, and for ``?``.

    Args:
        shell: IPython's shell.
        name: Name of the magic.
    """

    def run(line: str, cell: str) -> None:
        text = f"%%{name} {line}".strip()
        mark = parse_mark(MarkLine(name, line.strip(), text))
        if mark.problems:
            raise MagicError(problem_text(mark))
        if not shell.run_cell(cell, store_history=False).success:
            raise ShownError(f"the cell below {text} failed")

    run.__name__ = name
    run.__doc__ = help_text(name)
    run._ipython_magic_no_var_expand = True  # type: ignore[attr-defined]
    return run


def problem_text(mark: Mark) -> str:
    """Say what is wrong with a line, each problem with its rule as in a diagnostic."""
    return "\n".join(problem.rule.at(None, problem.message, help=problem.help).render() for problem in mark.problems)


def help_text(name: str) -> str:
    """Give what ``?`` shows of an annotating magic."""
    if name != STEP:
        return f"{_DESCRIPTIONS[name]}\n\nWrite %%{name} on the first line of the cell."
    options = "\n".join(f"    {word}" for word in option_words())
    return (
        f"{_DESCRIPTIONS[name]}\n\nWrite {USAGE}\n\n"
        "Cells without such a line belong to the step above them. Each option is the tag of its name, with its value\n"
        f"behind a space: '--limit memory:4Gi' is the tag 'limit:memory:4Gi'. The options are\n\n{options}\n"
    )
