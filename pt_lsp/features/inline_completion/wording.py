"""How it is said what is missing at the cursor: one phrase, the same from key to key in one place.

It quotes a few words of the lines around, and of these nothing that a secret could be a part of.
"""

import re

from pt_lsp.features.inline_completion.postprocess.enclosing import (
    Enclosing,
    begins_block,
    is_definition,
    keyword_of,
)
from pt_lsp.features.inline_completion.postprocess.item_extent import Part, Wanted
from pt_lsp.replies.brackets import CLOSERS, OPENERS, unclosed

REST_OF_LINE = "the rest of the line"

_MOST_QUOTED = 40
_VALUE = re.compile(r"[\"'`]|(?<![=!<>:])=(?![=>])\s*+(?=[^\s({\[])|:\s(?=\s*+\S)|<\||(?:^|\s)#|//|[^\S \t]")
"""From where a line may hold a value, a mark or a remark: none of it is quoted."""
_NAME_END = re.compile(r"[(<{:]|\s(?:extends|implements|where|with)\b")
_OPENED_AT_ONCE = re.compile(r"\s*+[=:]?\s*+[(\[{]?")
"""What may stand between a name and the bracket that it opens."""
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
    if wanted.part in ("missing line", "missing definition"):
        return _missing(wanted)
    return _BEHIND[wanted.part] + _before(wanted) + _with_closing(wanted)


_BEHIND: dict[Part, str] = {
    "rest of line": REST_OF_LINE,
    "before rest": "what is missing on the line",
    "rest of statement": "the rest of the statement",
    "header and body": "the rest of the line and the block that it opens",
}


def _missing(wanted: Wanted) -> str:
    if not wanted.follows:
        return "the next line"
    is_remark = wanted.follows.lstrip().startswith(("#", "//", "/*"))
    one = "line" if is_remark else _ONE[wanted.around.holds]
    if wanted.part == "missing definition":
        one = "definition" if wanted.around.holds == "statements" else one
    where = _before(wanted) or (_of_opener(wanted.around) if one in ("entry", "argument") else "")
    return f"the missing {one}{where}" + (", with its comma" if wanted.has_comma and one != "line" else "")


def _of_header(wanted: Wanted) -> str:
    what = "missing line" if wanted.part == "header line" else "rest of the line"
    words = quoted(wanted.follows)
    if words and wanted.part == "header" and not wanted.follows.strip()[:1].isalnum():
        return f"only the {what}: {words} follows"
    return f"only the {what}: what it opens is there already" + (f", beginning with {words}" if words else "")


def _of_block(wanted: Wanted) -> str:
    around = wanted.around
    if wanted.part == "body":
        return f"the {_ALL[around.holds]}" + (_of_opener(around) or " of the block")
    if around.holds not in ("statements", "value"):
        return f"the next {_ONE[around.holds]}" + _of_opener(around)
    if not around.opener and wanted.extent != "block":
        return "the next statement or definition"
    end = _before(wanted) if wanted.follows else _up_to_blank(wanted)
    return "the rest" + (_of_opener(around, is_begun=True) or " of the block") + end


def _of_opener(around: Enclosing, *, is_begun: bool = False) -> str:
    """Of what the lines are: what opens it is quoted, or its keyword named; empty where neither tells.

    The rest of `if a:` would read as the rest of that line.
    """
    line, words = around.opener, quoted(around.opener)
    if around.holds in ("entries", "arguments", "value"):
        n_quoted = len(words.strip("`"))
        if line and not (n_quoted and _OPENED_AT_ONCE.fullmatch(line, n_quoted)):
            return f" of the last open `{line[-1]}`"
    elif begins_block(line) and not is_definition(line) and (is_begun or words != f"`{line}`"):
        return f" of the `{keyword_of(line)}` block"
    words = words.replace("(`", "`").replace(" `", "`")
    return f" of {words}" if words else ""


def _of_words(wanted: Wanted) -> str:
    what = "comment" if wanted.is_comment else "text"
    if wanted.extent == "line":
        return f"the rest of the {what}, on this line"
    if wanted.follows:
        return f"the missing line of the {what}"
    return f"the rest of the {what}" + _up_to_blank(wanted)


def _up_to_blank(wanted: Wanted) -> str:
    return ", no further than a blank line" if wanted.extent == "paragraph" else ""


def _before(wanted: Wanted) -> str:
    words = quoted(wanted.follows)
    return f" before {words}" if words else ""


def _with_closing(wanted: Wanted) -> str:
    if wanted.part == "rest of statement":
        # Which ones they are changes with the keys.
        return ", with its closing brackets" if wanted.missing else ""
    brackets = "".join(sign for sign in wanted.missing if sign in CLOSERS)
    return f", with the closing `{brackets}`" if brackets else ""


def quoted(line: str) -> str:
    """A line between backticks, up to a bracket or a value if it is long; empty where that leaves nothing."""
    bare = line.strip()[:_LOOKED_AT]
    value = _VALUE.search(bare)
    words = bare[: value.start()] if value else bare
    if ")" in unclosed(words) or len(words) > _MOST_QUOTED:
        # Half of a name, or of some words, may be half of a secret, which nobody recognises any more.
        end = _NAME_END.search(words) if words[:1].isalpha() and is_definition(words) else None
        words = words[
            : end.start() if end else max(words.rfind(sign, 0, _MOST_QUOTED) for sign in OPENERS) + 1
        ]
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
