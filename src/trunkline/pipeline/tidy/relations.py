"""Views of what people do to each other and to posts: replies, follows, edits; and of the servers that they are on."""

from __future__ import annotations

from collections.abc import Callable

from trunkline.pipeline.people import address_sql
from trunkline.pipeline.tidy.objects import HOME, domains_query
from trunkline.pipeline.tidy.tables import NUMBER, TEXT, TIME, Tables, typed, union
from trunkline.pipeline.upkeep.history import TEXTS, VERSIONS
from trunkline.pipeline.upkeep.places import ACCOUNTS, POSTS, Place


def replies(tables: Tables) -> str:
    """Return the query of ``replies``.

    The account that is answered is known from the answered post, from a mention of it, or because people answer
    themselves. ``in_reply_to`` is empty if the answered post was not loaded from that server.
    """
    seen = union(
        (
            f"SELECT _instance, {place.column('id')} AS id, {place.column('uri')} AS uri, "
            f"{place.column('account__acct')} AS acct FROM {tables.name(place.table)}"
            for place in POSTS
            if tables.has(place.table, place.column("account__acct")) and tables.has(place.table, place.column("uri"))
        ),
        _texts("id", "uri", "acct"),
    )
    return f"""WITH domains AS ({domains_query(tables)}),
answered AS (
    SELECT seen._instance, id, min(uri) AS uri, min({address_sql("acct", HOME)}) AS account
    FROM ({seen}) AS seen LEFT JOIN domains ON domains._instance = seen._instance GROUP BY seen._instance, id
),
named AS (
    SELECT post, mentioned_id, min(mentioned) AS account FROM {tables.name("mentions")} GROUP BY post, mentioned_id
)
SELECT posts.uri AS post, posts.account, posts.created_at, answered.uri AS in_reply_to,
    coalesce(answered.account, CASE WHEN posts.in_reply_to_account_id = posts.account_id THEN posts.account END,
        named.account) AS in_reply_to_account
FROM {tables.name("posts")} AS posts
LEFT JOIN answered ON answered._instance = posts._instance AND answered.id = posts.in_reply_to_id
LEFT JOIN named ON named.post = posts.uri AND named.mentioned_id = posts.in_reply_to_account_id
WHERE coalesce(posts.in_reply_to_id, posts.in_reply_to_account_id) IS NOT NULL"""


def follows(tables: Tables) -> str:
    """Return the query of ``follows``, from both lists. The address of whom they belong to is empty if not loaded."""
    listed = union(
        (
            f"SELECT _instance, account_id, acct, _dlt_load_id, '{table}' AS list FROM {tables.name(table)}"
            for table in ("following", "followers")
            if tables.has(table, "acct") and tables.has(table, "account_id")
        ),
        _texts("account_id", "acct", "_dlt_load_id", "list"),
    )
    known = union((_account(place, tables) for place in ACCOUNTS if _is_account(place, tables)), _texts("id", "acct"))
    subject = address_sql("known.acct", HOME)
    other = address_sql("seen.acct", HOME)
    return f"""WITH domains AS ({domains_query(tables)}),
known AS (SELECT _instance, id, min(acct) AS acct FROM ({known}) AS accounts GROUP BY _instance, id),
pairs AS (
    SELECT seen._dlt_load_id, CASE seen.list WHEN 'following' THEN {subject} ELSE {other} END AS account,
        CASE seen.list WHEN 'following' THEN {other} ELSE {subject} END AS followed
    FROM ({listed}) AS seen
    LEFT JOIN domains ON domains._instance = seen._instance
    LEFT JOIN known ON known._instance = seen._instance AND known.id = seen.account_id
)
SELECT account, followed, to_timestamp(CAST(min(_dlt_load_id) AS DECIMAL(18, 6))) AS first_loaded_at,
    to_timestamp(CAST(max(_dlt_load_id) AS DECIMAL(18, 6))) AS last_loaded_at
FROM pairs GROUP BY account, followed"""


def edits(tables: Tables) -> str:
    """Return the query of ``edits``: the versions of a post that its own server, or the best one, has shown."""
    names = {**dict.fromkeys(TEXTS, TEXT), "valid_from": TIME, "valid_to": TIME}
    del names["uri"]
    if not tables.has(VERSIONS.name, "id"):
        return union((), {"post": TEXT, "account": TEXT, **names})
    read = {name: (f"_dlt_{name}" if name.startswith("valid_") else name, kind) for name, kind in names.items()}
    return f"""SELECT posts.uri AS post, posts.account, {typed(tables, VERSIONS.name, read, of="version")}
FROM {tables.name(VERSIONS.name)} AS version
JOIN {tables.name("posts")} AS posts ON posts._instance = version._instance AND posts.id = version.id"""


def servers(tables: Tables) -> str:
    """Return the query of ``servers``: those that were asked, and those of people."""
    fields = {
        **{name: (name, TEXT) for name in ("title", "version", "source_url", "description")},
        "users_active_month": ("usage__users__active_month", NUMBER),
    }
    told = union(
        [f"SELECT _instance, {typed(tables, 'instances', fields)} FROM {tables.name('instances')}"]
        if tables.has("instances", "_instance")
        else (),
        {**_texts(), **{name: kind for name, (_, kind) in fields.items()}},
    )
    described = ", ".join(f"told.{name}" for name in fields)
    return f"""WITH domains AS ({domains_query(tables)}),
people AS (SELECT server, count(*) AS people FROM {tables.name("people")} GROUP BY server),
posts AS (SELECT server, count(*) AS posts FROM {tables.name("posts")} GROUP BY server),
told AS (
    SELECT coalesce(domains.domain, seen._instance) AS server, seen.*
    FROM ({told}) AS seen LEFT JOIN domains ON domains._instance = seen._instance
)
SELECT coalesce(told.server, people.server, posts.server) AS server, told._instance, {described},
    coalesce(people.people, 0) AS people, coalesce(posts.posts, 0) AS posts
FROM told FULL JOIN people ON people.server = told.server
FULL JOIN posts ON posts.server = coalesce(told.server, people.server)"""


RELATIONS: dict[str, Callable[[Tables], str]] = {one.__name__: one for one in (replies, follows, edits, servers)}
"""Queries by the names of the views."""


def _is_account(place: Place, tables: Tables) -> bool:
    return all(tables.has(place.table, place.column(name)) for name in ("id", "acct"))


def _account(place: Place, tables: Tables) -> str:
    acct, table = place.column("acct"), tables.name(place.table)
    return f"SELECT _instance, {place.column('id')} AS id, {acct} AS acct FROM {table} WHERE {acct} IS NOT NULL"


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(("_instance", *names), TEXT)
