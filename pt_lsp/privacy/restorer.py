"""Puts secrets back into a reply that streams in, where a placeholder may be cut in two."""

from pt_lsp.privacy.placeholders import STEM, Placeholders


class Restorer:
    """Restores one reply, by the placeholders of its prompt."""

    def __init__(self, placeholders: Placeholders) -> None:
        self._placeholders = placeholders
        self._held = ""
        self._before = ""
        """The character that stands before what is held, as it came."""

    def push(self, delta: str) -> str:
        """What is certain after `delta`; only what could be the start of a placeholder is held back."""
        if not self._placeholders.secrets:
            return delta
        return self._take(self._held + delta, is_whole=False)

    def finish(self) -> str:
        """The rest of the reply."""
        return self._take(self._held, is_whole=True)

    def _take(self, text: str, *, is_whole: bool) -> str:
        restored, end = self._restore(text, is_whole=is_whole)
        self._before = text[end - 1] if end else self._before
        self._held = text[end:]
        return restored

    def _restore(self, text: str, *, is_whole: bool) -> tuple[str, int]:
        """The restored text, and the offset in `text` up to which it goes."""
        done: list[str] = []
        position = 0
        while (found := text.find(STEM, position)) >= 0:
            done.append(text[position:found])
            if not is_whole and self._is_open(text[found:]):
                return "".join(done), found
            known = self._placeholders.at(text, found, self._before)
            done.append(self._placeholders.secrets[known] if known else STEM)
            position = found + len(known or STEM)
        end = len(text) if is_whole else max(position, _start_of_cut_stem(text))
        return "".join(done) + text[position:end], end

    def _is_open(self, tail: str) -> bool:
        """Whether what comes next decides what `tail`, the end of what has come so far, stands for."""
        number = tail[len(STEM) :]
        return len(tail) <= self._placeholders.longest and (not number or number.isdecimal())


def _start_of_cut_stem(text: str) -> int:
    """The offset of the longest end of `text` that the stem begins with; `len(text)` if there is none."""
    longest = min(len(text), len(STEM) - 1)
    return len(text) - next((n for n in range(longest, 0, -1) if text.endswith(STEM[:n])), 0)
