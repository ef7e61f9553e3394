"""Drafts: statuses as their author sends them, and their validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trunkline.sandbox.http.errors import ApiError
from trunkline.sandbox.http.params import Params, to_boolean, to_integer
from trunkline.sandbox.http.validation import Problem, blank, inclusion_problems, invalid_record
from trunkline.sandbox.rules.languages import known_language
from trunkline.sandbox.rules.limits import (
    MAX_CHARACTERS,
    MAX_MEDIA_ATTACHMENTS,
    MAX_POLL_OPTION_CHARACTERS,
    MAX_POLL_OPTIONS,
    MAX_POLL_SECONDS,
    MIN_POLL_SECONDS,
)
from trunkline.sandbox.rules.text import clean, strip
from trunkline.sandbox.store.database import Row, Store, id_list
from trunkline.text.graphemes import cluster_count
from trunkline.text.length import status_length

VISIBILITIES = ("public", "unlisted", "private", "direct")
# For those whom the status mentions, as `direct`, but shown as `private`.
# Source: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/status/visibility.rb
_LIMITED = "limited"
QUOTE_POLICIES = ("public", "followers", "nobody")


@dataclass(frozen=True, slots=True)
class PollDraft:
    """A poll as its author sends it. `multiple` is `None` if it was not sent."""

    options: tuple[str, ...]
    expires_in: int | None
    multiple: bool | None
    hide_totals: bool

    @classmethod
    def of(cls, params: Params) -> PollDraft | None:
        """Read the poll from the parameters of a status; `None` if nothing that belongs to a poll was sent."""
        sent = poll_params(params)
        if sent is None:
            return None
        poll = Params(sent)
        options = (strip(clean(option)) for option in poll.texts("options"))
        return cls(
            options=tuple(option for option in options if option.strip()),
            expires_in=poll.integer("expires_in"),
            multiple=poll.maybe_flag("multiple"),
            hide_totals=poll.flag("hide_totals"),
        )


def poll_params(params: Params) -> dict[str, Any] | None:
    """Return the parameters that make a poll, each of the kind that it should have; `None` if there are none."""
    poll = params.child("poll") or Params()
    sent = {name: poll.scalar(name) for name in ("multiple", "hide_totals", "expires_in") if poll.has_scalar(name)}
    options = poll.maybe_texts("options")
    return (sent | ({} if options is None else {"options": poll["options"]})) or None


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
    allowed_mentions: tuple[int, ...] | None = None

    @classmethod
    def of(cls, params: Params) -> Draft:
        """Read the draft from the parameters of `POST /api/v1/statuses`.

        Raises:
            ApiError: there is no such permission to quote.
        """
        spoiler_text = strip(clean(params.text("spoiler_text") or ""))
        allowed = params.maybe_texts("allowed_mentions")
        return cls(
            text=strip(clean(params.text("status") or "")),
            spoiler_text=spoiler_text,
            media_ids=tuple(dict.fromkeys(params.integers("media_ids"))),
            poll=PollDraft.of(params),
            in_reply_to_id=params.integer("in_reply_to_id"),
            sensitive=_sensitive(params.scalar("sensitive"), spoiler_text),
            visibility=params.text("visibility"),
            language=known_language(params.text("language")),
            quoted_status_id=params.integer("quoted_status_id"),
            quote_approval_policy=quote_policy(params),
            allowed_mentions=None if allowed is None else tuple(to_integer(one) for one in allowed),
        )


def _sensitive(sent: Any, spoiler_text: str) -> bool | None:
    """Return the choice of the author. Texts win over a content warning, so that the text `false` is no."""
    if sent is None:
        return True if spoiler_text.strip() else None
    return bool(spoiler_text.strip()) if sent is False else to_boolean(sent) is True


# Source: https://github.com/mastodon/mastodon/blob/main/app/controllers/concerns/api/interaction_policies_concern.rb
def quote_policy(params: Params) -> str | None:
    """Return the permission to quote; `None` if it was not sent or is blank.

    Raises:
        ApiError: there is no such permission.
    """
    policy = params.filled("quote_approval_policy")
    if policy is not None and policy not in QUOTE_POLICIES:
        raise invalid_record()
    return policy


def draft_of_scheduled(params: Mapping[str, Any]) -> Draft:
    """Build the draft from stored `ScheduledStatus.params`."""
    return Draft.of(Params({**params, "status": params["text"]}))


def draft_problems(draft: Draft) -> list[Problem]:
    """Validate what does not depend on the author: visibility, poll, text."""
    return [
        *inclusion_problems("visibility", draft.visibility or None, (*VISIBILITIES, _LIMITED)),
        *([] if draft.poll is None else poll_problems(draft.poll)),
        *_text_problems(draft),
    ]


def _text_problems(draft: Draft) -> list[Problem]:
    if status_length(draft.text, draft.spoiler_text) > MAX_CHARACTERS:
        return [Problem("text", "ERR_TOO_LONG", f"character limit of {MAX_CHARACTERS} exceeded")]
    has_something = draft.text.strip() or draft.media_ids or draft.quoted_status_id
    return [] if has_something else [blank("text")]


# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/poll_options_validator.rb
def poll_problems(poll: PollDraft) -> list[Problem]:
    """Validate a poll."""
    problems = ["can't be blank"] if not poll.options else []
    if len(poll.options) <= 1:
        problems.append("must have more than one item")
    if len(poll.options) > MAX_POLL_OPTIONS:
        problems.append(f"can't contain more than {MAX_POLL_OPTIONS} items")
    if any(cluster_count(option) > MAX_POLL_OPTION_CHARACTERS for option in poll.options):
        problems.append(f"cannot be longer than {MAX_POLL_OPTION_CHARACTERS} characters each")
    if len(set(poll.options)) < len(poll.options):
        problems.append("contain duplicate items")
    found = [Problem("poll.options", "ERR_INVALID", problem, "Choices") for problem in problems]
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
    return [Problem("poll.expires_at", "ERR_INVALID", problem, "Deadline")]


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
def find_media(store: Store, account_id: int, draft: Draft, *, status_id: int | None = None) -> list[Row]:
    """Return the attachments of a draft in order.

    They must be the author's, processed, and in no status but `status_id`, which is being edited. A status that is
    posted may take those of a scheduled one.

    Raises:
        ApiError: an attachment is missing, or they cannot be combined.
    """
    if not draft.media_ids:
        return []
    if len(draft.media_ids) > MAX_MEDIA_ATTACHMENTS:
        raise ApiError(422, f"Cannot attach more than {MAX_MEDIA_ATTACHMENTS} files")
    found = {
        row["id"]: row
        for row in store.rows(
            "SELECT * FROM media_attachments WHERE account_id = ? AND id IN (SELECT value FROM json_each(?))"
            " AND (status_id IS NULL OR status_id = ?) AND (scheduled_status_id IS NULL OR ? IS NULL)",
            (account_id, id_list(draft.media_ids), status_id, status_id),
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
