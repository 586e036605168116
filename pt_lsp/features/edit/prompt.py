"""How the model is asked for the new text of a region. The code comes first, the instruction last."""

from collections.abc import Sequence

from pt_lsp.context.background import NO_BACKGROUND, Background, unused_tag
from pt_lsp.context.windows.region_window import RegionWindow, region_shares, region_window
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.errors import EditRefused
from pt_lsp.features.edit.edges import Edges
from pt_lsp.features.edit.request import Diagnostic, EditRequest
from pt_lsp.llm.gateway import Message, Prompt
from pt_lsp.replies.change_blocks import is_marker

_TEMPERATURE = 0.2
_RESERVED_TOKENS = 500
_MOST_REPLY_TOKENS = 16_000
_SPARE_REPLY_TOKENS = 1_500
_MOST_QUOTED = 200
"""So much of a line tells which one it is."""
_RETRY_TEMPERATURE = 0.6
"""An answer that was taken back is not wanted once more."""

_LARGE_TOKENS = 2_000
"""Some 170 lines: written anew they keep people waiting for half a minute, for lines that mostly stay."""

_REWRITE_RULES = """\
You edit code in an editor. The user sends a file in which one region is marked, and an instruction. Reply \
with the new text of the region, and with nothing else.
- The reply replaces the region as it is: bare text, no Markdown fence, no tags, no explanation.
- Write the region in full, also the lines that stay as they are. Never leave code out.
- Do only what the instruction asks for. Keep indentation, style and everything else.
- Do not repeat what stands before or after the region."""

_CHANGE_RULES = """\
You edit code in an editor. The user sends a file in which one region is marked, and an instruction. The \
region is long: reply with the changes alone, each one as a block of this form, and with nothing else.

<<<<<<< SEARCH
lines of the region as they are now
=======
the lines that take their place
>>>>>>> REPLACE

- SEARCH holds whole lines that follow each other in the region, copied exactly, with their indentation.
- The same lines must not stand at any other place of the region: where they would, copy a line more before \
or after them. Apart from that keep blocks short, one for each place that changes.
- New lines alone are added by repeating the line next to them in both parts. An empty second part deletes.
- The second part is complete code: never leave any out.
- Do only what the instruction asks for. Keep indentation, style and everything else.
- No Markdown fence, no file name, no explanation. If nothing is to change, repeat one line in both parts."""

_INSERT_RULES = """\
You write code in an editor. The user sends a file with the mark {mark} in it, and an instruction. Reply \
with the text that belongs in the place of {mark}, and with nothing else.
- The reply is inserted as it is: bare text, no Markdown fence, no tags, no explanation.
- Follow the names, indentation and style of the file.
- Do not repeat what stands before or after {mark}."""


def build_prompt(request: EditRequest, background: Background = NO_BACKGROUND) -> Prompt:
    """The prompt for an edit. Raises EditRefused when the region alone exceeds the budget."""
    snapshot = request.snapshot
    instruction = _instruction(request)
    tokens = snapshot.settings.context.budget_tokens - _RESERVED_TOKENS
    budget = background.budget_characters(tokens) - len(instruction)
    if len(request.region) > max(budget, 0):
        raise EditRefused(
            "The code to rewrite is larger than context.budgetTokens or the model allows; "
            "select less, or raise it if the model takes more."
        )
    shown = background if len(request.region) + len(background.text) <= budget else NO_BACKGROUND
    window = region_window(snapshot, request.region, budget - len(shown.text), path=background.path)
    rules, file, stop = _rewrite(window) if window.region.strip() else _insert(window)
    parts = [shown.text + file, *_problems(snapshot, request.diagnostics), instruction]
    messages = (Message("system", rules), Message("user", "\n\n".join(parts)))
    return Prompt(
        messages=messages,
        purpose="edit",
        max_tokens=reply_tokens(request),
        temperature=_RETRY_TEMPERATURE if request.n_retries else _TEMPERATURE,
        stop=stop,
        language_id=window.language_id,
        shares=region_shares(sum(len(m.content) for m in messages), window, shown),
        excerpts=shown,
    )


def reply_tokens(request: EditRequest) -> int:
    """How long an answer may be."""
    region_tokens = len(request.region) // CHARACTERS_PER_TOKEN
    return min(2 * region_tokens + _SPARE_REPLY_TOKENS, _MOST_REPLY_TOKENS)


def _rewrite(window: RegionWindow) -> tuple[str, str, tuple[str, ...]]:
    tag = unused_tag("region", window.before + window.region + window.after, sign="<")
    before = window.before if not window.before or window.before.endswith("\n") else window.before + "\n"
    after = window.after if not window.after or window.after.startswith("\n") else "\n" + window.after
    code = f"{before}<{tag}>\n{window.region}\n</{tag}>{after}"
    is_large = len(window.region) // CHARACTERS_PER_TOKEN >= _LARGE_TOKENS
    takes_blocks = is_large and not any(map(is_marker, window.region.split("\n")))
    rules = _CHANGE_RULES if takes_blocks else _REWRITE_RULES
    # A small model writes the region, closes it, and then begins anew until its tokens are used up.
    return rules, _file(window, code), (f"</{tag}>",)


def _insert(window: RegionWindow) -> tuple[str, str, tuple[str, ...]]:
    mark = f"<{unused_tag('here', window.before + window.after, sign='<')}/>"
    edges = Edges.of(window.region)
    place = "\n".join([*edges.top, f"{edges.inner[0]}{mark}", *edges.bottom])
    file = _file(window, f"{window.before}{place}{window.after}")
    return _INSERT_RULES.format(mark=mark), file, ()


def _file(window: RegionWindow, code: str) -> str:
    return f'<file path="{window.path}" language="{window.language_id}">\n{code.rstrip()}\n</file>'


def _instruction(request: EditRequest) -> str:
    """What is asked for, and what the user has added to it since."""
    if not request.further:
        return f"Instruction: {request.instruction}"
    added = "\n".join(f"- {' '.join(words.split())}" for words in request.further)
    return (
        f"Instruction: {request.instruction}\n\n"
        f"The user has taken an earlier answer to this back, and adds:\n{added}"
    )


def _problems(snapshot: Snapshot, diagnostics: Sequence[Diagnostic]) -> list[str]:
    """One paragraph that lists the problems, each with its line's text: the model sees no numbers."""
    if not diagnostics:
        return []
    lines = ["Problems:"]
    for diagnostic in diagnostics:
        text = snapshot.text.line_content(snapshot.text.line_at(diagnostic.span.start))
        line = text.strip()[:_MOST_QUOTED]
        said_by = f" ({diagnostic.source})" if diagnostic.source else ""
        lines.append(f"- in `{line}`: {' '.join(diagnostic.message.split())}{said_by}")
        lines += [f"  - {' '.join(told.split())}" for told in diagnostic.related]
    return ["\n".join(lines)]
