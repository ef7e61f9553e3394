"""`Mastodon` and `AsyncMastodon`: every call of the API on one object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from trunkline.about import USER_AGENT
from trunkline.clients.async_streaming import AsyncStreaming
from trunkline.clients.classic_streaming import ClassicStreaming
from trunkline.clients.core import DEFAULT_TIMEOUT
from trunkline.clients.overloads import AsyncOverloads, SyncOverloads
from trunkline.clients.utility import AsyncUtility, SyncUtility
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.admin_accounts import AdminAccounts
from trunkline.endpoints.admin_domains import AdminDomains
from trunkline.endpoints.admin_email import AdminEmail
from trunkline.endpoints.admin_ip_blocks import AdminIpBlocks
from trunkline.endpoints.admin_measures import AdminMeasures
from trunkline.endpoints.admin_reports import AdminReports
from trunkline.endpoints.admin_tags import AdminTags
from trunkline.endpoints.admin_trends import AdminTrends
from trunkline.endpoints.announcements import Announcements
from trunkline.endpoints.annual_reports import AnnualReports
from trunkline.endpoints.async_refreshes import AsyncRefreshes
from trunkline.endpoints.batches import Batches
from trunkline.endpoints.bookmarks import Bookmarks
from trunkline.endpoints.collections import CollectionEndpoints
from trunkline.endpoints.conversations import Conversations
from trunkline.endpoints.custom_emojis import CustomEmojis
from trunkline.endpoints.directory import Directory
from trunkline.endpoints.donation_campaigns import DonationCampaigns
from trunkline.endpoints.favourites import Favourites
from trunkline.endpoints.featured_tags import FeaturedTags
from trunkline.endpoints.filters_v1 import FiltersV1
from trunkline.endpoints.filters_v2 import FiltersV2
from trunkline.endpoints.grouped_notifications import GroupedNotifications
from trunkline.endpoints.instance import Instances
from trunkline.endpoints.invites import Invites
from trunkline.endpoints.lists import Lists
from trunkline.endpoints.markers import Markers
from trunkline.endpoints.media import Media
from trunkline.endpoints.notifications import Notifications
from trunkline.endpoints.oauth import OAuth, register
from trunkline.endpoints.oembed import OEmbeds
from trunkline.endpoints.polls import Polls
from trunkline.endpoints.preferences import PreferenceEndpoints
from trunkline.endpoints.profile import Profiles
from trunkline.endpoints.push import Push
from trunkline.endpoints.relationships import Relationships
from trunkline.endpoints.reports import Reports
from trunkline.endpoints.scheduled_statuses import ScheduledStatuses
from trunkline.endpoints.search import Searches
from trunkline.endpoints.sign_up import SignUp
from trunkline.endpoints.statuses import Statuses
from trunkline.endpoints.suggestions import Suggestions
from trunkline.endpoints.tags import Tags
from trunkline.endpoints.threads import Threads
from trunkline.endpoints.timelines import Timelines
from trunkline.endpoints.trends import Trends
from trunkline.oauth.scopes import DEFAULT_SCOPES
from trunkline.streaming.health import StreamingHealth


class Endpoints(
    Accounts,
    AdminAccounts,
    AdminDomains,
    AdminEmail,
    AdminIpBlocks,
    AdminMeasures,
    AdminReports,
    AdminTags,
    AdminTrends,
    Announcements,
    AnnualReports,
    AsyncRefreshes,
    Batches,
    Bookmarks,
    CollectionEndpoints,
    Conversations,
    CustomEmojis,
    Directory,
    DonationCampaigns,
    Favourites,
    FeaturedTags,
    FiltersV1,
    FiltersV2,
    GroupedNotifications,
    Instances,
    Invites,
    Lists,
    Markers,
    Media,
    Notifications,
    OAuth,
    OEmbeds,
    Polls,
    PreferenceEndpoints,
    Profiles,
    Push,
    Relationships,
    Reports,
    ScheduledStatuses,
    Searches,
    SignUp,
    Statuses,
    StreamingHealth,
    Suggestions,
    Tags,
    Threads,
    Timelines,
    Trends,
):
    """All calls, each described once for both clients."""


class Mastodon(SyncOverloads, Endpoints, ClassicStreaming, SyncUtility):  # type: ignore[misc]  # two results: see trunkline.clients.overloads
    """A client of a Mastodon server. See `Core` for its arguments.

    Safe to share between threads. Usable as a context manager, which closes its connections.
    """

    @staticmethod
    def create_app(
        client_name: str,
        scopes: Sequence[str] = DEFAULT_SCOPES,
        redirect_uris: str | Sequence[str] | None = None,
        website: str | None = None,
        to_file: str | PurePath | None = None,
        api_base_url: str | None = None,
        request_timeout: float = DEFAULT_TIMEOUT,
        session: Any = None,
        user_agent: str = USER_AGENT,
    ) -> tuple[str, str]:
        """Register an application with a server; needed once for each program and server.

        Args:
            client_name: the name that people see when they let the application in.
            scopes: the most that it will ever ask for.
            redirect_uris: where people may be sent after logging in; by default the server shows them a code to copy.
            website: the application's home page.
            to_file: an application file to write, readable by its owner alone.
            api_base_url: the server, such as ``"mastodon.social"``.
            request_timeout: seconds without any byte from the server until the request is given up.
            session: a ready ``httpx2.Client`` to make the request with.
            user_agent: how the program introduces itself to the server.

        Returns:
            The application's ``client_id`` and ``client_secret``.
        """
        with Mastodon(
            api_base_url=api_base_url, request_timeout=request_timeout, session=session, user_agent=user_agent
        ) as client:
            return client.run(register(client_name, scopes, redirect_uris, website, to_file, client.api_base_url))


class AsyncMastodon(AsyncOverloads, Endpoints, AsyncStreaming, AsyncUtility):  # type: ignore[misc]
    """The asynchronous client: each call is awaited. See `Core` for its arguments.

    Safe to share between tasks. Usable as an asynchronous context manager, which closes its connections.
    """

    @staticmethod
    async def create_app(
        client_name: str,
        scopes: Sequence[str] = DEFAULT_SCOPES,
        redirect_uris: str | Sequence[str] | None = None,
        website: str | None = None,
        to_file: str | PurePath | None = None,
        api_base_url: str | None = None,
        request_timeout: float = DEFAULT_TIMEOUT,
        session: Any = None,
        user_agent: str = USER_AGENT,
    ) -> tuple[str, str]:
        """Register an application with a server, as `Mastodon.create_app` does."""
        async with AsyncMastodon(
            api_base_url=api_base_url, request_timeout=request_timeout, session=session, user_agent=user_agent
        ) as client:
            return await client.run(register(client_name, scopes, redirect_uris, website, to_file, client.api_base_url))
