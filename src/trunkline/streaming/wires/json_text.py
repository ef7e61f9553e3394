"""JSON decoder, imported when the first event comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def decoder() -> Callable[[str | bytes], Any]:
    """Return the function that decodes JSON; it raises ``ValueError`` for other and for deeply nested text."""
    from msgspec.json import Decoder

    decode = Decoder().decode

    def decoded(text: str | bytes) -> Any:
        try:
            return decode(text)
        except RecursionError:
            raise ValueError("it is nested too deeply") from None

    return decoded
