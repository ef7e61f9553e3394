"""Statuses that wait for publication."""

from __future__ import annotations

import json
from typing import Any

from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, invalid_record, refuse
from trunkline.sandbox.rules.content import disallowed_hashtags
from trunkline.sandbox.rules.drafts import Draft, draft_problems, poll_params
from trunkline.sandbox.rules.limits import MAX_SCHEDULED, MAX_SCHEDULED_A_DAY, MIN_SCHEDULE_AHEAD_MS
from trunkline.sandbox.rules.posting import author_of, find_parts
from trunkline.sandbox.rules.text import extract_hashtags
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import DAY, start_of_day

_SENT = ("sensitive", "spoiler_text", "visibility", "language")


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb (schedule_status!)
def schedule_status(store: Store, account_id: int, params: Params, at: int, application_id: int | None) -> int:
    """Store a status for later; run it inside a transaction.

    Args:
        store: the database.
        account_id: the author.
        params: the parameters of the request.
        at: time of publication.
        application_id: the app that posts it.

    Returns:
        The id of the scheduled status.

    Raises:
        ApiError: it is invalid, refers to something that the author may not use, is due too soon, or is one too many.
    """
    draft = Draft.of(params)
    parts = find_parts(store, account_id, draft)
    if [*draft_problems(parts.draft), *disallowed_hashtags(store, extract_hashtags(parts.draft.text))]:
        raise invalid_record()
    refuse([*time_problems(store, at), *_number_problems(store, account_id, at)])
    policy = draft.quote_approval_policy or author_of(store, account_id)["default_quote_policy"]
    kept = json.dumps(_kept(params, draft, policy, application_id))
    values = {"account_id": account_id, "scheduled_at": at, "params": kept}
    scheduled_id = store.insert("scheduled_statuses", values)
    for position, row in enumerate(parts.media):
        store.update("media_attachments", row["id"], {"scheduled_status_id": scheduled_id, "position": position})
    return scheduled_id


def _kept(params: Params, draft: Draft, policy: str, application_id: int | None) -> dict[str, Any]:
    """Return the parameters as `ScheduledStatus.params` stores them."""
    quoted = draft.quoted_status_id
    return {
        "text": params.scalar("status"),
        "quote_approval_policy": policy,
        **{name: params.scalar(name) for name in _SENT},
        "media_ids": params.maybe_texts("media_ids"),
        "poll": poll_params(params),
        "in_reply_to_id": draft.in_reply_to_id,
        "quoted_status_id": None if quoted is None else str(quoted),
        "scheduled_at": None,
        "allowed_mentions": params.maybe_texts("allowed_mentions"),
        "idempotency": None,
        "with_rate_limit": False,
        "application_id": application_id,
    }


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/scheduled_status.rb
def time_problems(store: Store, at: int) -> list[Problem]:
    """Check that a time of publication is far enough ahead."""
    if at > store.now() + MIN_SCHEDULE_AHEAD_MS:
        return []
    return [Problem("scheduled_at", "ERR_INVALID", "date must be in the future")]


def _number_problems(store: Store, account_id: int, at: int) -> list[Problem]:
    day = start_of_day(at)
    waiting = "SELECT count(*) FROM scheduled_statuses WHERE account_id = ?"
    limits = (
        (MAX_SCHEDULED, "", store.value(waiting, (account_id,))),
        (
            MAX_SCHEDULED_A_DAY,
            " for today",
            store.value(f"{waiting} AND scheduled_at >= ? AND scheduled_at < ?", (account_id, day, day + DAY)),
        ),
    )
    return [
        Problem("base", "ERR_INVALID", f"have exceeded the limit of {most} scheduled posts{when}", "You")
        for most, when, count in limits
        if count >= most
    ]
