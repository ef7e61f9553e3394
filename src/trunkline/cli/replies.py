"""Replies as the web client of Mastodon makes them: with the mentions and the settings of the post that they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from trunkline.entities import Status

VISIBILITIES = ("public", "unlisted", "private", "direct")
"""Visibilities of posts, the widest first."""


class ReplySettings(NamedTuple):
    """Settings of a reply.

    Attributes:
        to: id of the post that it answers.
        mentions: the accounts to mention first, as ``name@server``.
        visibility: the visibility: never wider than that of the post.
        language: language of the post, or ``None``.
        warning: content warning of the post, or ``None``.
    """

    to: str
    mentions: list[str]
    visibility: str
    language: str | None
    warning: str | None

    def with_mentions(self, text: str) -> str:
        """Return *text* with the mentions that it lacks in front."""
        words = {word.strip(".,:;!?()").lower() for word in text.split()}
        lacking = [f"@{acct}" for acct in self.mentions if f"@{acct}".lower() not in words]
        return " ".join([*lacking, text])


def reply_to(session: Session, answered: Status, visibility: str | None = None) -> ReplySettings:
    """Return the settings of a reply to *answered*.

    Args:
        session: the open session.
        answered: the post.
        visibility: the visibility that was asked for; by default that of the account, or of the post if it is narrower.

    Raises:
        CommandFailure: a wider visibility than that of the post was asked for.
    """
    me = session.me
    people = dict.fromkeys([answered.account.acct, *(one.acct for one in answered.mentions or ())])
    people.pop(me.acct, None)
    if visibility is not None and _width(visibility) < _width(answered.visibility):
        raise CommandFailure(
            f"The post that you answer is {answered.visibility}: the reply cannot be {visibility}. Leave out "
            f"--visibility, or write --visibility {answered.visibility}.",
            USAGE,
        )
    default = me.source.privacy if me.source else None
    return ReplySettings(
        answered.id,
        list(people),
        visibility or max((default or "public", answered.visibility), key=_width),
        answered.language,
        answered.spoiler_text or None,
    )


def _width(visibility: str) -> int:
    """Return the place among the visibilities; what other software has beside them counts as the narrowest."""
    return VISIBILITIES.index(visibility) if visibility in VISIBILITIES else len(VISIBILITIES)
