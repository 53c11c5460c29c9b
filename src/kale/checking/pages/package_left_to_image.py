"""A cell asks to install a package in a step that installs nothing.

## What it finds

`%pip install` in steps with the tag `packages:none`.

## Why it is a problem

The step leaves packages to its image. If the image lacks the package, the step fails.

## What to do

Name an image that has the package with `image:`, or remove the tag.
"""

from typing import Final

from kale.provision.rules import PACKAGE_LEFT_TO_IMAGE
from kale.rules.examples import Example
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    PACKAGE_LEFT_TO_IMAGE,
    __doc__,
    invalid=(
        Example(
            """
            # %% step:load packages:none
            «»%pip install packaging
            print(1)
            """
        ),
        Example(
            """
            # %% step:load packages:none
            print(1)
            # %% step:load
            «»!pip install -q packaging
            """
        ),
    ),
    valid=(
        Example(
            """
            # %% step:load
            %pip install packaging
            print(1)
            """
        ),
        Example(
            """
            # %% step:load packages:none image:registry.example.org/packaging:1
            import packaging
            print(packaging)
            """
        ),
    ),
)
