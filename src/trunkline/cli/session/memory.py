"""Things that the command line remembers of an account: the last listing by number, and names to complete.

One small file for each account, in the state folder. A listing stores for each number the ids of what it has shown, by
kind: ``{"status": "7", "account": "3"}``. Losing the file loses the numbers and completions alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Any

from trunkline.cli.exits import words_of
from trunkline.cli.output.terminal import say
from trunkline.cli.session.folders import state
from trunkline.cli.session.json_files import read_object, write_object

_MOST_NAMES = 200
_ODD = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


class AccountMemory:
    """The file of one account.

    Args:
        label: ``name@host``, or the host alone without an account.
    """

    def __init__(self, label: str) -> None:
        self._file = state() / f"{label.translate(_ODD)}.json"
        self._known = read_object(self._file)

    def remember(self, names: Mapping[str, Iterable[str]], listed: Iterable[Mapping[str, str]] | None = None) -> None:
        """Store what a command has shown, all in one write.

        Args:
            names: names to complete, the newest first, by kind: ``accounts``, ``tags`` or ``lists``.
            listed: the ids of a listing, the first of which has the number 1; the last listing stays without it.
        """
        known: dict[str, Any] = {kind: self._longer(kind, new) for kind, new in names.items()}
        if listed is not None:
            known["listed"] = [dict(ids) for ids in listed]
        if {**self._known, **known} != self._known:
            self._known.update(known)
            try:
                write_object(self._file, self._known)
            except OSError as error:  # of a full disk, a folder of somebody else: the command has done its work
                say(f"The numbers of this listing cannot be kept for later. {words_of(error)}", error=True)

    def listed(self, number: int, kind: str) -> str | None:
        """Return the id of that kind at a number of the last listing; ``None`` if there is none."""
        listed = self._known.get("listed")
        if not isinstance(listed, list) or not 0 < number <= len(listed) or not isinstance(listed[number - 1], dict):
            return None
        found = listed[number - 1].get(kind)
        return found if isinstance(found, str) else None

    def _longer(self, kind: str, new: Iterable[str]) -> list[str]:
        return list(islice(dict.fromkeys(chain(new, self.names(kind))), _MOST_NAMES))

    def names(self, kind: str) -> list[str]:
        """Return the names to complete."""
        found = self._known.get(kind)
        return [name for name in found if isinstance(name, str)] if isinstance(found, list) else []


def all_names(kind: str) -> list[str]:
    """Return the names to complete of all accounts."""
    found = (AccountMemory(file.stem).names(kind) for file in sorted(state().glob("*.json")))
    return list(dict.fromkeys(chain.from_iterable(found)))
