"""Whether an answer in words says that nothing is wrong. Pure.

Refuses to take for that what only holds a "no": a sentence on an error that is not handled has one, too. What
is not said beyond doubt counts as not said, for an all-clear is believed.
"""

import re

_LONGEST = 600
_WHAT = r"(?:[a-z]+[ -]){0,2}(?:issues?|findings|problems?|bugs?|errors|concerns|mistakes|defects|flaws)"
_END = (
    r"(?=\s*(?:[.!,;:]|$)|\s+(?:and|at all|here|to me|overall|as (?:is|written)|in|within"
    r"|with (?:this|the|your|it|that))\b)"
)
_SAYS_SO = re.compile(
    r"(?:(?:after|having|based on|upon|on|in)\b[^,.]{0,60},\s+)?"
    r"(?:"
    rf"(?:there (?:are|were) )?(?:no|zero) {_WHAT}(?: (?:were|are|was|is|have been))?"
    r"(?: (?:found|detected|identified|seen|spotted|noticed|present|to report))?"
    rf"|(?:i|we) (?:have )?(?:found|find|see|saw|spotted|detected|identified) (?:no {_WHAT}|nothing wrong)"
    r"|(?:i|we) (?:do not|did not|could not|cannot|(?:do|did|could|ca)n['\u2019]t)"
    rf" (?:find|see|spot|detect|identify) any(?:thing wrong| {_WHAT})"
    rf"|(?:the|this|your|my) (?:[\w`.]+ ){{1,2}}(?:has|have|contains?|found|finds|shows?) no {_WHAT}"
    r"|(?:nothing|none)(?: (?:is|was|looks|seems))?(?: (?:wrong|amiss|found|to report))?"
    r"|lgtm"
    r"|(?:(?:the|this|your|all|everything|it|that) (?:[\w`.]+ ){0,3})?"
    r"(?:looks|seems|is|are|appears)(?: to be)? (?:all )?(?:good|fine|correct|ok|okay|sound)"
    rf"){_END}",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:other|others|otherwise|further|additional|rest|remaining|else|except|aside|apart|besides|but"
    r"|however|although|though|only|unless|should|fails?|instead|when|if)\b",
    re.IGNORECASE,
)
"""Such words say that something is wrong, or when it would be."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


def says_nothing_found(answer: str) -> bool:
    """Whether a sentence of a short answer says so, and none of them takes it back."""
    if len(answer) > _LONGEST or _TAKES_BACK.search(answer):
        return False
    sentences = (each.lstrip(" \t*_`#>\"'-\u2705") for each in _SENTENCE_END.split(answer))
    return any(map(_SAYS_SO.match, sentences))
