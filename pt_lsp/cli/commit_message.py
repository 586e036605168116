"""`pt-lsp commit-message`: prints a message for what is staged, else for all that has changed."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pt_lsp.cli.output import write_answer
from pt_lsp.cli.running import run_with_services
from pt_lsp.cli.settings_sources import project_root, resolve_settings, warn
from pt_lsp.features.commit_message.writing import CommitToDescribe, write_message
from pt_lsp.services import Services


def commit_message(folder: Path, overrides: Mapping[str, Any]) -> int:
    """Exit code. Only the finished message is printed, for it may be made shorter at the end."""
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - unlike `Path.absolute` it takes `..` away
    resolution, warnings = resolve_settings(project_root(path / "any"), overrides, os.environ)
    warn(warnings)

    async def work(services: Services) -> str:
        commit = CommitToDescribe(path, resolution.settings)
        return await write_message(services.gateway, services.repository_changes, commit)

    write_answer(f"{run_with_services(work)}\n")
    return 0
