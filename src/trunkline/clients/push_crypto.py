"""Cryptography of Web Push (RFC 8291): keys of a subscription, and decryption of messages.

Needs the packages ``cryptography`` and ``http_ece``.
"""

from __future__ import annotations

import re
import struct
from base64 import urlsafe_b64decode
from secrets import token_bytes
from types import ModuleType
from typing import Any, TypedDict

from trunkline.endpoints.push import WebpushCryptoParamsPubkey
from trunkline.entities import PushNotification
from trunkline.errors import MastodonIllegalArgumentError

_PART = re.compile(r"(?<!\w)(\w++)=([\w+/=-]++)")


class WebpushCryptoParamsPrivkey(TypedDict):
    """Keys that decrypt push messages; to be kept secret."""

    privkey: int
    """Private key: a number of the curve P-256."""

    auth: bytes
    """Secret shared with the server, 16 bytes."""


def generate_keys() -> tuple[WebpushCryptoParamsPrivkey, WebpushCryptoParamsPubkey]:
    """Generate keys. See `PushMessages.push_subscription_generate_keys`."""
    ec, _ = _packages()
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    auth = token_bytes(16)
    return {"privkey": key.private_numbers().private_value, "auth": auth}, {"pubkey": point, "auth": auth}


def decrypt(
    data: bytes, params: WebpushCryptoParamsPrivkey, encryption_header: str, crypto_key_header: str
) -> PushNotification:
    """Decrypt a push message. See `PushMessages.push_subscription_decrypt_push`."""
    ec, http_ece = _packages()
    key = ec.derive_private_key(params["privkey"], ec.SECP256R1())
    if encryption_header or crypto_key_header:
        options: dict[str, Any] = {
            "version": "aesgcm",
            "salt": _part(encryption_header, "salt", "Encryption"),
            "dh": _part(crypto_key_header, "dh", "Crypto-Key"),
        }
    else:
        options = {"version": "aes128gcm"}
    from msgspec.json import Decoder

    try:
        text = http_ece.decrypt(data, private_key=key, auth_secret=params["auth"], **options)
        return PushNotification(Decoder(dict[str, Any]).decode(text))
    except (http_ece.ECEException, ValueError, TypeError, struct.error, RecursionError) as error:
        raise MastodonIllegalArgumentError(
            "This push message cannot be decrypted: it was encrypted for other keys, or its headers are not its own."
        ) from error


def _part(header: str, name: str, title: str) -> bytes:
    """Decode one part of a header such as ``salt=...;rs=...``."""
    found = dict(_PART.findall(header)).get(name)
    if found is None:
        raise MastodonIllegalArgumentError(f"The header {title} of the push message has no {name}; pass it unchanged.")
    bare = found.rstrip("=")
    try:
        return urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except ValueError as error:
        raise MastodonIllegalArgumentError(
            f"The {name} in the header {title} of the push message is no base64; pass the header unchanged."
        ) from error


def _packages() -> tuple[ModuleType, Any]:
    try:
        import http_ece
        from cryptography.hazmat.primitives.asymmetric import ec
    except ModuleNotFoundError as error:
        raise NotImplementedError(
            "The cryptography of push messages needs the packages cryptography and http_ece; install them with: "
            'pip install "trunkline[webpush]"'
        ) from error
    return ec, http_ece
