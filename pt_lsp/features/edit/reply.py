"""The code in a model's reply: bare, fenced, half fenced, between sentences, in echoed tags.

Works on the lines that have come so far. Where a reply can be read in two ways it is refused: writing nothing
is better than writing something else. Refuses to know documents beyond the text that is rewritten.
"""

import re

from pt_lsp.errors import UnusableReply

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([^`]*)$")
_TAG = re.compile(r"^\s*</?(?:region|file|here|code|answer|output)\d*(?: [^<>]*)?/?>\s*$")
_OPENING = re.compile(r"^<(region|file|code|answer|output)\d*>(?=\S)")
_CLOSING = re.compile(r"(?<=\S)</(?:region|file|code|answer|output)\d*>\s*$")
_SENTENCE = re.compile(r"^[A-Z][\w'\u2019`*-]*[,:]?(?: +\S+){2,}.*[.:!?]\**\s*$")
_POINT = re.compile(r"^ {0,3}(?:[*#-]+|\d+\.) +\S")
_CODE_END = re.compile(r"[;{}()\[\],=]\s*$")
_LEFT_OUT = re.compile(
    r"^\s*(?:#|//|--|/\*|<!--|;|%|\{/\*)?\s*(?:\.\.\.|\u2026)\s*\(?"
    r"(?:existing|rest|remaining|unchanged|other|same|previous|remainder|keep)\b",
    re.IGNORECASE,
)
_PATCH = re.compile(r"^(?:<{5,} ?SEARCH|@@ .*|\*\*\* (?:Begin Patch|Update File:.*)|(?:---|\+\+\+) [ab]/.*)$")
_PROSE_LANGUAGES = frozenset({"markdown", "plaintext", "text", "restructuredtext", "latex", "asciidoc"})
_PROSE_FENCES = frozenset({"", "markdown", "md", "text", "txt"})


def known_lines(reply: str, original: str, language_id: str) -> list[str]:
    """The complete lines of code in the beginning of a reply that is still coming."""
    lines = _plain(reply).split("\n")[:-1]
    return _code(lines, original, language_id, is_final=False)


def final_lines(reply: str, original: str, language_id: str) -> list[str]:
    """The lines of code in a whole reply. Raises UnusableReply when it holds none, a patch or gaps."""
    lines = _code(_plain(reply).split("\n"), original, language_id, is_final=True)
    lines = _without_blank_ends(lines)
    if not lines:
        raise UnusableReply("The model answered without any code; ask again or in other words.")
    known = set(original.split("\n"))
    new = [line for line in lines if line not in known]
    if any(_LEFT_OUT.match(line) for line in new):
        raise UnusableReply("The model left parts of the code out; select less or ask again.")
    if any(_PATCH.match(line) for line in new):
        raise UnusableReply("The model answered with a patch instead of the new code; ask again.")
    return lines


def _code(lines: list[str], original: str, language_id: str, *, is_final: bool) -> list[str]:
    lines = _without_tags(lines)
    known = {line.strip() for line in original.split("\n") if line.strip()}
    is_prose = language_id in _PROSE_LANGUAGES
    start = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    opening = _opening_fence(lines, start, known, is_prose=is_prose)
    if opening is not None:
        return _fenced(lines, opening, is_prose=is_prose, is_final=is_final)
    if is_prose:
        return lines[start:]
    if start < len(lines) and _is_sentence(lines[start], known):
        return _after_prose(lines[start:], original, known) if is_final else []
    return _bare(lines[start:], known, is_final=is_final)


def _opening_fence(lines: list[str], start: int, known: set[str], *, is_prose: bool) -> int | None:
    """Index of the fence that opens the code: the first one, with nothing but prose before it."""
    for index in range(start, len(lines)):
        fence = _FENCE.match(lines[index])
        if not fence:
            continue
        before = [line for line in lines[start:index] if line.strip()]
        if is_prose:
            is_wrapped = (
                not before and fence[2].strip().lower() in _PROSE_FENCES and lines[index].strip() not in known
            )
            return index if is_wrapped else None
        is_talk = all(line.strip() not in known for line in before) and (
            not before or _is_sentence(before[-1], known) or _is_sentence(before[0], known)
        )
        return index if is_talk else None
    return None


def _fenced(lines: list[str], opening: int, *, is_prose: bool, is_final: bool) -> list[str]:
    """The lines from the opening fence to the one that closes it."""
    fence = _FENCE.match(lines[opening])
    assert fence is not None  # noqa: S101 - the caller found it
    body = lines[opening + 1 :]
    closings = _closings(body, fence[1])
    if not closings:
        return body
    if not is_prose:
        return body[: closings[0]]
    # A bare fence inside may open a block of its own: then there is an odd number of them, the last one ours.
    if len(closings) % 2 and is_final:
        return body[: closings[-1]]
    return body if is_final else body[: closings[0]]


def _closings(body: list[str], mark: str) -> list[int]:
    """Indices of the fences that may close one of `mark`; those that close an inner one are not."""
    closings = []
    depth = 0
    for index, line in enumerate(body):
        fence = _FENCE.match(line)
        if not fence or fence[1][0] != mark[0] or len(fence[1]) < len(mark):
            continue
        if fence[2].strip():
            depth += 1
        elif depth:
            depth -= 1
        else:
            closings.append(index)
    return closings


def _bare(lines: list[str], known: set[str], *, is_final: bool) -> list[str]:
    """The lines before a fence that was never opened and before closing sentences."""
    for index, line in enumerate(lines):
        if _FENCE.match(line) and line.strip() not in known:
            following = next((after for after in lines[index + 1 :] if after.strip()), None)
            if following is None or _is_sentence(following, known):
                lines = lines[:index]
                break
    return lines[: _talk_start(lines, known, is_final=is_final)]


def _talk_start(lines: list[str], known: set[str], *, is_final: bool) -> int:
    """Index from which there is only talk: a blank line, a sentence, then sentences and points to the end."""
    start = len(lines)
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if not line.strip():
            following = next((after for after in lines[index + 1 :] if after.strip()), None)
            if _is_sentence(following, known) if following is not None else not is_final:
                start = index
        elif not _is_sentence(line, known) and not _POINT.match(line):
            break
    return start


def _after_prose(lines: list[str], original: str, known: set[str]) -> list[str]:
    """Bare code after sentences: taken only if it begins as the rewritten text does."""
    first = next((line.strip() for line in original.split("\n") if line.strip()), "")
    head = re.match(r"[\w@#/\"'<]+", first)
    for index, line in enumerate(lines):
        begins_alike = line.strip() == first or (head is not None and line.strip().startswith(head[0] + " "))
        if begins_alike and not _is_sentence(line, known) and (index == 0 or not lines[index - 1].strip()):
            return _bare(lines[index:], known, is_final=True)
    return []


def _is_sentence(line: str, known: set[str]) -> bool:
    """Whether a line is the model's prose: at the margin, not in the rewritten text, formed like prose."""
    return (
        not line[:1].isspace()
        and line.strip() not in known
        and _SENTENCE.match(line) is not None
        and not _CODE_END.search(line)
    )


def _without_tags(lines: list[str]) -> list[str]:
    """The lines without tags of the prompt that the model wrote around its answer."""
    start = next((index for index, line in enumerate(lines) if line.strip()), 0)
    while start < len(lines) and _TAG.match(lines[start]) and not lines[start].strip().startswith("</"):
        start += 1
    lines = lines[start:]
    if start == 0 and lines and _OPENING.match(lines[0]):
        lines = [_OPENING.sub("", lines[0]), *lines[1:]]
        start = 1
    for index, line in enumerate(lines):
        if line.strip().startswith("</") and _TAG.match(line):
            return lines[:index]
        if start and _CLOSING.search(line):
            return [*lines[:index], _CLOSING.sub("", line)]
    return lines


def _without_blank_ends(lines: list[str]) -> list[str]:
    solid = [index for index, line in enumerate(lines) if line.strip()]
    return lines[solid[0] : solid[-1] + 1] if solid else []


def _plain(reply: str) -> str:
    return reply.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
