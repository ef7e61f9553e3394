"""JSON decoder, imported when the first event comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def decoder() -> Callable[[str | bytes], Any]:
    """Return the function that decodes JSON and raises ``ValueError`` for other text."""
    from msgspec.json import Decoder

    return Decoder().decode
