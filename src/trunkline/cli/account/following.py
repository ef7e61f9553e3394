"""The commands account follow, unfollow and remove-follower."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.command import command
from trunkline.cli.each import ACCOUNT, on_each
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Account, Relationship


@command(
    {
        "trunkline account follow @alice@mastodon.social": "an account of any server",
        "trunkline account follow %3 --no-boosts --notify": "without its boosts, and with a notification of each post",
        "trunkline account follow @alice --language de --language en": "only its posts in these languages",
        "cat names.txt | trunkline account follow -": "accounts whose names come in a pipe, one a line",
    }
)
@click.option("--boosts/--no-boosts", default=None, help="Show their boosts in the home timeline.")
@click.option("--notify/--no-notify", default=None, help="Get a notification of each of their posts.")
@click.option("--language", multiple=True, metavar="CODE", help="Show only posts in this language; all: in every one.")
@on_each(ACCOUNT, lambda now: "You follow {}." if now.following else "You have asked {} for permission to follow.")
def follow(
    session: Session, account: Account, boosts: bool | None, notify: bool | None, language: tuple[str, ...]
) -> Relationship:
    """Follow accounts, or change the options of following them; options that are not given stay as they are."""
    (before,) = session.client.account_relationships(account)
    is_new = not (before.following or before.requested)
    return session.client.account_follow(
        account,
        reblogs=(is_new or before.showing_reblogs) if boosts is None else boosts,
        notify=(not is_new and before.notifying) if notify is None else notify,
        languages=([] if "all" in language else language) if language else None,
    )


@command({"trunkline account unfollow @alice@mastodon.social": "one account"})
@on_each(ACCOUNT, "You do not follow {}.")
def unfollow(session: Session, account: Account) -> Relationship:
    """Unfollow accounts, or withdraw requests to follow them."""
    return session.client.account_unfollow(account)


@command(
    {
        "trunkline account remove-follower @alice@mastodon.social": "asks first",
        "trunkline account remove-follower %1 %2 --yes": "two of the last listing, without a question",
    }
)
@on_each(ACCOUNT, "{} does not follow you.", ask="Remove {} from your followers?")
def remove_follower(session: Session, account: Account) -> Relationship:
    """Remove accounts from your followers. They are not told, and may follow you again."""
    return session.client.account_remove_from_followers(account)
