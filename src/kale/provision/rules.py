"""The bad patterns that providing a step with packages, modules and files recognises, K201 to K229."""

from __future__ import annotations

from typing import Final

from kale.diagnostics import Rule, Severity

PACKAGE_LEFT_TO_IMAGE: Final = Rule("K201", "package-left-to-image", Severity.WARNING)
"""A package is asked for in a step that installs nothing."""

GUESSED_PACKAGE: Final = Rule("K203", "guessed-package", Severity.WARNING)
"""Which package provides a module is a guess from the module's name."""

UNKNOWN_PACKAGE: Final = Rule("K204", "unknown-package", Severity.WARNING)
"""Nothing tells which package provides a module, so that the step installs none."""

UNPINNED_PACKAGE: Final = Rule("K205", "unpinned-package", Severity.NOTE)
"""A package is not installed where the notebook is compiled, so that its version is not known."""

PACKAGE_NOT_FROM_INDEX: Final = Rule("K206", "package-not-from-index", Severity.WARNING)
"""A package was not installed from an index, so that a step cannot install it either."""

LOCAL_VERSION: Final = Rule("K207", "local-version", Severity.NOTE)
"""A package is installed in a build of its own, such as ``2.1.0+cpu``, which indexes need not have."""

CONTRADICTING_REQUIREMENTS: Final = Rule("K208", "contradicting-requirements")
"""Two requirements of one step ask for different versions of a package."""

UNREADABLE_MODULE: Final = Rule("K210", "unreadable-module")
"""A module beside the notebook cannot be read as Python."""

MISSING_MODULE: Final = Rule("K211", "missing-module")
"""A module beside the notebook imports one that should stand beside it, and does not."""

MODULE_OUTSIDE_FOLDER: Final = Rule("K212", "module-outside-folder", Severity.WARNING)
"""A module does not stand in the notebook's folder, so that it does not travel."""

SHADOWED_MODULE: Final = Rule("K213", "shadowed-module", Severity.WARNING)
"""A module beside the notebook has the name of one of Python's own, or of an installed package."""

MODULE_READS_FILES: Final = Rule("K214", "module-reads-files", Severity.WARNING)
"""A module looks for files beside itself, which do not travel with it."""

COMPILED_MODULE: Final = Rule("K215", "compiled-module", Severity.WARNING)
"""A module beside the notebook is machine code, which does not travel."""

MODULE_STATE_LOST: Final = Rule("K216", "module-state-lost")
"""A step changes what a module beside the notebook holds, which a later step gets unchanged."""

MODULE_STATE_MAY_BE_LOST: Final = Rule("K217", "module-state-may-be-lost", Severity.WARNING)
"""A step calls a function that changes what its module holds, which a later step gets unchanged."""

INCLUDE_NOT_FOUND: Final = Rule("K220", "include-not-found")
"""A file that should travel with a step is not there."""

INCLUDE_OUTSIDE_FOLDER: Final = Rule("K221", "include-outside-folder")
"""A file that should travel with a step does not stand in the notebook's folder."""
