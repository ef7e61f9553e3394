"""Tools that read over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import Field

from trunkline.assistants.finding import find_account, find_post
from trunkline.assistants.foreign import LONGEST_IN_LIST, LONGEST_NAME, cleaned, cleaned_html, compact
from trunkline.assistants.parameters import AccountRef, Limit, Older, PostRef
from trunkline.assistants.reach import Reach
from trunkline.assistants.refusals import AssistantError
from trunkline.assistants.shapes import (
    NotificationList,
    PostList,
    ReportList,
    SearchResults,
    ServerInfo,
    ServerWords,
    ShownAccount,
    Thread,
    TrendList,
)
from trunkline.assistants.shaping import (
    account_of,
    is_shown,
    list_of,
    notifications_of,
    post_of,
    posts_of,
    reports_of,
    trend_of,
)
from trunkline.errors import MastodonError


class ReadingTools:
    """Tools over the API that change nothing."""

    def __init__(self, reach: Reach) -> None:
        self._client, self._private = reach.client, reach.private

    @property
    def tools(self) -> list[Callable[..., Any]]:
        """The tools, in the order in which they are listed."""
        return [
            self.read_timeline,
            self.search,
            self.get_account,
            self.account_posts,
            self.get_thread,
            self.read_notifications,
            self.read_trends,
            self.server_info,
            self.moderation_reports,
        ]

    async def read_timeline(
        self,
        timeline: Annotated[str, Field(description="home, public, local, tag/<hashtag> or list/<id>")] = "home",
        limit: Limit = 20,
        max_id: Older = None,
    ) -> PostList:
        """Read posts of a timeline, newest first. `home` needs a login; `tag/python` is a hashtag."""
        page = await self._client.timeline(timeline, max_id=max_id, limit=limit)
        return list_of(page, private=self._private)

    async def search(
        self,
        query: Annotated[str, Field(description="words, a hashtag, @name@server, or the URL of a post or an account")],
        kind: Literal["accounts", "statuses", "hashtags"] | None = None,
        limit: Limit = 10,
        resolve: Annotated[bool, Field(description="look a URL or an address up on its own server; needs a login")] = (
            False
        ),
    ) -> SearchResults:
        """Search accounts, posts and hashtags. Servers search only posts whose authors agreed."""
        found = await self._client.search_v2(query, resolve=resolve, result_type=kind, limit=limit)
        posts, left_out = posts_of(found.statuses, private=self._private)
        return SearchResults(
            accounts=[account_of(account, longest=LONGEST_IN_LIST) for account in found.accounts],
            posts=posts,
            untrusted_hashtags=[compact(tag.name) for tag in found.hashtags],
            left_out=left_out,
        )

    async def get_account(
        self, account: Annotated[str | None, Field(description="@name, @name@server or an id; yours if absent")] = None
    ) -> ShownAccount:
        """Look at a profile: counts, biography, fields. Without `account`: the one that is logged in."""
        if account is None:
            return account_of(await self._client.account_verify_credentials())
        return account_of(await find_account(self._client, account))

    async def account_posts(
        self,
        account: AccountRef,
        limit: Limit = 20,
        max_id: Older = None,
        exclude_replies: bool = False,
        exclude_boosts: bool = False,
    ) -> PostList:
        """Read the posts of one account, newest first."""
        found = await find_account(self._client, account)
        page = await self._client.account_statuses(
            found, limit=limit, max_id=max_id, exclude_replies=exclude_replies, exclude_reblogs=exclude_boosts
        )
        return list_of(page, private=self._private)

    async def get_thread(
        self, post: PostRef, limit: Annotated[int, Field(ge=1, le=100, description="answers, at most")] = 40
    ) -> Thread:
        """Read a post with what it answers, the nearest last, and the answers to it."""
        status = await find_post(self._client, post)
        if not is_shown(status, private=self._private):
            raise AssistantError("This post is not public. Private posts need `trunkline mcp --private`.")
        context = await self._client.status_context(status)
        before, left_before = posts_of(context.ancestors[-limit:], private=self._private)
        after, left_after = posts_of(context.descendants[:limit], private=self._private)
        further = max(0, len(context.ancestors) - limit) + max(0, len(context.descendants) - limit)
        return Thread(
            before=before, post=post_of(status), after=after, left_out=left_before + left_after, further=further
        )

    async def read_notifications(
        self,
        types: Annotated[
            list[str] | None, Field(description="such as mention, favourite, reblog, follow; all if absent")
        ] = None,
        limit: Limit = 20,
        max_id: Older = None,
    ) -> NotificationList:
        """Read your notifications, newest first: mentions, boosts, favourites, followers. Needs a login."""
        page = await self._client.notifications(types=types, limit=limit, max_id=max_id)
        return notifications_of(page, private=self._private)

    async def read_trends(
        self, kind: Literal["hashtags", "posts", "links"] = "hashtags", limit: Limit = 10
    ) -> TrendList:
        """Read what trends on the server: hashtags, posts or links."""
        match kind:
            case "posts":
                statuses = await self._client.trending_statuses(limit=limit)
                return TrendList(posts=posts_of(statuses, private=self._private)[0])
            case "links":
                return TrendList(
                    links=[trend_of(one) for one in await self._client.trending_links(limit=min(limit, 20))]
                )
            case "hashtags":
                tags = await self._client.trending_tags(limit=min(limit, 20))
                return TrendList(hashtags=[trend_of(one) for one in tags])

    async def server_info(self) -> ServerInfo:
        """Look at the server: domain, version, rules, the longest post, and which account is logged in."""
        instance = await self._client.instance()
        rules = [cleaned(rule.text) for rule in (instance.get("rules") and instance.rules) or ()]
        statuses = instance.configuration.statuses if instance.get("configuration") else None
        return ServerInfo(
            domain=compact(instance.get("domain") or instance.get("uri")),
            version=compact(instance.version),
            longest_post=statuses.max_characters if statuses else None,
            account=await self._own_acct(),
            untrusted=ServerWords(
                title=cleaned(instance.title, LONGEST_NAME), description=cleaned_html(instance.description), rules=rules
            ),
        )

    async def _own_acct(self) -> str | None:
        if not self._client.access_token:
            return None
        try:
            return compact((await self._client.account_verify_credentials()).acct)
        except MastodonError:  # the token of an app without a person, or one that has been revoked
            return None

    async def moderation_reports(self, resolved: bool = False, limit: Limit = 20) -> ReportList:
        """Read reports to the moderators, newest first. Needs the login of a moderator (scope admin:read:reports)."""
        reports = await self._client.admin_reports(resolved=resolved, limit=limit)
        return reports_of(reports, private=self._private)
