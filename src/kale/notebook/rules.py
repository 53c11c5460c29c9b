"""The bad patterns that reading a notebook's annotations and IPython syntax recognises, K001 to K049."""

from __future__ import annotations

from typing import Final

from kale.diagnostics import Rule, Severity

MALFORMED_TAGS: Final = Rule("K001", "malformed-tags")
"""A cell's ``tags`` are not a list of strings."""

MISTYPED_TAG: Final = Rule("K002", "mistyped-tag")
"""A tag is nearly one of the annotation language's, so that leaving it alone would lose what it asks for."""

CONFLICTING_ROLES: Final = Rule("K003", "conflicting-roles")
"""The annotations of one cell give it more than one role or step."""

NAMELESS_STEP: Final = Rule("K004", "nameless-step", Severity.WARNING)
"""A ``step:`` tag has no name: an older editor left it behind, so the cell counts as untagged."""

UNKNOWN_PREVIOUS_STEP: Final = Rule("K005", "unknown-previous-step")
"""A ``prev:`` tag names a step that no cell belongs to."""

ANNOTATION_OUTSIDE_STEP: Final = Rule("K006", "annotation-outside-step")
"""A cell that starts or continues no step by its own tags has an order or an option, which only steps can have."""

INVALID_OPTION: Final = Rule("K007", "invalid-option")
"""A tag that sets an option has the wrong form, or a value that the platform does not take."""

CONTRADICTING_OPTIONS: Final = Rule("K008", "contradicting-options")
"""Two annotations of one step set the same option to different values."""

INVALID_CELL_METADATA: Final = Rule("K009", "invalid-cell-metadata")
"""What stands under ``kale`` in a cell's metadata has the wrong form."""

INVALID_NOTEBOOK_METADATA: Final = Rule("K010", "invalid-notebook-metadata")
"""What stands under ``kale`` in the notebook's metadata has the wrong form."""

MISTYPED_SETTING: Final = Rule("K011", "mistyped-setting")
"""A key under ``kale`` in the notebook's metadata is nearly one of the known ones."""

UNSUPPORTED_SETTING: Final = Rule("K012", "unsupported-setting", Severity.WARNING)
"""The notebook's metadata asks for something that compiling does not do."""

NO_CODE: Final = Rule("K013", "no-code")
"""No code cell is left that a step could run."""

SIMILAR_STEP_NAMES: Final = Rule("K014", "similar-step-names", Severity.WARNING)
"""Two step names differ only in what the platform drops from names."""

STEP_AFTER_ITSELF: Final = Rule("K015", "step-after-itself")
"""A ``prev:`` tag names the cell's own step."""

STEP_ON_TEXT_CELL: Final = Rule("K016", "step-on-text-cell", Severity.WARNING)
"""A cell that holds no code has a tag that only means something on code."""

NOTEBOOK_REFERENCE: Final = Rule("K017", "notebook-reference")
"""A cell stands for another notebook, to run as a part of this pipeline."""

OUTDATED_TAG: Final = Rule("K018", "outdated-tag", Severity.NOTE)
"""A tag lists variables by hand, which the analysis finds by itself."""

UNUSABLE_VOLUME: Final = Rule("K019", "unusable-volume")
"""A volume in the notebook's metadata is a snapshot, or is described in a way that no cluster understands."""

UNKNOWN_MAGIC: Final = Rule("K030", "unknown-magic")
"""There is no translation for a magic, because nothing is known about it."""

UNSUPPORTED_MAGIC: Final = Rule("K031", "unsupported-magic")
"""A magic does something that only an interactive session can do, or that a step must not do."""

MISPLACED_CELL_MAGIC: Final = Rule("K032", "misplaced-cell-magic")
"""A cell magic does not stand on the cell's first line, where alone it works."""

MALFORMED_MAGIC: Final = Rule("K033", "malformed-magic")
"""A magic's arguments have the wrong form."""

VALUELESS_MAGIC: Final = Rule("K034", "valueless-magic")
"""A variable is assigned from a magic whose value cannot be had outside IPython."""

UNSUPPORTED_INSTALL: Final = Rule("K035", "unsupported-install")
"""A cell installs something other than plain requirements from the package index."""

BACKGROUND_COMMAND: Final = Rule("K036", "background-command")
"""A shell command ends in ``&``, which IPython refuses as well."""

QUICK_CALL: Final = Rule("K037", "quick-call")
"""A line uses IPython's call syntax that starts with ``/``, ``,`` or ``;``."""

UNRUNNABLE_SCRIPT: Final = Rule("K039", "unrunnable-script")
"""``%run`` names a script whose code cannot take the place of the line."""

UNPINNED_UPGRADE: Final = Rule("K038", "unpinned-upgrade", Severity.NOTE)
"""An install asks for the newest version, which a step that finds the package in its image does not fetch."""
