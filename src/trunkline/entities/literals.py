"""Values that servers send for some fields, as far as they are known.

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
"""What can be wrong with a field of a sign-up."""

AdminDomainBlockSeverity = Literal["silence", "suspend", "noop"]
"""How far a server is blocked."""

AnnualReportStateName = Literal["available", "generating", "eligible", "ineligible"]
"""Whether there is a report of a year."""

AppealState = Literal["approved", "rejected", "pending"]
"""What became of an objection."""

Archetype = Literal["lurker", "booster", "pollster", "replier", "oracle"]
"""Kinds of users in annual reports."""

AsyncRefreshStatus = Literal["running", "finished"]
"""Whether background work still runs."""

CardType = Literal["link", "photo", "video", "rich"]
"""Kinds of linked pages."""

CohortFrequency = Literal["day", "month"]
"""Lengths of periods."""

CollectionItemState = Literal["pending", "accepted"]
"""Whether an account agreed to be in a collection."""

DomainBlockSeverity = Literal["silence", "suspend"]
"""How far a server is blocked, as said in public."""

ExpandMedia = Literal["default", "show_all", "hide_all"]
"""Which media are shown at once."""

FeatureApprovalGroup = Literal["public", "followers", "following", "unsupported_policy", "disabled"]
"""Groups of accounts that may collect an account."""

FeatureApprovalOutcome = Literal["automatic", "manual", "denied", "unknown", "missing"]
"""What happens when the own account collects an account."""

FilterAction = Literal["warn", "hide", "blur"]
"""What filters do."""

FilterContext = Literal["home", "notifications", "public", "thread", "account"]
"""Where filters apply."""

IpBlockSeverity = Literal["sign_up_requires_approval", "sign_up_block", "no_access"]
"""How far addresses are kept out."""

LegacySuggestionSource = Literal["staff", "past_interactions", "global"]
"""Why an account is suggested, in the words of before 4.3.0."""

MediaType = Literal["unknown", "image", "gifv", "video", "audio"]
"""Kinds of files."""

NotificationPolicyAction = Literal["accept", "filter", "drop"]
"""What happens to a notification."""

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
"""What notifications tell."""

PushPolicy = Literal["all", "followed", "follower", "none"]
"""Whose notifications are pushed."""

QuoteApprovalGroup = Literal["public", "followers", "following", "unsupported_policy"]
"""Groups of accounts that may quote a post."""

QuoteApprovalOutcome = Literal["automatic", "manual", "denied", "unknown"]
"""What happens when the own account quotes a post."""

QuotePolicy = Literal["public", "followers", "nobody"]
"""Who may quote a post."""

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
"""Whether a quote may be seen, and why not."""

RepliesPolicy = Literal["followed", "list", "none"]
"""Which replies the timeline of a list shows."""

ReportCategory = Literal["spam", "legal", "violation", "other"]
"""What a report is about."""

SeveranceType = Literal["domain_block", "user_domain_block", "account_suspension"]
"""What cuts follows."""

SuggestionSource = Literal[
    "featured",
    "most_followed",
    "most_interactions",
    "similar_to_recently_followed",
    "friends_of_friends",
]
"""Why an account is suggested."""

TimelineAccess = Literal["public", "authenticated", "disabled"]
"""Who may read a timeline."""

Visibility = Literal["public", "unlisted", "private", "direct"]
"""Who may see a post."""

WarningAction = Literal[
    "none",
    "disable",
    "mark_statuses_as_sensitive",
    "delete_statuses",
    "sensitive",
    "silence",
    "suspend",
]
"""What moderators do to an account."""
