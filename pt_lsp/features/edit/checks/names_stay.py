"""Whether what others may use is there as before: public names, what they take and how, told from outlines.

Names that are closed to others may change where nothing outside of the region says them. Types may be added
where a language can do without.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from pt_lsp.context.signatures import is_called, is_closed
from pt_lsp.documents.lines import lines_of, plain
from pt_lsp.documents.span import Span
from pt_lsp.features.edit.checks.parameters import optional, parameters
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

_DECORATORS = re.compile(
    r"^@(?:\w++\.)*?(?:cached_)?(property|classmethod|staticmethod|(?:async)?contextmanager)\b", re.MULTILINE
)
_WITH_STATIC_MEMBERS = frozenset({*_OPENED, "csharp", "java", "php"} - {"rust"})
_STATIC = re.compile(r"\bstatic\b")
_FATES = {
    "gone": ("is gone from", "are gone from"),
    "closed": ("is closed to other files in", "are closed to other files in"),
    "changed": ("takes other parameters in", "take other parameters in"),
    "called": ("is called in another way in", "are called in another way in"),
}
"""What is told of one name and of several."""

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
    new_source = f"{before}{plain(new)}{after}"
    new_lines = new_source.split("\n")
    now = defaultdict[_Path, list[Definition]](list)
    for path, definition in _flat(outline(new_source, language_id).definitions):
        now[path].append(definition)
    outside = f"{before}\n{after}"
    lines = source.split("\n")
    fates = dict[str, list[str]]()
    for path, each in inside:
        was_closed = _is_closed(path, each, language_id, lines[each.line])
        if was_closed and not _is_said(each.name, outside):
            continue
        open_now = [
            other
            for other in now[path]
            if was_closed or not _is_closed(path, other, language_id, new_lines[other.line])
        ]
        if fate := _fate(each, now[path], open_now, language_id):
            fates.setdefault(fate, []).append(each.name)
    return " ".join(_told(fates[fate], fate) for fate in _FATES if fate in fates) or None


def _fate(old: Definition, now: list[Definition], open_now: list[Definition], language_id: str) -> str:
    """What became of a name, among those of `_FATES`; empty where it is as it was."""
    if not now:
        return "gone"
    if not open_now:
        return "closed"
    if not any(_takes_the_same(old, each, language_id) for each in open_now):
        return "changed"
    way = _way_to_call(old, language_id)
    return "" if any(_way_to_call(each, language_id) == way for each in open_now) else "called"


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
    are_same = parameters(old.name, old.signature, language_id) == parameters(
        new.name, new.signature, language_id
    )
    left_out = optional(old.name, old.signature, language_id)
    return are_same and left_out <= optional(new.name, new.signature, language_id)


def _way_to_call(definition: Definition, language_id: str) -> frozenset[str]:
    """What of its signature tells how it is used beside what it takes."""
    head, _, last = definition.signature.rpartition("\n")
    found = set[str]()
    if language_id == "python":
        found |= {*_DECORATORS.findall(head)}
    elif language_id in _WITH_STATIC_MEMBERS:
        found |= {*_STATIC.findall(last.partition("(")[0])}
    if last.startswith("async def "):
        found.add("async")
    return frozenset(found)


def _told(names: list[str], fate: str) -> str:
    names = list(dict.fromkeys(names))
    quoted = [f"`{name[:_MOST_QUOTED]}`" for name in names[:_MOST_TOLD]]
    if len(names) > _MOST_TOLD:
        quoted.append("others")
    listed = " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))
    return f"{listed} {_FATES[fate][len(names) > 1]} the new code; {_LOOK}"
