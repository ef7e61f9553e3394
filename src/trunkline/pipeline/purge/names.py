"""Names of purged accounts and servers: parsing them, and recognising rows that show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, urlsplit

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.consent import Row, accounts_of
from trunkline.pipeline.people import address_of

_HANDLE = re.compile(r"@?([^@/\s]+)@([^@/\s]+)")
_PROFILE = re.compile(r"/(?:@|users/)([^@/\s]+)(?:@([^@/\s]+))?/?")


@dataclass(frozen=True)
class PurgeList:
    """Accounts and servers of a purge, with names in lower case.

    Attributes:
        accounts: for each account its names: ``name@server``, and the addresses ``uri`` and ``url``.
        servers: hosts.
    """

    accounts: frozenset[frozenset[str]] = frozenset()
    servers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, accounts: Iterable[str], servers: Iterable[str]) -> PurgeList:
        """Parse names as people write them.

        Args:
            accounts: ``@name@server``, or the address of a profile.
            servers: hosts, or addresses of servers.

        Raises:
            MastodonIllegalArgumentError: one of them is neither.
        """
        return cls(_joined(map(_names_of, accounts)), frozenset(map(_host_of, servers)))

    @classmethod
    def from_state(cls, state: Mapping[str, Any] | None) -> PurgeList:
        """Build the list from the result of `to_state`; an empty one from ``None``."""
        state = state or {}
        return cls(frozenset(map(frozenset, state.get("accounts", ()))), frozenset(state.get("servers", ())))

    def to_state(self) -> dict[str, Any]:
        """Return the list as it is kept in the state of the source."""
        return {"accounts": sorted(map(sorted, self.accounts)), "servers": sorted(self.servers)}

    def __bool__(self) -> bool:
        return bool(self.accounts or self.servers)

    def __or__(self, other: PurgeList) -> PurgeList:
        return PurgeList(_joined([*self.accounts, *other.accounts]), self.servers | other.servers)

    def __sub__(self, other: PurgeList) -> PurgeList:
        kept = frozenset(names for names in self.accounts if names.isdisjoint(other.names))
        return PurgeList(kept, self.servers - other.servers)

    @cached_property
    def names(self) -> frozenset[str]:
        """All names of the accounts."""
        return frozenset().union(*self.accounts)

    @cached_property
    def handles(self) -> frozenset[str]:
        """Their names of the form ``name@server``."""
        return frozenset(name for name in self.names if "://" not in name)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """Their addresses."""
        return self.names - self.handles

    def shown_in(self, item: Row, instance: str) -> bool:
        """Return True if an object of the API is or shows a purged account: as author, in a boost, in a quote.

        Args:
            item: the object.
            instance: the server that it comes from, as in ``_instance``.
        """
        if not self:
            return False
        return instance in self.servers or any(self.has(account, instance) for account in accounts_of(item))

    def has(self, account: Row, instance: str) -> bool:
        """Return True if an account that a server shows is one of them."""
        address = address_of(str(account["acct"]), instance)
        uri, url = str(account.get("uri")).lower(), str(account.get("url")).lower()
        if self.names and not self.names.isdisjoint((address, uri, url)):
            return True
        return bool(self.servers) and not self.servers.isdisjoint((address.partition("@")[2], host_in(uri)))


def host_in(address: str) -> str:
    """Return the host (with its port) in an address; empty if there is none."""
    return address.split("/", 3)[2] if address.count("/") > 1 else ""


def is_below(host: str, domain: str) -> bool:
    """Return True if a host is in a domain of several labels, whose owner decides on it."""
    return "." in domain and host.endswith(f".{domain}")


def proven(known: AbstractSet[str], told: AbstractSet[str], home: str | None) -> frozenset[str]:
    """Return the names among those that a server tells of one account that can be believed.

    A server is believed about its own host, whatever the names are. About others it is believed only what everybody can
    see: that the same user name on the same host, or on one below it, is the same account
    (``bob@example.org``, ``https://social.example.org/@bob``). Otherwise whoever tells that
    ``https://good.example/@victim`` is an address of its own account would have the victim purged with it.

    Args:
        known: names of the account before.
        told: names that a row has for it.
        home: the server that the row comes from, if the account is its own.
    """
    believed = told & known
    before: frozenset[str] = frozenset()
    while believed != before:
        before = frozenset(believed)
        believed = before | {one for one in told if any(_same(one, other, home) for other in before)}
    return frozenset(believed)


def _same(one: str, other: str, home: str | None) -> bool:
    (name, host), (other_name, other_host) = _user_of(one), _user_of(other)
    if host == other_host == home:
        return True
    near = host == other_host or is_below(host, other_host) or is_below(other_host, host)
    return near and bool(name) and name == other_name


def _user_of(name: str) -> tuple[str, str]:
    """Return user name and host of a name; an empty user name if its address does not show one."""
    if "://" not in name:
        user, _, host = name.partition("@")
        return user, host
    host = host_in(name)
    profile = _PROFILE.fullmatch(name.partition("://")[2].removeprefix(host))
    return (profile[1] if profile and not profile[2] else ""), host


def _joined(accounts: Iterable[Iterable[str]]) -> frozenset[frozenset[str]]:
    """Merge the names that belong to the same account."""
    joined: list[frozenset[str]] = []
    for names in map(frozenset, accounts):
        same = [one for one in joined if not one.isdisjoint(names)]
        joined = [one for one in joined if one not in same] + [names.union(*same)]
    return frozenset(joined)


def _names_of(account: str) -> list[str]:
    text = account.strip().lower()
    if handle := _HANDLE.fullmatch(text):
        return ["@".join(handle.groups())]
    parts = _split(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or not parts.path.strip("/"):
        raise MastodonIllegalArgumentError(
            f"{account!r} is no account; pass @name@server, or the address of its profile."
        )
    profile = _PROFILE.fullmatch(parts.path)
    return [text.rstrip("/"), *([f"{profile[1]}@{profile[2] or parts.netloc}"] if profile else [])]


def _host_of(server: str) -> str:
    text = server.strip().lower()
    parts = _split(text if "://" in text else f"https://{text}")
    if not parts.netloc or "@" in parts.netloc or any(c.isspace() for c in text) or parts.path.strip("/"):
        raise MastodonIllegalArgumentError(f"{server!r} is no server; pass its host, such as mastodon.example.")
    return parts.netloc


def _split(address: str) -> SplitResult:
    """Return the parts of an address, which are empty if it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")
