"""Words what keeps a connection from being made: TLS, certificates, proxies. Knows no HTTP library.

docs/protocol.md lists the same in a table, which a test compares.
"""

import ssl
from typing import NamedTuple


class ConnectionFault(NamedTuple):
    """What the host does instead of answering, and what to do about that."""

    what: str
    advice: str


NO_NAME = ConnectionFault("is not a name that can be found", "check the network and endpoint.baseUrl")
NOT_THERE = ConnectionFault(
    "does not accept connections", "check that it runs, the network and endpoint.baseUrl"
)
NO_HANDSHAKE = ConnectionFault(
    "takes too long to accept a connection",
    "check the network, a VPN, endpoint.proxy, and whether endpoint.baseUrl has to be http",
)
NO_WAY_THROUGH_PROXY = ConnectionFault(
    "is not reachable through the proxy", "check endpoint.proxy or HTTPS_PROXY, and NO_PROXY"
)
PROXY_WANTS_LOGIN = ConnectionFault(
    "is behind a proxy that wants a login (407)",
    "put it into endpoint.proxy or HTTPS_PROXY as http://USER:PASSWORD@HOST:PORT",
)
HUNG_UP = ConnectionFault(
    "closed the connection before it answered, or does not speak HTTP", "try again, or check endpoint.baseUrl"
)
HUNG_UP_ON_PLAIN_HTTP = ConnectionFault(
    "closed the connection before it answered, or does not speak plain HTTP",
    "try again, or check endpoint.baseUrl, which may have to be https",
)
WANTS_TLS = ConnectionFault("wants TLS at this port", "write https in endpoint.baseUrl")
NOT_ASKED = ConnectionFault("cannot be asked", "check endpoint.baseUrl and endpoint.proxy")

_NO_TLS = ConnectionFault(
    "does not speak TLS at this port", "check the port in endpoint.baseUrl, and whether it has to be http"
)
_OTHER_TLS = ConnectionFault("does not speak TLS as expected", "check endpoint.baseUrl and endpoint.proxy")
_UNTRUSTED = ConnectionFault(
    "shows a certificate whose authority is not trusted here", "set endpoint.caFile to your network's own"
)
_ITS_OWN = ConnectionFault(
    "shows a certificate that it signed itself, which is not trusted here",
    "set endpoint.caFile to that certificate if the server is yours",
)
_UNFIT = ConnectionFault(
    "shows a certificate that is weak, revoked or made for something else", "have it replaced there"
)
_EXPIRED = ConnectionFault(
    "shows a certificate that has expired", "have it renewed, and check this machine's date"
)
_NOT_YET = ConnectionFault("shows a certificate that is not valid yet", "check this machine's date and time")
_ANOTHER_NAME = ConnectionFault("shows a certificate for another name", "check the host in endpoint.baseUrl")

_BY_VERIFY_CODE = {
    **dict.fromkeys((2, 19, 20, 21, 27), _UNTRUSTED),
    9: _NOT_YET,
    10: _EXPIRED,
    18: _ITS_OWN,
    62: _ANOTHER_NAME,
    64: _ANOTHER_NAME,
}
"""OpenSSL's `X509_V_ERR_*`."""
_REASONS_OF_PLAIN = ("WRONG_VERSION_NUMBER", "UNKNOWN_PROTOCOL", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG")


def tls_fault(error: ssl.SSLError) -> ConnectionFault:
    """Why there is no TLS connection."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _BY_VERIFY_CODE.get(error.verify_code, _UNFIT)
    return _NO_TLS if error.reason in _REASONS_OF_PLAIN else _OTHER_TLS
