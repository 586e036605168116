"""Says whether the embedded model can run here. Refuses to start it; `pt_lsp.local_model` does."""

from pt_lsp.errors import SettingsError
from pt_lsp.local_model.model_file import locate_model


def what_lacks() -> str | None:
    """What keeps tests with the marker `model` from running here, as one clause; None if nothing."""
    try:
        locate_model()
    except SettingsError:
        return "no embedded model (`make setup` installs it)"
    return None
