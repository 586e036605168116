"""`pt-lsp login` and `pt-lsp logout`: the key in the system keyring. Refuses to show a key."""

import getpass
import sys

from pt_lsp.cli.output import say
from pt_lsp.cli.signals import interrupt_on_signals
from pt_lsp.errors import SettingsError
from pt_lsp.store.credentials import delete_key, save_key


def login() -> int:
    """Exit code; asks without echo, or reads one line where stdin is no terminal."""
    interrupt_on_signals()  # else a terminal would be left without echo
    key = getpass.getpass("API key (it is not shown): ") if sys.stdin.isatty() else sys.stdin.readline()
    if not key.strip():
        raise SettingsError("No key was given; nothing is stored.")
    save_key(key)
    say("The key is stored in the system keyring.")
    return 0


def logout() -> int:
    """Exit code; nothing to remove is no failure."""
    was_there = delete_key()
    say("The key is removed from the system keyring." if was_there else "The system keyring held no key.")
    return 0
