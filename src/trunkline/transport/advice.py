"""Advice on how to resolve failures of the network."""

from __future__ import annotations

_UNKNOWN_AUTHORITY = frozenset({18, 19, 20, 21})
"""Codes of OpenSSL: a certificate that signs itself, alone or in a chain, or whose issuer is not known
(https://docs.openssl.org/master/man3/X509_STORE_CTX_get_error/)."""

_MOST_CAUSES = 10


def advice_on(raised: BaseException) -> str:
    """Return what to do about an error of the HTTP library."""
    from ssl import SSLCertVerificationError

    cause: BaseException | None = raised
    for _ in range(_MOST_CAUSES):
        if isinstance(cause, SSLCertVerificationError):
            if cause.verify_code in _UNKNOWN_AUTHORITY:
                return (
                    "Its certificate is of an authority that is not known here. If that is one of your own, name the "
                    "file with its certificate in the environment variable SSL_CERT_FILE, or pass verify='FILE'."
                )
            return "Its certificate does not hold for this address and time: check both."
        if cause is None:
            break
        cause = cause.__cause__ or cause.__context__
    return "Check the address and the network."
