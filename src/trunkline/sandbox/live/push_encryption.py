"""Encryption of push messages, in the form of the standard and in the older one, and their signature.

Sources: RFC 8291 (`aes128gcm`) with RFC 8188; draft-ietf-webpush-encryption-04 with
draft-ietf-httpbis-encryption-encoding-03 (`aesgcm`); RFC 8292 (the signature).
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from trunkline.sandbox.rules.vapid import point_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_RECORD = 4096
_KEY, _NONCE = 16, 12


@dataclass(frozen=True, slots=True)
class PushExchange:
    """Keys and secrets that sender and receiver of one message share.

    Attributes:
        receiver: public key of the subscription, an uncompressed point.
        sender: public key of this message, likewise.
        shared: the secret that follows from both keys.
        auth: the secret of the subscription.
        salt: 16 random bytes.
    """

    receiver: bytes
    sender: bytes
    shared: bytes
    auth: bytes
    salt: bytes

    @classmethod
    def begin(cls, public_key: bytes, auth: bytes) -> Self:
        """Begin a message for a subscription, with a key and a salt of its own."""
        from cryptography.hazmat.primitives.asymmetric import ec

        return cls.between(public_key, auth, ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16))

    @classmethod
    def between(cls, public_key: bytes, auth: bytes, own: EllipticCurvePrivateKey, salt: bytes) -> Self:
        """Begin a message with a given key and salt. `public_key` is a point in either form."""
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        receiver = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
        point = receiver.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return cls(point, point_of(own), own.exchange(ec.ECDH(), receiver), auth, salt)


def encrypt_aes128gcm(exchange: PushExchange, message: bytes) -> bytes:
    """Encrypt a message of at most 3,993 bytes as one record, which begins with its own header."""
    secret = _derived(exchange.shared, exchange.auth, b"WebPush: info\0" + exchange.receiver + exchange.sender, 32)
    key = _derived(secret, exchange.salt, b"Content-Encoding: aes128gcm\0", _KEY)
    nonce = _derived(secret, exchange.salt, b"Content-Encoding: nonce\0", _NONCE)
    header = exchange.salt + _RECORD.to_bytes(4) + len(exchange.sender).to_bytes(1) + exchange.sender
    return header + _sealed(key, nonce, message + b"\x02")


def encrypt_aesgcm(exchange: PushExchange, message: bytes) -> bytes:
    """Encrypt a message in the older form. Salt and key of the sender are sent in headers."""
    secret = _derived(exchange.shared, exchange.auth, b"Content-Encoding: auth\0", 32)
    keys = b"".join(len(point).to_bytes(2) + point for point in (exchange.receiver, exchange.sender))
    key = _derived(secret, exchange.salt, b"Content-Encoding: aesgcm\0P-256\0" + keys, _KEY)
    nonce = _derived(secret, exchange.salt, b"Content-Encoding: nonce\0P-256\0" + keys, _NONCE)
    return _sealed(key, nonce, b"\0\0" + message)  # the first two bytes are the length of the padding


def signed_claims(key: EllipticCurvePrivateKey, claims: dict[str, Any]) -> str:
    """Return a JSON Web Token, signed with ES256 (RFC 7515)."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    parts = ({"typ": "JWT", "alg": "ES256"}, claims)
    signed = ".".join(unpadded(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    numbers = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{unpadded(b''.join(number.to_bytes(32) for number in numbers))}"


def unpadded(data: bytes) -> str:
    """Return base64 for URLs without its padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt, info).derive(secret)


def _sealed(key: bytes, nonce: bytes, plain: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key).encrypt(nonce, plain, None)
