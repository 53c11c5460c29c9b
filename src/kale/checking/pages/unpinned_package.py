"""A step installs a package of which nobody has said the version.

## What it finds

Modules of known packages that are not installed where the notebook is compiled.

## Why it is a problem

The step takes the newest version, today's or tomorrow's, so the same pipeline may compute something else next week.

## What to do

Install the package where you compile, or name the version with `package:<name>==<version>`.
"""

from typing import Final

from kale.provision.rules import UNPINNED_PACKAGE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    UNPINNED_PACKAGE,
    __doc__,
    invalid=(
        Example(
            """
            # %% imports
            import «cv2»
            # %% step:load
            print(cv2.__version__)
            """
        ),
        Example(
            """
            # %% step:load
            from «airflow» import DAG
            print(DAG)
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% imports
            import packaging
            # %% step:load
            print(packaging.__version__)
            """
        ),
        Example(
            """
            # %% step:load packages:none
            import cv2
            print(cv2.__version__)
            """
        ),
    ),
)
