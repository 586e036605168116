"""What chat models wrap their code in: end marks, tags, Markdown fences, sentences.

`unwrap` works on the reply as far as it came, so that any chunking gives the same text.
"""

import re

from pt_lsp.features.inline_completion.postprocess.place import Place
from pt_lsp.features.inline_completion.postprocess.prose import (
    announces_output,
    drop_closing_prose,
    drop_opening_prose,
    is_prose,
    may_become_prose,
)

_END_MARK = re.compile(r"<\|(?:endoftext|im_end|im_start|file_sep|repo_name|fim_\w+|cursor\w*)\|>")
_TAG_NAMES = r"code|completion|answer|output|insert|fill|middle|prefix|suffix|file|cursor"
_OPENING_TAG = re.compile(rf"\s*<({_TAG_NAMES})(?: [^<>\n]*)?>\n?")
_CLOSING_TAG = re.compile(rf"[ \t]*</(?:{_TAG_NAMES})>")
_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n`]*)$", re.MULTILINE)


def unwrap(reply: str, place: Place, *, is_final: bool = True) -> str:
    r"""The code in a reply, with `\n` line ends; of an unfinished reply what can be told already.

    Undecided beginnings (half a fence, a tag, an opening sentence) give an empty text until more comes.
    """
    text = _settled(reply, is_final=is_final).replace("\r\n", "\n").replace("\r", "\n")
    text = _END_MARK.split(text, maxsplit=1)[0] if not text.lstrip().startswith("<|") else _after_mark(text)
    text = _drop_tags(text, place)
    if place.has_fences:
        text = _drop_outer_fence(text, is_final=is_final)
    else:
        text = drop_opening_prose(_drop_fences(text, place, is_final=is_final))
    if not is_final and _is_undecided(text, place):
        return ""
    return text if place.is_prose else drop_closing_prose(text, place)


def _settled(reply: str, *, is_final: bool) -> str:
    """The reply without an end that may be the beginning of a line end or a mark."""
    if is_final:
        return reply
    held = re.search(r"(?:\r|<[|/]?\w{0,12}\|?|(?<=\n)[ \t]*[`~]+[^\n]{0,20})$", reply)
    return reply[: held.start()] if held else reply


def _after_mark(text: str) -> str:
    """The text between a mark that it begins with and the next one."""
    parts = [part for part in _END_MARK.split(text) if part.strip()]
    return parts[0] if parts else ""


def _drop_tags(text: str, place: Place) -> str:
    opening = _OPENING_TAG.match(text)
    if opening and f"</{opening[1]}>" not in place.suffix:
        text = text[opening.end() :]
        return _CLOSING_TAG.split(text, maxsplit=1)[0]
    closing = _CLOSING_TAG.search(text)
    if closing and closing[0].strip().replace("</", "<")[:-1] not in place.prefix + text[: closing.start()]:
        return text[: closing.start()]
    return text


def _is_undecided(text: str, place: Place) -> bool:
    head = text.lstrip()
    if not head or is_prose(head, place):
        return True
    return "\n" not in head and (head[0] in "`~<" or (not place.is_prose and may_become_prose(head)))


def _drop_fences(text: str, place: Place, *, is_final: bool) -> str:
    fence = _FENCE.search(text)
    if not fence:
        return text
    before = text[: fence.start()]
    # What is neither blank nor words may have been shown, as code, before the fence came.
    unannounced = drop_opening_prose(before)
    is_opening = not unannounced.strip() or is_prose(unannounced, place)
    if not is_opening or announces_output(before):
        return "" if is_opening else before
    return _fenced(text, fence, is_final=is_final)


def _drop_outer_fence(text: str, *, is_final: bool) -> str:
    """Of a document of prose, only a fence around the whole reply is the model's wrapping."""
    fence = _FENCE.match(text.lstrip("\n"))
    if not fence or fence[2].partition(" ")[0] not in {"", "markdown", "md", "text"}:
        return text
    inner = text.lstrip("\n")[fence.end() + 1 :].rstrip()
    if inner.endswith("\n" + fence[1]):
        return inner[: -len(fence[1]) - 1]
    return text if is_final else ""


def _fenced(text: str, fence: re.Match[str], *, is_final: bool) -> str:
    body = text[fence.end() + 1 :]
    n_open = 1
    # A fence that names a language opens one in the fenced text.
    for inner in re.finditer(rf"^[ \t]*{re.escape(fence[1])}+([^`\n]*)$", body, re.MULTILINE):
        n_open += 1 if inner[1].strip() else -1
        if not n_open:
            return body[: inner.start()]
    return body if is_final else re.sub(r"(?:^|(?<=\n))[ \t]*[`~]+\Z", "", body)
