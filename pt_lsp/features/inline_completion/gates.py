"""Whether to offer or to ask at all: cheap checks, each with its reason. Refuses to know what is running."""

from pt_lsp.documents.snapshot import Snapshot
from pt_lsp.features.inline_completion.reasons import Code

_LONGEST_LINE = 4000


def offer_refusal(snapshot: Snapshot, exclusion: str | None) -> tuple[Code, str] | None:
    """Why nothing may be offered here, not even what is known already; None if it may."""
    options = snapshot.settings.completion
    if exclusion is not None:
        return "excluded", exclusion
    if not options.enabled:
        return "disabled", "completion.enabled is false"
    if snapshot.language_id in options.disabled_languages:
        return "language disabled", f"completion.disabledLanguages has {snapshot.language_id}"
    return None


def ask_refusal(
    snapshot: Snapshot, offset: int, *, is_invoked: bool, is_paused: bool
) -> tuple[Code, str] | None:
    """Why the model is not asked here, though something known might be offered; None if it may be."""
    if len(snapshot.text.line(snapshot.text.line_at(offset))) > _LONGEST_LINE:
        return "line too long", f"the line is longer than {_LONGEST_LINE} characters"
    if is_invoked:
        return None
    if is_paused:
        return "paused", "automatic completion is paused"
    if not snapshot.settings.completion.automatic:
        return "manual only", "completion.automatic is false"
    if offset == 0 and not len(snapshot.text):
        return "empty document", "there is nothing to go on"
    return None
