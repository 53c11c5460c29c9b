"""Which package of the index provides what a piece of code imports."""

from kale.analysis.distributions.environment import Environment, Origin
from kale.analysis.distributions.names import known_name, known_names
from kale.analysis.distributions.resolution import Provider, Source, find_provider, is_standard

__all__ = ["Environment", "Origin", "Provider", "Source", "find_provider", "is_standard", "known_name", "known_names"]
