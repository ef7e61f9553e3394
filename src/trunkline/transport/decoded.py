"""Headers of responses whose bodies the given client or session has decoded."""

from __future__ import annotations

from collections.abc import Iterable

_CHANGED_BY_DECODING = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def decoded_headers(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the header fields that still hold for the decoded body."""
    return [(name, value) for name, value in fields if name.lower() not in _CHANGED_BY_DECODING]
