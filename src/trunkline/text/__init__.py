"""Text of statuses: conversion from HTML, length, and splitting.

`html_to_text` and `html_to_markdown` convert the HTML of the API, `status_length` counts characters as the server does,
and `split_text` divides a text that is too long for one status (`Threads.status_post_thread` posts it). Each function
is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trunkline.text.length import status_length
    from trunkline.text.markdown import html_to_markdown
    from trunkline.text.plain import html_to_text
    from trunkline.text.splitting import split_text

__all__ = ["html_to_markdown", "html_to_text", "split_text", "status_length"]

_HOMES = {"html_to_markdown": "markdown", "html_to_text": "plain", "split_text": "splitting", "status_length": "length"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
