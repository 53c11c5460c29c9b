"""Which server, who is asking, and where each setting comes from."""

from kale.profiles.profile import SIGN_IN_FIELDS, Profile, SignIn
from kale.profiles.resolution import ResolvedProfile, Setting, origin_of, profile_names, resolve_profile
from kale.profiles.surroundings import SERVICE_ACCOUNT_TOKEN

__all__ = [
    "SERVICE_ACCOUNT_TOKEN",
    "SIGN_IN_FIELDS",
    "Profile",
    "ResolvedProfile",
    "Setting",
    "SignIn",
    "origin_of",
    "profile_names",
    "resolve_profile",
]
