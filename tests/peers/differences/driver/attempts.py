"""Parts of scripts that may fail without ending the script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .show import failure


def attempt(call: Callable[[], Any]) -> Any:
    """Return what a function returns, or what it raises."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        return failure(error)
