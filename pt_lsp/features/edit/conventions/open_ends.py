"""What code leaves open: stubs, notes of work to do, bodies that are empty. Pure."""

import re

_OPEN = re.compile(
    r"NotImplementedE|UnsupportedOperationException|\b(?:todo|unimplemented)!|\bTODO\b|\bFIXME\b|"
    r"\b[Nn]ot (?:yet )?implemented\b|\bfatalError\("
)
_PLACEHOLDER = re.compile(r"[ \t]*+(?:pass|\.\.\.)[ \t]*+")
_EMPTY = re.compile(r"\{\s*+\}\s*+\Z|\)[ \t]*+\n\s*+end\s*+\Z")
_MOST_TOLD = 3
_MOST_QUOTED = 100


def open_ends(region: str) -> str:
    """A sentence that names what the model is to replace; empty where no form of it is known."""
    lines = region.split("\n")
    found = [line for line in lines if _OPEN.search(line)]
    found = found or [line for line in lines if _PLACEHOLDER.fullmatch(line)]
    if found:
        quoted = dict.fromkeys(f"`{line.strip()[:_MOST_QUOTED].rstrip()}`" for line in found)
        told = list(quoted)[:_MOST_TOLD]
        return f"What is open: {', '.join(told)}{' and more' if len(quoted) > _MOST_TOLD else ''}."
    return "What is open: the body, which is empty." if _EMPTY.search(region) else ""
