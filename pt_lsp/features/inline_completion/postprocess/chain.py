"""The filters in their order: from a reply, as far as it came, to one item's text.

Works on the whole reply so far, so that the chunks in which it came make no difference.
"""

from dataclasses import dataclass
from functools import cached_property

from pt_lsp.documents.lines import plain
from pt_lsp.features.inline_completion.postprocess.alignment import align_lines, match_unit
from pt_lsp.features.inline_completion.postprocess.item_end import ending
from pt_lsp.features.inline_completion.postprocess.item_extent import Extent
from pt_lsp.features.inline_completion.postprocess.syntax_gate import sound_part
from pt_lsp.replies.asides.other_forms import OtherForms
from pt_lsp.replies.asides.reasoning import may_be_thought, split_thought
from pt_lsp.replies.insertion_point import InsertionPoint
from pt_lsp.replies.prefix_echo import drop_prefix_echo, may_become_echo
from pt_lsp.replies.repetition import cut_loop
from pt_lsp.replies.sentences import first_solid
from pt_lsp.replies.suffix_echo import (
    drop_following_lines,
    following_start,
    is_there_already,
)
from pt_lsp.replies.wrapping import is_only_talk, unwrap


@dataclass(frozen=True, slots=True)
class Refined:
    """What a reply says to insert at the cursor; `is_complete` when nothing that may come would change it.

    While a reply comes, `text` is the best guess, to compare what is typed with; `shown` is its beginning
    that nothing which may come takes back, a first line as a rule. A complete item's `shown` is its text.
    """

    text: str
    is_complete: bool
    shown: str = ""


class Refiner:
    """One reply's filters: called with all of the reply so far, each time that more has come."""

    def __init__(self, place: InsertionPoint, extent: Extent) -> None:
        self._place = place
        self._extent: Extent = extent
        self._sound_parts: dict[tuple[str, str], str] = {}
        self._newest: tuple[str, Refined] | None = None

    def refine(self, reply: str, *, is_final: bool = False) -> Refined:
        r"""One item's text with `\n` line ends, empty when the reply holds nothing to insert (yet).

        The text may end with what stands after the cursor on its line; `items` turns that into a range.
        """
        thought = split_thought(plain(reply), (self._place.prefix, self._place.suffix))
        if thought is None:
            return self._read(reply, is_final=is_final)
        # What was shown of it before its end came is not taken back.
        before = self._read(thought[0], is_final=False)
        shown = before.text if before.is_complete else before.shown
        return (
            Refined(shown, is_complete=True, shown=shown)
            if shown
            else self.refine(thought[1], is_final=is_final)
        )

    def _read(self, reply: str, *, is_final: bool) -> Refined:
        code = unwrap(reply, self._place, is_final=is_final)
        if not is_final and "\n" in code.lstrip("\n"):
            # What a line means shows at its end; only the first one is worth comparing in the making.
            code = code[: code.rindex("\n") + 1]
        if self._is_of_other_form(code, is_final=is_final):
            return Refined("", is_complete=is_final)
        if is_final:
            return self._refined(code, is_final=True)
        if self._newest is None or self._newest[0] != code:
            self._newest = code, self._refined(code, is_final=False)
        return self._newest[1]

    def _is_of_other_form(self, code: str, *, is_final: bool) -> bool:
        """Whether a reply where a statement belongs is JSON or a web page, or may become it."""
        place = self._place
        if code.lstrip()[:1] not in {"{", "[", "<"} or not place.is_blank_before or place.is_in_words:
            return False
        lines = code.split("\n")
        return self._forms.holds(lines) if is_final else self._forms.may_begin(lines)

    @cached_property
    def _forms(self) -> OtherForms:
        place = self._place
        return OtherForms.at(place.prefix, "", place.prefix + place.suffix, place.language_id)

    def _refined(self, code: str, *, is_final: bool) -> Refined:
        place = self._place
        if not is_final and may_become_echo(code, place):
            return Refined("", is_complete=False)
        if is_only_talk(code, place):
            return Refined("", is_complete=is_final)
        return self._item(drop_prefix_echo(code, place), is_final=is_final)

    def _item(self, code: str, *, is_final: bool) -> Refined:
        place = self._place
        start = following_start(code, place, is_final=is_final)
        text = code if start is None else code[:start].rstrip("\n")
        text = align_lines(match_unit(text, place), place)
        lines = text.split("\n")
        is_whole = is_final or start is not None
        end = ending(lines if is_whole else lines[:-1], place, self._extent)
        if end is not None:
            text = "\n".join(lines[:end])
        text = drop_following_lines(text, place) if end is not None or is_final else text
        is_looping = (unlooped := cut_loop(text)) != text
        text = _trimmed(unlooped, place)
        early = self._early(code, text)
        if not (is_final or end is not None or (text and (is_whole or is_looping))):
            return Refined(text, is_complete=False, shown=early)
        # Not what is there, nor what cannot be read.
        is_there = not early and is_there_already(text, place)
        text = "" if is_there else self._sound_part(text, early)
        # Words that cannot be read may be a thought that is still coming.
        goes_on = not (is_final or is_there or text) and may_be_thought(code)
        return Refined(text, is_complete=not goes_on, shown=text)

    def _early(self, code: str, text: str) -> str:
        """The beginning of an item's text that was sure as soon as the code's first line was complete."""
        lines, place = code.split("\n"), self._place
        head = first_solid(lines)
        if head + 1 >= len(lines) or ending(lines[: head + 1], place, self._extent) is not None:
            return ""
        first = _trimmed("\n".join(text.split("\n")[: head + 1]), place).rstrip()
        is_held = place.lines_after and following_start(f"\n{lines[head]}", place) is not None
        if not first or is_held:
            return ""
        return first if self._sound_part(first) == first else ""

    def _sound_part(self, text: str, least: str = "") -> str:
        if (text, least) not in self._sound_parts:
            self._sound_parts[text, least] = sound_part(text, self._place, least=least)
        return self._sound_parts[text, least]


def refine(reply: str, place: InsertionPoint, extent: Extent, *, is_final: bool = True) -> Refined:
    """What a `Refiner` makes of one reply; while a reply comes keep one, it remembers what it parsed."""
    return Refiner(place, extent).refine(reply, is_final=is_final)


def _trimmed(text: str, place: InsertionPoint) -> str:
    """The text without blanks at line ends, but for those that a text after the cursor may need.

    And without a blank at its start where one stands before the cursor.
    """
    lines = text.rstrip("\n").split("\n")
    kept = [line.rstrip() for line in lines[:-1]]
    last = lines[-1] if place.line_rest[:1].strip() else lines[-1].rstrip()
    trimmed = "\n".join([*kept, last])
    if not place.is_blank_before and place.prefix.endswith((" ", "\t")) and trimmed[:1] != "\n":
        trimmed = trimmed.lstrip(" \t")
    return trimmed if trimmed.strip() else ""
