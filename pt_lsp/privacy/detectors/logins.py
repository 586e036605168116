"""Passwords and tokens where an address, a header or a command line logs in."""

import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pt_lsp.privacy.detectors.finding import Finding
from pt_lsp.privacy.detectors.judgement import (
    is_stand_in,
    looks_drawn,
    looks_like_password,
    looks_odd,
    looks_random,
)


@dataclass(frozen=True, slots=True)
class _Form:
    piece: str
    """Without this the form cannot be there."""
    kind: str
    pattern: re.Pattern[str]
    is_secret: Callable[[str], bool]


_URL_STAND_IN = re.compile(
    r"[$<%*{\[(]|(?:my|your|the|db|some|test)?[-_]?(?:pass(?:wd|word)?|pwd|pw|secret)[0-9]{0,3}$|[a-z]{3}$|x+$|port$|[0-9]{1,5}$",
    re.IGNORECASE,
)


def _is_url_password(value: str) -> bool:
    return _URL_STAND_IN.match(value) is None


def _is_typed_password(value: str) -> bool:
    return not is_stand_in(value) and looks_like_password(value) and not value.isdigit()


def _is_basic(value: str) -> bool:
    try:
        return b":" in b64decode(value + "=" * (-len(value) % 4), validate=True)
    except ValueError:
        return False


def _is_token(value: str) -> bool:
    return not is_stand_in(value) and looks_random(value)


def _is_bearer(value: str) -> bool:
    is_long = len(value) >= _SHORTEST_TOKEN
    return _is_token(value) if is_long else looks_drawn(value) and not is_stand_in(value)


def _is_told(value: str) -> bool:
    return (looks_odd(value) or looks_drawn(value)) and not is_stand_in(value)


_SHORTEST_TOKEN = 20

_FORMS = (
    _Form(
        "://",
        "password in a URL",
        re.compile(r"://[^\s/:@\"'<>`]{0,64}:(?P<secret>[^\s/:@\"'<>`]{3,256})(?=@)"),
        _is_url_password,
    ),
    *(
        _Form(
            f"@{network}(",
            "password in a database address",
            re.compile(rf"(?<![\w.-])[\w.-]{{1,64}}:(?P<secret>[^\s:@/\"'<>`]{{3,256}})(?=@{network}\()"),
            _is_url_password,
        )
        for network in ("tcp", "unix")
    ),
    _Form(
        "jdbc:oracle",
        "password in a database address",
        re.compile(r"jdbc:oracle:\w{1,8}:[\w.-]{1,64}/(?P<secret>[^\s/@\"'<>`]{3,256})(?=@)"),
        _is_url_password,
    ),
    _Form(
        "earer",
        "bearer token",
        re.compile(r"[Bb]earer[ \t]{1,4}(?P<secret>[A-Za-z0-9._~+/=-]{8,4096})"),
        _is_bearer,
    ),
    _Form(
        "uthorization",
        "login of a header",
        re.compile(
            r"[Aa]uthorization[\"']?[ \t]{0,4}[:=,][ \t]{0,4}[\"'`]?[A-Za-z]{2,20}[ \t]{1,2}"
            r"(?P<secret>[\w.~+/=-]{16,4096})"
        ),
        _is_token,
    ),
    _Form(
        "asic",
        "login of a header",
        re.compile(r"[Bb]asic[ \t]{1,4}(?P<secret>[A-Za-z0-9+/]{8,512}={0,2})(?![\w=])"),
        _is_basic,
    ),
    *(
        _Form(
            piece,
            "key of a URL",
            re.compile(rf"[?&][\w-]{{0,20}}{piece}(?P<secret>[\w.~%+/=-]{{16,512}})(?![\w%])"),
            _is_token,
        )
        for piece in ("key=", "sig=", "ignature=", "hmac=")
    ),
    _Form(
        "ookie",
        "cookie of a session",
        re.compile(
            r"[Cc]ookie[^\n]{0,200}?(?:[Ss][Ee][Ss][Ss]|[Ss][Ii][Dd]|[Aa]uth|[Tt]oken|jwt)[\w.-]{0,12}="
            r"(?P<secret>[\w.~%+/=-]{16,2048})"
        ),
        _is_token,
    ),
    _Form(
        '":',
        "private part of a JSON web key",
        re.compile(r'"(?:d|k|p|q|dp|dq|qi)"[ \t]{0,4}:[ \t]{0,4}"(?P<secret>[\w-]{40,2048})"'),
        _is_token,
    ),
    _Form(
        " / ",
        "password behind a user's name",
        re.compile(
            r" / [\"'`]?(?P<secret>(?=\S{0,60}[0-9])(?=\S{0,60}[!@#$%^&])"
            r"[^\s\"'`,;()<>\[\]{}\\|/]{8,64})(?=[\s\"'`,;)]|$)",
            re.MULTILINE,
        ),
        _is_typed_password,
    ),
    _Form(
        " / ",
        "password behind a user's name",
        re.compile(
            r"\b(?:(?:[Ll]og|[Ss]ign)[a-z]{0,4}[ -]?(?:in|on)\b[^\n/]{0,40}?[ \t][\"'`]?[\w.@+-]{2,40}"
            r"|admin|root|postgres)[\"'`]? / [\"'`]?"
            r"(?P<secret>(?=\S{0,60}[0-9])[\w!@#$%^&*+=?-]{7,63}[\w!@#$%^&*])(?=[.:?*]{0,3}(?:[\s\"'`,;)<]|$))",
            re.MULTILINE,
        ),
        _is_told,
    ),
)


def find(text: str) -> Iterator[Finding]:
    """Logins in `text`."""
    for form in _FORMS:
        if form.piece in text:
            for match in form.pattern.finditer(text):
                if form.is_secret(match["secret"]):
                    yield Finding(*match.span("secret"), form.kind)
