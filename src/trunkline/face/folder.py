"""The folder from which old programs import `mastodon` as trunkline."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder

from trunkline.errors import MastodonImportError

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
"""Folder of the package `trunkline`."""


def face_folder() -> str:
    """Return the folder that holds our `mastodon`: inside of the installed package, beside it in a checkout.

    Raises:
        MastodonImportError: files of this distribution are missing.
    """
    for folder in (os.path.join(PACKAGE, "_face"), os.path.dirname(PACKAGE)):
        if is_ours(find_mastodon([folder])):
            return folder
    raise MastodonImportError("Files of trunkline are missing. Run: trunkline doctor")


def find_mastodon(path: Sequence[str]) -> ModuleSpec | None:
    """Return the spec of the `mastodon` that is imported with this search path; a folder without code is none."""
    spec = PathFinder.find_spec("mastodon", path)
    return spec if spec and spec.origin else None


def is_ours(spec: ModuleSpec | None) -> bool:
    """Return True if the `mastodon` of this spec hands on the objects of `trunkline`."""
    read: Callable[[str], str | None] | None = getattr(spec and spec.loader, "get_source", None)
    return read is not None and "\nimport trunkline\n" in (read("mastodon") or "")
