"""Files with secrets: written for their owner alone, and a warning about those that others can read.

On Windows the mode of a file means nothing: it has the access list of its folder, and nothing is checked.
"""

from __future__ import annotations

import codecs
import os
import stat
import sys
from functools import lru_cache
from pathlib import Path

_HAS_MODES = sys.platform != "win32"
_DRAFT = ".trunkline-"
_LONGEST = 65_536


def write_secret_file(path: Path, text: str) -> None:
    """Write a file with mode 0600, whole or not at all.

    The text goes into a new file of a random name in the same folder, which nobody else can have made
    (``O_CREAT | O_EXCL | O_NOFOLLOW``), and takes the place of what is at *path* when it is on the disk. A link at
    *path* is replaced, not followed; so is a file of other mode or owner.

    Raises:
        OSError: the folder or the file of somebody else does not permit it. What was at *path* is still there.
    """
    from tempfile import mkstemp  # takes longer to import than the rest of this module

    descriptor, draft = mkstemp(prefix=_DRAFT, dir=path.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
    _warn_about_folder(path)


def read_secret_file(path: Path) -> str:
    """Return the text of a file; log a warning, once for each file, if other people of this machine can get at it.

    It is read all the same, because programs have had such files for years.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no text in UTF-8 or UTF-16.
    """
    with path.open("rb") as file:
        found = os.fstat(file.fileno())
        text = _text_of(file.read(_LONGEST + 1))
    if _HAS_MODES and stat.S_ISREG(found.st_mode):
        if found.st_mode & stat.S_IRWXO:
            can = "change" if found.st_mode & stat.S_IWOTH else "read"
            _warn(f"Everybody on this machine can {can} the secrets in {path}. Run: chmod 600 {path}")
        if _is_strangers(found.st_uid):
            _warn(f"{path} belongs to another user, who can replace its secrets. Make a file of your own.")
    _warn_about_folder(path)
    return text


def _text_of(content: bytes) -> str:
    """Return the text of a file; editors on Windows write a byte order mark, and PowerShell UTF-16."""
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = content.decode("utf-16" if utf16 else "utf-8-sig")
    if "\0" in text or len(content) > _LONGEST:
        raise ValueError("binary or too long")
    return text


def _warn_about_folder(path: Path) -> None:
    folder = path.absolute().parent
    found = folder.stat()
    if not _HAS_MODES:
        return
    if found.st_mode & stat.S_IWOTH and not found.st_mode & stat.S_ISVTX:
        _warn(f"Everybody on this machine can replace {path}. Run: chmod o-w {folder}")
    if _is_strangers(found.st_uid):
        _warn(f"{folder} belongs to another user, who can replace {path}. Use a folder of your own.")


def _is_strangers(owner: int) -> bool:
    """Return True for another user than this one; the administrator is trusted, and may read the files of others."""
    return sys.platform != "win32" and os.getuid() not in (0, owner) and owner != 0


@lru_cache(maxsize=1024)
def _warn(message: str) -> None:
    """Log a warning the first time."""
    from logging import getLogger

    getLogger("trunkline").warning(message)
