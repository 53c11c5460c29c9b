"""Which code makes classes whose objects pickle would make by running what the classes themselves say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_HARMLESS: Final = frozenset(
    {
        "ABC",
        "BaseEstimator",
        "BaseModel",
        "ClassifierMixin",
        "ClusterMixin",
        "Dataset",
        "Enum",
        "Generic",
        "IntEnum",
        "LightningModule",
        "Model",
        "Module",
        "NamedTuple",
        "OneToOneFeatureMixin",
        "Protocol",
        "RegressorMixin",
        "StrEnum",
        "TransformerMixin",
        "object",
    }
)
"""Classes that say how their objects are saved, or that leave nothing to say; they are known by their own names."""

_CLASS: Final = re.compile(r"\bclass\s+(\w+)\s*(?:\[[^\]\n]*\]\s*)?(?:\(([^:]*))?:")
_ERROR: Final = re.compile(r"\w*(?:Error|Exception|Warning)")
_MAKES_CLASS: Final = re.compile(r"\btype\([^(),]+,|\bnew_class\b|\bmake_dataclass\b")
_LOOKED_AT: Final = re.compile(r"\b__(?:new|getattr|getattribute|setattr)__\b")


def may_make_itself(code: str) -> bool:
    """Whether code may define a class whose objects are not plain attributes, or that says how these are made or read.

    Args:
        code: The source of all cells.
    """
    if _LOOKED_AT.search(code) or _MAKES_CLASS.search(code):
        return True
    classes = {(match[1], base) for match in _CLASS.finditer(code) for base in ("", *_bases(match[2] or ""))}
    # A class may be called like the one from elsewhere that it derives from.
    known = _HARMLESS | {"", *(name for name, _ in classes)} - {name for name, base in classes if name == base}
    return any(base not in known and not _ERROR.fullmatch(base) for _, base in classes)


def _bases(text: str) -> Iterator[str]:
    """Give the own names of the classes between a class's parentheses; what is not a name is given as it stands.

    Args:
        text: What stands from the opening parenthesis to the next colon.
    """
    inside, closing, _ = text.rpartition(")")
    if text and not closing:
        yield text
    for part in re.sub(r"\[[^\]]*\]", "", inside).split(","):
        base = part.strip()
        if base and not re.match(r"\w+\s*=(?!=)", base):
            yield base.rpartition(".")[2] if re.fullmatch(r"[\w.]+", base) else base
