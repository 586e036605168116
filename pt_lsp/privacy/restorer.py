"""Puts secrets back into a reply that streams in, where a placeholder may be cut in two."""

from collections.abc import Mapping

from pt_lsp.privacy.placeholders import STEM


class Restorer:
    """Restores one reply; knows the placeholders as they were when it was made."""

    def __init__(self, placeholders: Mapping[str, str]) -> None:
        self._placeholders = dict(placeholders)
        self._longest = max(map(len, self._placeholders), default=0)
        self._held = ""

    def push(self, delta: str) -> str:
        """What is certain after `delta`; only what could be the start of a placeholder is held back."""
        if not self._placeholders:
            return delta
        text = self._held + delta
        restored, position = self._restore(text, is_whole=False)
        self._held = text[position:]
        return restored

    def finish(self) -> str:
        """The rest of the reply."""
        restored, _ = self._restore(self._held, is_whole=True)
        self._held = ""
        return restored

    def _restore(self, text: str, *, is_whole: bool) -> tuple[str, int]:
        """The restored text, and the offset in `text` up to which it goes."""
        done: list[str] = []
        position = 0
        while (found := text.find(STEM, position)) >= 0:
            done.append(text[position:found])
            if not is_whole and self._may_grow(text[found:]):
                return "".join(done), found
            known = self._longest_known(text, found)
            done.append(self._placeholders[known] if known else STEM)
            position = found + len(known or STEM)
        end = len(text) if is_whole else max(position, _start_of_cut_stem(text))
        return "".join(done) + text[position:end], end

    def _may_grow(self, tail: str) -> bool:
        """Whether a placeholder longer than `tail`, the end of what has come so far, begins with it."""
        return len(tail) < self._longest and any(
            len(placeholder) > len(tail) and placeholder.startswith(tail)
            for placeholder in self._placeholders
        )

    def _longest_known(self, text: str, start: int) -> str | None:
        for end in range(min(len(text), start + self._longest), start + len(STEM), -1):
            if text[start:end] in self._placeholders:
                return text[start:end]
        return None


def _start_of_cut_stem(text: str) -> int:
    """The offset of the longest end of `text` that the stem begins with; `len(text)` if there is none."""
    longest = min(len(text), len(STEM) - 1)
    return len(text) - next((n for n in range(longest, 0, -1) if text.endswith(STEM[:n])), 0)
