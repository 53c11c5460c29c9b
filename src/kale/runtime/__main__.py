"""``python -m kale.runtime PLAN SOURCE… EXECUTOR_INPUT`` runs a step in an image that has kale."""

import json
import sys

from kale.runtime import (
    arrays,
    attributes,
    caches,
    charts,
    escapes,
    exceptions,
    figures,
    files,
    libraries,
    loading,
    local_classes,
    metrics,
    modules,
    packages,
    parameters,
    reports,
    saving,
    states,
    subclasses,
    tensors,
    views,
    watching,
    workspace,
)
from kale.runtime.program import main

PARTS = (
    arrays,
    attributes,
    caches,
    charts,
    escapes,
    exceptions,
    figures,
    files,
    libraries,
    loading,
    local_classes,
    metrics,
    modules,
    packages,
    parameters,
    reports,
    saving,
    states,
    subclasses,
    tensors,
    views,
    watching,
    workspace,
)
"""Importing a part adds what it knows to the program."""

FORMAT = 1
"""The form of plans that this version carries out."""


def check_format(plan: str) -> None:
    """End the process if the pipeline was compiled by a version of kale whose plans have another form."""
    given = json.loads(plan).get("kale")
    if given != FORMAT:
        sys.exit(
            f"kale: the step's plan has form {given}, the kale in the image carries out form {FORMAT}; compile the"
            " pipeline with the version of kale that the image has"
        )


if __name__ == "__main__":
    check_format(sys.argv[1])
    sys.exit(main(sys.argv[1:]))
