"""Views ``posts``, ``boosts`` and ``people``, with one row for each object of several servers and tables.

A post is in several tables, on several servers, and in what others boost and quote; its ``uri`` is the same everywhere.
Its row in the view is that of the author's own server, if that was loaded, and otherwise the one that was loaded last.
Others count only what reaches them, and could write anything about a post of somebody else. A server is the own one of
an account or post if it shows the account without a domain and is the host of the ``uri``. A boost is no post.
`trunkline.pipeline.people` defines when accounts are one person. A post without ``uri`` is one by its server and id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trunkline.pipeline.people import address_sql, domains_sql, same_person_sql
from trunkline.pipeline.tidy.tables import NUMBER, ROW, TEXT, TIME, YES_NO, Tables, column, typed, union
from trunkline.pipeline.upkeep.history import DELETIONS
from trunkline.pipeline.upkeep.places import ACCOUNTS, POSTS, Place

NEWEST = (
    "own DESC NULLS LAST, _dlt_load_id DESC NULLS LAST, {changed} DESC NULLS LAST, popularity DESC NULLS LAST, "
    "lists NULLS FIRST"
)
"""Order of rows about the same object, the best first; ``own`` are those of the server that it belongs to.

``lists`` is never null; what is said of nulls is the order that BigQuery has, which cannot be told another.
"""

DELETED_AT = (
    "CASE WHEN bool_or(own AND noticed_at IS NOT NULL) OR bool_and(noticed_at IS NOT NULL) THEN max(noticed_at) END"
)
"""Time of deletion: if the author's server does not show the post any more, or none of those that had it."""

DELETED = "gone._instance = seen._instance AND gone.id = seen.id AND gone.returned_at IS NULL"
"""Condition that joins sightings with ``status_deletions``."""

OWN = "({prefix}acct NOT LIKE '%@%' AND (uri IS NULL OR lower(split_part(uri, '/', 3)) = seen._instance))"
"""Condition for accounts and posts of the server that was asked. Others that claim to be its own are not."""

HOME = "coalesce(domain, seen._instance)"
"""Domain of the accounts that a server shows without one."""

SERVER = "split_part({account}, '@', 2)"
"""Server of an address."""

BOOSTS = tuple(place for place in POSTS if Place(place.table, place.column("reblog__")) in POSTS)
"""Places of boosts."""


@dataclass(frozen=True, slots=True)
class ObjectView:
    """Definition of a view with a row for each object.

    Attributes:
        name: its name.
        places: places of its objects.
        columns: fields, with the SQL type to use if no column exists.
        counts: count fields.
        acct: the field with the address.
        changed: expression that is greater in the newer of two rows of the same load.
        popularity: expression for choosing the server with the highest counts.
        same: common table expressions that add ``same``, the identity of objects, to ``addressed``, as ``seen``.
        final: the view's columns.
        others: fields with further addresses, by the column that they become.
        boosts: rows at these places are boosts or not; ``None`` where none can be.
        ends: its objects can be in ``status_deletions``.
    """

    name: str
    places: Sequence[Place]
    columns: Mapping[str, str]
    counts: Sequence[str]
    acct: str
    changed: str
    popularity: str
    same: str
    final: str
    others: Mapping[str, str] = field(default_factory=dict)
    boosts: bool | None = None
    ends: bool = False


_SEEN = "servers, first_loaded_at, last_loaded_at"
_BY_URI = "seen AS (SELECT addressed.*, coalesce(nullif(uri, ''), _instance || '/' || id) AS same FROM addressed)"
_AUTHOR = f"address AS account, {SERVER.format(account='address')} AS server, account__uri AS account_uri, account__id"
_ROW = "lists AS _lists, _dlt_id"

