"""Entities of the API as answers for assistants: cleaned, cut, and without posts that were not asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trunkline.answers.pagination_info import info_of
from trunkline.assistants.foreign import (
    LONGEST_IN_LIST,
    LONGEST_NAME,
    LONGEST_TEXT,
    cleaned,
    cleaned_html,
    compact,
    moment,
)
from trunkline.assistants.shapes import (
    AccountWords,
    NotificationList,
    PostList,
    PostWords,
    ReportList,
    ReportWords,
    ShownAccount,
    ShownNotification,
    ShownPost,
    ShownReport,
    ShownTrend,
    TrendWords,
)
from trunkline.entities import Account, AdminReport, Notification, Status, Tag, TrendsLink
from trunkline.entities.literals import SHOWN_TO_ALL


def account_of(account: Account, *, longest: int = LONGEST_TEXT) -> ShownAccount:
    """Return an account as an answer; its biography has *longest* characters at most."""
    return ShownAccount(
        id=compact(account.id),
        acct=compact(account.acct),
        url=compact(account.url or account.uri),
        created_at=moment(account.get("created_at")),
        bot=bool(account.bot),
        locked=bool(account.locked),
        followers=account.followers_count or 0,
        following=account.following_count or 0,
        posts=account.statuses_count or 0,
        untrusted=AccountWords(
            display_name=cleaned(account.display_name, LONGEST_NAME),
            bio=cleaned_html(account.note, longest),
            fields=[
                f"{cleaned(f.name, LONGEST_NAME)}: {cleaned_html(f.value, LONGEST_NAME)}" for f in account.fields or ()
            ],
        ),
    )


def post_of(status: Status, *, longest: int = LONGEST_TEXT) -> ShownPost:
    """Return a post as an answer; a boost is the post that it shows, with who boosted it.

    Args:
        status: the post.
        longest: characters of each of its texts, at most.
    """
    post = status.reblog or status
    card, poll = post.card, post.poll
    return ShownPost(
        id=compact(post.id),
        url=compact(post.url or post.uri),
        created_at=moment(post.get("created_at")),
        edited_at=moment(post.get("edited_at")) or None,
        author=compact(post.account.acct),
        boosted_by=compact(status.account.acct) if status.reblog else None,
        visibility=compact(post.visibility),
        language=compact(post.language) or None,
        in_reply_to_id=compact(post.in_reply_to_id) or None,
        replies=post.replies_count or 0,
        boosts=post.reblogs_count or 0,
        favourites=post.favourites_count or 0,
        media=[compact(one.type) for one in post.media_attachments or ()],
        mentions=[compact(one.acct) for one in post.mentions or ()],
        untrusted=PostWords(
            text=cleaned_html(post.content, longest),
            content_warning=cleaned(post.spoiler_text, longest),
            author_name=cleaned(post.account.display_name, LONGEST_NAME),
            media_descriptions=[
                cleaned(one.description, longest) for one in post.media_attachments or () if one.description
            ],
            link=compact(card.url) if card else "",
            link_title=cleaned(card.title, LONGEST_NAME) if card else "",
            hashtags=[compact(tag.name) for tag in post.tags or ()],
            poll_options=[cleaned(option.title, LONGEST_NAME) for option in poll.options or ()] if poll else [],
        ),
    )


def is_shown(status: Status, *, private: bool) -> bool:
    """Return True if a post may be shown: it is public, or *private* ones were asked for."""
    return private or (status.reblog or status).visibility in SHOWN_TO_ALL


def posts_of(statuses: Iterable[Status], *, private: bool) -> tuple[list[ShownPost], int]:
    """Return the posts that may be shown, as in a list, and the number of the others."""
    every = list(statuses)
    shown = [post_of(one, longest=LONGEST_IN_LIST) for one in every if is_shown(one, private=private)]
    return shown, len(every) - len(shown)


def list_of(page: Any, *, private: bool) -> PostList:
    """Return a page of statuses as an answer."""
    posts, left_out = posts_of(page, private=private)
    return PostList(posts=posts, older=older_than(page), left_out=left_out)


def older_than(page: Any) -> str | None:
    """Return the ``max_id`` of the next page; ``None`` at the end, or where the server pages in another way."""
    position = info_of(page.next)
    return compact(position["max_id"]) if position and "max_id" in position else None


def notifications_of(page: Any, *, private: bool) -> NotificationList:
    """Return a page of notifications as an answer."""
    return NotificationList(notifications=[_notification(one, private) for one in page], older=older_than(page))


def _notification(one: Notification, private: bool) -> ShownNotification:
    status = one.status
    return ShownNotification(
        id=compact(one.id),
        type=compact(one.type),
        created_at=moment(one.get("created_at")),
        account=compact(one.account.acct),
        untrusted_name=cleaned(one.account.display_name, LONGEST_NAME),
        post=post_of(status, longest=LONGEST_IN_LIST) if status and is_shown(status, private=private) else None,
    )


def reports_of(reports: Iterable[AdminReport], *, private: bool) -> ReportList:
    """Return reports as an answer, without e-mail and IP addresses."""
    return ReportList(reports=[_report(one, private) for one in reports])


def _report(report: AdminReport, private: bool) -> ShownReport:
    posts, left_out = posts_of(report.statuses or (), private=private)
    return ShownReport(
        id=compact(report.id),
        category=compact(report.category),
        created_at=moment(report.get("created_at")),
        resolved=bool(report.action_taken),
        reporter=compact(report.account.account.acct),
        reported=compact(report.target_account.account.acct),
        posts=posts,
        left_out=left_out,
        untrusted=ReportWords(
            comment=cleaned(report.comment), rules=[cleaned(rule.text) for rule in report.rules or ()]
        ),
    )


def trend_of(trend: Tag | TrendsLink) -> ShownTrend:
    """Return a hashtag or a page that trends as an answer."""
    today = next(iter(trend.history or ()), None)
    is_page = isinstance(trend, TrendsLink)
    return ShownTrend(
        uses_today=int(today.uses) if today else 0,
        accounts_today=int(today.accounts) if today else 0,
        untrusted=TrendWords(
            name=compact(trend.provider_name if is_page else trend.name),
            url=compact(trend.url),
            title=cleaned(trend.title, LONGEST_NAME) if is_page else "",
        ),
    )
