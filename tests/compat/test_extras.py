"""What needs extra packages: pushes and blurhashes; and what is said where they are missing."""

from __future__ import annotations

import json
import os
import sys
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest

from mastodon import MastodonIllegalArgumentError
from mastodon.compat import __getattr__ as has

from .conftest import Canned

Make = Callable[..., Canned]
HASH = {"blurhash": "LEHV6nWB2yk8pyo0adR*.7kCMdnj"}
MESSAGE = {"access_token": "abc", "notification_id": 12, "notification_type": "mention", "title": "Hello"}


def encoded(data: bytes) -> str:
    """Bytes as headers of pushes write them."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def pushed(public: Any, standard: bool) -> tuple[bytes, str, str]:
    """A push message as a server makes it: the body and two headers."""
    http_ece = pytest.importorskip("http_ece")
    ec = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ec")
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    key, salt = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    text = json.dumps(MESSAGE).encode()
    version = "aes128gcm" if standard else "aesgcm"
    body = http_ece.encrypt(
        text, salt=salt, private_key=key, dh=public["pubkey"], auth_secret=public["auth"], version=version
    )
    headers = ("", "") if standard else (f"salt={encoded(salt)}", f"dh={encoded(point)};p256ecdsa={encoded(point)}")
    return body, *headers


@pytest.mark.parametrize("standard", [False, True])
def test_pushes_are_read(canned: Make, standard: bool) -> None:
    client = canned({}).client
    private, public = client.push_subscription_generate_keys()
    read = client.push_subscription_decrypt_push(*_order(pushed(public, standard), private))
    assert read == MESSAGE
    assert read.notification_type == "mention"
    assert "abc" not in repr(read)


def _order(message: tuple[bytes, str, str], private: Any) -> tuple[Any, Any, str, str]:
    body, encryption, crypto_key = message
    return body, private, encryption, crypto_key


def test_pushes_for_others_are_refused(canned: Make) -> None:
    client = canned({}).client
    private, _ = client.push_subscription_generate_keys()
    _, other = client.push_subscription_generate_keys()
    with pytest.raises(MastodonIllegalArgumentError, match="other keys"):
        client.push_subscription_decrypt_push(*_order(pushed(other, False), private))
    with pytest.raises(MastodonIllegalArgumentError, match="Encryption of the push message has no salt"):
        client.push_subscription_decrypt_push(b"", private, "keyid=1", "dh=abc")


@pytest.mark.parametrize(
    ("arguments", "size", "kind"),
    [
        ({}, (48, 64), float),
        ({"out_size": (4, 8)}, (24, 16), float),
        ({"out_size": (4, 8), "size_per_component": False}, (8, 4), float),
        ({"return_linear": False}, (48, 64), int),
    ],
)
def test_blurhashes_are_decoded(canned: Make, arguments: dict[str, Any], size: tuple[int, int], kind: type) -> None:
    pytest.importorskip("blurhash")
    pixels = canned({}).client.decode_blurhash(HASH, **arguments)
    assert (len(pixels), len(pixels[0])) == size
    assert {type(part) for part in pixels[0][0]} == {kind}
    assert len(pixels[0][0]) == 3


def test_no_blurhash(canned: Make) -> None:
    pytest.importorskip("blurhash")
    with pytest.raises(MastodonIllegalArgumentError, match="no blurhash"):
        canned({}).client.decode_blurhash({"blurhash": None})


def test_missing_packages_are_named(canned: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("blurhash", "http_ece"):
        monkeypatch.setitem(sys.modules, name, None)
    client = canned({}).client
    with pytest.raises(NotImplementedError, match=r"trunkline\[blurhash\]"):
        client.decode_blurhash(HASH)
    with pytest.raises(NotImplementedError, match=r"trunkline\[webpush\]"):
        client.push_subscription_generate_keys()


def test_which_packages_are_here() -> None:
    from mastodon import compat

    assert compat.IMPL_HAS_GRAPHEME
    assert compat.IMPL_HAS_WEBSOCKET
    assert has("IMPL_HAS_BLURHASH") in (True, False)
    with pytest.raises(AttributeError):
        has("IMPL_HAS_NOTHING")
