"""How it is said what is missing at the cursor: one phrase, the same from key to key in one place.

It quotes a few words of the lines around, and of these nothing that a secret could be a part of.
"""

import re

from pt_lsp.features.inline_completion.postprocess.enclosing import begins_block, is_definition
from pt_lsp.features.inline_completion.postprocess.item_extent import Part, Wanted
from pt_lsp.replies.brackets import unclosed

REST_OF_LINE = "the rest of the line"

_MOST_QUOTED = 40
_VALUE = re.compile(r"[\"'`]|(?<![=!<>:])=(?![=>])\s*+(?=[^\s({\[])|:\s(?=\s*+\S)|<\||(?:^|\s)#|//|[^\S \t]")
"""From where a line may hold a value, a mark or a remark: none of it is quoted."""
_NAME_END = re.compile(r"[(<{:]|\s(?:extends|implements|where|with)\b")
_LOOKED_AT = 400
_LISTED = re.compile(r"[-*+]\s++\S")
_RUN = re.compile(r"[\w+/=-]{12,}")
_LONE = re.compile(r"[\w.+/=@$!%^&~#-]{6,}[,;]?")
_PLAIN = re.compile(r"[A-Za-z_.]{1,24}[,;]?")
_PHRASE = re.compile(r"(?:[A-Za-z]++\s++){3,}[A-Za-z]++")
_ONE = {
    "statements": "line",
    "members": "member",
    "entries": "entry",
    "arguments": "argument",
    "cases": "case",
    "value": "line",
}
_ALL = {
    "statements": "body",
    "members": "members",
    "entries": "entries",
    "arguments": "arguments",
    "cases": "cases",
    "value": "expression",
}


def words_for(wanted: Wanted) -> str:
    """What the model is asked to write: `the missing line before ...`."""
    if wanted.part in ("header", "header line"):
        return _of_header(wanted)
    if wanted.part in ("body", "end of block"):
        return _of_block(wanted) + _with_closing(wanted)
    if wanted.part == "words":
        return _of_words(wanted)
    return _BEHIND.get(wanted.part, _missing(wanted)) + _before(wanted) + _with_closing(wanted)


_BEHIND: dict[Part, str] = {
    "rest of line": REST_OF_LINE,
    "before rest": "what is missing on the line",
    "rest of statement": "the rest of the statement",
    "header and body": "the rest of the line and the block that it opens",
}


def _missing(wanted: Wanted) -> str:
    is_remark = wanted.follows.lstrip().startswith(("#", "//", "/*"))
    one = "line" if is_remark else _ONE[wanted.around.holds]
    if wanted.part == "missing definition":
        one = "definition" if wanted.around.holds == "statements" else one
    return f"the missing {one}" if wanted.follows else "the next line"


def _of_header(wanted: Wanted) -> str:
    words = quoted(wanted.follows)
    if wanted.part == "header line":
        return "only the line that opens what follows" + (f", from {words} on" if words else "")
    if words and not wanted.follows.strip()[:1].isalnum():
        return f"only the rest of the line: {words} follows"
    return "only the rest of the line: what it opens follows" + (f", from {words} on" if words else "")


def _of_block(wanted: Wanted) -> str:
    around = wanted.around
    words = quoted(around.opener).replace("(`", "`").replace(" `", "`")
    if wanted.part == "body":
        return f"the {_ALL[around.holds]} of {words or 'the block'}"
    if around.holds not in ("statements", "value"):
        return f"the next {_ONE[around.holds]}" + (f" of {words}" if words else "")
    if not around.opener and wanted.extent != "block":
        return "the next statement or definition"
    return f"the rest of {words or 'the block'}" + _up_to_blank(wanted)


def _of_words(wanted: Wanted) -> str:
    what = "comment" if wanted.is_comment else "text"
    if wanted.extent == "line":
        return f"the rest of the {what}, on this line"
    if wanted.follows:
        return f"the missing line of the {what}"
    return f"the rest of the {what}" + _up_to_blank(wanted)


def _up_to_blank(wanted: Wanted) -> str:
    return ", up to a blank line at most" if wanted.extent == "paragraph" else ""


def _before(wanted: Wanted) -> str:
    words = quoted(wanted.follows)
    return f" before {words}" if words else ""


def _with_closing(wanted: Wanted) -> str:
    if wanted.part == "rest of statement":
        # Which ones they are changes with the keys.
        return ", with its closing brackets" if wanted.missing else ""
    return f", with the closing `{wanted.missing}`" if wanted.missing else ""


def quoted(line: str) -> str:
    """A line between backticks, up to a bracket or a value if it is long; empty where that leaves nothing."""
    bare = line.strip()[:_LOOKED_AT]
    value = _VALUE.search(bare)
    words = bare[: value.start()] if value else bare
    if ")" in unclosed(words) or len(words) > _MOST_QUOTED:
        # Half of a name, or of some words, may be half of a secret, which nobody recognises any more.
        end = _NAME_END.search(words) if words[:1].isalpha() and is_definition(words) else None
        words = words[: end.start() if end else words.rfind("(", 0, _MOST_QUOTED) + 1]
        words = words[: words.find("(") + 1] if ")" in unclosed(words) else words
    words = words.strip()
    if not words or len(words) > _MOST_QUOTED or _may_be_value(words, is_whole=value is None):
        return ""
    return f"`{words}`"


def _may_be_value(words: str, *, is_whole: bool) -> bool:
    """Whether it reads as no code: what a list holds, a line of a key, some words of a phrase.

    What gives them away as secrets stands on other lines, and half of one nobody recognises.
    """
    if is_whole and _LISTED.match(words):
        return True
    if any(any(map(str.isdigit, run)) for run in _RUN.findall(words)):
        return True
    if _LONE.fullmatch(words):
        return not _PLAIN.fullmatch(words)
    return _PHRASE.fullmatch(words) is not None and not begins_block(words)
