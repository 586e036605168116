"""What an answer repeats of the file that it goes into; refuses to take away what only begins alike."""

from collections.abc import Sequence

_FEWEST = 3
"""Lines with something on them: fewer are alike by chance."""
_MOST_PLACES = 50


def solid_lines(lines: Sequence[str]) -> list[str]:
    """What is compared of a file: its lines that hold something, without the white space around."""
    return [line.strip() for line in lines if line.strip()]


def without_repeats(lines: list[str], solid: Sequence[str]) -> list[str]:
    """The lines without whole paragraphs at their beginning that stand in the file, one after the other.

    `solid` is what `solid_lines` makes of the file.
    """
    n_said = max((_n_alike(lines, solid[at:]) for at in _places(lines, solid)), default=0)
    rest = lines[n_said:]
    while n_said and rest and not rest[0].strip():
        rest.pop(0)
    return rest


def _places(lines: Sequence[str], solid: Sequence[str]) -> list[int]:
    first = next((line.strip() for line in lines if line.strip()), None)
    return [at for at, line in enumerate(solid) if line == first][:_MOST_PLACES]


def _n_alike(lines: Sequence[str], solid: Sequence[str]) -> int:
    """How many lines, up to the end of a paragraph, read as the file does but for blanks."""
    n_solid = n_lines = 0
    for at, line in enumerate(lines):
        if not line.strip():
            if n_solid >= _FEWEST:
                n_lines = at
            continue
        if n_solid == len(solid) or line.strip() != solid[n_solid]:
            return n_lines
        n_solid += 1
    return len(lines) if n_solid >= _FEWEST else 0
