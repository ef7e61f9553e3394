"""Relationships of any number of accounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Account, Relationship

_AT_ONCE = 40


def related(session: Session, accounts: Iterable[Account]) -> Iterator[tuple[Account, Relationship]]:
    """Yield accounts with their relationships to the own one, 40 with each request."""
    every = iter(accounts)
    while some := list(islice(every, _AT_ONCE)):
        found = {one.id: one for one in session.client.account_relationships(some)}
        yield from ((account, found[account.id]) for account in some if account.id in found)
