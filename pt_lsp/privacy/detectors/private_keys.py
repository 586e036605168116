"""Private keys as text: whole blocks, blocks cut by an excerpt, and lines of key material alone."""

import re
from collections.abc import Iterator, Sequence

from pt_lsp.privacy.detectors.finding import Finding

_KIND = "private key"
_LINE_KIND = "line of a key"
_BETWEEN = r"(?:\\[nr]|[\s\"'`+,\\#*|])"
_BASE64_LINES = rf"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{{16,}}+(?:{_BETWEEN}++[A-Za-z0-9+/=]++){{0,120}}+"
_BEGIN = r"-----? ?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-----?"
_END = r"-----? ?END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-----?"
_BLOCK = re.compile(
    "|".join(
        (
            # the look-ahead: constants that only name the marks hold no key
            _BEGIN + r"(?=(?:(?!-----)[\s\S]){0,400}?[A-Za-z0-9+/=]{24})(?:(?!-----)[\s\S]){1,20000}" + _END,
            rf"{_BEGIN}{_BETWEEN}*+{_BASE64_LINES}",
            rf"{_BASE64_LINES}{_BETWEEN}*+{_END}",
        )
    )
)

_WIDTHS = (64, 70, 76)
"""How wide the tools write base64: OpenSSL, OpenSSH, MIME."""
_LETTERS_AND_DIGITS = tuple(map(re.compile, ("[a-z]", "[A-Z]", "[0-9]")))
_LINE = re.compile(
    rf"[ \t\"'`+*#/\\-]{{0,40}}?(?P<key>{'|'.join(f'[A-Za-z0-9+/]{{{width}}}' for width in _WIDTHS)})"
    r"(?:\\[nr]){0,2}[\"'`,;+.\\ \t\r]{0,20}$"
)


def find_blocks(text: str) -> Iterator[Finding]:
    """Whole keys, and what is left of one that the text begins or ends in; these span lines."""
    if "PRIVATE KEY" in text:
        yield from (Finding(*match.span(), _KIND) for match in _BLOCK.finditer(text))


def find_lines(text: str) -> Iterator[Finding]:
    """Lines of nothing but base64 in the width of a key's: the middle of one whose marks were cut off."""
    start = 0
    for line in text.split("\n"):
        match = _LINE.match(line) if len(line) >= _WIDTHS[0] else None
        if match and all(kind.search(match["key"]) for kind in _LETTERS_AND_DIGITS):
            yield Finding(start + match.start("key"), start + match.end("key"), _LINE_KIND)
        start += len(line) + 1


def settled(findings: Sequence[Finding], text: str) -> list[Finding]:
    """`findings` of `text` with neighbouring lines of a key as one, and without those of certificates."""
    if all(found.kind != _LINE_KIND for found in findings):
        return list(findings)
    blocks = (match for match in _PUBLIC_BLOCK.finditer(text) if match.lastgroup in {"cut", "end"})
    public = [match.span() for match in blocks]
    result: list[Finding] = []
    for found in findings:
        if found.kind == _LINE_KIND and any(start <= found.start < end for start, end in public):
            continue
        last = result[-1] if result else None
        if (
            last is not None
            and last.kind == found.kind == _LINE_KIND
            and _GAP.fullmatch(text, last.end, found.start)
        ):
            result[-1] = Finding(last.start, found.end, _LINE_KIND)
        else:
            result.append(found)
    return result


_GAP = re.compile(f"{_BETWEEN}*")
_PUBLIC_BLOCK = re.compile(
    r"-----BEGIN (?![A-Z0-9 ]{0,40}PRIVATE)[A-Z0-9 ]{1,60}-----[^-]{1,20000}+(?P<cut>-----END|\Z)?"
    rf"|(?<![A-Za-z0-9+/=])(?:[A-Za-z0-9+/=]{{60,80}}+{_BETWEEN}{{1,40}}+){{1,200}}+[^-]{{0,80}}+"
    r"(?P<end>-----END (?![A-Z0-9 ]{0,40}PRIVATE))?"
)
"""Certificates, public keys and the like, of which one may be cut at either end.

It is one only with `cut` or `end`. It matches without, or the search would begin anew in each of its lines.
"""
