"""Values that a telling name gives away: `password = "..."` in the forms of many languages and files.

Refuses to know what a secret looks like by itself; `judgement` tells which values are no words.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import ascii_uppercase

from pt_lsp.privacy.finding import Finding
from pt_lsp.privacy.judgement import has_marks, is_stand_in, looks_like_password, looks_random

_STEM = re.compile("pass|pwd|secret|token|key|cred|auth")
"""No telling name is without one of them, in small letters: most texts hold few."""
_LONGEST_BEFORE_STEM = 24
_LONGEST_BEHIND_STEM = 60

# Of a name's words the last one counts: `token_url` and `secretName` are no secrets. Behind `eager` names
# stands what people make up, behind `strict` ones what machines draw.
_EAGER = (
    r"passw(?:or)?d|passphrase|passcode|pwd|(?-i:(?<![A-Za-z])(?:pass|PASS)|(?<=[a-z0-9])Pass)"
    r"|secret(?:[_-]?(?:access)?[_-]?key)?"
)
_KEY_OWNERS = (
    "access|account|admin|aes|api|app|application|auth|cipher|client|connection|consumer|crypto|database|db"
    "|decrypt(?:ion)?|deploy|encrypt(?:ion)?|hmac|ingest|instrumentation|integration|jwt|licen[cs]e|master|priv"
    "|private|read|root|rsa|sas|secret|server|service|session|shared|sign(?:ing)?|ssh|storage|subscription|user"
    "|webhook|write"
)
_STRICT = (
    rf"token|credentials?|creds|(?-i:(?<![A-Za-z])(?:auth|AUTH)|(?<=[a-z0-9])Auth)|(?:{_KEY_OWNERS})[_-]?key"
)
_SUFFIX = (
    r"(?:[_-]?(?:key|value|base|b64|base64|hex|str|string|raw|plain|text|prod|production|dev|staging|test|live"
    r"|old|new|default|[0-9]{1,3}))?"
)
_NAME = re.compile(rf"(?:(?P<eager>{_EAGER})|(?P<strict>{_STRICT})){_SUFFIX}(?![A-Za-z0-9])", re.IGNORECASE)

_QUOTED = (
    r"[brfuLR@$]{0,2}(?P<quote>\\?(?:\"\"\"|'''|[\"'`]))(?P<value>(?:(?!(?P=quote)|<\|)\S){1,4096})"
    r"(?=(?P=quote)|<\|)"
)
_UNCLOSED = r"[brfuLR@$]{0,2}[\"'`](?P<value>[\w.~+/=@!#%^*:-]{8,4096})[ \t]*$"
_TYPE = r"(?:[ \t]{0,4}:[ \t]{0,4}[\w.&<>|?' \[\]]{1,40}|[ \t]{1,4}&?[\w.]{1,20}|\[[0-9]*\])?"
_OPERATOR = r"(?:[=!]==?|[:?|]{0,2}=>?|::?|->)"
_BARE = r"(?P<value>[^\s\"'`&;,<>(){}\[\]|\\]{6,512})"

Judge = Callable[[str, bool], bool]


@dataclass(frozen=True, slots=True)
class _Form:
    """One way in which a value follows its name."""

    after: re.Pattern[str]
    """Matches right behind the name."""
    is_secret: Judge
    """Takes the value, and whether the name is an eager one."""
    before: re.Pattern[str] | None = None
    """Matches what stands in front of the whole name, from the start of its line; None: anything may."""


def _fits(value: str, is_eager: bool) -> bool:
    return looks_like_password(value) if is_eager else looks_random(value)


def _is_drawn(value: str, is_eager: bool) -> bool:
    return looks_random(value) or (is_eager and has_marks(value))


def _is_drawn_and_bare(value: str, is_eager: bool) -> bool:
    return _is_drawn(value, is_eager) and _REFERENCE.fullmatch(value) is None


def _form(after: str, is_secret: Judge, before: str | None = None) -> _Form:
    return _Form(
        re.compile(after, re.MULTILINE | re.IGNORECASE), is_secret, re.compile(before) if before else None
    )


_FORMS = (
    # password = "...", api_key: str = '...', "token": "...", secret => '...'
    _form(rf"[\"'`\])]{{0,3}}{_TYPE}\s{{0,8}}{_OPERATOR}\s{{0,40}}\(?\s{{0,40}}{_QUOTED}", _fits),
    # the same, cut off by the end of an excerpt
    _form(rf"[\"'`\])]{{0,3}}{_TYPE}\s{{0,8}}{_OPERATOR}\s{{0,40}}{_UNCLOSED}", _is_drawn),
    # define('DB_PASSWORD', '...'), setenv("TOKEN", "..."), .password("...")
    _form(rf"(?:\\?[\"'`][ \t]{{0,4}},|\()\s{{0,8}}{_QUOTED}", _is_drawn),
    # <add key="password" value="..."/>, and a container's `name: PASSWORD` above `value: ...`
    _form(rf"[\"'`]?\s{{1,40}}[\"']?value[\"']?[ \t]{{0,4}}[=:]\s{{0,8}}{_QUOTED}", _fits),
    _form(r"[\"'`]?\s{1,40}value:[ \t]{1,8}(?P<value>[^\s\"'`#]{8,512})[ \t]*$", _is_drawn),
    # <password>...</password>, <entry key="password">...</entry>, <key>password</key><string>...</string>
    _form(r"[\"']?(?:>|</key>\s{0,40}<string>)\s{0,8}(?P<value>[^\s<>]{8,4096})\s{0,8}</", _fits),
    # headers within a string: "X-Api-Key: ..."
    _form(r":[ \t]{0,4}(?P<value>[\w.~+/=-]{12,4096})(?=[\"'`]|\\[nr])", _is_drawn),
    # ?password=...&, ;Password=...;, "host=... password=..."
    _form(
        rf"[ \t]{{0,2}}=[ \t]{{0,2}}{_BARE}(?=[&;\"'`]|\\[nr])", _fits, r"[?&;\"'`][ \t]{0,4}[\w.-]*$|://\S*$"
    ),
    # --password ..., --token=...
    _form(rf"[ =][ \t]{{0,3}}{_BARE}(?=[\"'`\s]|$)", _fits, r"(?:^|[\s\"'`])--?[\w-]*$"),
    # PASSWORD=..., also within a line of a shell
    _form(rf"={_BARE}(?=[\s;\"']|$)", _fits, r"(?:^|[\s\"'`])[A-Z0-9_]*$"),
    # password: ..., db.password = ..., //registry/:_authToken=...
    _form(
        rf"[\"']?[ \t]{{0,8}}[:=][ \t]{{0,8}}{_BARE}[ \t]*(?:#.*)?$",
        _is_drawn_and_bare,
        r"^[ \t]*(?:-[ \t]+)?(?:(?:export|set|ENV)[ \t]+|//\S{1,100}:)?[\"']?[\w.-]*$",
    ),
)
_REFERENCE = re.compile(r"[A-Za-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*)+")
"""An attribute of something, in most languages."""
_NO_SECRETS = frozenset({"PWD"})
"""The working folder, in a shell's environment."""
_OPEN_TO_ALL = re.compile(r"(?:public(?:[_-]?key)?|page|next|continuation|csrf|xsrf)[_-]?$", re.IGNORECASE)
_REST = re.compile(r"<\|[^|\s]{1,20}\|>(?P<value>[^\s\"'`]{0,4096})")
_SHORTEST = 8
_LONGEST_NAME = 100


