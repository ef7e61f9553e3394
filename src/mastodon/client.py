"""`Mastodon` and `AsyncMastodon`: every call of the API on one object."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from mastodon.about import USER_AGENT
from mastodon.core import DEFAULT_TIMEOUT
from mastodon.endpoints.accounts import Accounts
from mastodon.endpoints.admin_accounts import AdminAccounts
from mastodon.endpoints.admin_domains import AdminDomains
from mastodon.endpoints.admin_email import AdminEmail
from mastodon.endpoints.admin_ip_blocks import AdminIpBlocks
from mastodon.endpoints.admin_measures import AdminMeasures
from mastodon.endpoints.admin_reports import AdminReports
from mastodon.endpoints.admin_tags import AdminTags
from mastodon.endpoints.admin_trends import AdminTrends
from mastodon.endpoints.announcements import Announcements
from mastodon.endpoints.annual_reports import AnnualReports
from mastodon.endpoints.async_refreshes import AsyncRefreshes
from mastodon.endpoints.batches import Batches
from mastodon.endpoints.bookmarks import Bookmarks
from mastodon.endpoints.collections import Collections
from mastodon.endpoints.conversations import Conversations
from mastodon.endpoints.custom_emojis import CustomEmojis
from mastodon.endpoints.directory import Directory
from mastodon.endpoints.donation_campaigns import DonationCampaigns
from mastodon.endpoints.favourites import Favourites
from mastodon.endpoints.featured_tags import FeaturedTags
from mastodon.endpoints.filters_v1 import FiltersV1
from mastodon.endpoints.filters_v2 import FiltersV2
from mastodon.endpoints.grouped_notifications import GroupedNotifications
from mastodon.endpoints.instance import Instances
from mastodon.endpoints.invites import Invites
from mastodon.endpoints.lists import Lists
from mastodon.endpoints.markers import Markers
from mastodon.endpoints.media import Media
from mastodon.endpoints.notifications import Notifications
from mastodon.endpoints.oauth import OAuth, register
from mastodon.endpoints.oembed import OEmbeds
from mastodon.endpoints.polls import Polls
from mastodon.endpoints.preferences import Preferences
from mastodon.endpoints.profile import Profiles
from mastodon.endpoints.push import Push
from mastodon.endpoints.relationships import Relationships
from mastodon.endpoints.reports import Reports
from mastodon.endpoints.scheduled_statuses import ScheduledStatuses
from mastodon.endpoints.search import Searches
from mastodon.endpoints.sign_up import SignUp
from mastodon.endpoints.statuses import Statuses
from mastodon.endpoints.suggestions import Suggestions
from mastodon.endpoints.tags import Tags
from mastodon.endpoints.threads import Threads
from mastodon.endpoints.timelines import Timelines
from mastodon.endpoints.trends import Trends
from mastodon.oauth.scopes import DEFAULT_SCOPES
from mastodon.overloads import AsyncOverloads, SyncOverloads
from mastodon.streaming.async_api import AsyncStreaming
from mastodon.streaming.classic_api import ClassicStreaming
from mastodon.streaming.health import StreamingHealth
from mastodon.utility import AsyncUtility, SyncUtility


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
    Collections,
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
    Preferences,
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


class Mastodon(SyncOverloads, Endpoints, ClassicStreaming, SyncUtility):  # type: ignore[misc]  # two results: see mastodon.overloads
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
