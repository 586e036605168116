"""Names that later versions will give a meaning: whoever writes one is not told that it is unknown."""

RESERVED_KEYS = {
    "completion.disabledScopes": True,
    "server": False,
}
"""Keys that do nothing in this version and get no warning, each with whether a project may write it."""
