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
    """What happened; its form depends on ``schema_version``."""

    schema_version: int
    """1 for reports up to 2024, 2 after."""

    share_url: str | None
    """Page to share it with; ``None`` where there is none (since 4.6.0)."""

    account_id: Id
    """Whose year it is (since 4.6.0)."""


class WrappedAnnualReports(Entity):
    """Reports, and what they refer to. Since 4.3.0."""

    annual_reports: list[AnnualReport]
    """The reports."""

    accounts: list[Account]
    """Accounts that they name."""

    statuses: list[Status]
    """Posts that they name."""


class AnnualReportDataV2(Entity):
    """A year's figures, from 2025 on. Since 4.3.0."""

    archetype: Archetype | str
    """What kind of user the account was."""

    top_statuses: AnnualReportTopStatusesV2
    """Its most successful posts."""

    time_series: list[AnnualReportTimeSeriesEntryV2]
    """Figures by month."""

    top_hashtags: list[AnnualReportNameAndCount]
    """Hashtags that it used most."""


class AnnualReportDataV1(Entity):
    """A year's figures, up to 2024. Since 4.3.0."""

    archetype: Archetype | str
    """What kind of user the account was."""

    type_distribution: AnnualReportTypeDistribution
    """Kinds of its posts."""

    top_statuses: AnnualReportTopStatusesV1
    """Its most successful posts."""

    most_used_apps: list[AnnualReportNameAndCount]
    """Programs that it posted with."""

    commonly_interacted_with_accounts: list[AnnualReportAccountAndCount]
    """Accounts that it answered most."""

    time_series: list[AnnualReportTimeSeriesEntryV1]
    """Figures by month."""

    top_hashtags: list[AnnualReportNameAndCount]
    """Hashtags that it used most."""

    most_reblogged_accounts: list[AnnualReportAccountAndCount]
    """Accounts that it boosted most."""

    percentiles: AnnualReportPercentiles
    """Where it stands among the server's accounts."""


class AnnualReportTopStatusesV1(Entity):
    """An account's most successful posts of a year."""

    by_reblogs: Id | None
    """The one that was boosted most."""

    by_favourites: Id | None
    """The one that was favoured most."""

    by_replies: Id | None
    """The one that was answered most."""


class AnnualReportTopStatusesV2(AnnualReportTopStatusesV1):
    """An account's most boosted post of a year; the other two are always ``None``."""


class AnnualReportTimeSeriesEntryV2(Entity):
    """Figures of one month."""

    month: int
    """The month, from 1."""

    statuses: int
    """Posts."""

    followers: int
    """Followers won."""


class AnnualReportTimeSeriesEntryV1(AnnualReportTimeSeriesEntryV2):
    """Figures of one month, up to 2024."""

    following: int
    """Accounts newly followed."""


class AnnualReportTypeDistribution(Entity):
    """How many posts of a year were of which kind."""

    total: int
    """All."""

    reblogs: int
    """Boosts."""

    replies: int
    """Replies."""

    standalone: int
    """Others."""


class AnnualReportNameAndCount(Entity):
    """A name and how often it occurs."""

    name: str
    """Name of a hashtag or a program."""

    count: int
    """How often."""


class AnnualReportAccountAndCount(Entity):
    """An account and how often it occurs."""

    account_id: Id
    """The account."""

    count: int
    """How often."""


class AnnualReportPercentiles(Entity):
    """Share of the server's accounts that an account surpasses, in percent."""

    followers: float | None
    """By followers."""

    statuses: float
    """By posts."""


class AnnualReportEvent(Entity):
    """That the report of a year is ready."""

    year: str
    """The year, as text."""


class AnnualReportState(Entity):
    """Whether there is a report of a year."""

    state: AnnualReportStateName | str
    """Whether it is there, in work, possible, or not."""
