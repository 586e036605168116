"""Secrets among the arguments of calls, told by what is called and where they stand: `login("ann", "...")`.

Refuses to know the names of arguments; `assignments` knows them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from pt_lsp.privacy.detectors import strings
from pt_lsp.privacy.detectors.finding import Finding, Opening
from pt_lsp.privacy.detectors.judgement import (
    is_plain,
    is_stand_in,
    looks_like_password,
    looks_odd,
    looks_random,
)

_LONGEST_CALL = 1_000
_KEY_BYTES = (16, 24, 32, 48, 64)
_FEWEST_DIGITS = 8
"""Of different ones that a drawn key has."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the secrets are among the arguments."""

    first: int
    """Before this argument there are none; the first is 0."""
    is_secret: Callable[[str], bool]


def _is_password(value: str) -> bool:
    return not is_plain(value) and looks_like_password(value)


def _is_strong(value: str) -> bool:
    """Where such a call takes names of events, machines and databases as well."""
    return looks_odd(value) and not is_plain(value) and any(c.isdigit() for c in value)


def _is_hex_key(value: str) -> bool:
    return (
        _HEX.fullmatch(value) is not None
        and len(value.removeprefix("0x")) // 2 in _KEY_BYTES
        and len(set(value)) >= _FEWEST_DIGITS
    )


_HEX = re.compile(r"(?:0x)?(?:(?:[0-9a-f]{2})+|(?:[0-9A-F]{2})+)")

_LOGIN = _Place(1, _is_password)
_CONNECTION = _Place(1, _is_strong)
_PASSWORD = _Place(0, _is_strong)
_KEY = _Place(0, looks_random)
_SECOND_KEY = _Place(1, looks_random)
_HEX_KEY = _Place(0, _is_hex_key)

_NAMES = {
    _LOGIN: """
        asicAuth asic_auth igestAuth igest_auth auth_basic PlainAuth login Login log_in logIn signIn
        sign_in SignIn authenticate ldap_bind simple_bind simple_bind_s NetworkCredential
        PasswordCredential PasswordCredentials PasswordAuthentication PasswordAuthenticationToken
        Credentials credentials setCredentials SetCredentials Credentials.basic UserPassword UserPass
        userpass HttpNtlmAuth NTLMAuth AndPassword WithPassword Credential
    """,
    _CONNECTION: """
        getConnection createConnection Connection connect Connect DBI->connect pg_connect mysqli
        mysqli_connect mysql_connect PDO Sequelize FTP SMTP ftp_login imap_open ssh2_auth_password
        auth_password ldap.bind createCredential createScramSha1Credential createPlainCredential
        create_user create_superuser createUser DataSource bind
    """,
    _PASSWORD: "auth Auth crypt check_password make_password set_passwd",
    _KEY: """
        Fernet MultiFernet AES.new ChaCha20.new ChaCha20Poly1305 DES3.new AESGCM SecretBox hmac.new
        HMAC.new hmac::Key::new new_from_slice SignedString HMACSHA256 HMAC256 SymmetricSecurityKey
        SecretKeySpec
        hmacShaKeyFor createSecretKey from_secret Signer TimestampSigner URLSafeSerializer
        URLSafeTimedSerializer AzureKeyCredential ApiKeyCredential BasicAWSCredentials
        BasicSessionCredentials AwsBasicCredentials.create StaticCredentialsProvider NewStaticCredentials
        NewStaticCredentialsProvider Credentials::new OAuth1 OAuth1Session OAuthHandler set_access_token
        setAccessToken setOAuthAccessToken setOAuthConsumer setApiKey set_api_key withApiKey WithApiKey
        WithAPIKey with_api_key withToken WithToken with_token
    """,
    _SECOND_KEY: """
        createClient create_client NewClient new_client Client SearchClient SearchClient.create
        algoliasearch TwilioClient Twilio.init twilio Pusher createHmac createCipheriv createDecipheriv
        HMAC.digest HMAC.hexdigest hash_hmac openssl_encrypt openssl_decrypt jwt.sign jwt.verify
        jwt.encode jwt.decode jwt_encode JWT.encode JWT.decode JWT::encode JWT::decode signWith
    """,
    _HEX_KEY: """
        fromhex unhexlify a2b_hex from_hex fromHex FromHex parseHex decodeHex hex.DecodeString hex::decode
        hex2bin hex_to_bytes hexToBytes FromHexString Buffer.from HexToECDSA Wallet privateKeyToAccount
        from_key
    """,
}
_CALLS = {name: place for place, names in _NAMES.items() for name in names.split()}
"""What is called, or the end of its name."""
_CANDIDATE = re.compile(r"[\"'`](?=[^\"'`\s]{0,60}[0-9!@#$%^&*+=~?])(?P<value>[^\"'`\s(),;]{8,512})[\"'`]")
_LONGEST_BEFORE = 400
_MOST_AROUND = 4
"""So many calls are looked at around a string, the nearest first."""


def find(text: str) -> Iterator[Opening]:
    """Strings that may be secrets, if the call around them says so."""
    for match in _CANDIDATE.finditer(text):
        value = match["value"]
        if not is_stand_in(value) and not is_plain(value):
            yield Opening(match.start("value"), _read)


def _read(text: str, start: int) -> Iterator[Finding]:
    around = [*_called().finditer(text, max(0, start - _LONGEST_BEFORE), start)]
    for call in around[: -_MOST_AROUND - 1 : -1]:
        place = _CALLS[call[0]]
        depth = 0 if "(" in text[call.end() : call.end() + 3] else 1
        for value in strings.read(text, call.end(), _LONGEST_CALL, depth):
            if all(span[0] != start for span in value.spans):
                continue
            if value.indices[1] < place.first or not place.is_secret(value.text(text)):
                break
            yield from (Finding(*span, f"argument of {call[0]}") for span in value.spans)
            return


@cache  # few texts have a candidate
def _called() -> re.Pattern[str]:
    longest_first = sorted(_CALLS, key=len, reverse=True)
    bare = r"(?<=_auth),?[ ][\"']"  # Ruby does without brackets
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?=!?[ ]?\(|{bare})")
