"""How the characters of a prompt are shared out among its parts."""

from typing import NamedTuple

_RELATED_SHARE = 0.4
"""Of the whole: more than half of what a line needs from elsewhere is found in a tenth of it, most in this
much, and the file itself keeps the larger part. What is not used goes to the file."""
_RECENT_SHARE = 0.06
"""Two or three places: they tell what somebody is about, seldom what the next line needs."""
_INSTRUCTIONS_SHARE = 0.25
"""Of the whole at most: they hold for every line, but a short budget is for code."""
_MOST_INSTRUCTIONS = 1_500
"""Of the project's rules in a completion, which is asked for often; edits take them all."""
_BACKGROUND_SHARE = 0.75
"""Of what a completion's own words leave: in a small budget the file comes first."""

_LATER_SHARE = 0.1
"""Where little stands before the cursor, what is further down goes first: small files, and those whose top is
written first, are then seen whole. A long prefix would be sent anew for it each time the cursor jumps."""
_FIRST_SUFFIX_SHARE = 0.25
"""Where all that follows the cursor's line has to go first."""
_REST_SHARE = 0.25
"""Of the cursor's own line no more follows than that, nor of the lines next to it."""
_BEFORE_REGION_SHARE = 0.6


class BackgroundBudget(NamedTuple):
    """For what is shown beside the file."""

    related: int
    instructions: int
    recent: int = 0


class SuffixBudget(NamedTuple):
    """For what follows the cursor: the rest of its line with the next ones, and what is further down."""

    near: int
    later: int


def completion_background(n_characters: float) -> BackgroundBudget:
    """The shares of a completion's prompt of so many characters."""
    related, instructions, _ = region_background(n_characters)
    return BackgroundBudget(related, min(_MOST_INSTRUCTIONS, instructions), int(n_characters * _RECENT_SHARE))


def region_background(n_characters: float) -> BackgroundBudget:
    """The shares of a prompt about a region; so many characters are left beside that."""
    return BackgroundBudget(int(n_characters * _RELATED_SHARE), int(n_characters * _INSTRUCTIONS_SHARE))


def whole_background(n_characters: int) -> int:
    """How long all of it may be where a completion's own words leave so many characters."""
    return int(n_characters * _BACKGROUND_SHARE)


def suffix_shares(n_characters: int, *, is_suffix_first: bool) -> SuffixBudget:
    """The shares of a window of so many characters around a cursor."""
    later_share = _FIRST_SUFFIX_SHARE if is_suffix_first else _LATER_SHARE
    return SuffixBudget(int(n_characters * _REST_SHARE), int(n_characters * later_share))


def before_region(n_characters: int) -> int:
    """How much of a window of so many characters may stand before its region."""
    return int(n_characters * _BEFORE_REGION_SHARE)
