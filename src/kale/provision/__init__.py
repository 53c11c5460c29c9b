"""What a step must be given besides its code: packages, modules that stand beside the notebook, files."""

from kale.provision.choices import NO_CHOICES, PackageChoices
from kale.provision.combination import Statement
from kale.provision.includes import included_paths
from kale.provision.local_modules import LocalModules
from kale.provision.module_state import lost_changes
from kale.provision.provision import Provisions, provide
from kale.provision.search import search_path
from kale.provision.uses import uses_of

__all__ = [
    "NO_CHOICES",
    "LocalModules",
    "PackageChoices",
    "Provisions",
    "Statement",
    "included_paths",
    "lost_changes",
    "provide",
    "search_path",
    "uses_of",
]
