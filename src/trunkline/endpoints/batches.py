"""Calls that read many objects by their ids, in as few requests as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from trunkline.answers.entity import Entity
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.by_ids import read_by_ids
from trunkline.endpoints.parameters import id_list
from trunkline.endpoints.request_sizes import ACCOUNTS_A_REQUEST, STATUSES_A_REQUEST
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Account, Status
from trunkline.ids import Id, IdLike
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow, Request

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


class Batches(Client):
    """Reading any number of objects by their ids."""

    @endpoint(scopes="read:statuses")
    def statuses_by_ids(self, ids: Iterable[IdLike]) -> Flow[Found[Status]]:
        """Return any number of statuses by their ids, 20 a request; one a request where a server lacks that call.

        Args:
            ids: the statuses; duplicates are returned once.

        Returns:
            The statuses in the order of *ids*, and the ids of those that are missing.
        """
        return (yield from _by_ids(self, ids, STATUSES_A_REQUEST, Statuses.statuses.request, Statuses.status.request))

    @endpoint()
    def accounts_by_ids(self, ids: Iterable[IdLike]) -> Flow[Found[Account]]:
        """Return any number of accounts by their ids, 40 a request; one a request where a server lacks that call.

        Args:
            ids: the accounts; duplicates are returned once.

        Returns:
            The accounts in the order of *ids*, and the ids of those that are missing.
        """
        return (yield from _by_ids(self, ids, ACCOUNTS_A_REQUEST, Accounts.accounts.request, Accounts.account.request))


def _by_ids(
    client: Client,
    ids: Iterable[IdLike],
    size: int,
    several: Callable[[list[str]], Request[list[E]]],
    single: Callable[[str], Request[E]],
) -> Flow[Found[E]]:
    wanted = list(dict.fromkeys(map(Id, id_list(ids))))
    found: dict[str, E] = {}
    for start in range(0, len(wanted), size):
        some: list[str] = [*wanted[start : start + size]]
        objects = yield from read_by_ids(some, several(some), single, client.state.offered)
        found.update((one["id"], one) for one in objects)
    return Found([found[one] for one in wanted if one in found], [one for one in wanted if one not in found])
