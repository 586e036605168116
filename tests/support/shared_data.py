"""Where the measurement data lies: a folder beside the project, which a lone clone has not.

Refuses to decide what its absence means: tests carry the marker `shared_data`, and `tests/conftest.py`
leaves them out loudly.
"""

from pathlib import Path


def shared_data() -> Path:
    """The folder of the data, whether it is there or not."""
    return Path(__file__).parents[2].parent / "shared" / "data"


def what_lacks() -> str | None:
    """What keeps tests with the marker `shared_data` from running here, as one clause; None if nothing."""
    return None if shared_data().is_dir() else "no measurement data in ../shared/data"
