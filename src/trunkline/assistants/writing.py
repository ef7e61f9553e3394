"""Tools that change something on the server; each change is shown to the person first, where the client can show it."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Literal, cast

from mcp.server.elicitation import AcceptedElicitation, ElicitationResult
from mcp.server.mcpserver import Context, Elicit, Resolve
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field

from trunkline.assistants.finding import find_account, find_post
from trunkline.assistants.foreign import cleaned, cleaned_html, compact
from trunkline.assistants.parameters import AccountRef, PostRef
from trunkline.assistants.refusals import AssistantError
from trunkline.assistants.shapes import Done
from trunkline.assistants.shaping import is_shown, post_of
from trunkline.entities import ScheduledStatus, Status
from trunkline.text.controls import one_line

if TYPE_CHECKING:
    from trunkline.assistants.reach import HasReach, Reach
    from trunkline.clients.client import AsyncMastodon

LONGEST_POST = 100_000
"""Characters of a text to post; servers allow far less, and say so."""

_EXCERPT = 280

Audience = Annotated[
    Literal["public", "unlisted", "private", "direct"] | None,
    Field(description="if absent, that of the answered post, or the account's default"),
]
Reaction = Literal["boost", "unboost", "favourite", "unfavourite", "bookmark", "unbookmark", "pin", "unpin"]
Relation = Literal["follow", "unfollow", "mute", "unmute", "block", "unblock"]
OptionalPost = Annotated[str | None, Field(description="id or URL of the post to reply to")]


class Agreement(BaseModel):
    """Answer of the person to whom a change was shown."""

    do_it: bool = Field(default=True, title="Do it", description="Make this change on the server")


Answer = ElicitationResult[Agreement]


async def _ask_to_post(
    ctx: Context[Any, Any], text: str, visibility: Audience, content_warning: str, in_reply_to: OptionalPost
) -> Elicit[Agreement] | Agreement:
    audience: str = visibility or "the default of your account"
    warning, about = content_warning, "Post"
    if in_reply_to:
        answered = await find_post(_reach(ctx).client, in_reply_to)
        # As `status_reply` does it
        audience, warning = visibility or compact(answered.visibility), content_warning or answered.spoiler_text
        about = f"Reply, with a mention of everybody in it, to:\n{_excerpt(answered)}"
    warned = f"\nContent warning: {one_line(cleaned(warning, LONGEST_POST))}" if warning else ""
    return _shown(ctx, f"{about}\nVisibility: {audience}{warned}\nText:\n{cleaned(text, LONGEST_POST)}")


async def _ask_to_delete(ctx: Context[Any, Any], post: str) -> Elicit[Agreement] | Agreement:
    return _shown(ctx, f"Delete this post for good:\n{_excerpt(await find_post(_reach(ctx).client, post))}")


async def _ask_to_react(ctx: Context[Any, Any], reaction: Reaction, post: str) -> Elicit[Agreement] | Agreement:
    return _shown(ctx, f"{reaction.capitalize()} this post:\n{_excerpt(await find_post(_reach(ctx).client, post))}")


async def _ask_to_relate(ctx: Context[Any, Any], relation: Relation, account: str) -> Elicit[Agreement] | Agreement:
    found = await find_account(_reach(ctx).client, account)
    return _shown(ctx, f"{relation.capitalize()} @{compact(found.acct)} ({compact(found.url)})")


def _shown(ctx: Context[Any, Any], change: str) -> Elicit[Agreement] | Agreement:
    """Return the question.

    Raises:
        ToolError: the client cannot ask, and the person did not allow changes without a question.
    """
    capabilities = ctx.client_capabilities
    asking = capabilities.elicitation if capabilities else None
    if asking is None or (asking.form is None and asking.url is not None):
        if _reach(ctx).unasked:
            return Agreement()
        raise ToolError(
            "This client cannot show a change to the person before it is made (elicitation), so nothing was changed. "
            "The person can allow it with `trunkline mcp --write --without-asking`."
        )
    return Elicit(f"On {_reach(ctx).client.api_base_url}, as you:\n{change}", Agreement)


def _excerpt(status: Status) -> str:
    """Return the beginning of a post, for a person who decides about it; also of posts that are not public."""
    text = cleaned(cleaned_html(status.content), _EXCERPT).replace("\n", "\n> ")
    return f"> @{compact(status.account.acct)}: {text}"


def _reach(ctx: Context[Any, Any]) -> Reach:
    return cast("HasReach", ctx.mcp_server).reach


def _require(answer: Answer) -> None:
    """Refuse a change to which the person has not agreed.

    Raises:
        ToolError: the person declined.
    """
    if not (isinstance(answer, AcceptedElicitation) and answer.data.do_it):
        raise ToolError(
            "The person was shown this change and did not agree to it, so nothing was changed. Do not try again "
            "unless they ask for it."
        )


class WritingTools:
    """Tools that change something, each after `Agreement`."""

    def __init__(self, reach: Reach) -> None:
        self._client: AsyncMastodon = reach.client
        self._private = reach.private

    @property
    def tools(self) -> list[Callable[..., Any]]:
        """The tools, in the order in which they are listed."""
        return [self.post_status, self.delete_status, self.react, self.relate]

    async def post_status(
        self,
        answer: Annotated[Answer, Resolve(_ask_to_post)],
        text: str,
        visibility: Audience = None,
        content_warning: str = "",
        in_reply_to: OptionalPost = None,
        language: Annotated[str | None, Field(description="ISO 639-1 code of the text")] = None,
    ) -> Done:
        """Post a status, or a reply, as the account that is logged in.

        A reply mentions the author and everybody mentioned in the post that it answers, before the text. The same call
        within an hour makes no second post.
        """
        _require(answer)
        same = repr((text, visibility, content_warning, in_reply_to, language)).encode()
        words: dict[str, Any] = {
            "status": cleaned(text, LONGEST_POST),
            "visibility": visibility,
            "spoiler_text": cleaned(content_warning, LONGEST_POST) or None,
            "language": language,
            "idempotency_key": sha256(same).hexdigest(),
        }
        if in_reply_to is None:
            made = await self._client.status_post(**words)
        else:
            made = await self._client.status_reply(await find_post(self._client, in_reply_to), **words)
        return self._done("posted", made)

    async def delete_status(self, answer: Annotated[Answer, Resolve(_ask_to_delete)], post: PostRef) -> Done:
        """Delete a post of the account that is logged in. It cannot be brought back."""
        _require(answer)
        status = await find_post(self._client, post)
        await self._client.status_delete(status)
        return Done(done=f"deleted {compact(status.id)}")

    async def react(self, answer: Annotated[Answer, Resolve(_ask_to_react)], reaction: Reaction, post: PostRef) -> Done:
        """Boost, favourite, bookmark or pin a post, or take that back. Boosts and favourites are seen by others."""
        _require(answer)
        status = await find_post(self._client, post)
        calls: dict[Reaction, Any] = {
            "boost": self._client.status_reblog,
            "unboost": self._client.status_unreblog,
            "favourite": self._client.status_favourite,
            "unfavourite": self._client.status_unfavourite,
            "bookmark": self._client.status_bookmark,
            "unbookmark": self._client.status_unbookmark,
            "pin": self._client.status_pin,
            "unpin": self._client.status_unpin,
        }
        return self._done(f"{reaction}: done", await calls[reaction](status))

    async def relate(
        self, answer: Annotated[Answer, Resolve(_ask_to_relate)], relation: Relation, account: AccountRef
    ) -> Done:
        """Follow, mute or block an account, or take that back."""
        _require(answer)
        found = await find_account(self._client, account)
        calls: dict[Relation, Any] = {
            "follow": self._client.account_follow,
            "unfollow": self._client.account_unfollow,
            "mute": self._client.account_mute,
            "unmute": self._client.account_unmute,
            "block": self._client.account_block,
            "unblock": self._client.account_unblock,
        }
        await calls[relation](found)
        return Done(done=f"{relation}: @{compact(found.acct)}")

    def _done(self, done: str, made: Status | ScheduledStatus) -> Done:
        """Return the result of a change of a post; the person's own text is shown whatever its visibility is."""
        if isinstance(made, ScheduledStatus):
            raise AssistantError("The server has scheduled the status instead of posting it.")
        own = done == "posted"
        return Done(done=done, post=post_of(made) if own or is_shown(made, private=self._private) else None)
