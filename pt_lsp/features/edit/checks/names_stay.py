"""Whether what others may use is there as before: public names and what they take, told from outlines.

Names that are closed to others may change where nothing outside of the region says them. Types may be added
where a language can do without.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pt_lsp.context.signatures import is_called, is_closed
from pt_lsp.documents.lines import lines_of, plain
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.checks.parameters import parameters
from pt_lsp.features.edit.request import EditRequest
from pt_lsp.syntax.outline import Definition, outline
from pt_lsp.syntax.parsing import MAX_CHARS

_LOOK = "look at it before you accept it."
_MOST_TOLD = 3
_MOST_QUOTED = 60
_OPENED = {"rust": re.compile(r"\s*+pub\b")} | {
    language_id: re.compile(r"\s*+export\b")
    for language_id in ("javascript", "javascriptreact", "typescript", "typescriptreact")
}
"""How a line begins that opens a name to other files."""
_CLOSED = {language_id: re.compile(r"\s*+static\b") for language_id in ("c", "cpp")}

_Path = tuple[str, ...]


def lost_names(request: EditRequest, new: str) -> str | None:
    """A sentence for a person where a name is gone or takes something else."""
    text, region, language_id = request.snapshot.text, request.region, request.snapshot.language_id
    if len(text) + len(new) > MAX_CHARS:
        return None
    before, after = plain(text.slice(Span(0, region.start))), plain(text.slice(Span(region.end, len(text))))
    first, last = lines_of(text, region)
    source = plain(str(text))
    inside = [
        each for each in _flat(outline(source, language_id).definitions) if first <= each[1].line <= last
    ]
    if not inside:
        return None
    now = defaultdict[_Path, list[Definition]](list)
    for path, definition in _flat(outline(f"{before}{plain(new)}{after}", language_id).definitions):
        now[path].append(definition)
    outside = f"{before}\n{after}"
    lines = source.split("\n")
    others = [
        (path, each)
        for path, each in inside
        if not _is_closed(path, each, language_id, lines[each.line]) or _is_said(each.name, outside)
    ]
    gone = _names(definition for path, definition in others if path not in now)
    changed = _names(
        definition
        for path, definition in others
        if path in now and not any(_takes_the_same(definition, each, language_id) for each in now[path])
    )
    return " ".join(filter(None, (_told(gone, "gone"), _told(changed, "changed")))) or None


def _flat(definitions: Iterable[Definition], owner: _Path = ()) -> Iterator[tuple[_Path, Definition]]:
    """All definitions with the names that lead to them; the type of a Go method's receiver is one."""
    for each in definitions:
        path = (*owner, *filter(None, (each.owner,)), each.name)
        yield path, each
        yield from _flat(each.members, path)


def _is_closed(path: _Path, definition: Definition, language_id: str, line: str) -> bool:
    """Whether other files cannot use it; `line` is the one that its text starts on."""
    name, signature = definition.name, definition.signature
    heads = (line, signature.rpartition("\n")[2])
    if (
        definition.is_private
        or is_closed(name, signature)
        or (language_id == "go" and not name[:1].isupper())
    ):
        return True
    if len(path) == 1 and (opened := _OPENED.get(language_id)):
        return not any(map(opened.match, heads))
    closed = _CLOSED.get(language_id)
    return closed is not None and any(map(closed.match, heads))


def _is_said(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _takes_the_same(old: Definition, new: Definition, language_id: str) -> bool:
    if not all(each.is_callable or is_called(each.name, each.signature) for each in (old, new)):
        return True
    return parameters(old.name, old.signature, language_id) == parameters(
        new.name, new.signature, language_id
    )


def _names(definitions: Iterable[Definition]) -> list[str]:
    return list(dict.fromkeys(definition.name for definition in definitions))


def _told(names: list[str], fate: str) -> str:
    if not names:
        return ""
    quoted = [f"`{name[:_MOST_QUOTED]}`" for name in names[:_MOST_TOLD]]
    if len(names) > _MOST_TOLD:
        quoted.append("others")
    listed = " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    is_one = len(names) == 1
    if fate == "gone":
        return f"{listed} {'is' if is_one else 'are'} gone from the new code; {_LOOK}"
    return f"{listed} {'takes' if is_one else 'take'} other parameters in the new code; {_LOOK}"
