"""What is known of functions and methods that are not the notebook's own.

Facts about the standard library, numpy, pandas and scikit-learn, taken from their documentation: which calls change
an object in place, which give back the object or a view of it, and which make something that cannot leave its process.
"""

from kale.analysis.knowledge.functions import (
    BUILTIN_CONTAINERS,
    CONSUMERS,
    FRESH_CONSTRUCTORS,
    HOLDING_CALLS,
    IMMUTABLE_CALLS,
    ITERATOR_CALLS,
    LETTING_GO,
    MUTATING_FUNCTIONS,
    OUTPUT_KEYWORDS,
    RANDOM_CALLS,
    STORING_FUNCTIONS,
    UNARY_FUNCTIONS,
)
from kale.analysis.knowledge.libraries import is_known
from kale.analysis.knowledge.methods import (
    ARGUMENT_SHUFFLERS,
    CHOOSING_METHODS,
    CONTAINER_METHODS,
    IMMUTABLE_METHODS,
    INPLACE_BY_KEYWORD,
    MUTATING_METHODS,
    PLOTTING_METHODS,
    READING_METHODS,
    RESULT_METHODS,
    SETTERS,
    STORING_METHODS,
    VIEW_METHODS,
    WINDOW_METHODS,
)
from kale.analysis.knowledge.processes import (
    BLIND_CALLS,
    CACHING_DECORATORS,
    HISTORY_NAMES,
    KEEPING_DECORATORS,
    REPLAYABLE_CALLS,
    REPLAYED_BECAUSE_UNCROSSABLE,
    SETTING_METHODS,
    TYPE_MAKERS,
    UNCROSSABLE_CALLS,
    UNCROSSABLE_PRODUCTS,
)
from kale.analysis.knowledge.words import words

__all__ = [
    "ARGUMENT_SHUFFLERS",
    "BLIND_CALLS",
    "BUILTIN_CONTAINERS",
    "CACHING_DECORATORS",
    "CHOOSING_METHODS",
    "CONSUMERS",
    "CONTAINER_METHODS",
    "FRESH_CONSTRUCTORS",
    "HISTORY_NAMES",
    "HOLDING_CALLS",
    "IMMUTABLE_CALLS",
    "IMMUTABLE_METHODS",
    "INPLACE_BY_KEYWORD",
    "ITERATOR_CALLS",
    "KEEPING_DECORATORS",
    "LETTING_GO",
    "MUTATING_FUNCTIONS",
    "MUTATING_METHODS",
    "OUTPUT_KEYWORDS",
    "PLOTTING_METHODS",
    "RANDOM_CALLS",
    "READING_METHODS",
    "REPLAYABLE_CALLS",
    "REPLAYED_BECAUSE_UNCROSSABLE",
    "RESULT_METHODS",
    "SETTERS",
    "SETTING_METHODS",
    "STORING_FUNCTIONS",
    "STORING_METHODS",
    "TYPE_MAKERS",
    "UNARY_FUNCTIONS",
    "UNCROSSABLE_CALLS",
    "UNCROSSABLE_PRODUCTS",
    "VIEW_METHODS",
    "WINDOW_METHODS",
    "is_known",
    "words",
]
