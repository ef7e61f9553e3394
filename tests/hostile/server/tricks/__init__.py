"""The lies, by subject. Each is a function with a docstring, registered by its name."""

from __future__ import annotations

from importlib import import_module

from tests.hostile.server.tricks.trick import TRICKS, Trick, trick

for _subject in (
    "bodies",
    "discovery",
    "headers",
    "listings",
    "people",
    "redirects",
    "statuses",
    "streams",
    "texts",
    "values",
):
    import_module(f"{__name__}.{_subject}")

__all__ = ["TRICKS", "Trick", "trick"]
