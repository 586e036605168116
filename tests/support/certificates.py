"""TLS servers' contexts with real certificates, good ones and such as nobody should trust."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HOST = "127.0.0.1"
DAY = timedelta(days=1)


def server_context(
    authority: trustme.CA, name: str = HOST, *, valid_for: tuple[timedelta, timedelta] = (-DAY, DAY)
) -> ssl.SSLContext:
    """Of a server whose certificate is valid between two moments, counted from now."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    begin, end = (datetime.now(UTC) + distance for distance in valid_for)
    authority.issue_cert(name, not_before=begin, not_after=end).configure_cert(context)
    return context


def faulty_context(fault: str, authority: trustme.CA) -> ssl.SSLContext:
    """Of a server that trusts `authority` as its clients do, and shows a certificate with that fault."""
    if fault == "expired":
        return server_context(authority, valid_for=(-9 * DAY, -DAY))
    if fault == "not yet valid":
        return server_context(authority, valid_for=(DAY, 9 * DAY))
    if fault == "another name":
        return server_context(authority, "models.example")
    if fault == "another address":
        return server_context(authority, "192.0.2.1")
    return server_context(trustme.CA()) if fault == "unknown authority" else _signed_by_itself()


def _signed_by_itself() -> ssl.SSLContext:
    key, now, number = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC), x509.random_serial_number()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "itself")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), number, now - DAY, now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "both.pem"
        path.write_bytes(private + certificate.public_bytes(pem))
        context.load_cert_chain(path)
    return context
