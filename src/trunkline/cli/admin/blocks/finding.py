"""Entries of the lists of a server, found by id, by number, or by what they block or allow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from trunkline.cli.each import Subject
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.references import numbered
from trunkline.cli.session.open_session import Session

PAGE = 200


def entry(metavar: str, field: str, every: Callable[[Session], Iterable[Any]]) -> Subject:
    """Return the subject of commands about the entries of a list.

    Args:
        metavar: the word for one in the help.
        field: the field with what it blocks or allows: ``domain`` or ``ip``.
        every: returns all entries.
    """
    kind = metavar.lower()

    def find(session: Session, reference: str) -> Any:
        wanted = numbered(session, reference, kind) or reference.lower()
        for one in every(session):
            if wanted in (one.id, one[field].lower()):
                return one
        raise CommandFailure(f"There is no entry for {reference}.", NOT_FOUND)

    return Subject(metavar, find, lambda one: one[field])
