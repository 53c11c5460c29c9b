"""A package was not installed from an index, so that a step cannot install it either.

## What it finds

Imports of packages that are installed, where the notebook is compiled, from a folder, a repository or a file.

## Why it is a problem

A step has the package only if its image has it.

## What to do

Put it into the image and name that with `image:`, or publish the package to an index and install it from there.
"""

from typing import Final

from kale.provision.rules import PACKAGE_NOT_FROM_INDEX
from kale.rules.examples import Example, installed
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    PACKAGE_NOT_FROM_INDEX,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load
            import «salestools»
            print(salestools.rows())
            """,
            files=installed("salestools", "1.0", '{"url": "file:///projects/salestools", "dir_info": {}}'),
        ),
        Example(
            """
            # %% imports
            from «salestools» import rows
            # %% step:load
            print(rows())
            """,
            files=installed(
                "salestools",
                "1.0",
                '{"url": "https://example.com/salestools.git", "vcs_info": {"vcs": "git", "commit_id": "1f2e3d"}}',
            ),
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            import json
            print(json.dumps([1]))
            """,
            files=installed("salestools", "1.0", '{"url": "file:///projects/salestools", "dir_info": {}}'),
        ),
        Example(
            """
            # %% step:load
            import salestools
            print(salestools.rows())
            """,
            files=installed("salestools", "1.0"),
        ),
    ),
)
