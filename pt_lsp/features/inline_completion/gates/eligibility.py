"""Whether to offer or to ask at all: cheap checks, each with its reason.

What is known already is offered also where asking is refused.
"""

import re

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.reasons import Code

_LONGEST_LINE = 4000

_WORD = re.compile(r"\w")


def offer_refusal(
    snapshot: Snapshot, exclusion: str | None, *, is_invoked: bool = False
) -> tuple[Code, str] | None:
    """Why nothing may be offered here, not even what is known already; None if it may."""
    options = snapshot.settings.completion
    if snapshot.settings.refusal is not None:
        return "failed", snapshot.settings.refusal
    if exclusion is not None:
        return "excluded", exclusion
    if not options.enabled:
        return "disabled", "completion.enabled is false"
    if snapshot.language_id in options.disabled_languages and not is_invoked:
        return "language disabled", f"completion.disabledLanguages has {snapshot.language_id}"
    return None


def ask_refusal(
    snapshot: Snapshot, offset: int, *, is_invoked: bool, is_typed: bool, pause: str | None
) -> tuple[Code, str] | None:
    """Why the model is not asked here, though something known might be offered; None if it may be.

    `is_typed` if the cursor is where the typing has ended: a name that is put before another one is no word
    that somebody looks at.
    """
    line = snapshot.text.line_at(offset)
    content = snapshot.text.line_content(line)
    if len(content) > _LONGEST_LINE:
        return "line too long", f"the line is longer than {_LONGEST_LINE} characters"
    if is_invoked:
        return None
    if pause is not None:
        return "paused", pause
    if not snapshot.settings.completion.automatic:
        return "manual only", "completion.automatic is false"
    if offset == 0 and not len(snapshot.text):
        return "empty document", "there is nothing to go on"
    column = offset - snapshot.text.line_start(line)
    if not is_typed and _WORD.match(content, column) and column and _WORD.match(content, column - 1):
        return "inside a word", "the cursor is inside a word"
    return None
