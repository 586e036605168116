"""About how many tokens a text is, without a model's vocabulary."""

CHARACTERS_PER_TOKEN = 3
"""Of code, before an endpoint has reported any: a cautious value, so that a budget in tokens holds."""

_ASCII_CHARACTERS_PER_TOKEN = 3.5
"""Measured on source code: shorter than the four of English prose, for code has many one-character tokens."""


def estimate_tokens(text: str) -> int:
    """About how many tokens `text` is: one per 3.5 ASCII characters, one per character beyond ASCII.

    Errs on the high side for other scripts, where a token seldom covers more than one or two characters.
    """
    n_ascii = len(text) if text.isascii() else sum(character.isascii() for character in text)
    return round(n_ascii / _ASCII_CHARACTERS_PER_TOKEN + len(text) - n_ascii + 0.49)
