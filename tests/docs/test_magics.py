"""The guide to working in a running notebook does what it says, in a real kernel.

A block ``ipython`` is a cell; with the title ``fails`` it ends with an error. A block ``text`` with the title
``Output`` after it is what it shows, as in the other pages.
"""

from __future__ import annotations

from pathlib import Path

from tests.docs.test_snippets import ROOT, assert_like, snippets_of
from tests.jupyter.magics.kernels import Shown, kernel_in

PAGE = ROOT / "docs" / "how-to" / "magics.md"


def test_cells_show_what_the_page_says(tmp_path: Path) -> None:
    snippets = list(snippets_of(PAGE))
    cells = [index for index, snippet in enumerate(snippets) if snippet.language == "ipython"]
    assert len(cells) > 8
    with kernel_in(tmp_path) as kernel:
        for index in cells:
            snippet = snippets[index]
            shown = kernel.run(snippet.text.rstrip("\n"), f"cell-{index}")
            place = f"line {snippet.line}: {shown.text}"
            assert shown.status == ("error" if snippet.title == "fails" else "ok"), place
            after = snippets[index + 1] if index + 1 < len(snippets) else None
            if after is not None and (after.language, after.title) == ("text", "Output"):
                assert_like(all_of(shown), after.text)


def all_of(shown: Shown) -> str:
    """Give all that a reader sees of a cell, as text."""
    parts = [shown.err, shown.out, shown.error, *(bundle.get("text/plain", "") for bundle in shown.bundles)]
    return "\n".join(part.rstrip("\n") for part in [*parts, shown.result.get("text/plain", "")] if part) + "\n"
