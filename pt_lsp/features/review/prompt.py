"""How the model is asked to review code: the rules and the form of the answer, then the file, marked."""

from collections.abc import Sequence

from pt_lsp.context.background import NO_BACKGROUND, Background, unused_tag, without_marks
from pt_lsp.context.windows.region_window import RegionWindow, region_shares
from pt_lsp.features.review.changed_file import ChangedFile
from pt_lsp.llm.gateway import Message, Prompt

MAX_TOKENS = 2_000
_TEMPERATURE = 0.2
_MOST_FINDINGS = 10

_LOOK_FOR = """\
Look for what will go wrong: wrong results, cases that are not handled (empty, missing, last, many, equal), \
errors that are lost or not undone, leaks, races, security holes, and comments or names that say other than \
the code does. Leave out style, formatting, missing tests or comments, and praise. Report only what the code \
shown bears out: name nothing that you would have to guess."""

_FORM = """\
Answer with one JSON object and nothing else:
{{"findings": [{{{file}"quote": "...", "severity": "...", "message": "..."}}]}}
{about_file}\
- "quote": the line of the code that is wrong, copied character by character, escaped as JSON asks. Where it
  stands there more than once, quote the lines next to it too, with line breaks as \\n: a finding whose quote
  is not found exactly once is thrown away. A line number does not count.
- "severity": "error" for what fails or gives wrong results, "warning" for what does so in some cases,
  "information" for what misleads whoever reads it, "hint" for the rest.
- "message": one plain sentence: what goes wrong, and when.
The most important first, {most} at most, and each thing once. Where nothing is wrong: {{"findings": []}}"""

_RULES = f"""\
You review code for the programmer who is about to use it.

{_LOOK_FOR}

{_FORM.format(file="", about_file="", most=_MOST_FINDINGS)}"""

_ABOUT_FILE = """\
- "file": the path of the file, as it is given.
"""
_CHANGES_RULES = f"""\
You review a change before it is committed, for the programmer who has made it.

{_LOOK_FOR} Look above all at what the change itself brings about, in the lines that are shown around it too.

Of each file you see parts: a line that begins with + has come, one with - is gone, the others were there \
before. Quote lines that are there now, without these marks.

{_FORM.format(file='"file": "...", ', about_file=_ABOUT_FILE, most=_MOST_FINDINGS)}"""


def build_prompt(window: RegionWindow, background: Background = NO_BACKGROUND, *, is_file: bool) -> Prompt:
    """The prompt that asks for findings in the window's region, which may be all of its file."""
    code = window.before + window.region + window.after
    tag, part = unused_tag("file", code), unused_tag("review", code)
    if is_file:
        asked = "Review this file."
        shown = code.strip("\n")
    else:
        asked = f"Review what stands between <{part}> and </{part}>; quote from there only."
        shown = f"{window.before}<{part}>\n{window.region}\n</{part}>{window.after}".strip("\n")
    told = (
        f'{background.text}<{tag} path="{window.path}" language="{window.language_id}">\n'
        f"{shown}\n</{tag}>\n\n{asked}"
    )
    return Prompt(
        messages=(Message("system", _RULES), Message("user", told)),
        shares=region_shares(len(_RULES) + len(told), window, background),
        file_text=code,
        excerpts=background,
        purpose="review",
        max_tokens=MAX_TOKENS,
        temperature=_TEMPERATURE,
        wants_json=True,
        language_id=window.language_id,
        restores=False,
    )


def changes_prompt(files: Sequence[ChangedFile]) -> Prompt:
    """The prompt that asks for findings in what has changed in these files."""
    parts = []
    for file in files:
        diff = without_marks(file.diff)
        tag = unused_tag("file", diff)
        parts.append(f'<{tag} path="{file.path}">\n{diff}\n</{tag}>')
    told = "\n\n".join((*parts, "Review this change."))
    n_rules = len(_CHANGES_RULES) + len(told) - sum(len(file.diff) for file in files)
    return Prompt(
        messages=(Message("system", _CHANGES_RULES), Message("user", told)),
        shares=(("rules", n_rules), ("changes", sum(len(file.diff) for file in files))),
        file_text="\n".join(file.text.slice(span) for file in files for span in file.spans),
        purpose="review",
        max_tokens=MAX_TOKENS,
        temperature=_TEMPERATURE,
        wants_json=True,
        restores=False,
    )
