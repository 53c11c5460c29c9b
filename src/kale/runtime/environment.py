"""The process's environment variables as a value, as after ``env = os.environ``: those of the next process."""

from __future__ import annotations

import os
from typing import Any

from kale.runtime.reducers import REDUCERS, shared
from kale.runtime.states import read_environment, write_environment


def reduce_environment(environment: Any) -> Any:
    """Save the environment variables as the changes of this process; leave other objects of their type to pickle."""
    return (take_environment, tuple(read_environment(""))) if environment is os.environ else None


@shared
def take_environment(changes: dict[str, Any]) -> Any:
    """Change environment variables, and give what holds them."""
    write_environment("", changes)
    return os.environ


REDUCERS[type(os.environ)] = reduce_environment
