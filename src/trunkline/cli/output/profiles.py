"""Profiles and relationships as styled text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from trunkline.cli.output.rows import named_rows
from trunkline.cli.output.statuses import account_line, html_lines, indented
from trunkline.cli.output.terminal import lines, one_line, styled
from trunkline.cli.output.view import local_time, mark
from trunkline.text import html_to_text

if TYPE_CHECKING:
    from trunkline.entities import Account, Relationship
    from trunkline.entities.accounts import AccountField


def profile_text(account: Account, relationship: Relationship | None = None) -> Text:
    """Return a whole profile: state, biography, fields, counts, dates, relationship, addresses.

    Args:
        account: the account.
        relationship: the relationship to the own account, if it is known.
    """
    related = relationship_text(relationship) if relationship else None
    note = one_line(relationship.note or "") if relationship else ""
    return lines(
        (
            account_line(account) + styled((_state(account), "dim")),
            styled((f"  moved to @{one_line(account.moved.acct)}", "yellow")) if account.moved else None,
            html_lines(account.note or ""),
            indented(named_rows(map(_field, account.fields or ()))),
            indented(styled((_counts(account), "dim"))),
            indented(styled((_dates(account), "dim"))),
            indented(related) if related else None,
            indented(styled(("note: ", "yellow"), note)) if note else None,
            indented(styled((one_line(account.url or account.uri or ""), "blue"), (f"  {account.id}", "dim"))),
        )
    )


def relationship_text(relationship: Relationship) -> Text:
    """Return the relationship to an account in words; those that part two people in yellow."""
    good = [word for word, is_so in _friendly(relationship) if is_so]
    bad = [word for word, is_so in _unfriendly(relationship) if is_so]
    if not good and not bad:
        return styled(("no relationship", "dim"))
    between = mark("between")
    parts = ((between.join(good), "green"), (between if good and bad else "", "dim"), (between.join(bad), "yellow"))
    return styled(*(part for part in parts if part[0]))


def _friendly(one: Relationship) -> tuple[tuple[str, bool | None], ...]:
    follows, followed = one.following, one.followed_by
    languages = ", ".join(map(one_line, one.languages or ()))
    return (
        ("you follow each other", follows and followed),
        ("you follow", follows and not followed),
        ("follows you", followed and not follows),
        ("you have asked to follow", one.requested),
        ("asks to follow you", one.requested_by),
        ("notifies of posts", follows and one.notifying),
        ("without boosts", follows and one.showing_reblogs is False),
        (f"only posts in {languages}", follows and bool(languages)),
        ("featured on your profile", one.endorsed),
    )


def _unfriendly(one: Relationship) -> tuple[tuple[str, bool | None], ...]:
    until = f" until {local_time(one.muting_expires_at)}" if one.muting_expires_at else ""
    notified = "" if one.muting_notifications else ", but not notifications"
    return (
        (f"muted{until}{notified}", one.muting),
        ("blocked", one.blocking),
        ("blocks you", one.blocked_by),
        ("server blocked", one.domain_blocking),
    )


def _state(account: Account) -> str:
    states = (
        ("bot", account.bot),
        ("group", account.group),
        ("approves followers", account.locked),
        ("in memoriam", account.memorial),
        ("limited", account.limited),
        ("suspended", account.suspended),
    )
    roles = [one_line(role.name) for role in account.roles or () if role.name]
    return "".join(f"{mark('between')}{word}" for word in (*roles, *(word for word, is_so in states if is_so)))


def _field(field: AccountField) -> tuple[str, Text]:
    value = one_line(html_to_text(field.value or ""))
    if not field.verified_at:
        return field.name, styled(value)
    return field.name, styled((f"{mark('verified')} {value}", "green"))


def _counts(account: Account) -> str:
    return mark("between").join(
        (
            f"{account.statuses_count or 0:,} posts",
            f"{account.followers_count or 0:,} followers",
            f"follows {account.following_count or 0:,}",
        )
    )


def _dates(account: Account) -> str:
    joined = f"joined {account.created_at:%Y-%m-%d}" if account.created_at else ""
    newest = f"last post {account.last_status_at:%Y-%m-%d}" if account.last_status_at else ""
    return mark("between").join(filter(None, (joined, newest)))


def in_words(value: object) -> str:
    """Return the value of a setting in words: yes and no for truth values."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not set" if value is None else str(value)
