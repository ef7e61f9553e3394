"""`Endpoints`: every call of the API, described once for both clients."""

from __future__ import annotations

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
from trunkline.endpoints.oauth import OAuth
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
    """The calls of the API."""
