"""Resources of the source, with the endpoints they are read from, the shape of their rows, and their key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.bookmarks import Bookmarks
from trunkline.endpoints.favourites import Favourites
from trunkline.endpoints.notifications import Notifications
from trunkline.endpoints.request_sizes import ACCOUNTS_A_REQUEST, STATUSES_A_REQUEST
from trunkline.endpoints.search import Searches
from trunkline.endpoints.statuses import Statuses
from trunkline.endpoints.timelines import Timelines
from trunkline.entities import (
    Account,
    CredentialAccount,
    InstanceV2,
    Notification,
    PrivacyPolicy,
    Status,
    Tag,
    TermsOfService,
)
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.crawling.reading import Batches, Reading
from trunkline.pipeline.crawling.server import Row, as_row
from trunkline.pipeline.crawling.subjects import of_each_account
from trunkline.pipeline.crawling.terms import described
from trunkline.pipeline.names import OWNER
from trunkline.pipeline.options import Subject
from trunkline.pipeline.tabular.shapes import TEXT, Object, shape_of
from trunkline.pipeline.tabular.undeclared import MOST
from trunkline.protocol.request import Request


@dataclass(frozen=True, slots=True)
class Resource:
    """Resource of the source; its rows go into the table of the same name.

    Attributes:
        read: function that yields its rows.
        shape: shape of its rows.
        key: columns by which rows are merged.
        subjects: name of the option that lists the accounts, hashtags or queries to read.
        needs: a ``"token"``, or one only to know the ``"own account"`` if no other is given, or ``"nothing"``.
        posts_of_others: rows are posts of other people, so that the rules of consent apply.
        crawls: API path to check against robots.txt; ``None`` for reading that is no crawling.
        by_default: read if the options name no resources.
        has_local: the option ``local`` makes another list of it.
        undeclared: greatest number of undeclared fields of a server that get columns of their own.
    """

    read: Callable[[Reading], Batches]
    shape: Object
    key: tuple[str, ...] = ("_instance", "id")
    subjects: Subject | None = None
    needs: Literal["token", "own account", "nothing"] = "nothing"
    posts_of_others: bool = True
    crawls: str | None = None
    by_default: bool = True
    has_local: bool = False
    undeclared: int = MOST

    @property
    def name(self) -> str:
        """Name of resource and table."""
        return self.read.__name__

    @property
    def is_owned(self) -> bool:
        """True for lists of the token's owner, whose rows say in `OWNER` whose they are."""
        return OWNER in self.key


async def accounts(reading: Reading) -> Batches:
    """Read accounts by their ids, or the own one with its settings."""
    if not reading.options.accounts:
        yield reading.changed([await reading.server.me()], "id")
        return
    ids = [account async for account in reading.accounts()]
    async for batch in reading.in_bulk(Accounts.accounts.request, Accounts.account.request, ids, ACCOUNTS_A_REQUEST):
        yield batch


def account_statuses(reading: Reading) -> Batches:
    """Read the posts and boosts of accounts."""
    return of_each_account(
        reading, lambda account: reading.ordered(account, partial(Accounts.account_statuses.request, account))
    )


def timelines_home(reading: Reading) -> Batches:
    """Read the token's home timeline."""
    return reading.ordered("home", Timelines.timeline_home.request, trimmed=True)


def timelines_public(reading: Reading) -> Batches:
    """Read the public timeline, of all servers or of the own accounts of this one."""
    local = bool(reading.options.local)
    return reading.ordered("local" if local else "public", partial(Timelines.timeline_public.request, local=local))


def statuses(reading: Reading) -> Batches:
    """Read statuses by their ids."""
    ids = reading.options.subjects("statuses")
    return reading.in_bulk(Statuses.statuses.request, Statuses.status.request, ids, STATUSES_A_REQUEST)


async def search(reading: Reading) -> Batches:
    """Search, with a row for each hit, in ``account``, ``status`` or ``hashtag``."""
    for query in reading.options.subjects("search"):
        kinds = reading.options.result_types
        answer = await reading.server.one(
            Searches.search_v2.request(
                query,
                result_type=kinds[0] if len(kinds) == 1 else None,
                resolve=False,
                exclude_unreviewed=False,
                limit=reading.size,
            )
        )
        yield reading.changed([*_hits(query, kinds, answer)], "query", "type", "id")


def notifications(reading: Reading) -> Batches:
    """Read the token's notifications."""
    return reading.ordered("notifications", _notifications)


async def hashtags(reading: Reading) -> Batches:
    """Read public statuses with hashtags."""
    local = bool(reading.options.local)
    for hashtag in reading.options.subjects("hashtags"):
        async for batch in reading.ordered(hashtag, partial(Timelines.timeline_hashtag.request, hashtag, local=local)):
            yield batch


