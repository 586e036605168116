"""What well-known secrets look like: one combined pattern, and a judgement of what it finds.

Refuses to know what happens to what it finds.
"""

import re

STEM = "REDACTED_SECRET_"
"""Every placeholder is this and a decimal number: an identifier in all languages, inert in a string."""


def suspects(text: str) -> re.Pattern[str]:
    """The pattern whose matches in `text` are to be judged by `secret_span`.

    It also matches what reads like a placeholder. No match ends in front of a digit, so that a placeholder
    put in its place can be told from what follows.
    """
    return _SUSPECT_OR_PRIVATE_KEY if "PRIVATE KEY" in text else _SUSPECT


def secret_span(match: re.Match[str]) -> tuple[int, int] | None:
    """Start and end, in the matched string, of the secret in a match of `suspects`; None if it holds none."""
    kind = match.lastgroup
    if kind is None:
        return match.span()
    before = match.string[max(0, match.start() - _LONGEST_NAME) : match.start()]
    return match.span(kind) if _is_secret(kind, match[kind], before) else None


_LONGEST_NAME = 100
_FEWEST_CHARACTERS = 5

# Values that say where the secret comes from, or that stand where one would.
_TEMPLATE = re.compile(
    r"^[$<%@~/.\#\[({]|\$\{|\{\{|\}|%\(|\(|://|\*\*\*|\.\.\.|^(?:env|os|process|vault)[.:]"
    r"|example|placeholder|change[-_]?me|replace[-_]?me|insert|your[-_]|xxxx|dummy|redacted",
    re.IGNORECASE,
)
_URL_STAND_IN = re.compile(r"[$<%*{]|pass(?:wd|word)?$|pwd$|pw$|secret$|x+$|port$", re.IGNORECASE)
_MIXED_CASE = re.compile(r"(?=.*[a-z])(?=.*[A-Z])[A-Za-z]{24,}")


def _is_secret(kind: str, value: str, before: str) -> bool:
    """Whether the value of a match is a secret, given the text in front of the match."""
    if kind == "url_password":
        return _URL_STAND_IN.match(value) is None
    if kind == "aws_secret":
        return _AWS_NAME.search(before) is not None
    if kind == "shell_value":
        return _SHELL_NAME.search(before) is not None and _looks_random(value)
    return (kind == "bearer" or _NAME.search(before) is not None) and _looks_random(value)


def _looks_random(value: str) -> bool:
    """Whether a value is not a word, an identifier, a template or a path."""
    if _TEMPLATE.search(value) or len(set(value)) < _FEWEST_CHARACTERS:
        return False
    has_digit = any(c.isdigit() for c in value)
    has_letter = any(c.isalpha() for c in value)
    has_mark = any(not c.isalnum() and c not in "-_./:," for c in value)
    return (has_digit and has_letter) or has_mark or _MIXED_CASE.fullmatch(value) is not None


_NAME = re.compile(
    r"(?:api[_-]?key|secret|token|passw(?:or)?d|passphrase|pwd"
    r"|(?:access|account|private|encryption|signing|master)[_-]?key|credentials?)"
    r"(?:[_-]?(?:key|value|[0-9]{1,3}))?"
    # between a name and its value: a closing quote or bracket, a type
    r"[\"'`\]]{0,2}[ \t]{0,8}(?::[ \t]{0,4}[\w.&<>\[\]|? ']{1,40}|&?[a-z]{1,10}[ \t]{1,4})?[:=!]{0,2}$",
    re.IGNORECASE,
)
_SHELL_NAME = re.compile(r"(?<![a-z.])[A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD|PASSWD)$")
_AWS_NAME = re.compile(r"secret_?(?:access_?)?key[\"'\]]{0,2}\s{0,8}$", re.IGNORECASE)

