"""The names of code in what a tool says about code: what it quotes, or writes as only code is written.

Refuses to know languages and tools: words of a sentence are no names, unless the code that is meant has them.
"""

import re
from collections.abc import Iterable

from pt_lsp.context.words import COMMON, IDENTIFIER

_MOST_NAMES = 24
_LONGEST_SENTENCE = 2_000
_LONGEST_NAME = 100
_QUOTED = re.compile(
    r"`([^`\n]++)`|\"([^\"\n]++)\"|(?<!\w)'([^'\n]++)'(?!\w)|\u2018([^\u2019\n]++)\u2019"
    r"|\u201c([^\u201d\n]++)\u201d|\u00ab([^\u00bb\n]++)\u00bb"
)
_LOOKS_LIKE_CODE = re.compile(r"\w_\w|[a-z0-9][A-Z]|\A\$")


def names_in(sentence: str, code: str = "") -> list[str]:
    """The names in a sentence about a piece of code, and those in the code, each once.

    What is quoted comes first: a tool quotes what it means.
    """
    sentence, code = sentence[:_LONGEST_SENTENCE], code[:_LONGEST_SENTENCE]
    quoted = " ".join(filter(None, (part for found in _QUOTED.findall(sentence) for part in found)))
    in_code = IDENTIFIER.findall(code)
    known = set(in_code)
    plain = [
        each[0]
        for each in IDENTIFIER.finditer(sentence)
        if each[0] in known or _LOOKS_LIKE_CODE.search(each[0]) or sentence.startswith("(", each.end())
    ]
    return first_names([*IDENTIFIER.findall(quoted), *plain, *in_code])


def first_names(names: Iterable[str]) -> list[str]:
    """The first of them, each once, without keywords and basic types."""
    telling = (name for name in names if name.lower() not in COMMON and len(name) <= _LONGEST_NAME)
    return list(dict.fromkeys(telling))[:_MOST_NAMES]