def find(text: str) -> Iterator[Finding]:
    """The values of telling names in `text`."""
    end = 0
    for start in stems(text):
        for name in _NAME.finditer(
            text, max(end, start - _LONGEST_BEFORE_STEM), start + _LONGEST_BEHIND_STEM
        ):
            end = name.end()
            yield from _values_of(name)


def stems(text: str) -> Iterator[int]:
    """Where a telling name could be: a quick look."""
    lower = text.lower()
    if len(lower) != len(text):  # some capitals have two small letters
        lower = text.translate(_SMALL_LETTERS)
    return (match.start() for match in _STEM.finditer(lower))


_SMALL_LETTERS = {ord(capital): capital.lower() for capital in ascii_uppercase}


def _values_of(name: re.Match[str]) -> Iterator[Finding]:
    text = name.string
    is_eager = name["eager"] is not None
    line_start = text.rfind("\n", 0, name.start()) + 1
    before = text[max(line_start, name.start() - _LONGEST_NAME) : name.start()]
    if name[0] in _NO_SECRETS or _OPEN_TO_ALL.search(before):
        return
    for form in _FORMS:
        match = form.after.match(text, name.end())
        if match is None or (form.before is not None and not form.before.search(before)):
            continue
        spans = [match.span("value")]
        # An editor's cursor may cut a value in two: the mark of its place stays.
        if rest := _REST.match(text, match.end("value")):
            spans.append(rest.span("value"))
        value = "".join(text[start:end] for start, end in spans)
        if len(value) >= _SHORTEST and not is_stand_in(value) and form.is_secret(value, is_eager):
            kind = f"value of {_whole_name(before, name[0])}"
            yield from (Finding(start, end, kind) for start, end in spans if start < end)
            return


_NAME_START = re.compile(r"[\w.-]*$")


def _whole_name(before: str, name: str) -> str:
    start = _NAME_START.search(before)
    return ((start[0] if start else "") + name).lstrip("-.")


def is_telling(name: str) -> bool:
    """Whether a variable of this name holds a secret."""
    return any(match.end() == len(name) for match in _NAME.finditer(name))
