"""Endpoints for timelines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.parameters import cursors, given, hashtag_name
from trunkline.entities import Status
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import CursorLike, IdLike, segment
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request

_NAMES = ("home", "public", "local", "direct", "tag", "list")


class Timelines:
    """Reading timelines. Each call returns a `Page` of statuses, newest first."""

    @endpoint(changed="3.1.4", scopes="read:statuses read:lists", params_since={"min_id": "2.6.0"})
    def timeline(
        self,
        timeline: str = "home",
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        only_media: bool = False,
        local: bool = False,
        remote: bool = False,
    ) -> Request[Page[Status]]:
        """Return a timeline by its name.

        Args:
            timeline: ``"home"``, ``"public"``, ``"local"``, ``"tag/<hashtag>"`` or ``"list/<id>"``; ``"direct"`` on
                servers that still have it.
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            only_media: only statuses with media.
            local: only statuses of this server's own accounts.
            remote: only statuses of other servers' accounts.

        Returns:
            A page of statuses, newest first.

        Raises:
            MastodonIllegalArgumentError: there is no such timeline, or ``local`` and ``remote`` are both set.
        """
        name, _, of = timeline.partition("/")
        if name not in _NAMES or bool(of) != (name in ("tag", "list")):
            raise MastodonIllegalArgumentError(
                f"There is no timeline {timeline!r}: pass 'home', 'public', 'local', 'tag/<hashtag>' or 'list/<id>', "
                "or call timeline_link for the statuses about a page."
            )
        if name == "local":
            name, local = "public", True
        path = f"{name}/{segment(of)}" if of else name
        return _statuses(path, cursors(max_id, min_id, since_id, limit, "both"), only_media, local, remote)

    @endpoint(changed="4.0.0", scopes="read:statuses", params_since={"min_id": "2.6.0"})
    def timeline_home(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        only_media: bool = False,
        local: bool = False,
        remote: bool = False,
    ) -> Request[Page[Status]]:
        """Return the statuses and boosts of the accounts and hashtags that you follow.

        Args:
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            only_media: only statuses with media; Mastodon ignores this here.
            local: only statuses of this server's own accounts.
            remote: only statuses of other servers' accounts; Mastodon ignores this here.
        """
        return _statuses("home", cursors(max_id, min_id, since_id, limit, "both"), only_media, local, remote)

    @endpoint(changed="4.5.0", scopes="read:statuses", params_since={"only_media": "2.3.0", "min_id": "2.6.0"})
    def timeline_local(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        only_media: bool = False,
    ) -> Request[Page[Status]]:
        """Return the public statuses of this server's own accounts.

        Args:
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            only_media: only statuses with media.
        """
        return _statuses(
            "public", cursors(max_id, min_id, since_id, limit, "both"), only_media, local=True, remote=False
        )

    @endpoint(
        changed="4.5.0",
        scopes="read:statuses",
        params_since={"only_media": "2.3.0", "min_id": "2.6.0", "remote": "3.1.4"},
    )
    def timeline_public(
        self,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        only_media: bool = False,
        local: bool = False,
        remote: bool = False,
    ) -> Request[Page[Status]]:
        """Return the public statuses of all known accounts. Many servers require a token for this.

        Args:
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            only_media: only statuses with media.
            local: only statuses of this server's own accounts.
            remote: only statuses of other servers' accounts.

        Raises:
            MastodonIllegalArgumentError: ``local`` and ``remote`` are both set.
        """
        return _statuses("public", cursors(max_id, min_id, since_id, limit, "both"), only_media, local, remote)

    @endpoint(
        changed="4.5.0",
        scopes="read:statuses",
        params_since={
            "only_media": "2.3.0",
            "min_id": "2.6.0",
            "any": "2.7.0",
            "all": "2.7.0",
            "none": "2.7.0",
            "remote": "3.3.0",
        },
    )
    def timeline_hashtag(
        self,
        hashtag: str | Mapping[str, Any],
        local: bool = False,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        only_media: bool = False,
        remote: bool = False,
        *,
        any: Iterable[str] | None = None,
        all: Iterable[str] | None = None,
        none: Iterable[str] | None = None,
    ) -> Request[Page[Status]]:
        """Return the public statuses with a hashtag.

        Args:
            hashtag: the hashtag, with or without ``#``, or a `Tag`.
            local: only statuses of this server's own accounts.
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            only_media: only statuses with media.
            remote: only statuses of other servers' accounts.
            any: also statuses with any of these hashtags.
            all: only statuses that have all of these hashtags too.
            none: leave out statuses with any of these hashtags.

        Raises:
            MastodonIllegalArgumentError: ``local`` and ``remote`` are both set.
        """
        page = cursors(max_id, min_id, since_id, limit, "both")
        tags = {"any": _names(any), "all": _names(all), "none": _names(none)}
        return _statuses(f"tag/{segment(hashtag_name(hashtag))}", {**tags, **page}, only_media, local, remote)

    @endpoint(since="2.1.0", changed="3.3.0", scopes="read:lists", params_since={"min_id": "2.6.0"})
    def timeline_list(
        self,
        id: IdLike,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        only_media: bool = False,
        local: bool = False,
        remote: bool = False,
    ) -> Request[Page[Status]]:
        """Return the statuses of the accounts on one of your lists.

        Args:
            id: the list.
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            only_media: only statuses with media; Mastodon ignores this here.
            local: only statuses of this server's own accounts; Mastodon ignores this here.
            remote: only statuses of other servers' accounts; Mastodon ignores this here.
        """
        return _statuses(
            f"list/{segment(id)}", cursors(max_id, min_id, since_id, limit, "both"), only_media, local, remote
        )

    @endpoint(since="4.3.0", changed="4.5.0", scopes="read:statuses")
    def timeline_link(
        self,
        url: str,
        local: bool = False,
        max_id: CursorLike | None = None,
        min_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
        only_media: bool = False,
        remote: bool = False,
    ) -> Request[Page[Status]]:
        """Return the public statuses that link to a trending page.

        Args:
            url: the URL of the page, as in ``trending_links``.
            local: only statuses of this server's own accounts; Mastodon ignores this here.
            max_id: only statuses older than this one (an id, a status, or a time).
            min_id: the page of statuses immediately newer than this one.
            since_id: only statuses newer than this one, the newest of them first.
            limit: statuses a page, 20 unless given, at most 40.
            only_media: only statuses with media; Mastodon ignores this here.
            remote: only statuses of other servers' accounts; Mastodon ignores this here.

        Raises:
            MastodonNotFoundError: the page is not trending.
        """
        page = cursors(max_id, min_id, since_id, limit, "both")
        return _statuses("link", {"url": url, **page}, only_media, local, remote)


def _statuses(
    timeline: str, params: Mapping[str, Any], only_media: bool, local: bool, remote: bool
) -> Request[Page[Status]]:
    flags = {"only_media": given(only_media), "local": given(local), "remote": given(remote)}
    return paged(f"/api/v1/timelines/{timeline}", Status, {**params, **flags}, pagination="id")


def _names(hashtags: Iterable[str] | None) -> list[str] | None:
    if hashtags is None:
        return None
    return [hashtag_name(one) for one in ([hashtags] if isinstance(hashtags, str) else hashtags)]
