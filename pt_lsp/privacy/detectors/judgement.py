"""Whether a value reads as if a machine had drawn it, a person had made it up as a password, or neither."""

import re

_SHORTEST_RANDOM = 12
_DRAWN = range(8, 16)
_SHORTEST_OF_SMALL_LETTERS = 10
_LONGEST_STAND_IN = 200
_FEWEST_CHARACTERS = 5
_FEWEST_BREAKS = 3
_LEAST_BREAK_RATE = 0.22
_LEAST_VOWEL_RATE = 0.2
_LONG_LETTERS = 20

# Values that say where the secret comes from, or that stand where one would.
_TEMPLATE = re.compile(
    r"^[<%\[({]|^[$@~/.\#&*!][\w./-]*$|^[A-Za-z_][\w.]*\(|\$\{|\{\{|\}|%\(|://|\*\*\*|\.\.\.|^(?:env|os|process|vault|var|data|self|this)[.:]"
    r"|example|placeholder|change[-_]?(?:me|it)|replace[-_]?me|insert|your[-_]|xxxx|dummy|redacted|anonymous|<\|"
    # code between two strings; characters written as numbers
    # and of regular expressions
    r"|\[[^\]\s]*\w-\w[^\]\s]*\]|\\[bdsw]|\[:?\w+\]|^[\"'`].*[\"'`]$"
    r"|^sha[0-9]{1,3}[-:]|^[+,].*[+,]$|\\(?:x[0-9a-f]{2}|u[0-9a-f]{4})",
    re.IGNORECASE,
)
_STAND_IN = re.compile(
    r"(?:my|the|your|a|new|old|some|db|test|user|admin|root|default|invalid|wrong|bad|good|valid|super|very)*[-_.]?"
    r"(?:pass(?:w(?:or)?d|phrase|code)?|pwd|pw|secret|token|key|user(?:name)?|admin|root|test|foo|bar|baz|demo"
    r"|value|string|abc|qwerty|none|null|true|false|default|guest|login|changed?|fake|mock|sample|hello|field|input)+"
    r"[-_.]?(?:[0-9]{1,4}|123456(?:7(?:8(?:90?)?)?)?)?[!?.*]?",
    re.IGNORECASE,
)
_CHUNK = re.compile(r"[A-Za-z0-9]+")
# Where the kind of character changes; not from a capital to the small letters of its word.
_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_DIGIT_BREAK = re.compile(r"(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])")
_IDENTIFIER = re.compile(r"(?:[A-Za-z]+[0-9]{0,2}|[0-9]{1,4})(?:[-_](?:[A-Za-z]+[0-9]{0,2}|[0-9]{1,4})){2,}")
"""Three words or more."""
_WORDS_WITH_DIGITS = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9])[A-Za-z0-9]+(?:[-_.&+=?,:|][A-Za-z0-9]+)+")
_TECHNICAL = re.compile(
    r"(?:pass|pwd|secret|token|key|user|admin|root|test|login|auth|field|form|input|label|page|name|value|type|code"
    r"|api|app|web|server|client|host|https?|ur[il]|jwt|sha|aes|hmac|rsa|utf|iso|des|md|step|text|base|version"
    r"|db|cred|credential|service|config|env|prod|dev|staging|data|file|path|dir|id|group|role|node|my|the"
    r"|sample|demo|reset|change|confirm|new|old|error|invalid|hash|cert|bearer|basic|digest|scram|tls|ssl|v)"
    r"(?:s|word|wd|phrase|code|ed|ing|name|id)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"[A-Za-z]+|[\d.,:_ -]+|(?:[A-Za-z]+[0-9]{0,2}|[0-9]{1,4})(?:[-_. ](?:[A-Za-z]+[0-9]{0,2}|[0-9]{1,4}))*"
)
_PLAIN_MARKS = frozenset("-_./:,|&?=+ ")
_PIECE = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_SHORTEST_WORD = 4
_HEX = re.compile("[0-9a-f]+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def is_stand_in(value: str) -> bool:
    """Whether it is a template, a reference to where the value comes from, or one that nobody uses."""
    return (
        _TEMPLATE.search(value) is not None
        or len(set(value)) < _FEWEST_CHARACTERS
        or (len(value) <= _LONGEST_STAND_IN and _STAND_IN.fullmatch(value) is not None)
    )


def looks_random(value: str) -> bool:
    """Whether a machine has drawn it: letters and digits, or both cases, change faster than words do."""
    chunks = _CHUNK.findall(value)
    n_characters = sum(map(len, chunks))
    if n_characters < _SHORTEST_RANDOM or len(set(value)) < _FEWEST_CHARACTERS:
        return False
    if any(_has_inner_digits(chunk) for chunk in chunks if len(chunk) >= _SHORTEST_RANDOM):
        return True
    n_breaks = sum(len(_BREAK.findall(chunk)) for chunk in chunks)
    if n_breaks >= _LEAST_BREAK_RATE * n_characters and n_breaks > _FEWEST_BREAKS:
        return True
    longest = max(chunks, key=len)
    least = _SHORTEST_RANDOM if any(c.isdigit() for c in longest) else _LONG_LETTERS
    return len(longest) >= least and _vowel_rate(longest) < _LEAST_VOWEL_RATE


def looks_dense(value: str) -> bool:
    """Whether small letters, capitals and digits take turns, in less than what looks random."""
    return value.isalnum() and len(_BREAK.findall(value)) >= len(value) / 2 > _FEWEST_BREAKS


def looks_drawn(value: str) -> bool:
    """Whether it is short, letters and digits take turns in it, and none of its pieces is a word."""
    if len(value) not in _DRAWN or not value.isalnum() or any(map(_is_word, _PIECE.findall(value))):
        return False
    has_digit = any(c.isdigit() for c in value)
    if has_digit and any(c.islower() for c in value) and any(c.isupper() for c in value):
        return len(_BREAK.findall(value)) >= _FEWEST_BREAKS
    is_long = len(value) >= _SHORTEST_OF_SMALL_LETTERS and not _HEX.fullmatch(value)
    return is_long and value.islower() and len(_DIGIT_BREAK.findall(value)) > _FEWEST_BREAKS


def looks_strong(value: str) -> bool:
    """Whether it has what passwords are asked to have and identifiers have not: marks, inner digits."""
    if _EMAIL.fullmatch(value):
        return False
    has_mark = any(not (c.isalnum() or c in _PLAIN_MARKS) for c in value)
    return has_mark or any(map(_has_inner_digits, _CHUNK.findall(value)))


def looks_odd(value: str) -> bool:
    """Whether nobody writes it for reasons of its own: it was drawn, or made up with care."""
    return looks_random(value) or looks_strong(value) or looks_made_up(value)


def looks_like_password(value: str) -> bool:
    """Whether a person may have made it up as a password: no words alone, no identifier."""
    if looks_random(value) or looks_strong(value):
        return True
    has_digit = any(c.isdigit() for c in value)
    has_letter = any(c.isalpha() for c in value)
    return (
        has_digit
        and has_letter
        and all(c.isalnum() or c in "-_&+?" for c in value)
        and not _IDENTIFIER.fullmatch(value)
    ) or _has_odd_words(value)


def looks_made_up(value: str) -> bool:
    """Whether it is words as passwords are made of them: `Tulip-Anvil-81`, not `Password-Field-1`."""
    return _has_odd_words(value) and any(c.islower() for c in value) and any(c.isupper() for c in value)


def _has_odd_words(value: str) -> bool:
    if not _WORDS_WITH_DIGITS.fullmatch(value):
        return False
    return not any(map(_TECHNICAL.fullmatch, _PIECE.findall(value)))


def is_plain(value: str) -> bool:
    """Whether it is a word, a number, an identifier: what a text may hold for reasons of its own."""
    return _PLAIN.fullmatch(value) is not None and not looks_made_up(value)


def _has_inner_digits(chunk: str) -> bool:
    return len(_DIGIT_BREAK.findall(chunk)) >= _FEWEST_BREAKS


def _is_word(piece: str) -> bool:
    if len(piece) < _SHORTEST_WORD:
        return len(piece) == _SHORTEST_WORD - 1 and _TECHNICAL.fullmatch(piece) is not None
    return _vowel_rate(piece) > 0


def _vowel_rate(word: str) -> float:
    letters = [c for c in word if c.isalpha()]
    return sum(c in "aeiouAEIOU" for c in letters) / len(letters) if letters else 1.0
