"""Answers in a form that nobody asked for: JSON as programs take it, the web page of a proxy.

Where the text itself is of that form, or such a value may stand at the place, it is the answer.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pt_lsp.replies.sentences import PROSE_LANGUAGES

_TAKE_JSON = frozenset({"yaml", "dockercompose", "http", "cue", "hcl"})
_TAKE_PAGES = frozenset(
    {"html", "xml", "xhtml", "php", "vue", "svelte", "astro", "handlebars", "erb", "razor"}
)
_TAKE_PAGES_TOO = frozenset({"javascriptreact", "typescriptreact", "twig", "django-html", "jinja-html"})
_OPEN_VALUE = re.compile(r"(?:[\[(,=]|\breturn|=>)\s*$")
_BEGINS_JSON = re.compile(r"\s*(?:\{|\[\s*\{?)\s*(?:\"|\Z)")
_BEGINS_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OtherForms:
    """What would be of another form at one place."""

    has_json: bool
    has_pages: bool

    @classmethod
    def at(cls, before: str, original: str, near: str, language_id: str) -> "OtherForms":
        """For new text in the place of `original`; `near` stands around it, `before` comes before it."""
        is_prose = language_id in PROSE_LANGUAGES
        holds_value = original.lstrip().startswith(("{", "["))
        is_value = not original.strip() and _OPEN_VALUE.search(before.rstrip()) is not None
        takes_json = is_prose or "json" in language_id or language_id in _TAKE_JSON
        takes_pages = is_prose or language_id in _TAKE_PAGES | _TAKE_PAGES_TOO
        return cls(
            has_json=not (takes_json or holds_value or is_value),
            has_pages=not (takes_pages or any(map(_BEGINS_PAGE.match, near.split("\n")))),
        )

    def may_begin(self, lines: Sequence[str]) -> bool:
        """Whether the lines may turn out to be of another form."""
        # An opening bracket alone says nothing yet.
        head = "\n".join(islice((line for line in lines if line.strip()), 2))
        is_page = self.has_pages and _BEGINS_PAGE.match(head) is not None
        return is_page or (self.has_json and _BEGINS_JSON.match(head) is not None)

    def holds(self, lines: Sequence[str]) -> bool:
        """Whether the lines, which are all, are of another form."""
        text = "\n".join(lines).strip()
        if text.startswith(("{", "[")):
            return self.has_json and _is_json(text)
        return self.may_begin(lines)


def _is_json(text: str) -> bool:
    """Whether a text is nothing but JSON objects and lists, one or several on lines of their own."""
    decoder = json.JSONDecoder(strict=False)
    try:
        while text:
            _, end = decoder.raw_decode(text)
            rest = text[end:].lstrip(" \t,")
            text = rest.lstrip()
            if text and (text[0] not in "{[" or rest[0] not in "\r\n"):
                return False
    except (ValueError, RecursionError):
        return False
    return True
