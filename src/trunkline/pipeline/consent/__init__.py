"""Whether a row may be loaded: what the people in it have said, and whose post it is.

The rules are about posts of other people that somebody comes across:

========================================================= ======================================================
tables                                                    rules
========================================================= ======================================================
``timelines_home``, ``timelines_public``, ``hashtags``,   all; every author of a row counts: who wrote it, who
``search`` (posts that were found), ``statuses``,         boosted it, whose post it quotes. Rows by oneself are
``account_statuses``, ``favourites``, ``bookmarks``       one's own data: of these only ``private`` is checked.
``notifications``                                         none: they are addressed to the token's owner
``accounts``, ``following``, ``followers``,               none: no posts
``instances``
========================================================= ======================================================

``private`` is whether other people's followers-only and direct posts are loaded without being asked for. Direct posts
are letters to the token's owner, so that only this rule is about them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline_names import CONSENT_RULES

Row = dict[str, Any]

PRIVATE = "private"
"""What `Consent.refusal` says of other people's followers-only and direct posts."""

_RESTRICTED = ("private", "direct", "limited")
_SHOWN = ("status", "reblog", "quote", "quoted_status", "pleroma")
_NO_BOT = re.compile(
    r"#(?<![\w/&]#)(?:<[^>]*>)*(?:nobots?|noindex|nosearch|noarchive|noai)(?!\w)", re.IGNORECASE
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


@dataclass(frozen=True, slots=True)
class Consent:
    """Which rules are respected.

    Attributes:
        rules: names of `CONSENT_RULES`.
        private: whether other people's followers-only and direct posts are loaded too.
    """

    rules: frozenset[str] = frozenset(CONSENT_RULES)
    private: bool = False

    @classmethod
    def of(cls, rules: Iterable[str] | bool | None = None, *, private: bool = False) -> Consent:
        """The rules that an argument stands for.

        Args:
            rules: names of `CONSENT_RULES`; ``None`` or ``True`` for all, an empty list or ``False`` for none.
            private: whether other people's followers-only and direct posts are loaded too.

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

    def respects(self, rule: str) -> bool:
        """Whether one of `CONSENT_RULES` is respected."""
        return rule in self.rules

    def refusal(self, item: Row, my_id: str | None) -> str | None:
        """Why a row with other people's posts must be left out.

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
    """Whether *item* is a status of the own account."""
    author = item.get("account")
    return my_id is not None and "visibility" in item and isinstance(author, dict) and author.get("id") == my_id


def statuses_of(item: Row) -> list[Row]:
    """The statuses that *item* is or shows, boosted and quoted ones included, the outermost first."""
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
    """The accounts that *item* is or shows as authors."""
    shown = [item, item.get("account"), *(status["account"] for status in statuses_of(item))]
    return [account for account in shown if isinstance(account, dict) and "acct" in account]
