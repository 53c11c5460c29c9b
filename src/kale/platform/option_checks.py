"""What is wrong with the options of a step, taken together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from kale.diagnostics import Diagnostic
from kale.pipeline import EphemeralVolume, NewVolume, Step, StepOptions
from kale.pipeline.mounts import mounted_object
from kale.platform.reserved import RESERVED_PATHS, RESERVED_VARIABLES, TAKEN_NAMES, TAKEN_PATHS
from kale.platform.rules import (
    DUPLICATE_ENVIRONMENT,
    DUPLICATE_MOUNT,
    INEFFECTIVE_OPTION,
    REFUSED_ROOT,
    RESERVED_ENVIRONMENT,
    RESERVED_MOUNT,
)
from kale.platform.values import check_text

_SHARED_MEMORY_PATH: Final = "/dev/shm"  # noqa: S108 - a mount point, not a file


def check_options(step: Step, volumes: tuple[NewVolume, ...] = ()) -> Iterable[Diagnostic]:
    """Find what the options of a step ask for and cannot get, resources aside.

    Args:
        step: The step.
        volumes: The volumes that the run makes, which every step has.
    """
    yield from _check_environment(step)
    yield from _check_mounts(step, volumes)
    yield from _check_effect(step)
    yield from _check_user(step)
    for what, text in _texts(step.options):
        yield from check_text(text, f"{what} of step {step.name!r}")


def _check_environment(step: Step) -> Iterator[Diagnostic]:
    for name, count in Counter(step.options.variables).items():
        if count > 1:
            yield DUPLICATE_ENVIRONMENT.at(None, f"step {step.name!r} sets the environment variable {name} twice")
        if name in RESERVED_VARIABLES:
            yield RESERVED_ENVIRONMENT.at(
                None, f"step {step.name!r} sets the environment variable {name}, which kale uses itself"
            )


def _check_mounts(step: Step, volumes: tuple[NewVolume, ...]) -> Iterator[Diagnostic]:
    options = step.options
    paths = [str(PurePosixPath(mount.path)) for mount in (*options.mounts, *volumes)]
    if options.shared_memory is not None:
        paths.append(_SHARED_MEMORY_PATH)
    for path, count in Counter(paths).items():
        if count > 1:
            yield DUPLICATE_MOUNT.at(None, f"step {step.name!r} mounts {count} things at {path}")
        yield from _check_path(step, path)
    objects = Counter(name for mount in options.mounts if (name := mounted_object(mount)) is not None)
    for name, count in objects.items():
        if count > 1:
            yield DUPLICATE_MOUNT.at(
                None,
                f"step {step.name!r} mounts {name!r} at {count} paths, for which Kubeflow would make"
                " volumes of the same name",
                help="mount it once, at a path above",
            )
        if name in TAKEN_NAMES:
            yield RESERVED_MOUNT.at(
                None, f"step {step.name!r} mounts {name!r}, but the platform has a volume of that name in every pod"
            )


def _check_path(step: Step, path: str) -> Iterator[Diagnostic]:
    nested = (taken for taken in RESERVED_PATHS if path.startswith(f"{taken}/") or taken.startswith(f"{path}/"))
    for taken in (*nested, *({path} & {*RESERVED_PATHS, *TAKEN_PATHS})):
        yield RESERVED_MOUNT.at(
            None, f"step {step.name!r} mounts something at {path}, but {taken} is the platform's own"
        )


def _check_effect(step: Step) -> Iterator[Diagnostic]:
    """Find options that ask for nothing because another one is missing."""
    options = step.options
    waits = {
        "retry_delay": options.retry_delay,
        "retry_factor": options.retry_factor,
        "retry_max_delay": options.retry_max_delay,
    }
    if options.retry is None:
        for name, value in waits.items():
            if value is not None:
                yield INEFFECTIVE_OPTION.at(
                    None,
                    f"step {step.name!r} sets {name.replace('_', '-')}, but is not tried again",
                    help="say how often with 'retry:<times>'",
                )


def _check_user(step: Step) -> Iterator[Diagnostic]:
    if step.options.run_as_user == 0 and step.options.run_as_non_root:
        yield REFUSED_ROOT.at(
            None,
            f"step {step.name!r} is to run as the user 0, which is root, and is refused to run as root",
            help="name another user, or leave out run-as-non-root",
        )


def _texts(options: StepOptions) -> Iterator[tuple[str, str]]:
    """Give what the user wrote freely, each with what to call it in a message."""
    yield from ((f"the environment variable {name}", value) for name, value in options.env.items())
    yield from ((f"the annotation {key!r}", value) for key, value in options.annotations.items())
    if options.cache_key is not None:
        yield "the cache key", options.cache_key
    for mount in options.mounts:
        if isinstance(mount, EphemeralVolume):
            yield from ((f"the volume annotation {key!r}", value) for key, value in mount.annotations.items())
    for term in options.affinity:
        for requirement in term.requirements:
            yield from ((f"a value of the affinity {requirement.key!r}", value) for value in requirement.values)
