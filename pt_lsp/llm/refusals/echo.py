"""Takes out of an endpoint's words what it repeats of a prompt: the user's code stands in no error.

Refuses to know what the code is: any word that was sent is one, but for those that errors are made of.
"""

import re

HIDDEN = "…"

_MOST_CHARACTERS = 1_000
"""More is never shown."""
_WORD = re.compile(r"\w+")
_SHORT = 4
"""Shorter words stand in any text."""
_RUN = 6
"""So much of a word shows what it is a part of: escapes and scripts without blanks join words."""
_BETWEEN = re.compile(r"…(?:[^\w\s]*(?:\s*\w{1,3}\b)?[^\w]*…)+")
_WORDS_OF_ERRORS = """
able about accept accepted access account activate active additional after again allowed already also
another answer apply argument arguments array assistant attempt authentication authorization available
back balance based because been before being between body boolean both busy call calls cannot change
characters chat check client code company completion completions configured connect connection contact
contain contained containing contains content context correct could create credit credits current
currently data default denied deny deprecated details does down each either empty endpoint engine enough
entity error errors exceed exceeded exceeding exceeds exist existing exists expected expired extra fail
failed failure field fields file filter find following forbidden format found from function generate
getting given greater group have high host however https inappropriate incomplete incorrect input inputs
inside inspection insufficient integer internal into invalid issue item items json keep key keys kind
large larger later least length less like limit limits line list little long longer look made make many
match maximum message messages method might minimum minute missing model models more most must name
named near need needed next nonce none null number object only open operation option options other
output over overload overloaded page parameter parameters part payment perhaps permission permitted
please policy possible price probably problem processed project prompt property provide provided
provider quota range rate reached read reason reduce refused region regular reject rejected remove
repeat replace request requested requests required reset resource response result retry return right
role running same schema seconds seems select send sent server service session setting should size some
something soon start state status stop stream string such support supported sure system temporarily
terms text than that their them then there these they this those through time times token tokens tool
tools total trial true type types unable unauthorized under unexpected unknown unsupported until update
usage used user using valid validation value values version very wait want what when where which while
will with within without word words work would wrong your
"""
_ORDINARY = frozenset(_WORDS_OF_ERRORS.split())


def without_echo(words: str, sent: str) -> str:
    """The beginning of `words` without what stands in the text that was sent, however it is quoted."""
    sent = sent.lower()

    def hide(match: re.Match[str]) -> str:
        word = match[0].lower()
        is_innocent = len(word) < _SHORT or word in _ORDINARY or word.isdecimal()
        return match[0] if is_innocent or not _is_of(word, sent) else HIDDEN

    return _BETWEEN.sub(HIDDEN, _WORD.sub(hide, words[:_MOST_CHARACTERS]))


def _is_of(word: str, sent: str) -> bool:
    return word in sent or any(word[start : start + _RUN] in sent for start in range(len(word) - _RUN + 1))
