"""Drafts: statuses as their author sends them, and their validation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params
from trunkline.sandbox.http.validation import Problem, blank, inclusion_problems, refuse
from trunkline.sandbox.rules.limits import (
    MAX_CHARACTERS,
    MAX_MEDIA_ATTACHMENTS,
    MAX_POLL_OPTION_CHARACTERS,
    MAX_POLL_OPTIONS,
    MAX_POLL_SECONDS,
    MIN_POLL_SECONDS,
)
from trunkline.sandbox.rules.text import clean
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.text.graphemes import cluster_count
from trunkline.text.length import status_length

VISIBILITIES = ("public", "unlisted", "private", "direct")
QUOTE_POLICIES = ("public", "followers", "nobody")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class PollDraft:
    """A poll as its author sends it."""

    options: tuple[str, ...]
    expires_in: int | None
    multiple: bool
    hide_totals: bool

    @classmethod
    def of(cls, params: Params) -> PollDraft | None:
        """Read the poll from the parameters of a status."""
        poll = params.child("poll")
        if poll is None:
            return None
        options = tuple(clean(option).strip() for option in poll.texts("options"))
        return cls(options, poll.integer("expires_in"), poll.flag("multiple"), poll.flag("hide_totals"))


@dataclass(frozen=True, slots=True)
class Draft:
    """A status as its author sends it. `None` stands for the author's default."""

    text: str
    spoiler_text: str = ""
    media_ids: tuple[int, ...] = ()
    poll: PollDraft | None = None
    in_reply_to_id: int | None = None
    sensitive: bool | None = None
    visibility: str | None = None
    language: str | None = None
    quoted_status_id: int | None = None
    quote_approval_policy: str | None = None

    @classmethod
    def of(cls, params: Params) -> Draft:
        """Read the draft from the parameters of `POST /api/v1/statuses`."""
        return cls(
            text=clean(params.text("status") or ""),
            spoiler_text=clean(params.text("spoiler_text") or ""),
            media_ids=tuple(dict.fromkeys(params.integers("media_ids"))),
            poll=PollDraft.of(params),
            in_reply_to_id=params.integer("in_reply_to_id"),
            sensitive=params.maybe_flag("sensitive"),
            visibility=params.filled("visibility"),
            language=params.filled("language"),
            quoted_status_id=params.integer("quoted_status_id"),
            quote_approval_policy=params.filled("quote_approval_policy"),
        )


def scheduled_params(params: Params, application_id: int | None) -> dict[str, Any]:
    """Return the parameters as `ScheduledStatus.params` stores them."""
    sent = (
        "quote_approval_policy", "sensitive", "spoiler_text", "visibility", "language", "poll", "in_reply_to_id",
        "quoted_status_id", "media_ids",
    )  # fmt: skip
    return {
        "text": params.text("status"),
        **{name: params.get(name) for name in sent},
        "scheduled_at": None,
        "allowed_mentions": None,
        "idempotency": None,
        "with_rate_limit": False,
        "application_id": application_id,
    }


def draft_of_scheduled(params: Mapping[str, Any]) -> Draft:
    """Build the draft from stored `ScheduledStatus.params`."""
    return Draft.of(Params({**params, "status": params["text"]}))


def check_draft(draft: Draft) -> None:
    """Validate what does not depend on the author: lengths, poll, enumerations.

    Raises:
        ApiError: the draft is invalid.
    """
    problems = [
        *_text_problems(draft),
        *inclusion_problems("visibility", draft.visibility, VISIBILITIES),
        *inclusion_problems("quote_approval_policy", draft.quote_approval_policy, QUOTE_POLICIES),
        *([] if draft.poll is None else poll_problems(draft.poll)),
    ]
    if draft.language and not _LANGUAGE.fullmatch(draft.language):
        problems.append(Problem("language", "ERR_INVALID", "is invalid"))
    refuse(problems)


def _text_problems(draft: Draft) -> list[Problem]:
    if status_length(draft.text, draft.spoiler_text) > MAX_CHARACTERS:
        return [Problem("text", "ERR_TOO_LONG", f"character limit of {MAX_CHARACTERS} exceeded")]
    has_something = draft.text.strip() or draft.spoiler_text.strip() or draft.media_ids or draft.quoted_status_id
    return [] if has_something else [blank("text")]


# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/poll_options_validator.rb
def poll_problems(poll: PollDraft) -> list[Problem]:
    """Validate a poll."""
    problems = []
    titles = [unicodedata.normalize("NFKC", option).lower() for option in poll.options]
    if len(poll.options) <= 1:
        problems.append("must have more than one item")
    if len(poll.options) > MAX_POLL_OPTIONS:
        problems.append(f"can't contain more than {MAX_POLL_OPTIONS} items")
    if any(cluster_count(option) > MAX_POLL_OPTION_CHARACTERS for option in poll.options):
        problems.append(f"can't be longer than {MAX_POLL_OPTION_CHARACTERS} characters each")
    if len(set(titles)) < len(titles):
        problems.append("contain duplicate items")
    found = [Problem("poll.options", "ERR_INVALID", problem, "Poll options") for problem in problems]
    return [*found, *_expiry_problems(poll.expires_in)]


# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/poll_expiration_validator.rb
def _expiry_problems(seconds: int | None) -> list[Problem]:
    if seconds is None:
        problem = "can't be blank"
    elif seconds < MIN_POLL_SECONDS:
        problem = "is too soon"
    elif seconds > MAX_POLL_SECONDS:
        problem = "is too far into the future"
    else:
        return []
    return [Problem("poll.expires_at", "ERR_INVALID", problem, "Poll expires at")]


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
def find_media(store: Store, account_id: int, draft: Draft, *, status_id: int | None = None) -> list[Row]:
    """Return the attachments of a draft in order.

    They must be the author's, processed, and unused or in the status `status_id` that is being edited.

    Raises:
        ApiError: an attachment is missing, or they cannot be combined.
    """
    if not draft.media_ids:
        return []
    if len(draft.media_ids) > MAX_MEDIA_ATTACHMENTS or draft.poll is not None:
        raise ApiError(422, f"Cannot attach more than {MAX_MEDIA_ATTACHMENTS} files")
    found = {
        row["id"]: row
        for row in store.rows(
            "SELECT * FROM media_attachments WHERE account_id = ? AND id IN (SELECT value FROM json_each(?))"
            " AND (status_id IS NULL OR status_id = ?) AND scheduled_status_id IS NULL",
            (account_id, id_list(draft.media_ids), status_id),
        )
    }
    missing = ", ".join(str(one) for one in draft.media_ids if one not in found)
    if missing:
        raise ApiError(422, f"Media {missing} not found or already attached to another post")
    media = [found[one] for one in draft.media_ids]
    _check_media(media)
    return media


def _check_media(media: list[Row]) -> None:
    if len(media) > 1 and any(row["type"] in {"video", "audio"} for row in media):
        raise ApiError(422, "Cannot attach a video to a post that already contains images")
    if any(row["processing"] != "complete" for row in media):
        raise ApiError(422, "Cannot attach files that have not finished processing. Try again in a moment!")
