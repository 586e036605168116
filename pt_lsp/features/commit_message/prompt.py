"""How the model is asked for a commit message: the last subjects first, then what has changed."""

from dataclasses import dataclass

from pt_lsp.context.background import unused_tag, without_marks
from pt_lsp.features.commit_message.form import LONGEST_SUBJECT
from pt_lsp.features.commit_message.overview import Overview
from pt_lsp.features.commit_message.style import Style
from pt_lsp.llm.gateway import Message, Prompt

MAX_TOKENS = 300
_TEMPERATURE = 0.3

RULES = f"""\
You write the message of a git commit for the programmer who is about to make it.
- The first line is the subject. It says what the commit does, in at most {LONGEST_SUBJECT} characters, \
better in 50: name the thing that changes and how it behaves from now on, not the files.
- Write the subject as this repository writes its own: the same language, form, case and mood. Where there \
are none to go by, write English, in the imperative (`Add`, `Fix`), capitalized and without a full stop.
- A small change needs no more. Where the subject leaves something open, put an empty line and a body below: \
in one to five lines of at most {LONGEST_SUBJECT} characters what else changes, and why, as far as the \
changes show it.
- Say only what the changes show. Invent no reasons, no numbers of issues, no names, no trailers such as \
`Signed-off-by`.
- Answer with the message alone: no quotes, no fences, no headings, no remarks."""

_MOST_LOOKED_THROUGH = 400_000
"""Characters of whole files."""
_REMOVED = "`-` begins a line that is gone, `+` one that is new, `@@` tells what they stand below"


@dataclass(frozen=True, slots=True)
class CommitQuestion:
    """What a message is asked about."""

    style: Style
    overview: Overview
    is_staged: bool
    begun: str = ""
    """What the programmer has typed of the subject."""
    wishes: tuple[str, ...] = ()
    """What the programmer has said of messages before, the oldest first."""


def build_prompt(asked: CommitQuestion) -> Prompt:
    """The prompt that asks for a message."""
    subjects = _subjects(asked.style)
    listed = _tagged("files", asked.overview.files)
    files = f"What the commit changes, with the lines added and removed:\n{listed}"
    if not asked.is_staged:
        files = f"Nothing is staged, so the commit is to hold all that has changed. {files}"
    diff = asked.overview.diff
    parts = f"The parts of it that tell most ({_REMOVED}):\n{_tagged('diff', diff)}" if diff else ""
    told = "".join(f"{part}\n\n" for part in (subjects, files, parts) if part) + _request(asked)
    named = {"commits": len(subjects), "changes": len(files) + len(parts)}
    n_rules = len(RULES) + len(told) - sum(named.values())
    return Prompt(
        messages=(Message("system", RULES), Message("user", told)),
        shares=(("rules", n_rules), *((name, n) for name, n in named.items() if n)),
        purpose="commit message",
        max_tokens=MAX_TOKENS,
        temperature=_TEMPERATURE,
        file_text=_texts(asked.overview),
        restores=False,
    )


def shorter_prompt(asked: Prompt, subject: str) -> Prompt:
    """The same prompt, with the answer whose subject is too long, and the wish for another."""
    wish = (
        f"That subject has {len(subject)} characters. Write it anew in at most {LONGEST_SUBJECT}: leave out "
        "what matters least. Answer with the subject alone."
    )
    messages = (*asked.messages, Message("assistant", subject), Message("user", wish))
    rules, *others = asked.shares
    return Prompt(
        messages=messages,
        shares=((rules[0], rules[1] + len(wish)), ("answer", len(subject)), *others),
        purpose=asked.purpose,
        max_tokens=100,
        temperature=asked.temperature,
        file_text=asked.file_text,
        restores=False,
    )


def _subjects(style: Style) -> str:
    if not style.subjects:
        return ""
    listed = _tagged("subjects", "\n".join(style.subjects))
    return f"The subjects of this repository's last commits:\n{listed}\n{' '.join(style.facts())}"


def _request(asked: CommitQuestion) -> str:
    wishes = "".join(f" {wish}" for wish in asked.wishes)
    if not asked.begun:
        return f"Write the commit message.{wishes}"
    return (
        f"The programmer has begun the subject:\n{_tagged('begun', asked.begun)}\n"
        "Write the commit message. Its subject begins with exactly these words and goes on from there."
        f"{wishes}"
    )


def _tagged(name: str, content: str) -> str:
    content = without_marks(content)
    tag = unused_tag(name, content)
    return f"<{tag}>\n{content}\n</{tag}>"


def _texts(overview: Overview) -> str:
    """What the diff shows, without its signs, then the files that it is of.

    A part alone may not give away that it is one of a secret.
    """
    shown = (line[1:] for each in overview.shown for part in each.parts for line in part.lines)
    whole = (text for each in overview.shown for text in (each.change.old, each.change.new) if text)
    return "\n".join((*shown, "\n".join(whole)[:_MOST_LOOKED_THROUGH]))
