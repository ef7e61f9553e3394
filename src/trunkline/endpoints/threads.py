"""Posting threads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast
from uuid import uuid4

from trunkline.endpoints.limits import status_limits
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Instance, InstanceV2, QuotePolicy, Status, Visibility
from trunkline.errors import MastodonError, MastodonIllegalArgumentError
from trunkline.ids import IdLike
from trunkline.protocol.client import Client
from trunkline.protocol.discovery import newest_instance
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Flow
from trunkline.text.limits import CHARACTERS_PER_URL


class Threads(Client):
    """Posting texts that are too long for one status."""

    @endpoint(scopes="write:statuses")
    def status_post_thread(
        self,
        texts: str | Iterable[str],
        in_reply_to_id: IdLike | None = None,
        media_ids: Iterable[IdLike] | IdLike | None = None,
        sensitive: bool = False,
        visibility: Visibility | None = None,
        spoiler_text: str | None = None,
        language: str | None = None,
        idempotency_key: str | None = None,
        *,
        quote_approval_policy: QuotePolicy | None = None,
        numbered: bool = False,
        max_characters: int | None = None,
    ) -> Flow[list[Status]]:
        """Post a text of any length as a thread: statuses that each reply to the one before.

        Nothing is posted if a part is too long. If posting fails midway, the statuses posted stay. The error names
        them and the key with which the same call continues from there within 1 hour, on servers that know such keys.

        Args:
            texts: the whole text, split by `trunkline.text.split_text`, or the text of each status.
            in_reply_to_id: the status to which the first one replies.
            media_ids: media of the first status.
            sensitive: mark the media as sensitive.
            visibility: the visibility of all statuses; the account's default unless given.
            spoiler_text: a content warning of each status, counted in the limit of each.
            language: the language of the text, as an ISO 639-1 code.
            idempotency_key: text of your choice: the same key within 1 hour posts nothing again. Made up unless given.
            quote_approval_policy: accounts that may quote the statuses without approval.
            numbered: end each part of a whole text with its number, as in ``" (1/3)"``.
            max_characters: the maximum characters of a status, if known; otherwise the server is asked first.

        Returns:
            The statuses, in order.

        Raises:
            MastodonIllegalArgumentError: a text is empty or too long, or cannot be split.
        """
        per_url = CHARACTERS_PER_URL
        if max_characters is None:
            max_characters, per_url = status_limits((yield from newest_instance(InstanceV2, Instance)))
        parts = _parts(texts, max_characters, per_url, spoiler_text or "", numbered)
        key = uuid4().hex if idempotency_key is None else idempotency_key
        posted: list[Status] = []
        for place, part in enumerate(parts, 1):
            request = Statuses.status_post.flow(
                self,
                part,
                posted[-1] if posted else in_reply_to_id,
                None if posted else media_ids,
                sensitive,
                visibility,
                spoiler_text,
                language,
                f"{key}-{place}",
                quote_approval_policy=quote_approval_policy,
            )
            try:
                status = yield from request
            except MastodonError as error:
                error.add_note(_advice(posted, len(parts), key))
                raise
            posted.append(cast("Status", status))  # not a scheduled one
        return posted


def _parts(
    texts: str | Iterable[str], max_characters: int, per_url: int, spoiler_text: str, numbered: bool
) -> list[str]:
    """Return the texts of the statuses, each within the limit."""
    from trunkline.text.length import status_length
    from trunkline.text.splitting import split_text

    room = max_characters - status_length("", spoiler_text)
    if isinstance(texts, str):
        parts = split_text(texts, room, numbered=numbered, characters_per_url=per_url)
    else:
        parts = list(texts)
    if not parts or not all(part.strip() for part in parts):
        raise MastodonIllegalArgumentError("There is no text to post: pass a text, or texts none of which is empty.")
    for place, part in enumerate(parts, 1):
        length = status_length(part, characters_per_url=per_url)
        if length > room:
            raise MastodonIllegalArgumentError(
                f"Text {place} counts {length} characters, and there is room for {room}. Shorten it, or pass the whole "
                "text as one, which is then divided."
            )
    return parts


def _advice(posted: list[Status], parts: int, key: str) -> str:
    """Return what is there of a thread that could not be posted whole, and how to go on."""
    ids = ", ".join(str(status.id) for status in posted)
    advice = f"the same call with idempotency_key={key!r} goes on within 1 hour"
    if not posted:
        return f"Posted before that: 0 of {parts} statuses (none). Try again; {advice}, and posts no part twice."
    return (
        f"Posted before that: {len(posted)} of {parts} statuses ({ids}). To post the rest, {advice}; later, or where "
        f"the server knows no such keys, pass the texts that are left with in_reply_to_id={posted[-1].id!s}."
    )
