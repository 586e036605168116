"""The images that an instruction names: Markdown links to them, as written by a person in a hurry.

What stands in backticks is code, and no link. Pure; refuses to know whether there is such a file.
"""

import re
from urllib.parse import unquote

_LONGEST = 1_000
_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif")
"""By which a link that is no `![]()` is told to lead to an image."""
_CODE = re.compile(r"(?<!`)(`{1,8})(?!`)[^`](?:.{0,999}?[^`])?\1(?!`)", re.DOTALL)
_LINK = re.compile(
    r"""(?P<mark>!?)\[ [^\[\]]{0,500} \]\( [ \t\n]{0,9}
    (?: < (?P<bracketed> (?: [^<>\\\n] | \\. ){1,1000} ) >
      | (?P<plain> (?: [^\s()<\\\x00-\x1f] | \\[^\n] | \( [^\s()]{0,200} \) ){1,1000}+ ) )
    (?: [ \t\n]{1,9} (?: "[^"]{0,500}" | '[^']{0,500}' | \([^()]{0,500}\) ) )? [ \t\n]{0,9} \)""",
    re.VERBOSE,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def image_links(instruction: str) -> list[str]:
    """Where its links to images lead, each once, in order: paths and addresses, without their encoding."""
    text = _CODE.sub(" ", instruction)
    found = []
    for link in _LINK.finditer(text):
        target = unquote(_ESCAPED.sub(r"\1", link["bracketed"] or link["plain"]), errors="replace").strip()
        is_image = bool(link["mark"]) or target.lower().endswith(_ENDINGS)
        if is_image and target.isprintable() and target:
            found.append(target)
    return list(dict.fromkeys(found))
