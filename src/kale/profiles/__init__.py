"""Which server, who is asking, and where each setting comes from."""

from kale.profiles.profile import Profile, SignIn
from kale.profiles.resolution import ResolvedProfile, Setting, profile_names, resolve_profile

__all__ = ["Profile", "ResolvedProfile", "Setting", "SignIn", "profile_names", "resolve_profile"]
