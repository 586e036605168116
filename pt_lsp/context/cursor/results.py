"""Whether a function gives something that can be used, as far as its signature says so."""

import re
from functools import lru_cache

_SETTER = re.compile(r"(?:__)?set(?:_|[A-Z])|\w+=$")
_NOTHING = re.compile(r"\s*(?:->\s*(?:None|\(\)|NoReturn)|:\s*(?:void|Unit|never|Promise<void>))[\s:]*$")
_SAYS_RESULT = re.compile(r"(?:[\w()]+ )*(?:func|fn|fun)\b")
"""Where these stand in a signature, one that gives something says so."""
_MOST_KNOWN = 8_192


@lru_cache(_MOST_KNOWN)
def gives_nothing(name: str, signature: str) -> bool:
    """True for one that is called for what it does; False where that is not known."""
    line = signature.rpartition("\n")[2]
    before, found, after = line.partition(f"{name}(")
    if not found:
        return name.endswith("=")
    if re.search(r"\bvoid\s*$", before):
        return True
    rest = _after_parameters(after).strip().rstrip("{:").strip()
    if _NOTHING.match(rest) or _NOTHING.match(rest + " "):
        return True
    is_silent = not rest or rest.startswith("where")
    return is_silent and bool(_SAYS_RESULT.match(before) or _SETTER.match(name))


def _after_parameters(text: str) -> str:
    depth = 1
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return text[at + 1 :]
    return ""
