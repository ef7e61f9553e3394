"""Drafts of posts on this machine: those that were kept, and those that could not be sent.

Each is a file in the state folder that only its owner can read, with the post and, of one whose sending failed, the key
with which a second attempt makes no second post (https://docs.joinmastodon.org/methods/statuses/#create).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.posting.unsent import UnsentPost
from trunkline.cli.session.folders import state
from trunkline.cli.session.json_files import read_object, write_object
from trunkline.cli.session.open_session import Session


class KeptDraft(NamedTuple):
    """A draft.

    Attributes:
        number: its number among the drafts of the account.
        post: what is left to be sent.
        key: the idempotency key of its first text.
        of: the fingerprint of the post as it was when it was sent first.
    """

    number: int
    post: UnsentPost
    key: str
    of: str


class DraftFolder:
    """The drafts of one account.

    Args:
        session: the open session of the account.
    """

    def __init__(self, session: Session) -> None:
        stem = session.login.file.stem if session.login else session.host.replace(":", "_")
        self._folder = state() / "drafts" / stem

    def all(self) -> list[KeptDraft]:
        """Return all drafts that can be read, by number."""
        numbers = sorted(int(file.stem) for file in self._folder.glob("*.json") if file.stem.isdecimal())
        found = (self._read(number) for number in numbers)
        return [draft for draft in found if draft is not None]

    def find(self, reference: str) -> KeptDraft:
        """Return the draft with a number.

        Raises:
            CommandFailure: there is none.
        """
        found = self._read(int(reference)) if reference.isascii() and reference.isdigit() else None
        if found is None:
            raise CommandFailure(f"There is no draft {reference}. See: trunkline drafts list", NOT_FOUND)
        return found

    def begun(self, post: UnsentPost) -> KeptDraft | None:
        """Return what is left of an equal post whose sending failed, or an equal draft."""
        return next((draft for draft in self.all() if draft.of == post.fingerprint), None)

    def new(self, post: UnsentPost) -> KeptDraft:
        """Return a draft of a post, with a free number; it is not kept yet."""
        taken = [int(file.stem) for file in self._folder.glob("*.json") if file.stem.isdecimal()]
        return KeptDraft(max(taken, default=0) + 1, post, uuid4().hex, post.fingerprint)

    def keep(self, draft: KeptDraft) -> None:
        """Write a draft, in the place of one with its number."""
        write_object(self._file(draft.number), {"post": draft.post.to_json(), "key": draft.key, "of": draft.of})

    def delete(self, draft: KeptDraft) -> None:
        """Delete a draft."""
        self._file(draft.number).unlink(missing_ok=True)

    def _file(self, number: int) -> Path:
        return self._folder / f"{number}.json"

    def _read(self, number: int) -> KeptDraft | None:
        found = read_object(self._file(number))
        try:
            return KeptDraft(number, UnsentPost.from_json(found["post"]), str(found["key"]), str(found["of"]))
        except (KeyError, TypeError):
            return None
