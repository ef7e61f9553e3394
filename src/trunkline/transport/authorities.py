"""TLS settings: the certificate authorities that are trusted."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from trunkline.errors import MastodonIllegalArgumentError

if TYPE_CHECKING:
    import ssl

_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
"""Variables of the environment that name authorities, for all programs in place of the system's. The first one counts:
the former two are OpenSSL's (https://docs.openssl.org/master/man3/SSL_CTX_load_verify_locations/)."""


def tls_settings(verify: bool | str | ssl.SSLContext) -> ssl.SSLContext | bool:
    """Return the settings for connections.

    Args:
        verify: ``True`` for the authorities that the environment names, or else those of the system; the path of a file
            or folder with others; or settings, or ``False``, which stay as they are.

    Raises:
        MastodonIllegalArgumentError: the file or folder cannot be used; the message says where it is named.
    """
    if isinstance(verify, str):
        return _trusting(verify, "verify")
    if verify is True:
        name = _variable()
        return _usual() if name is None else _trusting(os.environ[name], name)
    return verify


def bundle_of_environment() -> str | None:
    """Return the file or folder with authorities that the environment names, if it does."""
    name = _variable()
    return None if name is None else os.environ[name]


def _variable() -> str | None:
    return next((name for name in _VARIABLES if os.environ.get(name)), None)


@lru_cache(maxsize=1)
def _usual() -> ssl.SSLContext:
    """Return the settings of the system, made once, since that takes longer than the rest of a client."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


@lru_cache(maxsize=16)
def _trusting(bundle: str, named: str) -> ssl.SSLContext:
    from ssl import create_default_context

    try:
        return create_default_context(capath=bundle) if os.path.isdir(bundle) else create_default_context(cafile=bundle)
    except OSError as error:
        raise MastodonIllegalArgumentError(
            f"{named} names {bundle!r}, which is no file or folder with certificates in PEM format: {error.strerror}"
        ) from None
