"""The filters in their order: from a reply, as far as it came, to one item's text.

Works on the whole reply so far, so that the chunks in which it came make no difference.
"""

import re
from dataclasses import dataclass

from pt_lsp.features.inline_completion.postprocess.echo import drop_prefix_echo, may_become_echo
from pt_lsp.features.inline_completion.postprocess.extent import Extent, cut_to_extent
from pt_lsp.features.inline_completion.postprocess.indentation import align_lines
from pt_lsp.features.inline_completion.postprocess.overlap import drop_following_lines, following_start
from pt_lsp.features.inline_completion.postprocess.place import Place
from pt_lsp.features.inline_completion.postprocess.prose import is_sentence
from pt_lsp.features.inline_completion.postprocess.repeats import cut_loop
from pt_lsp.features.inline_completion.postprocess.wrapping import unwrap

_WORDS = re.compile(r"#|//|--|/\*|<!--|[\"'`%;]")
_FEW_WORDS = 4


@dataclass(frozen=True, slots=True)
class Refined:
    """What a reply says to insert at the cursor; `is_complete` when nothing that may come would change it."""

    text: str
    is_complete: bool


def refine(reply: str, place: Place, extent: Extent, *, is_final: bool = True) -> Refined:
    r"""One item's text with `\n` line ends, empty when the reply holds nothing to insert (yet).

    The text may end with what stands after the cursor on its line; `items` turns that into a range.
    """
    code = unwrap(reply, place, is_final=is_final)
    if not is_final and "\n" in code.lstrip("\n"):
        # What a line means shows at its end; only the first one is worth showing in the making.
        code = code[: code.rindex("\n") + 1]
    if not is_final and may_become_echo(code, place):
        return Refined("", is_complete=False)
    if _is_talk(code, place):
        return Refined("", is_complete=is_final)
    text = drop_prefix_echo(code, place)
    is_followed = following_start(text, place, is_final=is_final) is not None
    if is_followed:
        text = drop_following_lines(text, place)
    text, is_cut = cut_to_extent(align_lines(text, place), place, extent)
    if is_cut:
        text = drop_following_lines(text, place)
    uncut = text
    text = cut_loop(text)
    is_looping = text != uncut
    text = _trimmed(text, place)
    if is_final and _is_there_already(text, place):
        text = ""
    is_complete = is_final or (bool(text) and (is_cut or is_followed or is_looping))
    return Refined(text, is_complete)


def _is_talk(code: str, place: Place) -> bool:
    """Whether the model talks instead of writing code; in a comment or a string a sentence is welcome."""
    is_in_words = place.is_prose or _WORDS.search(place.line_prefix) or _is_in_quotes(place.prefix)
    first = code.lstrip().partition("\n")[0]
    return not is_in_words and first[:1].isupper() and is_sentence(first) and len(first.split()) > _FEW_WORDS


def _is_in_quotes(prefix: str) -> bool:
    return any(prefix.count(quotes) % 2 for quotes in ('"""', "'''")) or prefix.rfind("/*") > prefix.rfind(
        "*/"
    )


def _trimmed(text: str, place: Place) -> str:
    """The text without blanks at line ends, but for those that a text after the cursor may need."""
    lines = text.rstrip("\n").split("\n")
    kept = [line.rstrip() for line in lines[:-1]]
    last = lines[-1] if place.line_rest.strip() else lines[-1].rstrip()
    trimmed = "\n".join([*kept, last])
    return trimmed if trimmed.strip() else ""


def _is_there_already(text: str, place: Place) -> bool:
    """Whether the text only says what follows the cursor anyway."""
    rest = place.line_rest.strip()
    if rest:
        return text.strip() == rest
    following = place.lines_after(1)
    return bool(following) and place.is_blank_before and text.strip() == following[0].strip()
