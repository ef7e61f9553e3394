"""Timelines that a server lets people read."""

from __future__ import annotations

from trunkline.endpoints.instance import Instances
from trunkline.entities import InstanceV2, TimelineAccess
from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.policy import expand
from trunkline.protocol.request import Flow

# Keys of ``configuration.timelines_access``: https://docs.joinmastodon.org/entities/Instance/
_FEEDS = {"public": "live_feeds", "local": "live_feeds", "hashtag": "hashtag_feeds", "link": "trending_link_feeds"}
_FEEDS["trending_links"] = _FEEDS["link"]


class TimelineAvailability(Client):
    """Part of both clients: the timelines that a server lets people read."""

    @endpoint()
    def timeline_is_available(
        self,
        timeline: str = "public",
        local: bool = False,
        remote: bool = False,
        with_auth: bool = False,
        fail_hard: bool = False,
    ) -> Flow[bool]:
        """Return True if the server lets a timeline be read. Servers older than Mastodon 4.5 do not say: True.

        Args:
            timeline: ``"public"``, ``"local"``, ``"hashtag"``, ``"link"`` or ``"trending_links"``, or ``"tag/NAME"``.
            local: ask for its posts of this server alone.
            remote: ask for its posts of other servers alone.
            with_auth: ask for somebody who is logged in.
            fail_hard: raise `MastodonAPIError` where the server does not say, and `MastodonIllegalArgumentError` for
                another timeline, such as ``"home"``, instead of taking it for open.
        """
        kind = "hashtag" if timeline.startswith("tag/") else timeline.partition("/")[0]
        if kind not in _FEEDS:
            if fail_hard:
                raise MastodonIllegalArgumentError(f"There is no timeline {timeline!r}.")
            return True
        try:
            instance = yield from expand(Instances.instance_v2.flow(self), self.state)
        except MastodonAPIError:
            instance = InstanceV2()
        access = instance.configuration and instance.configuration.timelines_access
        feed = access and access.get(_FEEDS[kind])
        if not feed:
            if fail_hard:
                raise MastodonAPIError(f"The server does not say who may read the timeline {timeline!r}.")
            return True
        asked = ["local"] * (local or kind == "local") + ["remote"] * remote or ["local", "remote"]
        return any(_is_open(feed[origin], with_auth) for origin in asked)


def _is_open(access: TimelineAccess | str, with_auth: bool) -> bool:
    return access == "public" or (access == "authenticated" and with_auth)
