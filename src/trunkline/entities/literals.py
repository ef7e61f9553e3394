"""Known values of fields, as `Literal` types.

Fields that hold them are also of type ``str``: newer servers may send more.
"""

from __future__ import annotations

from typing import Literal

AccountCreationErrorCode = Literal[
    "ERR_BLOCKED",
    "ERR_UNREACHABLE",
    "ERR_TAKEN",
    "ERR_RESERVED",
    "ERR_ACCEPTED",
    "ERR_BLANK",
    "ERR_INVALID",
    "ERR_TOO_LONG",
    "ERR_TOO_SHORT",
    "ERR_INCLUSION",
]
"""Error codes of a sign-up field."""

AdminDomainBlockSeverity = Literal["silence", "suspend", "noop"]
"""Severities of a domain block."""

AnnualReportStateName = Literal["available", "generating", "eligible", "ineligible"]
"""State of the report of a year."""

AppealState = Literal["approved", "rejected", "pending"]
"""States of an appeal."""

Archetype = Literal["lurker", "booster", "pollster", "replier", "oracle"]
"""Kinds of users in annual reports."""

AsyncRefreshStatus = Literal["running", "finished"]
"""States of background work."""

CardType = Literal["link", "photo", "video", "rich"]
"""Kinds of linked pages."""

CohortFrequency = Literal["day", "month"]
"""Lengths of periods."""

CollectionItemState = Literal["pending", "accepted"]
"""States of an account's approval to be in a collection."""

DomainBlockSeverity = Literal["silence", "suspend"]
"""Severities of a domain block, in its public form."""

ExpandMedia = Literal["default", "show_all", "hide_all"]
"""Media shown without a click."""

FeatureApprovalGroup = Literal["public", "followers", "following", "unsupported_policy", "disabled"]
"""Groups of accounts that may collect an account."""

FeatureApprovalOutcome = Literal["automatic", "manual", "denied", "unknown", "missing"]
"""Outcomes when the own account adds an account to a collection."""

FilterAction = Literal["warn", "hide", "blur"]
"""Actions of filters."""

FilterContext = Literal["home", "notifications", "public", "thread", "account"]
"""Contexts of filters."""

IpBlockSeverity = Literal["sign_up_requires_approval", "sign_up_block", "no_access"]
"""Severities of an IP block."""

LegacySuggestionSource = Literal["staff", "past_interactions", "global"]
"""Reasons of a suggestion, before 4.3.0."""

MediaType = Literal["unknown", "image", "gifv", "video", "audio"]
"""Kinds of files."""

NotificationPolicyAction = Literal["accept", "filter", "drop"]
"""Actions of the notification policy."""

NotificationType = Literal[
    "mention",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "admin.sign_up",
    "admin.report",
    "severed_relationships",
    "moderation_warning",
    "quote",
    "quoted_update",
    "added_to_collection",
    "collection_update",
    "annual_report",
]
"""Types of notifications."""

PushPolicy = Literal["all", "followed", "follower", "none"]
"""Accounts whose notifications are pushed."""

QuoteApprovalGroup = Literal["public", "followers", "following", "unsupported_policy"]
"""Groups of accounts that may quote a status."""

QuoteApprovalOutcome = Literal["automatic", "manual", "denied", "unknown"]
"""Outcomes when the own account quotes a status."""

QuotePolicy = Literal["public", "followers", "nobody"]
"""Accounts that may quote a status."""

QuoteState = Literal[
    "pending",
    "accepted",
    "rejected",
    "revoked",
    "deleted",
    "unauthorized",
    "blocked_account",
    "blocked_domain",
    "muted_account",
]
"""States of a quote."""

RepliesPolicy = Literal["followed", "list", "none"]
"""Replies shown in the timeline of a list."""

ReportCategory = Literal["spam", "legal", "violation", "other"]
"""Categories of reports."""

SeveranceType = Literal["domain_block", "user_domain_block", "account_suspension"]
"""Causes of severed relationships."""

SuggestionSource = Literal[
    "featured",
    "most_followed",
    "most_interactions",
    "similar_to_recently_followed",
    "friends_of_friends",
]
"""Reasons of a suggestion."""

TimelineAccess = Literal["public", "authenticated", "disabled"]
"""Levels of access to a timeline."""

Visibility = Literal["public", "unlisted", "private", "direct"]
"""Visibilities of a status."""

SHOWN_TO_ALL: tuple[Visibility, ...] = ("public", "unlisted")
"""Visibilities of statuses that anybody may see."""

WarningAction = Literal[
    "none",
    "disable",
    "mark_statuses_as_sensitive",
    "delete_statuses",
    "sensitive",
    "silence",
    "suspend",
]
"""Actions of moderators on an account."""
