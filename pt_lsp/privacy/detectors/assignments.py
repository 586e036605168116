"""Values that a telling name gives away: `password = "..."` in the forms of many languages and files.

Refuses to know what a secret looks like by itself; `judgement` tells which values are no words.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pt_lsp.privacy.detectors.finding import Finding
from pt_lsp.privacy.detectors.judgement import (
    is_plain,
    is_stand_in,
    looks_dense,
    looks_drawn,
    looks_like_password,
    looks_odd,
    looks_random,
)
from pt_lsp.privacy.detectors.names import Name

_QUOTED = (
    r"[brfuLRN@$]{0,2}(?P<quote>\\?(?:\"\"\"|'''|[\"'`]))(?:\{noop\})?(?P<value>(?:(?!(?P=quote)|<\|)\S){1,4096})"
    r"(?=(?P=quote)|<\|)"
)
_UNCLOSED = r"[brfuLRN@$]{0,2}[\"'`](?P<value>[\w.~/=@!#%^*:-][\w.~+/=@!#%^*:-]{7,4096})[ \t]*$"
_TYPE = (
    r"(?:[ \t]{0,4}:[ \t]{0,4}[\w.&<>|?' \[\]]{1,40}(?:;[ ]?\w{1,8}\])?|[ \t]{1,4}&?[\w.]{1,20}|\[[0-9]*\])?"
)
_OPERATOR = r"(?:[=!]==?|[:?|+.]{0,2}=>?|::?|->|\|\||\?\?|\bor\b)"
_CLOSED = r"(?:\\?[\"'`]|[\])]){0,3}"
_BARE = r"(?P<value>[^\s\"'`&;,<>(){}\[\]|\\]{6,512})"
_ALONE = r"(?P<value>[^\s\"'`,;<>(){}\[\]\\]{8,512})"
_ELSE = (
    r"(?:\bdefault\w{0,6}[ \t]?[=:]|[Oo]r(?:_?[Ee]lse)?(?:[Gg]et|_default)?\(|unwrap_or(?:_else)?\("
    r"|\|\||\?\?|\?:|//|\bor\b|,|(?:\)|\blazy)[ \t]?\{)"
)
_LEADING = (
    r"[\"'`*]{0,3}(?:,?[ \t]+[A-Za-z-]{1,12}){0,6}?"
    r"(?:[ \t]*[:=]|[ \t]+(?:->|→|is|was|to|as))?[ \t]+[\"'`*(]{0,3}"
)
_TOLD = (
    r"(?=[^\s\"'`]{0,60}[0-9])"
    r"(?P<value>[^\s\"'`,;()<>\[\]{}\\|]{7,200}[^\s\"'`,;()<>\[\]{}\\|.:?*])"
    r"(?=[.:?*]{0,3}(?:[\s\"'`,;)<]|$))"
)
_SQL_STRING = r"\\?'(?P<value>[^\s'\\]{6,256})\\?'"
_SQL_BEFORE = r"(?i:\b(?:create|alter)[ \t]+(?:role|user|login)\b.*|\b(?:with|encrypted)[ \t]+)$"
_SHORTEST_OF_SQL = 6

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
    is_upper: bool = False
    """Whether the name has to be in capitals."""
    shortest: int = 8
    """So many characters the value has at least."""

    def match(self, text: str, name: Name, before: str) -> re.Match[str] | None:
        """The match behind a name, `before` being what stands in front of it."""
        if self.is_upper and not text[name.start : name.end].isupper():
            return None
        if self.before is not None and not self.before.search(before):
            return None
        return self.after.match(text, name.end)


def _fits(value: str, is_eager: bool) -> bool:
    return looks_like_password(value) if is_eager else looks_random(value) or looks_dense(value)


def _is_drawn(value: str, is_eager: bool) -> bool:
    return looks_odd(value) if is_eager else looks_random(value)


def _is_drawn_and_bare(value: str, is_eager: bool) -> bool:
    return _is_drawn(value, is_eager) and _REFERENCE.fullmatch(value) is None


def _fits_bare(value: str, is_eager: bool) -> bool:
    return _fits(value, is_eager) and not is_plain(value) and _REFERENCE.fullmatch(value) is None


def _is_typed(value: str, _: bool) -> bool:
    return looks_like_password(value) and not value.isdigit()


def _is_told(value: str, is_eager: bool) -> bool:
    return any(c.isdigit() for c in value) and _fits_bare(value, is_eager) and looks_odd(value)


_REFERENCE = re.compile(r"[A-Za-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*)+")
"""An attribute of something, in most languages."""


def _form(
    after: str, is_secret: Judge, before: str | None = None, *, is_upper: bool = False, shortest: int = 8
) -> _Form:
    flags = re.MULTILINE | re.IGNORECASE
    pattern = re.compile(after, flags)
    return _Form(pattern, is_secret, re.compile(before) if before else None, is_upper, shortest)


ASSIGNING = rf"{_CLOSED}{_TYPE}\s{{0,8}}{_OPERATOR}"
"""What stands between a name and its value, or the blanks before that."""
ASSIGNED = rf"{ASSIGNING}\s{{0,40}}"
_FORMS = (
    # password = "...", api_key: str = '...', "token": "...", secret => '...'
    _form(rf"{ASSIGNED}\(?\s{{0,40}}{_QUOTED}", _fits),
    # the same, cut off by the end of an excerpt
    _form(ASSIGNED + _UNCLOSED, _fits),
    # with a call around it, as in key = bytes.fromhex("...")
    _form(rf"{ASSIGNED}(?:new[ \t])?[\w.:<>]{{0,60}}[({{]\s{{0,8}}{_QUOTED}", _is_drawn),
    # define('DB_PASSWORD', '...'), setenv("TOKEN", "..."), .password("...")
    _form(rf"(?:\\?[\"'`][ \t]{{0,4}},|[({{])\s{{0,8}}{_QUOTED}", _is_drawn),
    # #define WIFI_PSK "...", WITH PASSWORD '...', set apiToken "..."
    _form(rf"[ \t]{{1,20}}{_QUOTED}", _is_told),
    # ... LOGIN PASSWORD '...', PASSWORD('...')
    _form(rf"(?:[ \t]{{1,8}}|[ \t]?\()N?{_SQL_STRING}", _is_typed, is_upper=True, shortest=_SHORTEST_OF_SQL),
    # alter role x with password '...', with password = '...'
    _form(
        rf"[ \t]{{1,8}}(?:=[ \t]{{0,8}})?N?{_SQL_STRING}", _is_typed, _SQL_BEFORE, shortest=_SHORTEST_OF_SQL
    ),
    # SET PASSWORD FOR x = '...'
    _form(
        r"(?:[ \t]+for[ \t]+\S{1,100})?[ \t]{0,8}(?:=|\bto\b)[ \t]{0,8}"
        rf"(?:\w{{0,4}}password[ \t]?\()?{_SQL_STRING}",
        _is_typed,
        r"(?i:\bset[ \t]+)$",
        shortest=_SHORTEST_OF_SQL,
    ),
    # what holds where nothing is set: getenv("TOKEN") ?: "...", ENV.fetch("TOKEN") { "..." }
    _form(
        rf"(?:{_CLOSED}[^\n\"'`]{{0,60}}?{_ELSE}|[^\n\"'`:=]{{0,20}}:[:-])"
        rf"[ \t]{{0,4}}(?:\|_?\|[ \t]?)?(?:[\w.:]{{1,30}}\()?{_QUOTED}",
        _fits,
    ),
    # ${PASSWORD:-...}, ${api.key:...}
    _form(r"[^\n\"'`:={}]{0,20}:[-=]?(?P<value>[^\s\"'`{}]{8,512})(?=\})", _fits, r"\$\{[\w.-]*$"),
    # login robot password ..., as .netrc has it
    _form(rf"[ \t]{{1,8}}{_BARE}[ \t]*$", _is_told, r"^[ \t]*$|\blogin[ \t]+\S+[ \t]+$"),
    # <add key="password" value="..."/>, and a container's `name: PASSWORD` above `value: ...`
    _form(rf"[\"'`]?,?\s{{1,40}}[\"']?value[\"']?[ \t]{{0,4}}[=:]\s{{0,8}}{_QUOTED}", _fits),
    _form(r"[\"'`]?\s{1,40}value:[ \t]{1,8}(?P<value>[^\s\"'`#]{8,512})[ \t]*$", _is_drawn),
    # <password>...</password>, <entry key="password">...</entry>, <key>password</key><string>...</string>
    _form(r"[\"']?(?:>|</key>\s{0,40}<string>)\s{0,8}(?P<value>[^\s<>]{8,4096})\s{0,8}</", _fits),
    # headers within a string: "X-Api-Key: ..."
    _form(r":[ \t]{0,4}(?P<value>[\w.~+/=-]{12,4096})(?=[\"'`]|\\[nr])", _is_drawn),
    # ?password=...&, ;Password=...;, "host=... password=..."
    _form(
        rf"[ \t]{{0,2}}=[ \t]{{0,2}}{_BARE}(?=[&;\"'`\s]|\\[nr]|$)",
        _fits,
        r"[?&;\"'`][ \t]{0,4}[\w.-]*$|://\S*$|(?:^|[\s\"'`])\w{1,30}=[^\s\"'`]{1,99}[ \t]{1,4}[\w.-]*$",
    ),
    # --password ..., --token=..., ENV API_KEY ...
    _form(
        rf"[ =][ \t]{{0,3}}{_BARE}(?=[\"'`\s]|$)",
        _fits,
        r"(?:^|[\s\"'`])(?:--?|ENV[ \t]+|set(?:x|env|[ \t]+-\w{1,4})[ \t]+)[\w-]*$",
    ),
    # PASSWORD=... within a line of a shell, PASSWORD: ...
    _form(rf"={_BARE}(?=[\s;\"']|$)", _fits, r"(?:^|[\s\"'`])[A-Z0-9_]*$", is_upper=True),
    _form(rf":[ \t]{{1,8}}{_BARE}[ \t]*$", _fits, r"^[ \t]*(?:-[ \t]+)?[A-Z0-9_]*$", is_upper=True),
    # password: ..., db.password = ..., //registry/:_authToken=...
    _form(
        rf"[\"']?[ \t]{{0,8}}(?:[:?+]?=|:)[ \t]{{0,8}}{_ALONE}[ \t]*(?:#.*)?$",
        _is_drawn_and_bare,
        r"^[ \t]*(?:-[ \t]+)?(?:(?:export|set|ENV)[ \t]+|//\S{1,100}:)?[\"']?[\w.-]*$",
    ),
    # login failed: password=... is refused
    _form(rf"={_BARE}(?=[\s\"'`,;)]|$)", _is_told, r"(?:^|[\s:;|>\"'`])[\w-]*$"),
    # the password is ..., the token of the sandbox is `...`
    _form(_LEADING + _TOLD, _is_told),
    # the same behind a user's name, as in "creds: admin / ..."
    _form(
        rf"{_LEADING}[\w.@+-]{{2,40}}[ \t]?[/:][ \t]?{_TOLD}", lambda value, _: _is_told(value, is_eager=True)
    ),
)
_REST = re.compile(r"<\|[^|\s]{1,20}\|>(?P<value>[^\s\"'`]{0,4096})")
_LONGEST_NAME = 100


def find(text: str, found: Iterable[Name]) -> Iterator[Finding]:
    """The values of the telling names that were found in `text`."""
    for name in found:
        yield from _values_of(name, text)


def _values_of(name: Name, text: str) -> Iterator[Finding]:
    line_start = text.rfind("\n", 0, name.start) + 1
    before = text[max(line_start, name.start - _LONGEST_NAME) : name.start]
    for form in _FORMS:
        match = form.match(text, name, before)
        if match is None:
            continue
        spans = [match.span("value")]
        # An editor's cursor may cut a value in two: the mark of its place stays.
        if rest := _REST.match(text, match.end("value")):
            spans.append(rest.span("value"))
        value = "".join(text[start:end] for start, end in spans)
        if len(value) < form.shortest or is_stand_in(value):
            continue
        if form.is_secret(value, name.is_eager) or (name.is_outright and looks_drawn(value)):
            kind = f"value of {_whole_name(before, text[name.start : name.end])}"
            yield from (Finding(start, end, kind) for start, end in spans if start < end)
            return


_NAME_START = re.compile(r"[\w.-]*$")


def _whole_name(before: str, name: str) -> str:
    start = _NAME_START.search(before)
    return ((start[0] if start else "") + name).lstrip("-.")
