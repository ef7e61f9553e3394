"""References: a post or an account as it is named on the command line.

A reference is an id, the address of a web page, ``@name@server``, or ``%3``: the third of the last listing. Where
several make sense, ``-`` reads them from standard input, one a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from trunkline.cli.exits import NOT_FOUND, USAGE, CommandFailure
from trunkline.cli.output.terminal import read_lines
from trunkline.cli.session.open_session import Session
from trunkline.errors import MastodonMissingCallError, MastodonNotFoundError

if TYPE_CHECKING:
    from trunkline.entities import Account, MediaAttachment, ScheduledStatus, Status, UserList

T = TypeVar("T", bound=Any)


def find_status(session: Session, reference: str) -> Status:
    """Return the post that a reference names; the address of a remote one is looked up by the server.

    Raises:
        CommandFailure: there is no such post.
    """
    with named("post", reference):
        if _is_address(reference):
            return _status_at(session, reference)
        return session.client.status(numbered(session, reference, "status") or _plain_id(reference, "post"))


def find_post(session: Session, reference: str) -> Status:
    """Return the post to act on: as `find_status`, and of a boost the post that was boosted.

    Raises:
        CommandFailure: there is no such post.
    """
    status = find_status(session, reference)
    return status.reblog or status


def find_own_post(session: Session, reference: str) -> Status:
    """Return one's own post.

    Raises:
        CommandFailure: there is no such post, or it is somebody else's.
    """
    status = find_post(session, reference)
    if status.account.id != session.me.id:
        raise CommandFailure(f"{reference} is a post of @{status.account.acct}, not yours.", NOT_FOUND)
    return status


def find_account(session: Session, reference: str) -> Account:
    """Return the account that a reference names: also ``name@server``, or ``name`` of the own server, or ``me``.

    Raises:
        CommandFailure: there is no such account.
    """
    with named("account", reference):
        if reference in ("me", "@me"):
            return session.me
        if _is_address(reference):
            return _account_at(session, reference)
        if found := numbered(session, reference, "account"):
            return session.client.account(found)
        if reference.isdigit():
            return session.client.account(reference)
        return _account_named(session, reference.lstrip("@"))


def find_list(session: Session, reference: str) -> UserList:
    """Return the own list that an id, a title or a number of the last listing names.

    Raises:
        CommandFailure: there is no such list.
    """
    with named("list", reference):
        lists = session.client.lists()
        session.memory.remember({"lists": [one.title for one in lists]})
        wanted = numbered(session, reference, "list") or reference
        found = [one for one in lists if wanted == one.id] or [one for one in lists if wanted == one.title]
        if not found:
            titles = ", ".join(one.title for one in lists) or "none"
            raise CommandFailure(f"There is no list {reference}. Your lists: {titles}.", NOT_FOUND)
        return the_only(found, "list", reference)


def find_tag(session: Session, reference: str) -> str:
    """Return the name of the hashtag that a name, with or without ``#``, or a number of the last listing stands for.

    Raises:
        CommandFailure: it can be no hashtag.
    """
    name = numbered(session, reference, "tag") or reference.removeprefix("#")
    if name.split() != [name] or "/" in name or "#" in name:
        raise CommandFailure(f"{reference} is no hashtag. Write a name without spaces, or a number such as %3.", USAGE)
    return name


def find_scheduled(session: Session, reference: str) -> ScheduledStatus:
    """Return the own scheduled post that an id or a number of the last listing names.

    Raises:
        CommandFailure: there is no such post.
    """
    with named("scheduled post", reference):
        found = numbered(session, reference, "scheduled") or _plain_id(reference, "scheduled post")
        return session.client.scheduled_status(found)


def find_medium(session: Session, reference: str) -> MediaAttachment:
    """Return the own medium, in no post yet, that an id names.

    Raises:
        CommandFailure: there is no such medium.
    """
    with named("medium", reference):
        return session.client.media(_plain_id(reference, "medium"))


def find_id(session: Session, reference: str, kind: str) -> str:
    """Return the id of what has no other name: as it is written, or by a number of the last listing.

    Args:
        session: the open session.
        reference: an id, or a number such as ``%3``.
        kind: the kind in the listing, which is also the word in messages, such as ``conversation``.

    Raises:
        CommandFailure: the last listing has nothing of that kind there, or it can be no id.
    """
    return numbered(session, reference, kind) or _plain_id(reference, kind)


def expanded(references: Iterable[str]) -> list[str]:
    """Return references with those of standard input in the place of ``-``; empty lines are left out."""
    found: list[str] = []
    for reference in references:
        found += [line for line in read_lines() if line] if reference == "-" else [reference]
    return found


def numbered(session: Session, reference: str, kind: str) -> str | None:
    """Return the id at a number such as ``%3``; ``None`` for another reference.

    Raises:
        CommandFailure: the last listing has nothing of that kind there.
    """
    if not reference.startswith("%"):
        return None
    number = reference[1:]
    found = session.memory.listed(int(number), kind) if number.isascii() and number.isdigit() else None
    if found is None:
        word = "post" if kind == "status" else kind
        raise CommandFailure(f"The last listing has no {word} with the number {reference}.", NOT_FOUND)
    return found


def the_only(found: Sequence[T], kind: str, reference: str) -> T:
    """Return the only thing with a title.

    Raises:
        CommandFailure: there are several.
    """
    if len(found) > 1:
        ids = ", ".join(one.id for one in found)
        raise CommandFailure(f"There are {len(found)} {kind}s {reference}. Write one of the ids: {ids}.", USAGE)
    return found[0]


def _is_address(reference: str) -> bool:
    return reference.lower().startswith(("https://", "http://"))


def _plain_id(reference: str, kind: str) -> str:
    if reference.isascii() and reference.replace("-", "").replace("_", "").replace(".", "").isalnum():
        return reference
    or_address = ", an address," if kind == "post" else ""
    raise CommandFailure(f"{reference} is no {kind}. Write an id{or_address} or a number such as %3.", USAGE)


def _status_at(session: Session, address: str) -> Status:
    """Return the post at an address: of the own server by its id, of others by a search that asks them."""
    if _is_here(session, address):
        last = urlsplit(address).path.rstrip("/").rpartition("/")[2]
        try:
            found = session.client.status(_plain_id(last, "post"))
        except (MastodonNotFoundError, CommandFailure):
            found = None
        if found is not None and address.rstrip("/") in (found.url, found.uri):
            return found
    if session.is_anonymous:
        raise CommandFailure(
            f"Without an account, {session.host} looks up no post of another server: {address}", NOT_FOUND
        )
    statuses = session.client.search_v2(address, resolve=True, result_type="statuses").statuses
    if not statuses:
        raise CommandFailure(f"{session.host} finds no post at {address}", NOT_FOUND)
    return statuses[0]


def _account_at(session: Session, address: str) -> Account:
    name = urlsplit(address).path.rstrip("/").rpartition("/")[2].lstrip("@")
    if _is_here(session, address) or session.is_anonymous:
        host = "" if _is_here(session, address) or "@" in name else f"@{urlsplit(address).netloc}"
        return session.client.account_lookup(f"{name}{host}")
    accounts = session.client.search_v2(address, resolve=True, result_type="accounts").accounts
    if not accounts:
        raise CommandFailure(f"{session.host} finds no account at {address}", NOT_FOUND)
    return accounts[0]


def _account_named(session: Session, acct: str) -> Account:
    """Return the account of that name; one of another server that this one does not know yet is looked up there."""
    try:
        return session.client.account_lookup(acct)
    except MastodonNotFoundError:
        if "@" not in acct or session.is_anonymous:
            raise
    found = session.client.search_v2(f"@{acct}", resolve=True, result_type="accounts").accounts
    wanted = acct.lower()
    for account in found:
        if account.acct.lower() in (wanted, wanted.partition("@")[0]):
            return account
    raise CommandFailure(f"{session.host} finds no account @{acct}.", NOT_FOUND)


def _is_here(session: Session, address: str) -> bool:
    return urlsplit(address).netloc.lower() == session.host


@contextmanager
def named(kind: str, reference: str) -> Iterator[None]:
    """Name the reference in the error of a server that finds nothing, or of an id that can be none."""
    try:
        yield
    except MastodonMissingCallError:
        raise
    except MastodonNotFoundError as error:
        raise CommandFailure(f"There is no {kind} {reference}, or none that you may see.", NOT_FOUND) from error
    except ValueError as error:
        raise CommandFailure(f"{reference} is no {kind}: {error}", USAGE) from error
