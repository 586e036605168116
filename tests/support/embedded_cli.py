"""A subcommand that asks the embedded model, as a process of its own."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE

from pt_lsp.local_model import LocalModel
from pt_lsp.store.settings_files import user_settings_path
from tests.support.running import run

_TIMEOUT_S = 600


def ask_embedded_model(*arguments: str, answer_timeout_s: int) -> tuple[int | None, str, str]:
    """The exit code and what was printed; the endpoint's answers may take so long, as the user file says."""
    user_settings_path().parent.mkdir(parents=True, exist_ok=True)
    user_settings_path().write_text(f"[endpoint]\nanswer_timeout_s = {answer_timeout_s}\n", encoding="utf-8")

    async def ask() -> tuple[int | None, str, str]:
        async with LocalModel.start() as model:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "pt_lsp", *arguments, "--base-url", model.base_url),
                stdout=PIPE,
                stderr=PIPE,
                env={**os.environ, "POWERTOKENS_API_KEY": model.key},
            )
            out, err = await process.communicate()
            return process.returncode, out.decode(), err.decode()

    return run(ask(), timeout_s=_TIMEOUT_S)
