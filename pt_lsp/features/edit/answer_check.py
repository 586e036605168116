"""Whether new text may take the place of the old one unseen: what became of secrets and of characters."""

from collections.abc import Mapping

from pt_lsp.documents.clean_text import REPLACEMENT
from pt_lsp.features.edit.checks.table import doubts_of_checks
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.privacy.restored_text import Fault, faults

_BIDI_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_LOOK = "look at it before you accept it."

_FAULTS: dict[Fault, str] = {
    "missing": f"A secret of the old code is missing in the new code; {_LOOK}",
    "moved": f"The new code holds a secret in a place where it did not stand before; {_LOOK}",
    "altered": f"The new code holds an altered placeholder where a secret belongs; {_LOOK}",
    "invented": f"The new code holds an invented placeholder, which stands for no secret; {_LOOK}",
}
_DAMAGED = f"The model's answer held what is no text, marked as {REPLACEMENT} in the new code; {_LOOK}"
_TURNED = f"The new code holds invisible characters that change the order in which text is shown; {_LOOK}"


def doubts_about(request: EditRequest, new: str, secrets: Mapping[str, str]) -> str | None:
    """Sentences for a person, if there are any; `secrets` are those of the prompts, by placeholder."""
    text = request.snapshot.text
    old = text.slice(request.region)
    found = faults(old, new, secrets, lambda: str(text))
    said = [sentence for fault, sentence in _FAULTS.items() if fault in found]
    if new.count(REPLACEMENT) > old.count(REPLACEMENT):
        said.append(_DAMAGED)
    if any(control in new and control not in old for control in _BIDI_CONTROLS):
        said.append(_TURNED)
    if checked := doubts_of_checks(request, new):
        said.append(checked)
    return " ".join(said) or None
