"""The keyring of the system, where the package ``keyring`` is installed and finds one."""

from __future__ import annotations

from contextlib import suppress
from typing import Protocol

_SERVICE = "trunkline"
_OF_THE_SYSTEM = 1  # `keyring` gives backends that store nothing, or store in plain files, a lower priority


class Keyring(Protocol):
    """The used part of a backend of the package ``keyring``."""

    priority: float

    def get_password(self, service_name: str, username: str) -> str | None:
        """Return a secret."""

    def set_password(self, service_name: str, username: str, password: str) -> None:
        """Store a secret."""

    def delete_password(self, service_name: str, username: str) -> None:
        """Delete a secret."""


def system_keyring() -> Keyring | None:
    """Return the keyring, or ``None`` if there is none; ``PYTHON_KEYRING_BACKEND`` chooses another or none."""
    try:
        import keyring  # pyright: ignore[reportMissingImports]  # an extra
    except ImportError:
        return None
    found: Keyring = keyring.get_keyring()
    return found if found.priority >= _OF_THE_SYSTEM else None


def read(name: str) -> str | None:
    """Return the secret of that name; ``None`` if there is none."""
    ring = system_keyring()
    if ring is None:
        return None
    try:
        return ring.get_password(_SERVICE, name)
    except Exception:  # noqa: BLE001  (backends have errors of their own, such as that of a locked keyring)
        return None


def write(name: str, secret: str) -> bool:
    """Store a secret; return False if there is no keyring, or it does not take it."""
    ring = system_keyring()
    if ring is None:
        return False
    try:
        ring.set_password(_SERVICE, name, secret)
    except Exception:  # noqa: BLE001  (backends have errors of their own; the secret goes into a file then)
        return False
    return True


def delete(name: str) -> None:
    """Delete the secret of that name."""
    ring = system_keyring()
    if ring is not None:
        with suppress(Exception):  # it may be gone already
            ring.delete_password(_SERVICE, name)
