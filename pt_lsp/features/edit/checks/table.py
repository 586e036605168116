"""What each check of a recipe does with new text. A new one is a file beside this and a row here."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from pt_lsp.errors import UnusableReply
from pt_lsp.features.edit.actions.recipe import Check
from pt_lsp.features.edit.checks.code_stays import changed_code, with_code_kept
from pt_lsp.features.edit.checks.names_stay import lost_names
from pt_lsp.features.edit.conventions.type_syntax import IN_COMMENTS
from pt_lsp.features.edit.draft import Draft
from pt_lsp.features.edit.request import EditRequest


def _typed_by_comments(request: EditRequest, new: str) -> str:
    """The old code with the types, where its language tells them in comments and the answer has some."""
    if request.snapshot.language_id not in IN_COMMENTS:
        return new
    try:
        return with_code_kept(request, new)
    except UnusableReply:
        return new


_KEEPS: Mapping[Check, Callable[[EditRequest, str], str]] = {
    "code stays": with_code_kept,
    "typed by comments": _typed_by_comments,
}
"""What puts new text right, or raises UnusableReply."""
_DOUBTS: Mapping[Check, Callable[[EditRequest, str], str | None]] = {
    "code stays": changed_code,
    "names stay": lost_names,
}
"""What tells a person, in sentences, that new text may be wrong."""


def kept_to_checks(request: EditRequest, draft: Draft) -> Draft:
    """The whole draft with all put right that checks can. Raises UnusableReply. Best called in a thread."""
    text = draft.text
    for check in request.recipe.checks:
        if keep := _KEEPS.get(check):
            text = keep(request, text)
    return draft if text == draft.text else replace(draft, text=text)


def doubts_of_checks(request: EditRequest, new: str) -> str | None:
    """Sentences for a person, if there are any. Best called in a thread."""
    found = (doubt(request, new) for check in request.recipe.checks if (doubt := _DOUBTS.get(check)))
    return " ".join(filter(None, found)) or None
