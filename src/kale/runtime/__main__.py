"""``python -m kale.runtime PLAN SOURCE… EXECUTOR_INPUT`` runs a step in an image that has kale."""

import sys

from kale.runtime import (
    arrays,
    caches,
    charts,
    escapes,
    figures,
    files,
    loading,
    local_classes,
    metrics,
    parameters,
    reports,
    saving,
    states,
    watching,
)
from kale.runtime.program import main

PARTS = (
    arrays,
    caches,
    charts,
    escapes,
    figures,
    files,
    loading,
    local_classes,
    metrics,
    parameters,
    reports,
    saving,
    states,
    watching,
)
"""Importing a part adds what it knows to the program."""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
