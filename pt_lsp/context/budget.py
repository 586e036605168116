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

_BEFORE_CURSOR_SHARE = 0.33
_LEAST_BEFORE_CURSOR = 6_000
"""Of the file before the cursor, whatever other parts leave: a window that keeps its imports shows in this
what one without needs a tenth more for (docs/decisions/0017-windows-on-the-file.md)."""
_LANDMARKS_SHARE = 0.15
_MOST_LANDMARKS = 1_200
"""Of what is shown before a cursor or a region, for its package, imports and the heads around it."""
_FIRST_SUFFIX_SHARE = 0.1
"""Where all that follows the cursor's line has to go first."""
_REST_SHARE = 0.25
"""Of the cursor's own line no more follows than that, nor of the lines next to it."""
_BEFORE_REGION_SHARE = 0.6


class BackgroundBudget(NamedTuple):
    """For what is shown beside the file."""

    related: int
    instructions: int
    recent: int = 0


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


def before_cursor(n_characters: int) -> int:
    """How much of its file a completion's prompt of so many characters shows before the cursor, at most."""
    return max(int(n_characters * _BEFORE_CURSOR_SHARE), _LEAST_BEFORE_CURSOR)


def for_landmarks(n_characters: int) -> int:
    """How much of an excerpt of so many characters is for what stands further up."""
    return min(int(n_characters * _LANDMARKS_SHARE), _MOST_LANDMARKS)


def near_suffix_share(n_characters: int) -> int:
    """How much of a window of so many characters may follow its cursor."""
    return int(n_characters * _REST_SHARE)


def first_suffix_share(n_characters: int) -> int:
    """The same for what is below the cursor's line, where that goes before the rest."""
    return int(n_characters * _FIRST_SUFFIX_SHARE)


def before_region(n_characters: int) -> int:
    """How much of a window of so many characters may stand before its region."""
    return int(n_characters * _BEFORE_REGION_SHARE)
