"""A notebook imports a module of its own that is not there.

## What it finds

Imports that name a part of a package beside the notebook, where the package has no such part, in the notebook or in one
of its modules.

## Why it is a problem

Modules beside the notebook travel with the steps. What is not there cannot travel, so the import fails in the step. In
the notebook it may have worked because the kernel remembers a file that has been moved or renamed since.

## What to do

Correct the import, or put the file where the import looks for it.
"""

from typing import Final

from kale.provision.rules import MISSING_MODULE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MISSING_MODULE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:clean
            import «tools.cleaning»
            print(tools.cleaning.clean([3, 1, 2]))
            """,
            files={"tools/__init__.py": "", "tools/clean.py": "def clean(rows):\n    return sorted(rows)\n"},
        ),
        Example(
            """
            # %% imports
            from «tools» import clean
            # %% step:clean
            print(clean([3, 1, 2]))
            """,
            files={"tools.py": "from tools_of_mine.cleaning import clean\n", "tools_of_mine/__init__.py": ""},
        ),
    ),
    valid=(
        Example(
            """
            # %% step:clean
            from tools.clean import clean
            print(clean([3, 1, 2]))
            """,
            files={"tools/__init__.py": "", "tools/clean.py": "def clean(rows):\n    return sorted(rows)\n"},
        ),
        Example(
            """
            # %% step:clean
            try:
                import tools.fast as tools
            except ImportError:
                import tools.clean as tools
            print(tools.clean([3, 1, 2]))
            """,
            files={"tools/__init__.py": "", "tools/clean.py": "def clean(rows):\n    return sorted(rows)\n"},
        ),
    ),
)
