"""Puts marks for the explicit prompt cache into messages; their text stays as it is, letter for letter.

So do images, which stand behind the text of a message.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from pt_lsp.llm.billing.beginnings import Place

MARK = {"cache_control": {"type": "ephemeral"}}
"""Of the part behind which it stands: what is up to there is kept."""


def mark(messages: list[dict[str, Any]], places: Sequence[Place]) -> None:
    """Cut the content of messages into parts, each but the last with a mark.

    A place that is not there, because what stood there was left out, gets none.
    """
    there = [place for place in places if place.message < len(messages)]
    for number in {place.message for place in there}:
        content = messages[number]["content"]
        text, images = (content, []) if isinstance(content, str) else (content[0]["text"], content[1:])
        cuts = sorted(
            {place.offset for place in there if place.message == number and place.offset <= len(text)}
        )
        if not cuts:
            continue
        parts = [
            {"type": "text", "text": text[start:end]} | (MARK if end in cuts else {})
            for start, end in pairwise([0, *cuts, *([len(text)] if cuts[-1] < len(text) else [])])
        ]
        messages[number]["content"] = [*parts, *images]
