"""Finding the names, ids, posts and rows of the accounts and servers of a purge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from trunkline.pipeline.names import OWNER
from trunkline.pipeline.people import address_of
from trunkline.pipeline.purge.names import PurgeList, host_in, is_below, proven
from trunkline.pipeline.purge.tables import NOWHERE, Dataset, StoredTable, Where, among
from trunkline.pipeline.tabular.tables import REJECTED

Ids = defaultdict[str, set[Any]]
"""Ids by the server on which they are valid."""

HISTORY = ("status_versions", "status_snapshots", "status_deletions")
"""Tables about posts, without their authors."""

CONTACT = "contact__account__"
"""Prefix of the columns with the contact account of a server."""

_POST = "account__"
_MANY = 1000
_MOST_NAMES = 32  # of one account: people have a handful, on the servers that they have moved to


def _no_ids() -> Ids:
    return defaultdict(set)


@dataclass
class PurgeTarget:
    """Accounts and servers to purge, with the names and ids that identify their rows.

    Attributes:
        names: the accounts and servers, with all names that they have in the data.
        domains: by server that was asked, the domain in the names of its accounts.
        accounts: ids of the accounts.
        posts: ids of their posts, and of boosts and quotes of these.
        rows: ids of the rows that go, by table and server.
        uris: the ``uri`` of their posts on their own servers.
        unproved: names that servers tell, without proof, of the accounts and servers; they are not purged.
        subjects: ids of purged accounts whose lists are in ``following``, ``timelines_home``, ..., by table and server.
    """

    names: PurgeList
    domains: dict[str, str] = field(default_factory=dict)
    accounts: Ids = field(default_factory=_no_ids)
    posts: Ids = field(default_factory=_no_ids)
    rows: defaultdict[str, Ids] = field(default_factory=lambda: defaultdict(_no_ids))
    uris: set[Any] = field(default_factory=set)
    unproved: set[str] = field(default_factory=set)
    subjects: defaultdict[str, Ids] = field(default_factory=lambda: defaultdict(_no_ids))

    def local_names(self, instance: str) -> set[str]:
        """Return the ``acct`` of accounts of the purge on their own server."""
        domain = self.domains.get(instance, instance)
        handles = (handle.split("@") for handle in self.names.handles)
        return {name for name, host in handles if host in (domain, instance)}

    @property
    def homes(self) -> Iterable[str]:
        """Servers on which an account of the purge may live."""
        hosts = {handle.partition("@")[2] for handle in self.names.handles}
        return sorted(hosts | {one for one, domain in self.domains.items() if domain in hosts})


def find(data: Dataset, names: PurgeList) -> PurgeTarget:
    """Find all by which rows of accounts and servers are recognised."""
    target = PurgeTarget(names, _domains(data))
    hosts = [instance for instance, domain in target.domains.items() if domain in names.servers]
    target.unproved |= {domain for instance, domain in target.domains.items() if instance in names.servers}
    target.names |= PurgeList(frozenset(_by_host(target)), frozenset(hosts))
    before = None
    while before != target.names:
        before = target.names
        for table in (*data.roots, *data.lists):
            for prefix in table.accounts:
                _learn_accounts(data, table, prefix, target)
    for table in data.roots:
        _learn_subjects(data, table, target)
        _learn_posts(data, table, target)
    target.unproved -= target.names.names | target.names.servers
    return target


def shows(table: StoredTable, prefix: str, target: PurgeTarget) -> Where:
    """Match the rows in which the columns that begin with *prefix* are an account of the purge."""
    acct, where = table.lower(f"{prefix}acct"), NOWHERE
    where |= among(acct, target.names.handles)
    for column in ("uri", "url"):
        if table.has(prefix + column):
            where |= among(table.lower(prefix + column), target.names.addresses)
    for instance in target.homes:
        if local := target.local_names(instance):
            where |= among(acct, local) & Where(f"{table.instance} = %s", (instance,))
    for server in sorted(target.names.servers):
        where |= _ends(acct, f"@{server}")
        if table.has(f"{prefix}uri"):
            where |= _begins(table.lower(f"{prefix}uri"), f"https://{server}/", f"http://{server}/")
    return where


def doomed(table: StoredTable, target: PurgeTarget) -> Where:
    """Match the rows of a resource's table that a purge removes."""
    where = among(table.columns["_instance"], target.names.servers)
    for prefix in table.accounts:
        if not prefix.startswith(CONTACT):
            where |= shows(table, prefix, target)
    for instance, subjects in sorted(target.subjects[table.name].items()):
        where |= among(table.columns[_subject(table)], subjects) & Where(f"{table.instance} = %s", (instance,))
    if table.name in HISTORY and table.has("uri"):
        for address in sorted(target.names.addresses):
            where |= _begins(table.lower("uri"), f"{address}/")
        for server in sorted(target.names.servers):
            where |= _begins(table.lower("uri"), f"https://{server}/", f"http://{server}/")
    if table.name == REJECTED:
        where |= _in_text(table, target)
    return where


