"""Doing what a problem offers to do about it."""

from __future__ import annotations

from dataclasses import replace

from kale.diagnostics import AddTag, Fix, ReplaceTag, ReplaceText, Span
from kale.inspection import inspect_notebook
from kale.jupyter.server.documents import ApplyFix, CellEdit, Edit, Problem
from kale.jupyter.server.documents.problem import problems_of
from kale.jupyter.server.edits.marks import Marks
from kale.jupyter.server.edits.refused import RefusedError
from kale.jupyter.server.edits.rewriting import Rewriting
from kale.jupyter.server.open_notebook import OpenNotebook


def apply_fix(found: OpenNotebook, action: ApplyFix) -> Edit:
    """Give the edit that takes a problem away.

    Raises:
        RefusedError: The notebook does not have the problem any more, or nothing can be done about it.
    """
    fix = _fix_of(found, action.problem)
    rewriting = Rewriting(found)
    sources: dict[int, str] = {}
    texts = [edit for edit in fix.edits if isinstance(edit, ReplaceText)]
    for text in sorted(texts, key=lambda each: (each.span.line, each.span.column), reverse=True):
        number = text.span.cell
        source = sources.get(number, found.notebook.cell(number).source)
        sources[number] = with_text_replaced(source, text.span, text.by)
    for edit in fix.edits:
        if not isinstance(edit, ReplaceText):
            rewriting.put(edit.cell, _retagged(rewriting.marks(edit.cell), edit))
    edits = {each.id: each for each in rewriting.cell_edits()}
    for number, source in sources.items():
        identity = found.id_of(number)
        edits[identity] = edits.get(identity, CellEdit(id=identity)).model_copy(update={"source": source})
    return Edit(cells=tuple(edits.values()))


def with_text_replaced(source: str, span: Span, by: str) -> str:
    """Give the source of a cell with other text in one place.

    Where text goes away, so do the blanks in front of it, if something else stands before them on the line.
    """
    lines = source.split("\n")
    before = "\n".join([*lines[: span.line - 1], lines[span.line - 1][: span.column - 1]])
    after = "\n".join([lines[span.end_line - 1][span.end_column - 1 :], *lines[span.end_line :]])
    if not by and before.rpartition("\n")[2].strip():
        before = before.rstrip(" \t")
    return before + by + after


def _fix_of(found: OpenNotebook, problem: Problem) -> Fix:
    diagnostics = inspect_notebook(found.notebook).diagnostics
    for diagnostic, present in zip(diagnostics, problems_of(diagnostics, found.ids), strict=True):
        if _gist(present) == _gist(problem):
            if diagnostic.fix is None:
                raise RefusedError("nothing can be done about this problem with a click")
            return diagnostic.fix
    raise RefusedError("the notebook does not have this problem any more")


def _gist(problem: Problem) -> Problem:
    """Give a problem without its place in the list, which other problems change."""
    return problem.model_copy(update={"fix": None})


def _retagged(marks: Marks, edit: ReplaceTag | AddTag) -> Marks:
    tags = list(marks.tags)
    if isinstance(edit, AddTag):
        return replace(marks, tags=(*tags, *([edit.tag] if edit.tag not in tags else [])))
    place = tags.index(edit.tag)
    new = [edit.by] if edit.by is not None else []
    return replace(marks, tags=(*tags[:place], *new, *tags[place + 1 :]))
