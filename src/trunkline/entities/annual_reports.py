"""A year in review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.answers.entity import Entity
from trunkline.entities.literals import AnnualReportStateName, Archetype
from trunkline.ids import Id

if TYPE_CHECKING:
    from trunkline.entities.accounts import Account
    from trunkline.entities.statuses import Status


class AnnualReport(Entity):
    """An account's year. Since 4.3.0."""

    year: int
    """The year."""

    data: AnnualReportDataV2 | AnnualReportDataV1
    """Figures; their form depends on ``schema_version``."""

    schema_version: int
    """Version of ``data``: 1 up to the year 2024, 2 from 2025 on."""

    share_url: str | None
    """Public page of the report; ``None`` without one (since 4.6.0)."""

    account_id: Id
    """Id of the account (since 4.6.0)."""


class WrappedAnnualReports(Entity):
    """Annual reports with their accounts and statuses. Since 4.3.0."""

    annual_reports: list[AnnualReport]
    """The reports."""

    accounts: list[Account]
    """Accounts named in the reports."""

    statuses: list[Status]
    """Statuses named in the reports."""


class AnnualReportDataV2(Entity):
    """A year's figures, from 2025 on. Since 4.3.0."""

    archetype: Archetype | str
    """Archetype of the account."""

    top_statuses: AnnualReportTopStatusesV2
    """Most successful statuses."""

    time_series: list[AnnualReportTimeSeriesEntryV2]
    """Figures by month."""

    top_hashtags: list[AnnualReportNameAndCount]
    """Most used hashtags."""


class AnnualReportDataV1(Entity):
    """A year's figures, up to 2024. Since 4.3.0."""

    archetype: Archetype | str
    """Archetype of the account."""

    type_distribution: AnnualReportTypeDistribution
    """Number of statuses by kind."""

    top_statuses: AnnualReportTopStatusesV1
    """Most successful statuses."""

    most_used_apps: list[AnnualReportNameAndCount]
    """Applications used for posting."""

    commonly_interacted_with_accounts: list[AnnualReportAccountAndCount]
    """Accounts replied to most."""

    time_series: list[AnnualReportTimeSeriesEntryV1]
    """Figures by month."""

    top_hashtags: list[AnnualReportNameAndCount]
    """Most used hashtags."""

    most_reblogged_accounts: list[AnnualReportAccountAndCount]
    """Accounts boosted most."""

    percentiles: AnnualReportPercentiles
    """Rank among the accounts of the server."""


class AnnualReportTopStatusesV1(Entity):
    """Most successful statuses of a year."""

    by_reblogs: Id | None
    """Id of the status with most boosts."""

    by_favourites: Id | None
    """Id of the status with most favourites."""

    by_replies: Id | None
    """Id of the status with most replies."""


class AnnualReportTopStatusesV2(AnnualReportTopStatusesV1):
    """Most boosted status of a year; the other two fields are always ``None``."""


class AnnualReportTimeSeriesEntryV2(Entity):
    """Figures of one month."""

    month: int
    """Month, from 1 to 12."""

    statuses: int
    """Statuses."""

    followers: int
    """New followers."""


class AnnualReportTimeSeriesEntryV1(AnnualReportTimeSeriesEntryV2):
    """Figures of one month, up to 2024."""

    following: int
    """Newly followed accounts."""


class AnnualReportTypeDistribution(Entity):
    """Number of statuses of a year by kind."""

    total: int
    """Total."""

    reblogs: int
    """Boosts."""

    replies: int
    """Replies."""

    standalone: int
    """All others."""


class AnnualReportNameAndCount(Entity):
    """A name with its count."""

    name: str
    """Name of a hashtag or an application."""

    count: int
    """Count."""


class AnnualReportAccountAndCount(Entity):
    """An account with its count."""

    account_id: Id
    """The account."""

    count: int
    """Count."""


class AnnualReportPercentiles(Entity):
    """Share of the server's accounts that an account surpasses, in percent."""

    followers: float | None
    """Percentile by followers."""

    statuses: float
    """Percentile by statuses."""


class AnnualReportEvent(Entity):
    """Notice that the report of a year is ready."""

    year: str
    """The year, as text."""


class AnnualReportState(Entity):
    """State of the report of a year."""

    state: AnnualReportStateName | str
    """State: available, generating, eligible or ineligible."""
