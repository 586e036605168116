"""The sentences that go on from an action's instruction, by the advice that its recipe names."""

from pt_lsp.documents.lines import lines_of, plain
from pt_lsp.features.edit.conventions.documentation import documentation_convention, what_is_documented
from pt_lsp.features.edit.conventions.open_ends import open_ends
from pt_lsp.features.edit.conventions.type_syntax import type_convention
from pt_lsp.features.edit.request import EditRequest

MOST_CHARACTERS = 200_000
"""Of a file; so much of it tells its conventions."""


def advice_for(request: EditRequest) -> str:
    """What the language and the file ask of the new text; empty where nothing is to be said."""
    advice, language_id = request.recipe.advice, request.snapshot.language_id
    if not advice:
        return ""
    text = request.snapshot.text
    region = plain(text.slice(request.region))
    if advice == "open ends":
        return open_ends(region)
    source = plain(str(text))[:MOST_CHARACTERS]
    if advice == "types":
        return type_convention(language_id, source)
    first, last = lines_of(text, request.region)
    what = what_is_documented(source, language_id, range(first, last + 1))
    told = (documentation_convention(language_id, source), what)
    return " ".join(filter(None, told))
