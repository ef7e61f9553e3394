"""The JSON decoder, imported when the first event comes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def decoder() -> Callable[[str | bytes], Any]:
    """What decodes JSON; it raises ``ValueError``."""
    from msgspec.json import Decoder

    return Decoder().decode
