"""Lines around the region that the model wrote once more. Pure; a match must be too long for chance."""

_LONG = 12


def without_surroundings(lines: list[str], before: str, original: str, after: str) -> list[str]:
    """The lines without a beginning that repeats the end of `before` and an end that repeats `after`.

    Nothing is taken that the original has there itself.
    """
    old = _solid(original)
    n_before = _n_repeated(lines, _solid(before)[::-1], old)
    lines = lines[n_before:]
    backwards = lines[::-1]
    n_after = _n_repeated(backwards, _solid(after), old[::-1])
    return backwards[n_after:][::-1]


def _n_repeated(lines: list[str], outwards: list[str], old: list[str]) -> int:
    """How many lines at the beginning repeat the surroundings, which are given from the region outwards."""
    written = [(index, line.rstrip()) for index, line in enumerate(lines) if line.strip()]
    if not written or (old and written[0][1] == old[0]):
        return 0
    for size in range(min(len(outwards), len(written) - 1), 0, -1):
        shown = [line for _, line in written[:size]]
        if shown == outwards[:size][::-1] and (size > 1 or _is_telling(shown[0], old)):
            return written[size][0]
    return 0


def _is_telling(line: str, old: list[str]) -> bool:
    """Whether one line is enough: it is long, or the head of the block that the region is in."""
    is_head = line.endswith((":", "{")) and bool(old) and _indent(line) < _indent(old[0])
    return is_head or len(line.strip()) >= _LONG


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _solid(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]
