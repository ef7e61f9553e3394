"""The page that leads into the reference."""

from __future__ import annotations

from .rst import page, toctree

_PARTS = {
    "Client": ("methods/index", "entities/index", "errors", "streaming", "text", "library"),
    "Pipeline": ("source", "tables/index"),
    "Command line and settings": ("commands/index", "settings"),
    "Sandbox": ("sandbox",),
}


def pages() -> dict[str, str]:
    """Return the page by its path."""
    lists = [toctree(*names, caption=caption) for caption, names in _PARTS.items()]
    return {
        "index.rst": page(
            "Reference",
            "These pages are written from the code when the site is built: signatures, limits, scopes and versions are "
            "those of this version.",
            *lists,
        )
    }
