"""How the model is asked for the new text of a region: rules, an example, the code, the instruction last."""

from collections.abc import Sequence

from pt_lsp.context.background import NO_BACKGROUND, Background, Shares, without_marks
from pt_lsp.context.budget import whole_background
from pt_lsp.context.windows.region_window import RegionWindow, region_shares, region_window
from pt_lsp.documents.lines import plain
from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.errors import EditRefused
from pt_lsp.features.edit.conventions.advice import advice_for
from pt_lsp.features.edit.request import Diagnostic, EditRequest
from pt_lsp.features.edit.wording import form_of, instruction_line, wording_for, worked_example
from pt_lsp.llm.gateway import Message, Prompt

_TEMPERATURE = 0.2
_RESERVED_TOKENS = 500
_MOST_FOR_EXAMPLE = 0.1
"""Of what the region leaves."""
_MOST_REPLY_TOKENS = 16_000
_SPARE_REPLY_TOKENS = 1_500
_TESTS_REPLY_TOKENS = 4_000
"""Of tests no region tells how long they are; a dozen are half of that."""
_MOST_QUOTED = 200
"""So much of a line tells which one it is."""
_RETRY_TEMPERATURE = 0.6
"""An answer that was taken back is not wanted once more."""


def build_prompt(request: EditRequest, background: Background = NO_BACKGROUND) -> Prompt:
    """The prompt for an edit. Raises EditRefused when the region alone exceeds the budget."""
    snapshot = request.snapshot
    instruction = _instruction(request)
    tokens = snapshot.settings.context.budget_tokens - _RESERVED_TOKENS
    taken = len(instruction) + len(request.region) + len(request.beside)
    left = background.budget_characters(tokens) - taken
    if left < 0:
        raise EditRefused(
            "The code to rewrite is larger than context.budgetTokens or the model allows; "
            "select less, or raise it if the model takes more."
        )
    form = form_of(plain(snapshot.text.slice(request.region)))
    n_example = sum(len(message.content) for message in worked_example(form))
    has_example = n_example <= _MOST_FOR_EXAMPLE * left
    left -= n_example if has_example else 0
    shown = background.within(whole_background(left), rules_first=True)
    room = len(request.region) + left - len(shown.text)
    window = region_window(snapshot, request.region, room, path=background.path)
    wording = wording_for(window, request.shape)
    example = worked_example(form, wording.sign) if has_example else ()
    beside = f"{without_marks(request.beside)}\n\n" if request.beside else ""
    parts = [shown.text + beside + wording.file, *_problems(snapshot, request.diagnostics), instruction]
    question = Message("user", "\n\n".join(parts))
    messages = (Message("system", wording.rules), *example, question)
    return Prompt(
        messages=messages,
        purpose="edit",
        max_tokens=reply_tokens(request),
        temperature=_RETRY_TEMPERATURE if request.n_retries else _TEMPERATURE,
        stop=wording.stop,
        language_id=window.language_id,
        shares=_shares(sum(len(m.content) for m in messages) - len(beside), window, shown, beside),
        file_text=window.before + window.region + window.after,
        excerpts=shown,
    )


def reply_tokens(request: EditRequest) -> int:
    """How long an answer may be."""
    if request.tested is not None:
        return _TESTS_REPLY_TOKENS
    region_tokens = len(request.region) // CHARACTERS_PER_TOKEN
    return min(2 * region_tokens + _SPARE_REPLY_TOKENS, _MOST_REPLY_TOKENS)


def _shares(n_characters: int, window: RegionWindow, shown: Background, beside: str) -> Shares:
    """Where the prompt's text comes from; so many characters without what stands beside."""
    shares = region_shares(n_characters, window, shown)
    return (*shares, ("code to test", len(beside))) if beside else shares


def _instruction(request: EditRequest) -> str:
    """What is asked for, and what the user has added to it since."""
    instruction = instruction_line(" ".join(filter(None, (request.instruction, advice_for(request)))))
    if not request.further:
        return instruction
    added = "\n".join(f"- {' '.join(words.split())}" for words in request.further)
    return f"{instruction}\n\nThe user has taken an earlier answer to this back, and adds:\n{added}"


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
