"""`pt-lsp local-model`: serves the embedded model, and says how to use it."""

import os
import sys
from pathlib import Path
from typing import NoReturn

from pt_lsp.cli.output import say
from pt_lsp.local_model import LOCAL_KEY_VARIABLE, new_key, own_key, serve
from pt_lsp.store.credentials import KEY_VARIABLE


def local_model(port: int, model_path: Path | None, *, is_verbose: bool) -> NoReturn:
    """Serve until stopped. The first line on stdout is the base URL; a key of the user's own is not shown."""
    own = own_key(os.environ)
    key = own or new_key()

    def announce(base_url: str, model: str) -> None:
        shown = f"<the value of {LOCAL_KEY_VARIABLE}>" if own else key
        variables = {"PT_LSP_BASE_URL": base_url, "PT_LSP_MODEL": model, KEY_VARIABLE: shown}
        say(base_url)
        say("To ask it, set these before you start pt-lsp or your editor:")
        for name, value in variables.items():
            say(f'  $env:{name} = "{value}"' if sys.platform == "win32" else f"  export {name}={value}")
        say(f"The key is this server's own; {LOCAL_KEY_VARIABLE} sets one that stays. Ctrl+C stops it.")
        sys.stdout.flush()

    serve(port, model_path, key, announce, is_verbose=is_verbose)
