"""The API key in the system keyring; run as a module, it prints the key for `credentials` to read.

Loading it blocks for some 200 ms and can raise a dialog, so the server asks it in a process of its own.
"""

import sys
from importlib.util import find_spec

from pt_lsp.errors import SettingsError

SERVICE = "pt-lsp"
USER = "api-key"


def is_installed() -> bool:
    """Whether the extra that brings the keyring is there."""
    return find_spec("keyring") is not None


def save(key: str) -> None:
    """Stores the key; SettingsError when there is no keyring or it refuses."""
    _require()
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, USER, key)
    except KeyringError as error:
        raise SettingsError(_refused("store", error)) from None


def delete() -> bool:
    """Whether there was a key to delete; SettingsError when there is no keyring or it refuses."""
    _require()
    import keyring
    from keyring.errors import KeyringError

    try:
        if keyring.get_password(SERVICE, USER) is None:
            return False
        keyring.delete_password(SERVICE, USER)
    except KeyringError as error:
        raise SettingsError(_refused("delete", error)) from None
    return True


def read() -> str | None:
    """The stored key; None on a system without a keyring. Blocks for as long as that pleases."""
    import keyring
    from keyring.errors import NoKeyringError

    try:
        return keyring.get_password(SERVICE, USER)
    except NoKeyringError:
        return None


def _require() -> None:
    if not is_installed():
        raise SettingsError(
            "The system keyring needs the extra `keyring`: install it with `pip install 'pt-lsp[keyring]'`, "
            "or set POWERTOKENS_API_KEY."
        )


def _refused(action: str, error: Exception) -> str:
    # The name only: what a backend says may hold what it was given.
    kind = type(error).__name__
    return f"The system keyring did not {action} the key ({kind}); set POWERTOKENS_API_KEY instead."


if __name__ == "__main__":
    sys.stdout.write(read() or "")
