"""A commit message from a folder to its text: gather what has changed, ask, read, keep to the rules."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.errors import Excluded, NothingChanged, UnusableReply
from pt_lsp.features.commit_message.file_diff import FileDiff
from pt_lsp.features.commit_message.form import CommitMessage
from pt_lsp.features.commit_message.overview import overview
from pt_lsp.features.commit_message.prompt import MAX_TOKENS, CommitQuestion, build_prompt, shorter_prompt
from pt_lsp.features.commit_message.reading import read_message
from pt_lsp.features.commit_message.style import style_of
from pt_lsp.llm.gateway import Gateway, Prompt, ending_of, once_shorter
from pt_lsp.project.repository_changes import RepositoryChanges
from pt_lsp.settings.options import Settings
from pt_lsp.workspace.git.changes import Changes

_RESERVED = 600
"""Characters, for the wish for a shorter subject."""
_MOST_SUBJECTS = 20


@dataclass(frozen=True, slots=True)
class CommitToDescribe:
    """What a message is wanted for: the next commit of the repository around a folder."""

    folder: Path
    settings: Settings
    begun: str = ""
    """What the user has typed of its subject."""
    replaced: str = ""
    """The subject that stands there now: where it is the last commit's own, that one is being amended."""
    wishes: tuple[str, ...] = ()
    """What the user has said of messages before."""


async def write_message(
    gateway: Gateway,
    repository: RepositoryChanges,
    commit: CommitToDescribe,
    report: Callable[[str], None] = lambda _: None,
) -> str:
    """The message for what is staged, else for all that has changed.

    `report` is told of the subject while it comes. Where the prompt is too long for the model it is made once
    more, shorter. Raises GitFailed, NothingChanged, Excluded where what has changed may not be told,
    UnusableReply, else a ModelError.
    """
    settings, subjects = commit.settings, await repository.subjects(commit.folder, _MOST_SUBJECTS)
    amends = bool(commit.replaced) and commit.replaced in subjects[:1]
    changes, is_staged = await _changes(repository, commit, amends=amends)
    generated = await asyncio.to_thread(repository.generated, changes)
    style = style_of(subjects[1:] if amends else subjects)
    asked = CommitQuestion(style, overview((), 0, 0), is_staged, commit.begun, commit.wishes)

    async def attempt() -> AsyncGenerator[str]:
        fitted = gateway.limits.fitted(settings, "explain", MAX_TOKENS)
        budget = fitted.context.budget_tokens * CHARACTERS_PER_TOKEN
        prompt = await asyncio.to_thread(_prompt, asked, changes, generated, budget)
        yield await _ask(gateway, prompt, fitted, asked, report)

    async with aclosing(once_shorter(attempt)) as messages:
        return [message async for message in messages][-1]


async def _changes(
    repository: RepositoryChanges, commit: CommitToDescribe, *, amends: bool
) -> tuple[Changes, bool]:
    """What it changes, and whether that is staged."""
    changes, is_staged = await repository.current(commit.folder, commit.settings, amends=amends)
    if changes.files:
        return changes, is_staged
    if changes.n_untold:
        raise Excluded(
            "All that has changed is in files that stay on your machine: git ignores them, they hold "
            "secrets, or privacy.exclude names them."
        )
    raise NothingChanged(f"Nothing has changed in {changes.top}, so there is nothing to commit.")


def _prompt(asked: CommitQuestion, changes: Changes, generated: Collection[str], n_characters: int) -> Prompt:
    diffs = [FileDiff(each, is_named_only=each.path in generated) for each in changes.files]
    bare = sum(len(message.content) for message in build_prompt(asked).messages)
    n_left = max(0, n_characters - bare - _RESERVED)
    return build_prompt(replace(asked, overview=overview(diffs, changes.n_more, n_left)))


async def _ask(
    gateway: Gateway, prompt: Prompt, settings: Settings, asked: CommitQuestion, report: Callable[[str], None]
) -> str:
    message = await _answer(gateway, prompt, settings, asked, report)
    if message.is_too_long:
        try:
            shorter = await _answer(gateway, shorter_prompt(prompt, message.subject), settings, asked, report)
            message = replace(message, subject=min(shorter.subject, message.subject, key=len))
        except UnusableReply:
            pass  # what there is can be cut
    return message.text


async def _answer(
    gateway: Gateway, prompt: Prompt, settings: Settings, asked: CommitQuestion, report: Callable[[str], None]
) -> CommitMessage:
    said = ""
    async with gateway.open(prompt, settings) as reply:
        async for delta in reply:
            said += delta
            report(said.strip().partition("\n")[0])
    is_cut = ending_of(reply.finish_reason) != "whole"
    return read_message(said, is_cut=is_cut, ends_with_period=asked.style.ends_with_period)