_POSTS = ObjectView(
    name="posts",
    places=POSTS,
    columns={
        **dict.fromkeys(("uri", "url", "id"), TEXT),
        **dict.fromkeys(("created_at", "edited_at"), TIME),
        **dict.fromkeys(("account__uri", "account__acct", "account__id"), TEXT),
        **dict.fromkeys(("in_reply_to_id", "in_reply_to_account_id", "visibility", "language"), TEXT),
        "sensitive": YES_NO,
        **dict.fromkeys(("spoiler_text", "content"), TEXT),
    },
    counts=("replies_count", "reblogs_count", "favourites_count", "quotes_count"),
    acct="account__acct",
    changed="edited_at",
    popularity="coalesce(reblogs_count, 0) + coalesce(favourites_count, 0)",
    same=_BY_URI,
    final=f"ranked.same AS uri, url, _instance, id, created_at, edited_at, {_AUTHOR} AS account_id, in_reply_to_id, "
    "in_reply_to_account_id, visibility, language, sensitive, coalesce(spoiler_text, '') AS spoiler_text, "
    "coalesce(content, '') AS content, {counts}, "
    f"{_SEEN}, deleted_at, {_ROW}",
    boosts=False,
    ends=True,
)
_BOOSTS = ObjectView(
    name="boosts",
    places=BOOSTS,
    columns={
        **dict.fromkeys(("uri", "id"), TEXT),
        **dict.fromkeys(("created_at", "edited_at"), TIME),
        **dict.fromkeys(("account__uri", "account__acct", "account__id", "visibility"), TEXT),
        **dict.fromkeys(("reblog__uri", "reblog__account__acct"), TEXT),
    },
    counts=(),
    acct="account__acct",
    changed="edited_at",
    popularity="0",
    same=_BY_URI,
    final=f"ranked.same AS uri, _instance, id, created_at, {_AUTHOR} AS account_id, visibility, reblog__uri AS post, "
    f"author, {_SEEN}, deleted_at, {_ROW}",
    others={"author": "reblog__account__acct"},
    boosts=True,
    ends=True,
)
_PEOPLE = ObjectView(
    name="people",
    places=ACCOUNTS,
    columns={
        **dict.fromkeys(("uri", "acct", "url", "id", "username", "display_name", "note"), TEXT),
        **dict.fromkeys(("bot", "locked"), YES_NO),
        "created_at": TIME,
    },
    counts=("followers_count", "following_count", "statuses_count"),
    acct="acct",
    changed="statuses_count",
    popularity="coalesce(followers_count, 0)",
    same=same_person_sql("addressed", "seen"),
    final=f"uri, address AS account, {SERVER.format(account='address')} AS server, url, _instance, id, username, "
    f"display_name, note, bot, locked, created_at, {{counts}}, {_SEEN}",
)
_DELETION = (("_instance",), ("id",), ("noticed_at", TIME), ("returned_at", TIME))
OBJECTS = (_POSTS, _BOOSTS, _PEOPLE)


def _select(view: ObjectView, place: Place, tables: Tables) -> str | None:
    """Return a query for the objects at a place; ``None`` if there are no such columns."""
    if not tables.has(place.table, place.column(view.acct)):
        return None
    columns = typed(tables, place.table, {name: (place.column(name), kind) for name, kind in _fields(view).items()})
    where = f"{place.column(view.acct)} IS NOT NULL"
    if view.boosts is not None:
        boosted = column(tables, place.table, place.column("reblog__uri"), TEXT)
        where += f" AND {boosted} IS {'NOT NULL' if view.boosts else 'NULL'}"
    return (
        f"SELECT _instance, _dlt_id, _dlt_load_id, '{place.child('')}' AS lists, {columns} "
        f"FROM {tables.name(place.table)} WHERE {where}"
    )


def _fields(view: ObjectView) -> dict[str, str]:
    return {**view.columns, **dict.fromkeys(view.counts, NUMBER)}


def object_query(view: ObjectView, tables: Tables) -> str:
    """Return the query of a view: all sightings, of which the best are taken."""
    sightings = union(
        (select for place in view.places if (select := _select(view, place, tables))),
        {**ROW, "lists": TEXT, **_fields(view)},
    )
    newest = f"OVER (PARTITION BY same ORDER BY {NEWEST.format(changed=view.changed)})"
    best = "".join(f", first_value({name}) {newest} AS best_{name}" for name in view.counts)
    counts = ", ".join(f"best_{name} AS {name}" for name in view.counts)
    gone = view.ends and all(tables.has(DELETIONS.name, *one) for one in _DELETION)
    deletions = f"LEFT JOIN {tables.name(DELETIONS.name)} AS gone ON {DELETED}" if gone else ""
    deleted_at = DELETED_AT if gone else f"CAST(NULL AS {TIME})"
    addresses = ", ".join(
        f"{address_sql(acct, HOME)} AS {name}" for name, acct in {"address": view.acct, **view.others}.items()
    )
    own = OWN.format(prefix=view.acct.removesuffix("acct"))
    return f"""WITH domains AS ({domains_query(tables)}),
addressed AS (
    SELECT seen.*, {addresses}, {own} AS own, {view.popularity} AS popularity
    FROM (
    {sightings}
    ) AS seen LEFT JOIN domains ON domains._instance = seen._instance
),
{view.same},
ranked AS (SELECT seen.*, row_number() {newest} AS place{best} FROM seen),
sightings AS (
    SELECT same, array_agg(DISTINCT seen._instance ORDER BY seen._instance NULLS FIRST) AS servers,
        to_timestamp(CAST(min(seen._dlt_load_id) AS DECIMAL(18, 6))) AS first_loaded_at,
        to_timestamp(CAST(max(seen._dlt_load_id) AS DECIMAL(18, 6))) AS last_loaded_at,
        {deleted_at} AS deleted_at
    FROM seen {deletions} GROUP BY same
)
SELECT {view.final.format(counts=counts)} FROM ranked JOIN sightings ON sightings.same = ranked.same WHERE place = 1"""


def domains_query(tables: Tables) -> str:
    """Return a query for the domain of each server, which may differ from its host."""
    if tables.has("instances", "domain"):
        return domains_sql(tables.name("instances"))
    return f"SELECT CAST(NULL AS {TEXT}) AS _instance, CAST(NULL AS {TEXT}) AS domain"
