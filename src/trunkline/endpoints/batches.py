"""Calls that read many objects by their ids, in as few requests as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from trunkline.answers.entity import Entity
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.parameters import id_list
from trunkline.endpoints.request_sizes import ACCOUNTS_A_REQUEST, STATUSES_A_REQUEST
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Account, Status
from trunkline.ids import Id, IdLike
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request, send

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Found(Generic[E]):
    """Objects found for a list of ids.

    Attributes:
        items: the objects found, each once, in the order of the request.
        missing: the ids of the others: deleted, never existing, or invisible to this account.
    """

    items: list[E]
    missing: list[Id]


class Batches:
    """Reading any number of objects by their ids."""

    @endpoint(since="4.3.0", scopes="read:statuses")
    def statuses_by_ids(self, ids: Iterable[IdLike]) -> Flow[Found[Status]]:
        """Return any number of statuses by their ids, 20 a request.

        Args:
            ids: the statuses; duplicates are returned once.

        Returns:
            The statuses in the order of *ids*, and the ids of those that are missing.
        """
        return (yield from _by_ids(ids, STATUSES_A_REQUEST, Statuses.statuses.request))

    @endpoint(since="4.3.0")
    def accounts_by_ids(self, ids: Iterable[IdLike]) -> Flow[Found[Account]]:
        """Return any number of accounts by their ids, 40 a request.

        Args:
            ids: the accounts; duplicates are returned once.

        Returns:
            The accounts in the order of *ids*, and the ids of those that are missing.
        """
        return (yield from _by_ids(ids, ACCOUNTS_A_REQUEST, Accounts.accounts.request))


def _by_ids(ids: Iterable[IdLike], size: int, call: Callable[[list[str]], Request[list[E]]]) -> Flow[Found[E]]:
    wanted = list(dict.fromkeys(map(Id, id_list(ids))))
    found: dict[str, E] = {}
    for start in range(0, len(wanted), size):
        objects = yield from send(call([*wanted[start : start + size]]))
        found.update((one["id"], one) for one in objects)
    return Found([found[one] for one in wanted if one in found], [one for one in wanted if one not in found])
