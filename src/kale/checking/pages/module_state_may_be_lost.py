"""A step calls a function that may change what its module holds, which a later step gets unchanged.

## What it finds

Calls of functions of modules beside the notebook that change variables of their module, where a later step uses the
module. Some such changes are of no importance, as those of a cache.

## Why it is a problem

Modules travel as files, so each step has the module as it is written.

## What to do

Hand the value over in a variable, or make the call in a cell tagged `imports`, which every step carries out.
"""

from typing import Final

from kale.provision.rules import MODULE_STATE_MAY_BE_LOST
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    MODULE_STATE_MAY_BE_LOST,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            import registry
            «registry.add('spring')»
            # %% step:show
            print(registry.names)
            """,
            files={"registry.py": "names = []\n\n\ndef add(name):\n    names.append(name)\n"},
        ),
        Example(
            """
            # %% step:load
            import settings
            «settings.choose('fast')»
            # %% step:show
            print(settings.modes)
            """,
            files={"settings.py": "modes = {}\n\n\ndef choose(name):\n    modes.update(mode=name)\n"},
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            import registry
            registry.add('spring')
            # %% step:load
            print(1)
            # %% step:show
            print(registry.names)
            """,
            files={"registry.py": "names = []\n\n\ndef add(name):\n    names.append(name)\n"},
        ),
        Example(
            """
            # %% step:load
            import registry
            registry.add('spring')
            names = list(registry.names)
            # %% step:show
            print(names)
            """,
            files={"registry.py": "names = []\n\n\ndef add(name):\n    names.append(name)\n"},
        ),
    ),
)
