"""Pages of the reference, written from the code when the site is built: nothing in it is stated twice."""

from __future__ import annotations

from pathlib import Path

from . import commands, data, entities, environment, errors, index, llms, methods, objects, pictures, project

FOLDERS = ("reference", "project")
"""Folders of ``docs`` that hold nothing but what is written here."""


def reference() -> dict[str, str]:
    """Return the pages of the reference by their paths."""
    return {
        **index.pages(),
        **methods.pages(),
        **entities.pages(),
        **errors.pages(),
        **objects.pages(),
        **data.pages(),
        **commands.pages(),
        **environment.pages(),
    }


def write(docs: Path) -> list[Path]:
    """Write all pages and pictures into the folder of the site's sources, and remove what an earlier build left there.

    Files whose text is the same stay untouched, so that Sphinx reads only what has changed.
    """
    files = {
        **{f"reference/{name}": text for name, text in reference().items()},
        **{f"project/{name}": text for name, text in project.pages().items()},
        **{f"_static/{name}": text for name, text in pictures.pictures().items()},
    }
    written = [_written(docs / name, text) for name, text in files.items()]
    _written(docs.parent / "llms.txt", llms.text())
    for old in {path for folder in FOLDERS for path in (docs / folder).rglob("*.*")} - set(written):
        old.unlink()
    return written


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path
