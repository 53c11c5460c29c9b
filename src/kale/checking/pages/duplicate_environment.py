"""An environment variable of a step is set twice.

## What it finds

Options of a step function that set one variable to a value and take it from a secret, a config map or the step's pod
as well. Tags of a notebook that do so are [K008](k008-contradicting-options.md).

## Why it is a problem

Kubernetes takes one of the two, and which one is not said anywhere.

## What to do

Keep one of them.
"""

from typing import Final

from kale.platform.rules import DUPLICATE_ENVIRONMENT
from kale.rules.examples import Example, Program
from kale.rules.page import RulePage

PAGE: Final = RulePage(
    DUPLICATE_ENVIRONMENT,
    __doc__,
    invalid=(
        Program(
            """
            from kale.dsl import pipeline, step
            from kale.pipeline import SecretVariable


            @step(env={"TOKEN": "none"}, secrets=[SecretVariable(secret="api", key="token", variable="TOKEN")])
            def load() -> list[int]:
                return [1, 2, 3]


            @pipeline
            def main() -> None:
                «load()»
            """
        ),
        Program(
            """
            from kale.dsl import pipeline, step
            from kale.pipeline import PodFieldVariable, SecretVariable


            @step(secrets=[SecretVariable(secret="api", key="token", variable="TOKEN")],
                pod_fields=[PodFieldVariable(path="metadata.name", variable="TOKEN")])
            def load() -> list[int]:
                return [1, 2, 3]


            @pipeline
            def main() -> None:
                «load()»
            """
        ),
    ),
    valid=(
        Program(
            """
            from kale.dsl import pipeline, step
            from kale.pipeline import SecretVariable


            @step(env={"MODE": "fast"}, secrets=[SecretVariable(secret="api", key="token", variable="TOKEN")])
            def load() -> list[int]:
                return [1, 2, 3]


            @pipeline
            def main() -> None:
                load()
            """
        ),
        Example(
            """
            # %% step:load env:MODE=fast secret:api:token:TOKEN
            print(1)
            """
        ),
    ),
)
