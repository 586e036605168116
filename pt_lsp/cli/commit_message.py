"""`pt-lsp commit-message`: prints a message for what is staged, else for all that has changed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pt_lsp.cli.output import write_answer
from pt_lsp.cli.running import run_with_services
from pt_lsp.cli.settings_sources import folder_with_settings, settings_of_folders
from pt_lsp.features.commit_message.writing import CommitToDescribe, write_message
from pt_lsp.services import Services


def commit_message(folder: Path, overrides: Mapping[str, Any]) -> int:
    """Exit code. Only the finished message is printed, for it may be made shorter at the end."""
    path, settings = folder_with_settings(folder, overrides)

    async def work(services: Services) -> str:
        commit = CommitToDescribe(path, settings)
        return await write_message(services.gateway, services.repository_changes, commit)

    message = run_with_services(work, settings_for=settings_of_folders(overrides))
    write_answer(f"{message}\n")
    return 0
