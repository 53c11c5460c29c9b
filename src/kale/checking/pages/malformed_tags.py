"""A cell's tags are not a list of texts.

## What it finds

Cells whose metadata has something else under `tags` than a list of strings, as programs that write notebooks by
themselves can leave it.

## Why it is a problem

Nobody can tell which step the cell belongs to. Jupyter refuses to open such a notebook, or drops the tags.

## What to do

Write the tags as a list, `["step:load"]`; the cell inspector of Jupyter does so.
"""

from typing import Final

from kale.notebook.rules import MALFORMED_TAGS
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MALFORMED_TAGS,
    __doc__,
    invalid=(
        Example(
            """
            # %%
            «»rows = [1, 2, 3]
            print(rows)
            """,
            cell_metadata={1: {"tags": "step:load"}},
        ),
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %%
            «»print(rows)
            """,
            cell_metadata={2: {"tags": ["step:show", 3]}},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            rows = [1, 2, 3]
            # %% step:show
            print(rows)
            """
        ),
        Example(
            """
            # %%
            rows = [1, 2, 3]
            print(rows)
            """,
            cell_metadata={1: {"tags": []}},
        ),
    ),
)