# The look-behind stands behind a first literal: only branches that start with one let the search jump over
# characters that start none, which makes it several times as fast.
_TOKENS = (
    r"A(?<![A-Za-z0-9]A)(?:KIA|SIA|BIA|CCA)[A-Z0-9]{16}",  # AWS
    r"A(?<![A-Za-z0-9]A)Iza[\w-]{35}",  # Google
    r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
    r"AccountKey=[A-Za-z0-9+/=]{40,}",  # Azure
    r"GOCSPX-[\w-]{20,}",  # Google
    r"LTAI[A-Za-z0-9]{12,26}",  # Alibaba Cloud
    r"SG\.[\w-]{16,32}\.[\w-]{16,64}",  # SendGrid
    r"d(?<![A-Za-z0-9]d)op_v1_[a-f0-9]{64}",  # DigitalOcean
    r"d(?<![A-Za-z0-9]d)api[a-f0-9]{32}",  # Databricks
    r"e(?<![\w-]e)yJ[\w-]{8,512}\.[\w-]{8,}\.[\w-]*",  # JSON web tokens
    r"g(?<![A-Za-z0-9]g)h[oprsu]_[A-Za-z0-9]{36,255}",  # GitHub
    r"g(?<![A-Za-z0-9]g)ithub_pat_[A-Za-z0-9_]{22,255}",
    r"g(?<![A-Za-z0-9]g)l(?:pat|ptt|dt|rt|cbt|ft|soat|agent)-[\w-]{20,}",  # GitLab
    r"g(?<![A-Za-z0-9]g)lsa_[A-Za-z0-9_]{32,}",  # Grafana
    r"h(?<![A-Za-z0-9]h)f_[A-Za-z0-9]{30,}",  # Hugging Face
    r"h(?<![A-Za-z0-9]h)vs\.[\w-]{24,}",  # Vault
    r"hooks\.slack\.com/services/[A-Za-z0-9/]{20,}",
    r"n(?<![A-Za-z0-9]n)pm_[A-Za-z0-9]{36,}",
    r"p(?<![A-Za-z0-9]p)ypi-[\w-]{32,}",
    r"r(?<![A-Za-z0-9]r)k_(?:live|test)_[A-Za-z0-9]{16,}",  # Stripe
    r"s(?<![A-Za-z0-9]s)k_(?:live|test)_[A-Za-z0-9]{16,}",
    r"s(?<![A-Za-z0-9]s)k-(?=[\w-]{0,40}[0-9])[\w-]{20,}",  # OpenAI, Anthropic, DashScope and their like
    r"s(?<![A-Za-z0-9]s)hp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",  # Shopify
    r"w(?<![A-Za-z0-9]w)hsec_[A-Za-z0-9+/=]{24,}",
    r"x(?<![A-Za-z0-9]x)ox[abeoprs]-[A-Za-z0-9-]{10,}",  # Slack
    r"x(?<![A-Za-z0-9]x)app-[0-9]-[A-Za-z0-9-]{10,}",
    r"y(?<![A-Za-z0-9]y)a29\.[\w-]{20,}",  # Google OAuth
)
_BETWEEN = r"(?:\\[nr]|[\s\"'`+,\\#*|])"
_BASE64_LINES = rf"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{{16,}}+(?:{_BETWEEN}++[A-Za-z0-9+/=]++){{0,120}}+"
_BEGIN = r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
_END = r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----"
# Whole, or cut at either end by an excerpt.
_PRIVATE_KEYS = (
    # the look-ahead: constants that only name the marks hold no key
    _BEGIN + r"(?=(?:(?!-----)[\s\S]){0,400}?[A-Za-z0-9+/=]{24})(?:(?!-----)[\s\S]){1,20000}" + _END,
    rf"{_BEGIN}{_BETWEEN}*+{_BASE64_LINES}",
    rf"{_BASE64_LINES}{_BETWEEN}*+{_END}",
)


def _quoted(kind: str) -> str:
    quotes = (('\\"', f"{kind}_1"), ("'", f"{kind}_2"), ("`", f"{kind}_3"))
    values = (rf"{quote}(?P<{name}>[^\s{quote}]{{8,512}}){quote}" for quote, name in quotes)
    return rf">?\s{{0,8}}[brfuL@]{{0,2}}(?:{'|'.join(values)})"


_ASSIGNMENTS = (
    "=" + _quoted("assigned"),
    ":" + _quoted("paired"),
    r"=[ \t]{0,4}(?P<aws_secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
    # the look-behind: how the names end; without it a run of `=` would be searched again from each of them
    r"=(?<=[DNTY]=)(?P<shell_value>[A-Za-z0-9_+/=.~!@%^&*-]{8,512})(?![^\s;])",
    r"Bearer[ \t]{1,4}(?P<bearer>[A-Za-z0-9._~+/=-]{20,2048})",
    r"://[^\s/:@\"'<>]{0,64}:(?P<url_password>[^\s/:@\"'<>]{3,256})(?=@)",
)


def _either(*alternatives: str) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join((STEM + '[0-9]+', *alternatives))})[0-9]*")


SURE = _either(*_TOKENS)
"""Well-known tokens and what reads like a placeholder; every match is a secret as a whole."""

_SUSPECT = _either(*_TOKENS, *_ASSIGNMENTS)
_SUSPECT_OR_PRIVATE_KEY = _either(*_PRIVATE_KEYS, *_TOKENS, *_ASSIGNMENTS)
