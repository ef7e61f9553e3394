"""Drafts of posts on this machine: those that were kept, and those that could not be sent.

Each is a file in the state folder that only its owner can read, with the post and, of one whose sending failed, the key
with which a second attempt makes no second post (https://docs.joinmastodon.org/methods/statuses/#create). While a text
is in the editor it is beside the draft, in a file that stays if the command is killed: then it is the draft's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from click import ClickException

from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.output.terminal import say
from trunkline.cli.posting.unsent import UnsentPost
from trunkline.cli.session.folders import made, state
from trunkline.cli.session.json_files import read_object, write_object
from trunkline.cli.session.open_session import Session

CUT = "------------------------ >8 ------------------------"
"""The line at which the text ends in a file of the editor."""


class KeptDraft(NamedTuple):
    """A draft.

    Attributes:
        number: its number among the drafts of the account; 0 if it is not kept yet.
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
        """Return a draft of a post, which is not kept yet."""
        return KeptDraft(0, post, uuid4().hex, post.fingerprint)

    def keep(self, draft: KeptDraft) -> KeptDraft:
        """Write a draft, in the place of one with its number; return it with the number that a new one gets."""
        if not draft.number:
            draft = draft._replace(number=self._taken())
        write_object(self._file(draft.number), {"post": draft.post.to_json(), "key": draft.key, "of": draft.of})
        return draft

    def delete(self, draft: KeptDraft) -> None:
        """Delete a draft."""
        for file in (self._file(draft.number), self._typed(draft.number)):
            file.unlink(missing_ok=True)

    @contextmanager
    def in_editor(self, draft: KeptDraft) -> Iterator[Path]:
        """Keep a draft during the block, and give the file for the editor.

        After the block, and if the editor fails, the draft is as it was before: a new one is gone. Whatever else ends
        the command in the block leaves the draft behind, with the text of the file.
        """
        kept = self.keep(draft)
        file = self._typed(kept.number)
        try:
            yield file
        except KeyboardInterrupt:
            say(f"The text is kept: trunkline drafts edit {kept.number}", error=True)
            raise
        except ClickException:
            self._close(draft, kept)
            raise
        self._close(draft, kept)

    def _close(self, before: KeptDraft, kept: KeptDraft) -> None:
        self._typed(kept.number).unlink(missing_ok=True)
        if not before.number:
            self.delete(kept)

    def _taken(self) -> int:
        """Take the next number: two commands at once get two numbers."""
        made(self._folder)
        while True:
            known = [int(file.stem) for file in self._folder.glob("*.json") if file.stem.isdecimal()]
            number = max(known, default=0) + 1
            try:
                self._file(number).touch(mode=0o600, exist_ok=False)
            except FileExistsError:
                continue
            return number

    def _file(self, number: int) -> Path:
        return self._folder / f"{number}.json"

    def _typed(self, number: int) -> Path:
        return self._folder / f"{number}.txt"

    def _read(self, number: int) -> KeptDraft | None:
        found = read_object(self._file(number))
        try:
            draft = KeptDraft(number, UnsentPost.from_json(found["post"]), str(found["key"]), str(found["of"]))
        except (KeyError, TypeError):
            return None
        typed = text_above_cut(self._typed(number))
        return draft._replace(post=draft.post._replace(texts=[typed])) if typed else draft


def text_above_cut(file: Path) -> str:
    """Return the text of a file of the editor; an empty one if there is none that can be read."""
    try:
        return file.read_text(encoding="utf-8-sig").partition(CUT)[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""
