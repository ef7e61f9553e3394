"""TLS of a sandbox: an authority (CA) made on the spot, and a certificate of the server that it signs."""

from __future__ import annotations

import ipaddress
import os
import ssl
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

_HERE = ("localhost", "127.0.0.1", "::1")
_DAYS = 397  # Source: https://support.apple.com/en-us/102028 (398 days)
_DAYS_OF_AUTHORITY = 10 * 365
_SIGNS = dict.fromkeys(
    ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"),
    False,
)


class ServerTls:
    """TLS of a server on this machine.

    Args:
        names: names and IP addresses that the server has besides those of the loopback interface.
        ca_file: file for the certificate of the authority; its key is kept beside it, in `<ca_file>.key`. An authority
            that is there is used again. By default both last as long as this object, and the key is in no file.

    Attributes:
        context: settings for the server's side.
        ca_file: file with the certificate of the authority, in PEM, for those who are to trust it.

    Raises:
        ValueError: the authority in the file cannot be used.
    """

    def __init__(self, names: Iterable[str], ca_file: str | None = None) -> None:
        every = sorted({*_HERE, *(name.strip("[]") for name in names)})
        self._folder = tempfile.TemporaryDirectory(prefix="trunkline-sandbox-")
        folder = Path(self._folder.name)
        try:
            if ca_file is None:
                authority = _new_authority(every)
                self.ca_file = str(_write(folder / "ca.pem", _pem(authority.certificate), 0o644))
            else:
                authority = _kept_authority(Path(ca_file), every)
                self.ca_file = ca_file
            self.context = _context(authority, every, folder / "server.pem")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove the temporary files."""
        self._folder.cleanup()


@dataclass(frozen=True, slots=True, repr=False)
class _Authority:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def _kept_authority(file: Path, names: list[str]) -> _Authority:
    """Return the authority in a file, made there if there is none."""
    key_file = Path(f"{file}.key")
    if not file.exists() and not key_file.exists():
        made = _new_authority(names)
        _write(key_file, _key_pem(made.key), 0o600)
        _write(file, _pem(made.certificate), 0o644)
        return made
    kept = _read_authority(file, key_file)
    if kept is None:
        raise ValueError(f"{file} and {key_file} are no authority that a sandbox made: choose another ca_file")
    found = [one.value for one in kept.certificate.extensions if isinstance(one.value, x509.NameConstraints)]
    if found != [_constraints(names)]:
        raise ValueError(f"the authority in {file} is for other names: choose another ca_file, or delete both files")
    if kept.certificate.not_valid_after_utc < datetime.now(UTC) + timedelta(days=_DAYS):
        raise ValueError(f"the authority in {file} expires too soon: delete it and {key_file}")
    return kept


def _read_authority(file: Path, key_file: Path) -> _Authority | None:
    try:
        certificate = x509.load_pem_x509_certificate(file.read_bytes())
        key = load_pem_private_key(key_file.read_bytes(), None)
    except (OSError, ValueError, TypeError):  # TypeError: the key has a password
        return None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        return None
    return _Authority(certificate, key)


def _new_authority(names: list[str]) -> _Authority:
    """Make an authority for these names alone, so that whoever steals its key gains no others."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name("Trunkline sandbox CA")
    builder = _builder(name, key.public_key(), name, key.public_key(), _DAYS_OF_AUTHORITY)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    usage = x509.KeyUsage(digital_signature=False, key_cert_sign=True, crl_sign=True, **_SIGNS)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(_constraints(names), critical=True)
    return _Authority(builder.sign(key, SHA256()), key)


def _context(authority: _Authority, names: list[str], file: Path) -> ssl.SSLContext:
    """Return the server's settings with a new certificate, which goes through a temporary file."""
    key = ec.generate_private_key(ec.SECP256R1())
    signer = authority.certificate.subject
    builder = _builder(_name("Trunkline sandbox"), key.public_key(), signer, authority.key.public_key(), _DAYS)
    builder = builder.add_extension(x509.SubjectAlternativeName(map(_general_name, names)), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    usage = x509.KeyUsage(digital_signature=True, key_cert_sign=False, crl_sign=False, **_SIGNS)
    builder = builder.add_extension(usage, critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    _write(file, _key_pem(key) + _pem(builder.sign(authority.key, SHA256())), 0o600)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    file.unlink()
    return context


def _builder(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuing: ec.EllipticCurvePublicKey,
    days: int,
) -> x509.CertificateBuilder:
    """Begin a certificate. It is valid since yesterday, because clocks of other machines differ."""
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key, x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing), critical=False)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _constraints(names: list[str]) -> x509.NameConstraints:
    permitted: list[x509.GeneralName] = []
    for name in names:
        try:
            permitted.append(x509.IPAddress(ipaddress.ip_network(name)))
        except ValueError:
            permitted.append(x509.DNSName(name))
    return x509.NameConstraints(permitted, None)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(file: Path, content: bytes, mode: int) -> Path:
    """Write a file that does not exist yet."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
        opened.write(content)
    return file
