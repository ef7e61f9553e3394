"""Paths of declared tables below their resource."""

from __future__ import annotations

from collections.abc import Collection

Path = tuple[str, ...]


def parent_of(path: Path, paths: Collection[Path]) -> Path:
    """Return the path of the table above another: the longest beginning of it that is one of *paths*."""
    return next(path[:end] for end in reversed(range(len(path))) if path[:end] in paths)