def instances(reading: Reading) -> Batches:
    """Read the description of the server, with its rules, terms of service and privacy policy."""
    return described(reading)


def following(reading: Reading) -> Batches:
    """Read the accounts that accounts follow."""
    call = partial(Accounts.account_following.request, limit=reading.size)
    return of_each_account(reading, lambda account: reading.related(account, call(account), account_id=account))


def followers(reading: Reading) -> Batches:
    """Read the followers of accounts."""
    call = partial(Accounts.account_followers.request, limit=reading.size)
    return of_each_account(reading, lambda account: reading.related(account, call(account), account_id=account))


def favourites(reading: Reading) -> Batches:
    """Read the statuses that the token's account has favourited."""
    return reading.related("favourites", Favourites.favourites.request(limit=reading.size))


def bookmarks(reading: Reading) -> Batches:
    """Read the statuses that the token's account has bookmarked."""
    return reading.related("bookmarks", Bookmarks.bookmarks.request(limit=reading.size))


def _notifications(*, limit: int, min_id: str | None = None, max_id: str | None = None) -> Request[Any]:
    request: Request[Any] = Notifications.notifications.request(min_id=min_id, max_id=max_id, limit=limit)
    return request


def _hits(query: str, kinds: tuple[str, ...], answer: Row) -> Iterator[Row]:
    for kind, found in (("account", "accounts"), ("status", "statuses"), ("hashtag", "hashtags")):
        if found in kinds:
            hits = answer.get(found)
            for hit in map(as_row, hits if isinstance(hits, list) else ()):
                own_id = hit.get("id") or as_row({"id": hit.get("name")}).get("id")
                yield {**({kind: hit} if own_id else hit), "query": query, "type": kind, "id": own_id}


def _row(shape: Object, *before: str) -> Object:
    return shape.extended(**dict.fromkeys(("_instance", *before), TEXT))


_STATUS, _ACCOUNT = _row(shape_of(Status)), _row(shape_of(Account), "account_id")
_OWN_STATUS, _OWN_NOTIFICATION = _row(shape_of(Status), OWNER), _row(shape_of(Notification), OWNER)
_HIT = Object({"account": shape_of(Account), "status": shape_of(Status), "hashtag": shape_of(Tag)})
_INSTANCE = Object(
    {
        **shape_of(InstanceV2).fields,
        "terms_of_service": shape_of(TermsOfService),
        "privacy_policy": shape_of(PrivacyPolicy),
    }
)
_FOUND = ("query", "type", "id")
_ACCOUNTS = "/api/v1/accounts/"
_RELATION = ("_instance", "account_id", "id")
_OWN = ("_instance", OWNER, "id")

CATALOGUE = {
    resource.name: resource
    for resource in (
        Resource(
            accounts, _row(shape_of(CredentialAccount)), subjects="accounts", needs="own account", crawls=_ACCOUNTS
        ),
        Resource(account_statuses, _STATUS, subjects="accounts", needs="own account", crawls=_ACCOUNTS),
        Resource(timelines_home, _OWN_STATUS, _OWN, needs="token"),
        Resource(timelines_public, _STATUS, crawls="/api/v1/timelines/public", has_local=True),
        Resource(statuses, _STATUS, subjects="statuses", crawls="/api/v1/statuses"),
        Resource(search, _row(_HIT, *_FOUND), ("_instance", *_FOUND), "search", crawls="/api/v2/search"),
        Resource(notifications, _OWN_NOTIFICATION, _OWN, needs="token", posts_of_others=False),
        Resource(hashtags, _STATUS, subjects="hashtags", crawls="/api/v1/timelines/tag/", has_local=True),
        Resource(instances, _row(_INSTANCE), ("_instance",), posts_of_others=False),
        Resource(following, _ACCOUNT, _RELATION, "accounts", "own account", posts_of_others=False),
        Resource(followers, _ACCOUNT, _RELATION, "accounts", "own account", posts_of_others=False),
        Resource(favourites, _OWN_STATUS, _OWN, needs="token", by_default=False),
        Resource(bookmarks, _OWN_STATUS, _OWN, needs="token", by_default=False),
    )
}
"""Resources by name, in the order in which they are read."""


def resource_named(name: str) -> Resource:
    """Return the resource of that name.

    Raises:
        MastodonIllegalArgumentError: there is none.
    """
    if name not in CATALOGUE:
        raise MastodonIllegalArgumentError(f"There is no resource {name!r}; there are {', '.join(CATALOGUE)}.")
    return CATALOGUE[name]
