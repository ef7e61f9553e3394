"""Rules of consent: posts of other people are left out if their authors or servers say so.

========================================================= ======================================================
tables                                                    rules
========================================================= ======================================================
``timelines_home``, ``timelines_public``, ``hashtags``,   all, for the author, the booster and the author of a
``search`` (posts that were found), ``statuses``,         quoted post. Rows of the own account are its own data:
``account_statuses``, ``favourites``, ``bookmarks``       of these only ``private`` is checked.
``notifications``                                         none: they are addressed to the token's owner
``accounts``, ``following``, ``followers``,               none: no posts
``instances``
========================================================= ======================================================

The rules about servers, ``robots`` and ``x_robots_tag``, hold for what is crawled: not for what the server shows to the
token's owner, such as the home timeline, the own posts, favourites and bookmarks.

The rule ``private`` leaves out other people's followers-only and direct posts, unless the option of that name is set.
Direct posts are addressed to the token's owner, so that no other rule applies to them.

This package has the rules for rows (here), for robots.txt and headers (`robots`), and for a server and a resource
(`crawl_permission`, which uses the catalogue and `crawling.server`). Apart from `crawl_permission` it does no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from trunkline.errors import MastodonError, MastodonIllegalArgumentError
from trunkline.pipeline.names import CONSENT_RULES

Row = dict[str, Any]

PRIVATE = "private"
"""Name of the rule for other people's followers-only and direct posts."""

_RESTRICTED = ("private", "direct", "limited")
_SHOWN = ("status", "reblog", "quote", "quoted_status", "pleroma")
_NO_BOT = re.compile(
    r"#(?<![\w/&]#)(?:<[^<>]*+>)*+(?:nobots?|noindex|nosearch|noarchive|noai)(?!\w)", re.IGNORECASE
)  # in HTML there may be tags between the sign and the word


def _says_no_bot(account: Row) -> bool:
    fields = account.get("fields")
    texts = [account.get("note")]
    for field in fields if isinstance(fields, list) else ():
        if isinstance(field, dict):
            texts += [field.get("name"), field.get("value")]
    return any(isinstance(text, str) and _NO_BOT.search(text) for text in texts)


_REFUSES: tuple[tuple[str, Callable[[Row], bool]], ...] = (
    ("noindex", lambda account: account.get("noindex") is True),
    ("indexable", lambda account: account.get("indexable") is False),
    ("discoverable", lambda account: account.get("discoverable") is False),
    ("nobot", _says_no_bot),
)


class CrawlingForbidden(MastodonError):
    """The server forbids programs to read this."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Rules that are respected.

    Attributes:
        rules: names of `CONSENT_RULES`.
        private: load other people's followers-only and direct posts too.
    """

    rules: frozenset[str] = frozenset(CONSENT_RULES)
    private: bool = False

    @classmethod
    def of(cls, rules: Iterable[str] | bool | None = None, *, private: bool = False) -> Consent:
        """Build the value from an option of the source.

        Args:
            rules: names of `CONSENT_RULES`; ``None`` or ``True`` for all, an empty list or ``False`` for none.
            private: load other people's followers-only and direct posts too.

        Raises:
            MastodonIllegalArgumentError: there is no such rule.
        """
        if rules is None or isinstance(rules, bool):
            return cls(frozenset() if rules is False else frozenset(CONSENT_RULES), private)
        if isinstance(rules, str):
            raise MastodonIllegalArgumentError(f"consent is one text; pass a list, such as [{rules!r}].")
        names = frozenset(rules)
        if unknown := sorted(map(repr, names - CONSENT_RULES.keys())):
            raise MastodonIllegalArgumentError(
                f"consent has no rule {', '.join(unknown)}; the rules are {', '.join(CONSENT_RULES)}. "
                "Pass some of them, or False to respect none."
            )
        return cls(names, private)

    @property
    def authors_rules(self) -> frozenset[str]:
        """Respected rules that are about authors, and leave out single rows."""
        return self.rules & {rule for rule, _ in _REFUSES}

    def respects(self, rule: str) -> bool:
        """Return True if one of `CONSENT_RULES` is respected."""
        return rule in self.rules

    def refusal(self, item: Row, my_id: str | None) -> str | None:
        """Return the rule by which a row with other people's posts must be left out.

        Args:
            item: a status, or an object that shows one.
            my_id: the id of the token's own account, if there is one.

        Returns:
            The name of the rule, or `PRIVATE`; ``None`` if the row may be loaded.
        """
        others = [status for status in statuses_of(item) if my_id is None or status["account"].get("id") != my_id]
        if not self.private and any(status["visibility"] in _RESTRICTED for status in others):
            return PRIVATE
        if _is_by(item, my_id):
            return None
        for status in others:
            if status["visibility"] != "direct" and (rule := self._against(status["account"])):
                return rule
        return None

    def _against(self, account: Row) -> str | None:
        return next((rule for rule, refuses in _REFUSES if rule in self.rules and refuses(account)), None)


def _is_by(item: Row, my_id: str | None) -> bool:
    """Return True if *item* is a status of the own account."""
    author = item.get("account")
    return my_id is not None and "visibility" in item and isinstance(author, dict) and author.get("id") == my_id


def statuses_of(item: Row) -> list[Row]:
    """Return the statuses that *item* is or shows, boosted and quoted ones included, the outermost first."""
    found, waiting = [], [item]
    for shown in waiting:
        if "visibility" in shown and isinstance(shown.get("account"), dict):
            found.append(shown)
        for name in _SHOWN:
            inner = shown.get(name)
            if inner and isinstance(inner, dict):
                waiting.append(inner)
    return found


def accounts_of(item: Row) -> list[Row]:
    """Return the accounts that *item* is or shows as authors."""
    shown = [item, item.get("account"), *(status["account"] for status in statuses_of(item))]
    return [account for account in shown if isinstance(account, dict) and "acct" in account]
