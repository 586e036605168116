"""The form that git's users keep to: a short subject, an empty line, and a body that is wrapped. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_SUBJECT = 72
"""Characters of a line, of the body too."""
BULLET = re.compile(r"\s*(?:[-*+\u2022]|\d{1,2}[.)])\s+")
_HANGING = re.compile(
    r"(?:[\s,;:(\u2013\u2014-]+|\s(?:and|or|to|for|of|in|with|the|a|an|by|from|on|as|at|into|that|when))+$"
)


@dataclass(frozen=True, slots=True)
class CommitMessage:
    """The subject may still be too long."""

    subject: str
    body: str

    @property
    def is_too_long(self) -> bool:
        """Whether the subject goes over what git's users see of one."""
        return len(self.subject) > LONGEST_SUBJECT

    @property
    def text(self) -> str:
        """The message as git takes it, without a line end; its subject is cut where it has to be."""
        subject = shortened(self.subject)
        return f"{subject}\n\n{self.body}" if self.body else subject


def shortened(subject: str) -> str:
    """The subject within the limit: cut at a word, without what would be left hanging."""
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    cut = subject.rfind(" ", 0, LONGEST_SUBJECT + 1)
    return _HANGING.sub("", subject[: cut if cut > LONGEST_SUBJECT // 3 else LONGEST_SUBJECT])


def wrapped(body: str) -> str:
    """The body with long lines wrapped at words. No line begins with `#`, which git takes for a comment."""
    lines: list[str] = []
    for line in body.split("\n"):
        found = BULLET.match(line)
        indent = " " * (len(found[0]) if found else len(line) - len(line.lstrip()))
        current, *words = _kept_together(line.lstrip("#"), LONGEST_SUBJECT - len(indent))
        for word in words:
            if len(current) + 1 + len(word) > LONGEST_SUBJECT and current.strip():
                lines.append(current)
                current = f"{indent or ' '}{word}" if word.startswith("#") else f"{indent}{word}"
            else:
                current = f"{current} {word}"
        lines.append(current)
    return "\n".join(line.replace("\0", " ").rstrip() for line in lines).strip("\n")


def _kept_together(line: str, longest: int) -> Iterator[str]:
    """The line's words; what begins with `#` is in one with the word before it where both fit into a line."""
    for word in re.sub(r" +(?=#)", "\0", line).split(" "):
        yield from [word] if len(word) <= longest else word.split("\0")


def continuation(begun: str, message: str) -> str | None:
    """What of the message goes on from what is typed of its subject; None where it begins otherwise."""
    if message.lower().startswith(begun.lower()):
        rest = message[len(begun) :]
    elif begun.endswith(" ") and message[:1].islower():  # as models do who leave out what they were given
        rest = message
    else:
        return None
    subject, line_end, body = rest.partition("\n")
    subject = shortened(begun + subject)[len(begun) :]
    return f"{subject}{line_end}{body}"