def doomed_history(table: StoredTable, target: PurgeTarget) -> Iterator[Where]:
    """Match the rows about posts of the purge in a table of `HISTORY`, and what was rejected of rows of the purge.

    Yields:
        One condition for each batch of ids.
    """
    if table.name == REJECTED and table.has("path"):
        for resource, ids in sorted(target.rows.items()):
            of = Where(f"{table.columns['resource']} = %s", (resource,))
            yield from (where & of for where in _of_ids(table, "id", ids))
    if table.name in HISTORY:
        yield from _of_ids(table, "id", target.posts)
        if table.has("uri"):
            yield from (among(table.columns["uri"], some) for some in _pieces(target.uris))


def contact(table: StoredTable, target: PurgeTarget) -> Where:
    """Match the rows about servers whose contact is an account of the purge."""
    return shows(table, CONTACT, target) if f"{CONTACT}acct" in table.columns else NOWHERE


def answers(table: StoredTable, column: str, target: PurgeTarget) -> Iterator[Where]:
    """Match the rows of replies to an account of the purge; one condition for each batch of ids."""
    yield from _of_ids(table, column, target.accounts)


def _by_host(target: PurgeTarget) -> Iterator[frozenset[str]]:
    """Yield the addresses of accounts with the host of their server, where its domain is another.

    A load that recognises them has not asked the server for its domain yet. A server is believed that its accounts are
    those of another domain, and not that those of another domain are its own.
    """
    for instance, domain in target.domains.items():
        for name in target.local_names(instance):
            here, there = f"{name}@{instance}", f"{name}@{domain}"
            if there in target.names.handles or is_below(instance, domain):
                yield frozenset({here, there})
            else:
                target.unproved.add(there)


def _domains(data: Dataset) -> dict[str, str]:
    """Return the domain in the addresses of each server's accounts, which may differ from its host."""
    table = data.get("instances")
    if table is None or not table.has("domain"):
        return {}
    domains = data.distinct(
        table, (table.instance, table.lower("domain")), Where(f"{table.columns['domain']} IS NOT NULL")
    )
    return {row[0]: row[1] for row in domains}


def _learn_accounts(data: Dataset, table: StoredTable, prefix: str, target: PurgeTarget) -> None:
    """Add ids and further names of the accounts of the purge that columns show."""
    names = [f"{prefix}{name}" for name in ("id", "acct", "uri", "url")]
    values = (table.instance, *(table.columns.get(name, "NULL") for name in names))
    for instance, own_id, acct, uri, url in data.distinct(table, values, shows(table, prefix, target)):
        target.accounts[instance].add(own_id)
        if not acct:
            continue
        address = address_of(acct, target.domains.get(instance) or instance)
        if not target.names.servers & {address.partition("@")[2], host_in((uri or "").lower())}:
            told = {address, *(one.lower() for one in (uri, url) if one)}
            home = None if "@" in acct else instance
            told |= {address_of(acct, instance)} if home else set()
            believed = proven(target.names.names, told, home)
            if not believed <= target.names.names and not _has_enough(target.names, believed):
                target.names |= PurgeList(frozenset({believed}))
            target.unproved |= told - believed


