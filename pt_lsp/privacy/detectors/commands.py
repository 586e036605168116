"""Passwords in what is typed for a shell or a database, where a word or an option tells of them."""

import re
from collections.abc import Iterator
from functools import cache

from pt_lsp.privacy.detectors.finding import Finding
from pt_lsp.privacy.detectors.judgement import is_stand_in, looks_like_password

_VALUE = r"[\"']?(?P<secret>[^\s\"'`|;<>(){}$]{8,256})"
_OPTIONS = r"(?:(?!\n|\||;|&&).){0,300}?"

_WITH_OPTION = {
    ("sshpass", "docker login", "podman login", "helm registry login", "az login", "oc login", "mongo",
     "mongosh", "mongodump", "mongorestore", "mongoimport", "evil-winrm"): r"[ \t]-p[ =]?",
    ("mysql", "mysqldump", "mysqladmin", "mysqlimport", "mariadb", "mariadb-dump", "7z", "7za", "rar",
     "unrar"): "[ \t]-p",
    ("zip", "unzip", "sqlcmd", "bcp", "isql", "osql", "mosquitto_pub", "mosquitto_sub"): r"[ \t]-P[ =]?",
    ("ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd"): r"[ \t]-[ws][ =]?",
    ("redis-cli", "valkey-cli"): r"[ \t]-a[ =]?",
    ("curl", "lftp", "ncftp"): r"[ \t](?:-u|-U|--user|--proxy-user)[ \t=]?[\"']?[\w.@\\+-]{0,64}[:,]",
    ("http", "https", "xh"): r"[ \t](?:-a|--auth)[ =]?[\"']?[\w.@+-]{1,64}:",
    ("smbclient", "rpcclient", "smbmap", "net", "wmic"): r"[ \t](?:-U|--user)[ =]?[\"']?[\w.\\/@+-]{1,64}%",
    ("openssl",): r"[ \t]-?pass(?:in|out)?[ \t]+[\"']?pass:",
    ("htpasswd",): r"[ \t]-\w{0,6}b\w{0,6}(?:[ \t]+-\w{1,9}){0,6}[ \t]+[^\s-]\S{0,200}[ \t]+\S{1,64}[ \t]+",
    ("useradd", "usermod"): r"[ \t]-p[ =]?",
    ("keytool", "jarsigner", "apksigner"): (
        r"[ \t]-{1,2}(?:store|key|ks|dest\w{1,9}|src\w{1,9})-?pass[ \t]+(?:pass:)?"
    ),
    ("skopeo", "crane", "buildah"): r"[ \t]--\w{0,9}-?creds[ =][\w.@+-]{1,64}:",
}  # fmt: skip
_IDENTIFIED = re.compile(
    r"\bidentified(?:[ \t]+with[ \t]+[\"'`]?\w{1,40}[\"'`]?)?[ \t]+(?:by|as)[ \t]+"
    r"(?:password[ \t]+)?[\"']?(?P<secret>[^\s\"'`|;<>(){}$]{6,256})",
    re.IGNORECASE,
)
_WITHOUT = {
    "IDENTIFIED ": _IDENTIFIED,
    "dentified ": _IDENTIFIED,
    "chpasswd": re.compile(
        rf"[\w.-]{{1,40}}:{_VALUE}(?=[\"']?[ \t]{{0,9}}\|[ \t]{{0,9}}(?:sudo[ \t]+)?chpasswd)"
    ),
    "echo ": re.compile(
        rf"echo[ \t]+(?:-\w[ \t]+)?{_VALUE}(?=[\"']?[ \t]{{0,9}}\|[ \t]{{0,9}}(?:sudo[ \t]+)?"
        r"(?:sudo -S|passwd|kinit|su\b|[a-z]+[ \t]+(?:registry[ \t]+)?login|openssl|gpg))"
    ),
    "net use": re.compile(rf"\bnet users?[ \t]+[\w.\\@-]{{2,64}}[ \t]+{_VALUE}"),
}
_OPTION_OF = {program: option for programs, option in _WITH_OPTION.items() for program in programs}
_OPTION = re.compile(" -{1,2}[A-Za-z]")


def find(text: str) -> Iterator[Finding]:
    """Passwords of commands in `text`; none goes over a line's end."""
    for word, form in _WITHOUT.items():
        if word in text:
            yield from _matches(form, text, 0, len(text))
    line_end = 0
    for option in _OPTION.finditer(text):
        if option.start() >= line_end:
            line_start = text.rfind("\n", 0, option.start()) + 1
            line_end = text.find("\n", option.end())
            line_end = len(text) if line_end < 0 else line_end
            for program in _OPTION_OF:
                if text.find(program, line_start, line_end) >= 0:
                    yield from _matches(_form_of(program), text, line_start, line_end)


@cache  # each takes a while to compile, and few are ever met
def _form_of(program: str) -> re.Pattern[str]:
    option = _OPTION_OF[program]
    return re.compile(rf"(?<![\w-]){re.escape(program)}(?:\.exe)?(?=[ \t]){_OPTIONS}{option}{_VALUE}")


def _matches(form: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Finding]:
    for match in form.finditer(text, start, end):
        value = match["secret"]
        if not is_stand_in(value) and looks_like_password(value) and not value.isdigit():
            yield Finding(*match.span("secret"), "password of a command")
