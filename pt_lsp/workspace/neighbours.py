"""Files that hold secrets, told by what lies beside them: by name they might be any other's, too."""

import os

_NEIGHBOURS = {"auth.json": "composer.json"}


def neighbour_reason(path: str) -> str | None:
    """Why the file never leaves the machine, as a sentence; None if its neighbours say nothing."""
    folder, name = os.path.split(path)
    neighbour = _NEIGHBOURS.get(name.lower())
    if neighbour is None or not os.path.lexists(os.path.join(folder, neighbour)):  # noqa: PTH118 - as for each file
        return None
    return f"Beside a `{neighbour}` it holds logins, which never leave the machine."
