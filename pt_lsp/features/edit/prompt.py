"""How the model is asked for the new text of a region: rules, an example, the code, the instruction last."""

from pt_lsp.context.background import NO_BACKGROUND, Background, Shares, unused_tag, without_marks
from pt_lsp.context.budget import whole_background
from pt_lsp.context.windows.region_window import RegionWindow, region_shares, region_window
from pt_lsp.documents.lines import plain
from pt_lsp.documents.tokens import CHARACTERS_PER_TOKEN
from pt_lsp.errors import EditRefused
from pt_lsp.features.edit.conventions.advice import advice_for
from pt_lsp.features.edit.problems.listing import listed
from pt_lsp.features.edit.request import Attempt, EditRequest
from pt_lsp.features.edit.wording import (
    ATTEMPT_ASKS,
    ATTEMPT_LEFT,
    ATTEMPT_WAS,
    form_of,
    instruction_line,
    wording_for,
    worked_example,
)
from pt_lsp.llm.gateway import Message, Prompt, attached_note, tokens_of

_TEMPERATURE = 0.2
_RESERVED_TOKENS = 500
_MOST_FOR_EXAMPLE = 0.1
"""Of what the region leaves."""
_MOST_REPLY_TOKENS = 16_000
_SPARE_REPLY_TOKENS = 1_500
_MOST_OF_ATTEMPT = 0.25
"""Of what the region leaves: the text itself of what was tried before, where it fits."""
_LEAST_OF_ATTEMPT = 400
_TESTS_REPLY_TOKENS = 4_000
"""Of tests no region tells how long they are; a dozen are half of that."""
_RETRY_TEMPERATURE = 0.6
"""An answer that was taken back is not wanted once more."""


def build_prompt(request: EditRequest, background: Background = NO_BACKGROUND) -> Prompt:
    """The prompt for an edit. Raises EditRefused when the region alone exceeds the budget."""
    snapshot = request.snapshot
    instruction = _instruction(request)
    left = _left(request, instruction, background)
    problems = listed(snapshot, request.region, request.diagnostics, left)
    left = max(left - sum(map(len, problems)), 0)
    attempt = _attempt(request.attempt, int(_MOST_OF_ATTEMPT * left))
    left -= sum(map(len, attempt))
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
    parts = [shown.text + beside + wording.file, *problems, instruction, *attempt]
    question = Message("user", "\n\n".join(parts), request.images)
    messages = (Message("system", wording.rules), *example, question)
    return Prompt(
        messages=messages,
        purpose="edit",
        max_tokens=reply_tokens(request),
        temperature=_RETRY_TEMPERATURE if request.n_retries else _TEMPERATURE,
        n_variant=request.n_retries,
        stop=wording.stop,
        language_id=window.language_id,
        shares=_shares(sum(len(m.content) for m in messages) - len(beside), window, shown, beside),
        file_text=window.before + window.region + window.after,
        excerpts=shown,
        is_automatic=request.attempt is not None,
    )


def _left(request: EditRequest, instruction: str, background: Background) -> int:
    """How many characters there are beside what has to be sent. Raises EditRefused."""
    tokens = request.snapshot.settings.context.budget_tokens - _RESERVED_TOKENS - tokens_of(request.images)
    taken = len(instruction) + len(request.region) + len(request.beside)
    left = background.budget_characters(tokens) - taken
    if left < 0:
        raise EditRefused(
            "The code to rewrite is larger than context.budgetTokens or the model allows; "
            "select less, or raise it if the model takes more."
        )
    return left


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
    attached = attached_note(request.images)
    if not request.further:
        return instruction + attached
    added = "\n".join(f"- {' '.join(words.split())}" for words in request.further)
    return f"{instruction}\n\nThe user has taken an earlier answer to this back, and adds:\n{added}{attached}"


def _attempt(attempt: Attempt | None, most_characters: int) -> list[str]:
    """What was answered before, where it fits, and what is wrong with that."""
    if attempt is None:
        return []
    problems = "\n".join(attempt.problems)[: max(most_characters, _LEAST_OF_ATTEMPT)]
    parts = [f"{ATTEMPT_LEFT}\n{problems}", ATTEMPT_ASKS]
    text = plain(attempt.text)
    if len(text) + len(problems) > most_characters:
        return ["\n\n".join(parts)]
    tag = unused_tag("answer", text)
    return ["\n\n".join([f"{ATTEMPT_WAS}\n<{tag}>\n{text}\n</{tag}>", *parts])]
