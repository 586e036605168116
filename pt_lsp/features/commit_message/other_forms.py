"""A message that comes in another form than as text: in an object of JSON, a command, a quotation. Pure."""

import re
import shlex
from collections.abc import Mapping
from itertools import pairwise

from pt_lsp.replies.json_values.reading import read_json
from pt_lsp.replies.json_values.values import Json, JsonArray, JsonObject

_SUBJECTS = ("subject", "title", "header", "summary", "commit_message", "commitMessage", "message", "commit")
_BODIES = ("body", "description", "details")
_COMMAND = re.compile(r"\s*(?:\$ )?git (?:-\S+ )*commit\s")
_MESSAGE_OPTION = re.compile(r"-[a-zA-Z]*m|--message")
_HERE_DOCUMENT = re.compile(r"\$\(cat <<-?[ \t]*['\"]?(\w{1,20})['\"]?(?=\n)")
_QUOTATION = re.compile(r"^> ?", re.MULTILINE)


def as_text(answer: str) -> str:
    """The answer as the text of a message, where it is one in another form; else as it is."""
    text = answer.strip()
    if text.startswith("{"):
        return _of_object(text) or answer
    if _COMMAND.match(text):
        return _of_command(text) or answer
    if all(line.startswith(">") for line in text.split("\n") if line.strip()):
        return _QUOTATION.sub("", text)
    return answer


def _of_object(text: str) -> str:
    first = next(iter(read_json(text).items), None)
    members = first.named() if isinstance(first, JsonObject) else None
    if members is None:
        return ""
    subject, body = _member(members, _SUBJECTS), _member(members, _BODIES)
    return f"{subject}\n\n{body}" if subject and body else subject


def _member(members: Mapping[str, Json], names: tuple[str, ...]) -> str:
    """The first of these that is a text, or a list of lines."""
    for name in names:
        found = members.get(name)
        lines = found.items if isinstance(found, JsonArray) else [found]
        texts = [line for line in lines if isinstance(line, str)]
        if len(texts) == len(lines) and any(text.strip() for text in texts):
            return "\n".join(texts)
    return ""


def _of_command(text: str) -> str:
    """What the command gives as the message's paragraphs."""
    if here := _HERE_DOCUMENT.search(text):
        end = re.compile(rf"\n[ \t]*{here[1]}[ \t]*(?:[\n)\"]|\Z)").search(text, here.end())
        return text[here.end() : end.start() if end else len(text)].strip("\n")
    try:
        words = shlex.split(text)
    except ValueError:
        return ""
    paragraphs = [text for option, text in pairwise(words) if _MESSAGE_OPTION.fullmatch(option)]
    paragraphs += [word.partition("=")[2] for word in words if word.startswith("--message=")]
    return "\n\n".join(paragraphs)
