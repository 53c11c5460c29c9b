"""A step changes what a module holds, and a later step gets the module without the change.

## What it finds

Assignments to variables of modules beside the notebook, and changes of what these hold, where a later step uses the
module.

## Why it is a problem

Modules travel as files, so each step has the module as it is written.

## What to do

Hand the value over in a variable, or make the change in a cell tagged `imports`, which every step carries out.
"""

from typing import Final

from kale.provision.rules import MODULE_STATE_LOST
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MODULE_STATE_LOST,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            import settings
            «settings.seen.append(1)»
            # %% step:show
            print(settings.seen)
            """,
            files={"settings.py": "seen = []\n"},
        ),
        Example(
            """
            # %% step:load
            import settings
            rates = [1, 2]
            «settings.rate» = max(rates)
            # %% step:show
            print(settings.rate)
            """,
            files={"settings.py": "rate = 1\n"},
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            import settings
            settings.rate = 2
            # %% step:load
            print(settings.rate)
            # %% step:show
            print(settings.rate)
            """,
            files={"settings.py": "rate = 1\n"},
        ),
        Example(
            """
            # %% step:load
            import settings
            settings.rate = 2
            print(settings.rate)
            # %% step:show
            print(1)
            """,
            files={"settings.py": "rate = 1\n"},
        ),
    ),
)
