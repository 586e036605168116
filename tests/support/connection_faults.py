"""What goes wrong with connections, encrypted ones too."""

import datetime as dt
import struct
from collections.abc import Iterator

import trustme

from tests.support.faulty_endpoint import (
    Certificates,
    Connection,
    Fault,
    after_request,
    answering,
    context_of,
    http,
    streamed,
)

DAY = dt.timedelta(days=1)


def connections() -> Iterator[Fault]:
    async def close(connection: Connection) -> None:
        pass

    async def reset(connection: Connection) -> None:
        connection.reset()

    async def reset_by_linger(connection: Connection) -> None:
        sock = connection.writer.get_extra_info("socket")
        sock.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER: the peer gets a RST

    async def half_head(connection: Connection) -> None:
        await connection.send(b"HTTP/1.1 200 OK\r\ncontent-ty")

    async def ssh(connection: Connection) -> None:
        await connection.send(b"SSH-2.0-OpenSSH_9.2\r\n")

    async def http2(connection: Connection) -> None:
        await connection.send(b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18))

    yield Fault("nobody listens", None, most_requests=0)
    yield Fault("a name that nobody has", None, scheme="https", host="nowhere.invalid", most_requests=0)
    yield Fault("closed at once", close)
    yield after_request("closed after the request", close)
    yield after_request("aborted after the request", reset)
    yield after_request("reset after the request", reset_by_linger)
    yield after_request("half a head", half_head)
    yield Fault("speaks SSH", ssh)
    yield after_request("speaks HTTP/2", http2)
    yield answering("an HTTP/0.9 body", streamed)
    yield answering("HTTP/1.1 200 twice", lambda answer: b"HTTP/1.1 200 OK\r\n" + http(streamed(answer)))
    yield answering(
        "an unknown version", lambda answer: http(streamed(answer)).replace(b"1.1", b"9.9", 1), "either"
    )
    yield answering("status 999", lambda answer: http(b"x", "999 No"))
    yield answering("status 1", lambda answer: http(b"x", "1 No"))
    yield answering("switches protocols", lambda answer: http(b"", "101 Switching Protocols"))
    yield answering("closed between two requests", lambda answer: http(streamed(answer)), "right")


def tls(certificates: Certificates) -> Iterator[Fault]:
    stranger, own = trustme.CA(), certificates.authority
    now = dt.datetime.now(dt.UTC)

    def shows(name: str, certificate: trustme.LeafCert) -> Fault:
        context = context_of(certificate)

        async def connect(connection: Connection) -> None:
            await connection.speak_tls(context)
            await connection.read_request()

        return Fault(name, connect, scheme="https", most_requests=0)

    async def answer_plainly(connection: Connection) -> None:
        await connection.reader.read(100)
        await connection.send(http(b"plain", "400 Bad Request"))

    async def want_tls(connection: Connection) -> None:
        await connection.speak_tls(certificates.good)

    async def say_nothing(connection: Connection) -> None:
        await connection.hang()

    async def drip(connection: Connection) -> None:
        await connection.drip(b"\x16\x03\x03\x10\x00" + bytes(4000), 0.1)

    async def alert(connection: Connection) -> None:
        await connection.reader.read(100)
        await connection.send(b"\x15\x03\x03\x00\x02\x02\x28")

    async def reset_within(connection: Connection) -> None:
        await connection.reader.read(100)
        connection.reset()

    async def hang_encrypted(connection: Connection) -> None:
        await connection.speak_tls(certificates.good)
        await connection.read_request()
        await connection.hang()

    expired = own.issue_cert("127.0.0.1", not_before=now - 9 * DAY, not_after=now - DAY)
    early = own.issue_cert("127.0.0.1", not_before=now + DAY, not_after=now + 9 * DAY)
    yield shows("an unknown authority", stranger.issue_cert("127.0.0.1"))
    yield shows("an expired certificate", expired)
    yield shows("a certificate of tomorrow", early)
    yield shows("another host's certificate", own.issue_cert("models.example"))
    yield Fault("no TLS where it is wanted", answer_plainly, scheme="https", most_requests=0)
    yield Fault("TLS where it is not wanted", want_tls, most_requests=0)
    yield Fault("a handshake that hangs", say_nothing, scheme="https", most_requests=0)
    yield Fault("a handshake that drips", drip, scheme="https", most_requests=0)
    yield Fault("a TLS alert", alert, scheme="https", most_requests=0)
    yield Fault("reset in the handshake", reset_within, scheme="https", most_requests=0)
    yield Fault("hangs within TLS", hang_encrypted, scheme="https")
