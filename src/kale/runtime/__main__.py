"""``python -m kale.runtime PLAN SOURCE… EXECUTOR_INPUT`` runs a step in an image that has kale."""

import json
import os
import sys
from importlib import import_module

from kale.runtime.program import main

FORMAT = 1
"""The form of plans that this version carries out."""


def import_parts() -> None:
    """Import all modules beside this one: each adds what it knows to the program."""
    for file in sorted(os.listdir(os.path.dirname(__file__))):
        name, ending = os.path.splitext(file)
        if ending == ".py" and name[0] != "_":
            import_module(f"kale.runtime.{name}")


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
    import_parts()
    sys.exit(main(sys.argv[1:]))
