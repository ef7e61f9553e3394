"""The eleven resources: what each is read from, which rows it has, and by which key they are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from mastodon.endpoints.accounts import Accounts
from mastodon.endpoints.instance import Instances
from mastodon.endpoints.notifications import Notifications
from mastodon.endpoints.search import Searches
from mastodon.endpoints.statuses import Statuses
from mastodon.endpoints.timelines import Timelines
from mastodon.entities import Account, CredentialAccount, InstanceV2, Notification, Status, Tag
from mastodon.page import Page
from mastodon.pipeline.reading import Reading
from mastodon.pipeline.server import Row
from mastodon.pipeline.shapes import TEXT, Object, shape_of
from mastodon.pipeline.walks import PageCall
from mastodon.request import Request

Rows = Iterator[list[Row]]
Subjects = Literal["accounts", "statuses", "hashtags", "search"]


@dataclass(frozen=True, slots=True)
class Table:
    """A resource, and the table of the same name.

    Attributes:
        read: yields its rows.
        shape: what its rows look like.
        key: the columns by which rows are merged.
        subjects: the setting that says of what it is read.
        needs: a ``"token"``, or one only to know the ``"own account"`` where no other is given, or ``"nothing"``.
    """

    read: Callable[[Reading], Rows]
    shape: Object
    key: tuple[str, ...] = ("_instance", "id")
    subjects: Subjects | None = None
    needs: Literal["token", "own account", "nothing"] = "nothing"

    @property
    def name(self) -> str:
        """The name of resource and table."""
        return self.read.__name__


def accounts(reading: Reading) -> Rows:
    """Accounts by their ids; the own one with its settings."""
    if not reading.settings.accounts:
        yield reading.changed([reading.server.me], "id")
        return
    for found in reading.in_bulk(Accounts.accounts.request, reading.accounts()):
        yield reading.changed(found, "id")


def account_statuses(reading: Reading) -> Rows:
    """What accounts post and boost."""
    for account in reading.accounts():
        yield from reading.ordered(account, _statuses_of(account))


def timelines_home(reading: Reading) -> Rows:
    """The token's home timeline."""
    yield from reading.ordered("home", lambda after, size: Timelines.timeline_home.request(min_id=after, limit=size))


def timelines_public(reading: Reading) -> Rows:
    """The public timeline of everything that the server knows."""
    yield from reading.ordered(
        "public", lambda after, size: Timelines.timeline_public.request(min_id=after, limit=size)
    )


def statuses(reading: Reading) -> Rows:
    """Statuses by their ids."""
    for found in reading.in_bulk(Statuses.statuses.request, reading.settings.statuses):
        yield reading.changed(found, "id")


def search(reading: Reading) -> Rows:
    """What queries find: a row for each hit, in ``account``, ``status`` or ``hashtag``."""
    for query in reading.settings.search:
        answer = reading.server.one(
            Searches.search_v2.request(query, resolve=False, exclude_unreviewed=False, limit=reading.size)
        )
        hits = [
            {"query": query, "type": kind, "id": hit.get("id") or hit.get("name"), kind: hit}
            for kind, found in (("account", "accounts"), ("status", "statuses"), ("hashtag", "hashtags"))
            for hit in answer.get(found) or ()
        ]
        yield reading.changed(hits, "query", "type", "id")


def notifications(reading: Reading) -> Rows:
    """The token's notifications."""
    yield from reading.ordered("notifications", _notifications)


def hashtags(reading: Reading) -> Rows:
    """Public statuses with hashtags."""
    for hashtag in reading.settings.hashtags:
        yield from reading.ordered(hashtag, _statuses_with(hashtag))


def instances(reading: Reading) -> Rows:
    """What the server says of itself."""
    yield reading.changed([reading.server.one(Instances.instance_v2.request())])


def following(reading: Reading) -> Rows:
    """Whom accounts follow."""
    for account in reading.accounts():
        yield from reading.related(account, Accounts.account_following.request(account, limit=reading.size))


def followers(reading: Reading) -> Rows:
    """Who follows accounts."""
    for account in reading.accounts():
        yield from reading.related(account, Accounts.account_followers.request(account, limit=reading.size))


def _statuses_of(account: str) -> PageCall:
    return lambda after, size: Accounts.account_statuses.request(account, min_id=after, limit=size)


def _statuses_with(hashtag: str) -> PageCall:
    return lambda after, size: Timelines.timeline_hashtag.request(hashtag, min_id=after, limit=size)


def _notifications(after: str | None, size: int) -> Request[Page[Any]]:
    request: Request[Any] = Notifications.notifications.request(min_id=after, limit=size)
    return request


def _row(shape: Object, *before: str) -> Object:
    return shape.extended(**dict.fromkeys(("_instance", *before), TEXT))


_STATUS, _ACCOUNT = _row(shape_of(Status)), _row(shape_of(Account), "account_id")
_HIT = Object({"account": shape_of(Account), "status": shape_of(Status), "hashtag": shape_of(Tag)})
_RELATION = ("_instance", "account_id", "id")

TABLES = {
    table.name: table
    for table in (
        Table(accounts, _row(shape_of(CredentialAccount)), subjects="accounts", needs="own account"),
        Table(account_statuses, _STATUS, subjects="accounts", needs="own account"),
        Table(timelines_home, _STATUS, needs="token"),
        Table(timelines_public, _STATUS),
        Table(statuses, _STATUS, subjects="statuses"),
        Table(search, _row(_HIT, "query", "type", "id"), ("_instance", "query", "type", "id"), "search"),
        Table(notifications, _row(shape_of(Notification)), needs="token"),
        Table(hashtags, _STATUS, subjects="hashtags"),
        Table(instances, _row(shape_of(InstanceV2)), ("_instance",)),
        Table(following, _ACCOUNT, _RELATION, "accounts", "own account"),
        Table(followers, _ACCOUNT, _RELATION, "accounts", "own account"),
    )
}
"""The resources by name, in the order in which they are read."""
