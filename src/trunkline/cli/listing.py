"""Listings: their options, and the printing of numbered objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from trunkline.cli.output.terminal import json_line, one_line, say, say_json, show, styled
from trunkline.cli.output.view import View, counted, mark
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import Account, Status, Tag, UserList

T = TypeVar("T")


class Kind(NamedTuple):
    """A kind of objects.

    Attributes:
        text: returns an object as text.
        ids: returns the ids that a number stands for, by kind: ``status``, ``account``, ``list``, ...
        names: returns the names to complete later, by kind: ``accounts``, ``tags``, ``lists``.
        apart: print an empty line after each.
    """

    text: Callable[[Any, View], Text]
    ids: Callable[[Any], Mapping[str, str]]
    names: Callable[[Any], Mapping[str, Iterable[str]]] = lambda _: {}
    apart: bool = False


class Printing(NamedTuple):
    """The options of a listing.

    Attributes:
        limit: the most objects to print.
        as_json: print one JSON object a line.
        pager: use the pager on a terminal.
        view: how objects are shown.
        numbered: print numbers, and remember them.
    """

    limit: int
    as_json: bool
    pager: bool
    view: View
    numbered: bool = True

    def page(self, most: int) -> int:
        """Return the number of objects to ask for at once, where the server gives *most* at once."""
        return min(self.limit, most)

    def print(self, session: Session, kind: Kind, objects: Iterable[Any]) -> None:
        """Print objects up to the limit as they come, with numbers that references such as ``%3`` use later.

        Args:
            session: the open session, whose account remembers the numbers.
            kind: what they are.
            objects: the objects; `client.iterate` gives them page by page, and no more than are needed.
        """
        chosen = islice(objects, self.limit)
        if self.as_json:
            for one in chosen:
                say_json(one)
            return
        seen: list[Any] = []
        try:
            show(self._numbered(kind, chosen, seen), pager=self.pager, apart=kind.apart)
        finally:
            if seen and self.numbered:
                _remember(session, kind, seen)
        if not seen:
            say("There is nothing here.", error=True)

    def _numbered(self, kind: Kind, objects: Iterable[T], seen: list[T]) -> Iterator[Text]:
        for number, one in enumerate(objects, 1):
            seen.append(one)
            text = _shown(kind, one, self.view)
            yield styled((f"%{number} ", "green")) + text if self.numbered else text


def _shown(kind: Kind, one: Any, view: View) -> Text:
    try:
        return kind.text(one, view)
    except Exception:  # noqa: BLE001  (whatever a server has sent must not end a listing)
        return styled(json_line(one))


def _remember(session: Session, kind: Kind, seen: list[Any]) -> None:
    names: dict[str, list[str]] = {}
    for one in seen:
        for of, found in _known(kind.names, one).items():
            names.setdefault(of, []).extend(found)
    session.memory.remember(names, (_known(kind.ids, one) for one in seen))


def _known(read: Callable[[Any], Mapping[str, T]], one: Any) -> Mapping[str, T]:
    """Return ids or names of an object; nothing of one that lacks what a server has to send."""
    try:
        return read(one)
    except (AttributeError, LookupError, TypeError):
        return {}


def view_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--show-sensitive`` and ``--absolute``, and pass a `View` as ``view``."""

    @click.option("--show-sensitive", "sensitive", is_flag=True, help="Show texts below a content warning.")
    @click.option("--absolute", is_flag=True, help="Print times as dates; so they are where output is no terminal.")
    @wraps(function)
    def run(*args: Any, sensitive: bool, absolute: bool, **given: Any) -> Any:
        return function(*args, view=View(sensitive, absolute), **given)

    return run


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--json``, and pass it as ``as_json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")(function)


def listing_options(*, limit: int = 20) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add the options of listings, and pass a `Printing` as ``listing``.

    Args:
        limit: the most objects unless ``--limit`` is given.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @click.option(
            "--limit",
            "-n",
            type=click.IntRange(1),
            default=limit,
            show_default=True,
            metavar="NUMBER",
            help="The most to print.",
        )
        @json_option
        @click.option("--no-pager", is_flag=True, help="Print on the terminal itself, without PAGER.")
        @view_options
        @wraps(function)
        def run(*args: Any, limit: int, as_json: bool, no_pager: bool, view: View, **given: Any) -> Any:
            return function(*args, listing=Printing(limit, as_json, not no_pager, view), **given)

        return run

    return decorate


def _status_text(status: Status, view: View) -> Text:
    from trunkline.cli.output.statuses import status_text

    return status_text(status, view)


def _account_text(account: Account, view: View) -> Text:
    from trunkline.cli.output.statuses import account_line

    return account_line(account)


def _list_text(found: UserList, view: View) -> Text:
    replies = {"followed": "replies to all you follow", "list": "replies to each other", "none": "no replies"}
    how = (replies.get(found.replies_policy, found.replies_policy or ""), "not in home" if found.exclusive else "")
    settings = mark("between").join(one_line(str(part)) for part in how if part)
    return styled((one_line(found.title), "bold"), (f"  {settings}", "dim"), (f"  {one_line(found.id)}", "dim"))


def _tag_text(tag: Tag, view: View) -> Text:
    days = [day for day in tag.history or () if str(day.uses).isdigit()]
    uses = f"  {counted(sum(int(day.uses) for day in days), 'post')} in {counted(len(days), 'day')}" if days else ""
    mine = (" followed" if tag.following else "") + (" featured" if tag.featuring else "")
    return styled((f"#{one_line(tag.name)}", "cyan"), (uses, "dim"), (mine and f" {mine}", "green"))


def _ids_of_status(status: Status) -> Mapping[str, str]:
    shown = status.reblog or status
    return {"status": shown.id, "account": shown.account.id}


def _names_of_status(status: Status) -> Mapping[str, Iterable[str]]:
    shown = status.reblog or status
    return {"accounts": [shown.account.acct], "tags": [tag.name for tag in shown.tags or ()]}


STATUSES = Kind(_status_text, _ids_of_status, _names_of_status, apart=True)
"""Statuses and boosts; a number stands for the boosted status, and for its author where an account is meant."""

ACCOUNTS = Kind(_account_text, lambda account: {"account": account.id}, lambda account: {"accounts": [account.acct]})
"""Accounts."""

LISTS = Kind(_list_text, lambda one: {"list": one.id}, lambda one: {"lists": [one.title]})
"""Own lists."""

TAGS = Kind(_tag_text, lambda tag: {"tag": tag.name}, lambda tag: {"tags": [tag.name]})
"""Hashtags."""
