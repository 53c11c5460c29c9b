"""A module beside the notebook looks for files beside itself.

## What it finds

Modules that use `__file__`, `importlib.resources` or `pkgutil` to find files.

## Why it is a problem

Modules travel with the steps, the files beside them do not.

## What to do

Hand the content over in a variable, or let the files travel with the tag `include:<path>` and read them from the
working directory.
"""

from typing import Final

from kale.provision.rules import MODULE_READS_FILES
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MODULE_READS_FILES,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:clean
            from «tools» import WORDS
            print(WORDS)
            """,
            files={
                "tools.py": 'from pathlib import Path\n\nWORDS = Path(__file__).with_name("words.txt").read_text()\n'
            },
        ),
        Example(
            """
            # %% imports
            import «tools»
            # %% step:clean
            print(tools.WORDS)
            """,
            files={"tools/__init__.py": "from importlib.resources import files\n\nWORDS = files(__name__)\n"},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:clean
            from tools import WORDS
            print(WORDS)
            """,
            files={"tools.py": 'WORDS = ["a", "b"]\n'},
        ),
        Example(
            """
            # %% step:clean
            from tools import words
            print(words)
            """,
            files={"tools.py": "def words(path):\n    return open(path).read().split()\n"},
        ),
    ),
)
