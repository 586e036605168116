"""Names that tell that what they name is a secret: `db_password`, `apiKey`, `X-Auth-Token`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase


@dataclass(frozen=True, slots=True)
class Name:
    """The telling end of a name."""

    start: int
    end: int
    is_eager: bool
    """What people make up stands behind an eager name, behind others what machines draw."""
    is_plural: bool = False
    is_outright: bool = False
    """Nothing but a secret is called so: `api_key`, `auth_token`; not a mere `key` or `token`."""


# Of a name's words the last one counts: `token_url` and `secretName` are no secrets.
_TELLING = re.compile(
    r"(?:(?P<eager>passw(?:or)?d|passwort|kennwort|contrase[nñ]a|senha|passphrase|passcode|pass|pwd?|psk|secret)"
    r"|token|credentials?|creds|auth|key)"
    r"(?:(?:[_-]?access)?[_-]?(?:key|value|base|b64|base64|hex|str|string|raw|plain|text|prod|production|dev"
    r"|staging|test|live|old|new|default|part|half|[0-9]{1,3})){0,3}(?P<plural>s)?(?![a-z0-9])"
)
_KEY_OWNERS = (
    "access", "account", "admin", "aes", "api", "app", "application", "auth", "cipher", "client",
    "connection", "consumer", "crypto", "database", "db", "decrypt", "decryption", "deploy", "encrypt",
    "encryption", "hmac", "ingest", "instrumentation", "integration", "jwt", "licence", "license",
    "master", "priv", "private", "prod", "production", "read", "root", "rsa", "sandbox", "sas", "secret",
    "server", "service", "session", "shared", "sign", "signing", "ssh", "staging", "storage",
    "subscription", "user", "webhook", "write",
)  # fmt: skip
_OUTRIGHT_OWNERS = (
    "access", "account", "admin", "api", "auth", "bearer", "client", "deploy", "encryption", "master",
    "private", "prod", "production", "sandbox", "secret", "service", "signing", "staging", "webhook",
)  # fmt: skip
_OPEN_TO_ALL = (
    "public", "publickey", "public_key", "public-key", "page", "next", "continuation", "csrf", "xsrf",
)  # fmt: skip
"""What such a token is, anybody may see."""
_KEYS_OF_DATA = (
    *_OPEN_TO_ALL, "cache", "primary", "foreign", "site", "sort", "partition", "hash", "index", "object",
    "item", "lookup", "group", "row", "column", "routing", "i18n", "locale", "translation", "query", "state",
)  # fmt: skip
_JOINED_OWNERS = (
    "require",
    "master",
    "ssh",
    "db",
    "ftp",
    "smtp",
    "mail",
    "user",
    "admin",
    "root",
    "wifi",
    "store",
)
_LONGEST_OWNER = max(map(len, (*_KEY_OWNERS, *_OPEN_TO_ALL))) + 1
_WORKING_FOLDER = "PWD"


def find(text: str) -> Iterator[Name]:
    """Telling names in `text`; whether a value follows is not asked."""
    lower = text.lower()
    if len(lower) != len(text):  # some capitals have two small letters
        lower = text.translate(_SMALL_LETTERS)
    for match in _TELLING.finditer(lower):
        start = match.start()
        owner = lower[max(0, start - _LONGEST_OWNER) : start].rstrip("_- ")
        if _is_telling(match[0], owner, text, start):
            is_eager, is_plural = match["eager"] is not None, match["plural"] is not None
            yield Name(start, match.end(), is_eager, is_plural, owner.endswith(_OUTRIGHT_OWNERS))


def is_telling(name: str) -> bool:
    """Whether a variable of this name holds a secret."""
    return any(found.end == len(name) for found in find(name))


_SMALL_LETTERS = {ord(capital): capital.lower() for capital in ascii_uppercase}


def _is_telling(word: str, owner: str, text: str, start: int) -> bool:
    """Whether a word is, given what stands in front of it, of the name and in the text."""
    if word.startswith("key"):
        is_constant = text[start - 1 : start + 3] == "_KEY" and not owner.endswith(_KEYS_OF_DATA)
        return is_constant or owner.endswith(_KEY_OWNERS)
    if word.startswith("token"):
        return not owner.endswith(_OPEN_TO_ALL)
    if (
        word == "pw"
        or word.startswith("auth")
        or (word.startswith("pass") and word[4:5] not in {"w", "p", "c"})
    ):
        return _begins_word(text, start) or owner.endswith(_JOINED_OWNERS)
    if word == "pwd":
        return text[start : start + 3] != _WORKING_FOLDER or text[start - 1 : start] in {"_", "-"}
    return True


def _begins_word(text: str, start: int) -> bool:
    """`pass` in `db_pass` and `dbPass`, not in `bypass`."""
    before = text[start - 1 : start]
    return not before.isalpha() or (before.islower() and text[start].isupper())
