"""Which fenced block of a reply is the new text. Pure.

Refuses to guess: of several versions that could be the answer none is taken.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from pt_lsp.errors import UnusableReply
from pt_lsp.replies.asides.blocks import begins_aside
from pt_lsp.replies.chatter import are_headings, is_chatter, is_file_name, is_new_sentence
from pt_lsp.replies.fences import Fence, closings, fence_of, first_fence
from pt_lsp.replies.sentences import PROSE_LANGUAGES, first_solid, next_solid, stripped_solid

_SHELL_FENCES = frozenset({"bash", "sh", "shell", "console", "zsh", "fish", "powershell", "cmd", "terminal"})
_MAY_BE_SHELL = frozenset(
    {"shellscript", "bash", "sh", "zsh", "fish", "powershell"}
    | {"bat", "dockerfile", "makefile", "just", "yaml"}
    | PROSE_LANGUAGES
)
_ALIKE = 0.4
"""Of the rewritten lines; so many are in its new version at least, unless that begins as they do."""


@dataclass(frozen=True, slots=True)
class _Block:
    fence: Fence
    lines: list[str]


def opening_fence(lines: Sequence[str], known: Collection[str], language_id: str) -> tuple[int, Fence] | None:
    """The fence that opens the answer, and its index: the first one, with nothing but talk before it.

    Where fences are a part of the text, one after talk has to be made to hold such a text.
    """
    opening = first_fence(lines)
    if opening is None:
        return None
    at, fence = opening
    if _holds_fences(language_id, known):
        is_new = fence.may_wrap_prose and lines[at].strip() not in known
        is_answer = is_new and (at == first_solid(lines) or (fence.wraps and is_chatter(lines[:at], known)))
    else:
        # In code no fence is at the margin: what may be a comment of it is none then.
        is_fence = lines[at].strip() not in known
        is_answer = is_chatter(lines[:at], known) or (is_fence and are_headings(lines[:at], known))
    return opening if is_answer else None


def beginning_in_fence(lines: Sequence[str], opening: tuple[int, Fence], language_id: str) -> list[str]:
    """The lines after the opening fence that are surely inside, while more are coming."""
    at, fence = opening
    body = list(lines[at + 1 :])
    return [] if _is_foreign(fence, language_id) else body[: next(closings(body, fence), len(body))]


def code_in_fences(
    lines: Sequence[str], opening: tuple[int, Fence], original: str, known: Collection[str], language_id: str
) -> list[str]:
    """The lines of the fenced block that is the answer. Raises UnusableReply when two could be it."""
    if _holds_fences(language_id, known):
        return _wrapped(lines, *opening)
    every = list(_blocks(lines, opening, known))
    blocks = [block for block in every if not _is_foreign(block.fence, language_id)]
    old = stripped_solid(original.split("\n"))
    changed = [block for block in blocks if stripped_solid(block.lines) != old] or blocks[:1]
    is_only_one = len(changed) == 1 and changed[0] is every[0]
    if is_only_one or not old or not changed:
        return changed[0].lines if changed else []
    likely = [block for block in changed if resembles(block.lines, old)]
    if len({tuple(stripped_solid(block.lines)) for block in likely}) != 1:
        raise UnusableReply("The model answered with several versions of the code; ask for one.")
    return likely[0].lines


def resembles(lines: Sequence[str], old: Sequence[str]) -> bool:
    """Whether the lines look like a version of the old ones: they begin so, or many are in both."""
    solid = stripped_solid(lines)
    if not solid or not old:
        return False
    head = re.match(r"[\w@#/\"'<]+", old[0])
    begins_alike = solid[0] == old[0] or (head is not None and solid[0].startswith(head[0] + " "))
    return begins_alike or len(set(solid) & set(old)) >= _ALIKE * len(set(old))


def _wrapped(lines: Sequence[str], at: int, fence: Fence) -> list[str]:
    """Prose inside a fence around all of it."""
    body = list(lines[at + 1 :])
    ends = list(closings(body, fence))
    # A bare fence inside may open a block of its own: then there is an odd number of them, the last one ours.
    return body[: ends[-1]] if len(ends) % 2 else body


def _blocks(
    lines: Sequence[str], opening: tuple[int, Fence] | None, known: Collection[str]
) -> Iterator[_Block]:
    while opening is not None:
        at, fence = opening
        body = list(lines[at + 1 :])
        end = _end(body, fence, known)
        yield _Block(fence, body[:end])
        opening = first_fence(lines, at + 2 + end)


def _end(body: Sequence[str], opening: Fence, known: Collection[str]) -> int:
    """Index of the fence that closes the block: after it comes talk, another block, or nothing."""
    ends = list(closings(body, opening))
    for index in ends:
        following = next_solid(body, index)
        if following is None or _is_outside(following, known):
            return index
    if len(ends) > 1:
        raise UnusableReply("It cannot be told where the code in the model's answer ends; ask again.")
    return ends[0] if ends else len(body)


def _is_outside(line: str, known: Collection[str]) -> bool:
    fence = fence_of(line)
    has_info = fence is not None and bool(fence.info)
    is_words = is_new_sentence(line, known) or is_file_name(line, known)
    return has_info or is_words or begins_aside(line, known)


def _holds_fences(language_id: str, known: Collection[str]) -> bool:
    """Whether fences are likely part of the text: in prose, but in plain text only if it has some already."""
    is_plain = language_id in {"plaintext", "text"} and not any(fence_of(line) for line in known)
    return language_id in PROSE_LANGUAGES and not is_plain


def _is_foreign(fence: Fence, language_id: str) -> bool:
    """Whether a block holds commands to run, in an answer that is no shell script."""
    return fence.language in _SHELL_FENCES and language_id not in _MAY_BE_SHELL