def _has_enough(names: PurgeList, some: frozenset[str]) -> bool:
    """Return True if an account with *some* of the names has so many that no more are learned.

    A server can give its account another address in each row, or tell of one after the other that they are the same.
    """
    return any(len(known) >= _MOST_NAMES and not known.isdisjoint(some) for known in names.accounts)


def _learn_subjects(data: Dataset, table: StoredTable, target: PurgeTarget) -> None:
    """Add the accounts of the purge whose lists, such as followers or bookmarks, are in a table."""
    if table.has(_subject(table)):
        subject = table.columns[_subject(table)]
        for instance, account in data.distinct(table, (table.instance, subject), Where(f"{subject} IS NOT NULL")):
            if account in target.accounts[instance]:
                target.subjects[table.name][instance].add(account)


def _subject(table: StoredTable) -> str:
    """Return the column with the account whose list is in a table."""
    return OWNER if table.has(OWNER) else "account_id"


def _learn_posts(data: Dataset, table: StoredTable, target: PurgeTarget) -> None:
    """Add the ids of posts of the accounts, and of rows to remove."""
    if table.has("id"):
        for instance, row_id in data.distinct(table, (table.instance, table.columns["id"]), doomed(table, target)):
            target.rows[table.name][instance].add(row_id)
            if table.has("visibility"):
                target.posts[instance].add(row_id)
    for prefix in table.accounts:
        post = prefix.removesuffix(_POST)
        if prefix.endswith(_POST) and table.has(f"{post}id", f"{post}uri"):
            values = (table.instance, table.columns[f"{post}id"], table.columns[f"{post}uri"])
            for instance, post_id, uri in data.distinct(table, values, shows(table, prefix, target)):
                target.posts[instance].add(post_id)
                if host_in((uri or "").lower()) == instance:
                    target.uris.add(uri)


def _of_ids(table: StoredTable, column: str, ids: Ids) -> Iterator[Where]:
    for instance in sorted(ids):
        of_instance = Where(f"{table.instance} = %s", (instance,))
        for some in _pieces(ids[instance]):
            yield among(table.columns[column], some) & of_instance


def _pieces(values: Iterable[str | None]) -> Iterator[tuple[str, ...]]:
    """Yield *values*, as many at a time as a query can name."""
    rest = iter(sorted(value for value in values if value))
    while piece := tuple(islice(rest, _MANY)):
        yield piece


def _in_text(table: StoredTable, target: PurgeTarget) -> Where:
    """Match the rejected rows whose text shows an account of the purge."""
    raw, where = table.lower("raw"), NOWHERE
    needles = {f'"acct":"{handle}"' for handle in target.names.handles}
    needles |= {f'"{address}' for address in target.names.addresses}
    for server in target.names.servers:
        needles |= {f"://{server}/", f'@{server}"'}
    for needle in sorted(needles):
        where |= _holds(raw, needle)
    for instance in target.homes:
        for name in sorted(target.local_names(instance)):
            where |= _holds(raw, f'"acct":"{name}"') & Where(f"{table.instance} = %s", (instance,))
    return where


def _begins(value: str, *beginnings: str) -> Where:
    where = NOWHERE
    for beginning in beginnings:
        where |= Where(f"substr({value}, 1, {len(beginning)}) = %s", (beginning,))
    return where


def _ends(value: str, end: str) -> Where:
    return Where(f"substr({value}, length({value}) - {len(end) - 1}) = %s", (end,))


def _holds(value: str, part: str) -> Where:
    """Match texts that contain another; ``LIKE`` would take the underscores of names for any character."""
    return Where(f"replace({value}, %s, '') <> {value}", (part,))
