"""Endpoints for statuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from trunkline.answers.page import Page
from trunkline.answers.paging import paged
from trunkline.endpoints.own_account import own_account
from trunkline.endpoints.parameters import cursors, id_list, one_of, one_visibility, optional_id
from trunkline.endpoints.polls import poll_fields
from trunkline.endpoints.posting import posted
from trunkline.entities import (
    Account,
    Context,
    PreviewCard,
    QuotePolicy,
    ScheduledStatus,
    Status,
    StatusEdit,
    StatusSource,
    Translation,
    Visibility,
)
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.ids import CursorLike, IdLike, id_of, segment
from trunkline.protocol.client import Client
from trunkline.protocol.encoding import text
from trunkline.protocol.endpoint import OtherCall, call, endpoint
from trunkline.protocol.request import Flow, Request

_NO_QUOTE_ID = ("", "mastodon", "glitch-soc", "hometown", "gotosocial")
_CONTENT_TYPES = ("text/plain", "text/markdown", "text/html", "text/bbcode", "text/x.misskeymarkdown")


class Statuses(Client):
    """Reading, posting, editing, deleting and boosting statuses. For scheduled ones see `ScheduledStatuses`."""

    @endpoint(changed="2.7.0", scopes="read:statuses")
    def status(self, id: IdLike) -> Request[Status]:
        """Return a status.

        Args:
            id: the status.
        """
        return Request("GET", _path(id), Status)

    @endpoint(since="4.3.0", scopes="read:statuses")
    def statuses(self, ids: Iterable[IdLike]) -> Request[list[Status]]:
        """Return several statuses by their ids, without those that do not exist or that you may not see.

        Args:
            ids: the statuses.
        """
        return Request("GET", "/api/v1/statuses", list[Status], {"id": id_list(ids)})

    @endpoint(deprecated="read the card field of the status")
    def status_card(self, id: IdLike) -> Flow[PreviewCard | None]:
        """Return the preview of the page that a status links to, or ``None``.

        Args:
            id: the status.
        """
        status = yield from call(Statuses.status, id).flow(self)
        return status.card

    @endpoint(changed="4.5.0", scopes="read:statuses")
    def status_context(self, id: IdLike) -> Request[Context]:
        """Return the thread around a status: ancestors and descendants, each oldest first.

        Without a token a server returns at most 40 ancestors and 60 descendants.

        Args:
            id: the status.
        """
        # https://github.com/mastodon/mastodon/blob/main/app/controllers/api/v1/statuses_controller.rb
        return Request("GET", _path(id, "context"), Context)

    @endpoint(scopes="read:accounts")
    def status_reblogged_by(
        self,
        id: IdLike,
        *,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts that boosted a status.

        Args:
            id: the status.
            max_id: from an earlier page.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged(_path(id, "reblogged_by"), Account, cursors(max_id, None, since_id, limit))

    @endpoint(scopes="read:accounts")
    def status_favourited_by(
        self,
        id: IdLike,
        *,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Account]]:
        """Return the accounts that favourited a status.

        Args:
            id: the status.
            max_id: from an earlier page.
            since_id: from an earlier page.
            limit: accounts a page, 40 unless given, at most 80.
        """
        return paged(_path(id, "favourited_by"), Account, cursors(max_id, None, since_id, limit))

    @endpoint(
        changed="4.5.0",
        scopes="write:statuses",
        params_since={
            "scheduled_at": "2.7.0",
            "poll": "2.8.0",
            "quoted_status_id": "4.5.0",
            "quote_approval_policy": "4.5.0",
        },
        through=posted,
    )
    def status_post(
        self,
        status: str,
        in_reply_to_id: IdLike | None = None,
        media_ids: Iterable[IdLike] | IdLike | None = None,
        sensitive: bool = False,
        visibility: Visibility | None = None,
        spoiler_text: str | None = None,
        language: str | None = None,
        idempotency_key: str | None = None,
        content_type: str | None = None,
        scheduled_at: datetime | str | None = None,
        poll: Mapping[str, Any] | None = None,
        quote_id: IdLike | None = None,
        strict_content_type: bool = False,
        quoted_status_id: IdLike | None = None,
        quote_approval_policy: QuotePolicy | None = None,
        *,
        allowed_mentions: Iterable[IdLike] | None = None,
    ) -> Request[Status | ScheduledStatus]:
        """Post a status.

        Args:
            status: the text, on Mastodon at most 500 characters; empty only with media or a poll.
            in_reply_to_id: the status to reply to. `status_reply` adds the mentions too.
            media_ids: media from `media_post`, at most 4.
            sensitive: mark the media as sensitive, or not, whatever the default of the account is.
            visibility: the visibility; the account's default unless given.
            spoiler_text: a content warning, shown in place of the text.
            language: the language of the text, as an ISO 639-1 code; the account's default unless given.
            idempotency_key: text of your choice: the same key within 1 hour posts nothing again. With it a failed
                attempt is repeated safely, also where the server answers 500 to a key that was used.
            content_type: the MIME type of the text, on servers that support several; Mastodon ignores it.
            scheduled_at: the time of publication, at least 5 minutes ahead.
            poll: a poll from `make_poll`; not together with media.
            quote_id: the quoted status on Fedibird and similar servers.
            strict_content_type: refuse a ``content_type`` that no known server supports.
            quoted_status_id: the status to quote.
            quote_approval_policy: accounts that may quote it without approval; the account's default unless given.
            allowed_mentions: refuse the status if it mentions other accounts than these; anybody, with an empty list.

        Returns:
            The status, or with ``scheduled_at`` a `ScheduledStatus`.

        Raises:
            MastodonIllegalArgumentError: no server knows such a value, or this one no ``quote_id``.
            MastodonUnprocessableError: the text is too long, media are still being processed, and so on.
            MastodonIncompletePostError: the status was made without the text, the media or the poll.
        """
        if strict_content_type and content_type not in (None, *_CONTENT_TYPES):
            raise MastodonIllegalArgumentError(
                f"content_type is {content_type!r}; it must be one of {', '.join(_CONTENT_TYPES)}."
            )
        if quote_id is not None:
            _require_quote_id(self)
        form = {
            "status": status,
            "in_reply_to_id": optional_id(in_reply_to_id),
            "media_ids": _ids(media_ids) or None,
            "sensitive": sensitive,
            "visibility": one_visibility(visibility),
            "spoiler_text": spoiler_text,
            "language": language,
            "content_type": content_type,
            "scheduled_at": _time_ahead(scheduled_at),
            "poll": None if poll is None else poll_fields(poll),
            "quote_id": optional_id(quote_id),
            "quoted_status_id": optional_id(quoted_status_id),
            "quote_approval_policy": one_of("quote_approval_policy", quote_approval_policy, QuotePolicy),
            "allowed_mentions": _ids(allowed_mentions),
        }
        made: type[Any] = Status if scheduled_at is None else ScheduledStatus
        # Lifetime of the key, and minimum of scheduled_at:
        # https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
        # https://github.com/mastodon/mastodon/blob/main/app/models/scheduled_status.rb
        headers = {} if idempotency_key is None else {"Idempotency-Key": text("idempotency_key", idempotency_key)}
        # A scheduled poll keeps the texts of a form, of which even "0" is true.
        exact = ("allowed_mentions", "poll")
        return Request(
            "POST", "/api/v1/statuses", made, form=form, headers=headers, exact=exact, prefers_json=poll is not None
        )

    @endpoint(scopes="write:statuses")
    def toot(self, status: str) -> OtherCall[Status]:
        """Post a status of text alone, with the account's default visibility.

        Args:
            status: the text.
        """
        return cast("OtherCall[Status]", call(Statuses.status_post, status))

    @endpoint(changed="4.5.0", scopes="write:statuses")
    def status_reply(
        self,
        to_status: IdLike,
        status: str,
        media_ids: Iterable[IdLike] | IdLike | None = None,
        sensitive: bool = False,
        visibility: Visibility | None = None,
        spoiler_text: str | None = None,
        language: str | None = None,
        idempotency_key: str | None = None,
        content_type: str | None = None,
        scheduled_at: datetime | str | None = None,
        poll: Mapping[str, Any] | None = None,
        quote_id: IdLike | None = None,
        untag: bool = False,
        strict_content_type: bool = False,
        quoted_status_id: IdLike | None = None,
        quote_approval_policy: QuotePolicy | None = None,
        *,
        allowed_mentions: Iterable[IdLike] | None = None,
    ) -> Flow[Status | ScheduledStatus]:
        """Post a reply: like `status_post`, with mentions of the author and of all mentioned accounts put first.

        A reply to yourself mentions you; post without a mention by `status_post` with ``in_reply_to_id``.

        Args:
            to_status: the status to reply to; an id is looked up first.
            status: the text without the mentions.
            media_ids: as in `status_post`.
            sensitive: as in `status_post`.
            visibility: the visibility; that of the other status unless given.
            spoiler_text: a content warning; that of the other status unless given.
            language: as in `status_post`.
            idempotency_key: as in `status_post`.
            content_type: as in `status_post`.
            scheduled_at: as in `status_post`.
            poll: as in `status_post`.
            quote_id: as in `status_post`.
            untag: mention only the author.
            strict_content_type: as in `status_post`.
            quoted_status_id: as in `status_post`.
            quote_approval_policy: as in `status_post`.
            allowed_mentions: as in `status_post`.

        Returns:
            The status, or with ``scheduled_at`` a `ScheduledStatus`.
        """
        if isinstance(to_status, Mapping) and "account" in to_status:
            answered = to_status if isinstance(to_status, Status) else Status(to_status)
        else:
            answered = yield from call(Statuses.status, to_status).flow(self)
        me = yield from own_account(self)
        optional = {} if allowed_mentions is None else {"allowed_mentions": allowed_mentions}
        # By name, and nothing that is new without need: programs have a `status_post` of their own.
        answer = call(
            Statuses.status_post,
            status=_mentions(answered, me, untag) + status,
            in_reply_to_id=answered,
            media_ids=media_ids,
            sensitive=sensitive,
            visibility=cast("Visibility", answered.visibility) if visibility is None else visibility,
            spoiler_text=answered.spoiler_text if spoiler_text is None else spoiler_text,
            language=language,
            idempotency_key=idempotency_key,
            content_type=content_type,
            scheduled_at=scheduled_at,
            poll=poll,
            quote_id=quote_id,
            strict_content_type=strict_content_type,
            quoted_status_id=quoted_status_id,
            quote_approval_policy=quote_approval_policy,
            **optional,
        )
        return (yield from answer.flow(self))

    @endpoint(
        since="3.5.0",
        changed="4.5.0",
        scopes="write:statuses",
        params_since={"language": "4.0.0", "media_attributes": "4.1.0", "quote_approval_policy": "4.5.0"},
        through=posted,
    )
    def status_update(
        self,
        id: IdLike,
        status: str,
        spoiler_text: str | None = None,
        sensitive: bool | None = None,
        media_ids: Iterable[IdLike] | IdLike | None = None,
        poll: Mapping[str, Any] | None = None,
        media_attributes: Iterable[Mapping[str, Any]] | None = None,
        quote_approval_policy: QuotePolicy | None = None,
        *,
        language: str | None = None,
        content_type: str | None = None,
    ) -> Request[Status]:
        """Edit one of your statuses. Text, warning, media and poll not given again are removed.

        Args:
            id: the status.
            status: the new text.
            spoiler_text: the content warning.
            sensitive: mark the media as sensitive.
            media_ids: all media, including the present ones.
            poll: the poll; changing its options resets the votes.
            media_attributes: changes to present media, each from `generate_media_edit_attributes`. They stay in the
                status, also those that ``media_ids`` does not name.
            quote_approval_policy: accounts that may quote it without approval.
            language: the language of the text, as an ISO 639-1 code.
            content_type: the MIME type of the text, on servers that support several; Mastodon ignores it.

        Raises:
            MastodonIncompletePostError: the status came back without the text, the media or the poll.
        """
        changes = None if media_attributes is None else [dict(one) for one in media_attributes]
        form = {
            "status": status,
            "spoiler_text": spoiler_text,
            "sensitive": sensitive,
            "language": language,
            "media_ids": _all_media(media_ids, changes),
            "media_attributes": changes,
            "poll": None if poll is None else poll_fields(poll),
            "quote_approval_policy": one_of("quote_approval_policy", quote_approval_policy, QuotePolicy),
            "content_type": content_type,
        }
        # An edit without `multiple` resets the votes: https://github.com/mastodon/mastodon/blob/main/app/services/update_status_service.rb
        return Request("PUT", _path(id), Status, form=form, exact=("media_ids", "media_attributes", "poll"))

    @endpoint(since="4.5.0", scopes="write:statuses")
    def status_update_quote_approval_policy(self, id: IdLike, quote_approval_policy: QuotePolicy) -> Request[Status]:
        """Change the quote approval policy of one of your statuses.

        Args:
            id: the status.
            quote_approval_policy: ``"public"``, ``"followers"`` or ``"nobody"``.
        """
        form = {"quote_approval_policy": one_of("quote_approval_policy", quote_approval_policy, QuotePolicy)}
        return Request("PUT", _path(id, "interaction_policy"), Status, form=form)

    @endpoint(since="3.5.0", scopes="read:statuses")
    def status_history(self, id: IdLike) -> Request[list[StatusEdit]]:
        """Return the versions of a status, oldest first.

        Args:
            id: the status.
        """
        return Request("GET", _path(id, "history"), list[StatusEdit])

    @endpoint(since="3.5.0", scopes="read:statuses")
    def status_source(self, id: IdLike) -> Request[StatusSource]:
        """Return the text of one of your statuses as it was typed.

        Args:
            id: the status.
        """
        return Request("GET", _path(id, "source"), StatusSource)

    @endpoint(changed="4.4.0", scopes="write:statuses", params_since={"delete_media": "4.4.0"})
    def status_delete(self, id: IdLike, delete_media: bool | None = None) -> Request[Status]:
        """Delete one of your statuses.

        Args:
            id: the status.
            delete_media: delete its media at once; otherwise they can be posted again for a while.

        Returns:
            The status with its ``text`` as it was typed, ready to be posted again.
        """
        return Request("DELETE", _path(id), Status, form={"delete_media": delete_media})

    @endpoint(changed="2.8.0", scopes="write:statuses", params_since={"visibility": "2.8.0"})
    def status_reblog(self, id: IdLike, visibility: Visibility | None = None) -> Request[Status]:
        """Boost a status.

        Args:
            id: the status.
            visibility: the visibility of the boost; the account's default unless given, never ``"direct"``.

        Returns:
            The boost: a new status with the boosted one in ``reblog``.
        """
        return Request("POST", _path(id, "reblog"), Status, form={"visibility": one_visibility(visibility)})

    @endpoint(scopes="write:statuses")
    def status_unreblog(self, id: IdLike) -> Request[Status]:
        """Undo your boost of a status.

        Args:
            id: the boosted status.

        Returns:
            The status no longer boosted.
        """
        return Request("POST", _path(id, "unreblog"), Status)

    @endpoint(scopes="write:favourites")
    def status_favourite(self, id: IdLike) -> Request[Status]:
        """Favourite a status.

        Args:
            id: the status.
        """
        return Request("POST", _path(id, "favourite"), Status)

    @endpoint(scopes="write:favourites")
    def status_unfavourite(self, id: IdLike) -> Request[Status]:
        """Undo your favourite of a status.

        Args:
            id: the status.
        """
        return Request("POST", _path(id, "unfavourite"), Status)

    @endpoint(since="1.4.2", scopes="write:mutes")
    def status_mute(self, id: IdLike) -> Request[Status]:
        """Mute the notifications of a status's conversation.

        Args:
            id: the status.
        """
        return Request("POST", _path(id, "mute"), Status)

    @endpoint(since="1.4.2", scopes="write:mutes")
    def status_unmute(self, id: IdLike) -> Request[Status]:
        """Unmute the notifications of a status's conversation.

        Args:
            id: a status of the conversation.
        """
        return Request("POST", _path(id, "unmute"), Status)

    @endpoint(since="1.6.0", changed="3.5.0", scopes="write:accounts")
    def status_pin(self, id: IdLike) -> Request[Status]:
        """Pin one of your statuses to your profile; at most 5 can be pinned.

        Args:
            id: the status.
        """
        return Request("POST", _path(id, "pin"), Status)

    @endpoint(since="1.6.0", scopes="write:accounts")
    def status_unpin(self, id: IdLike) -> Request[Status]:
        """Unpin a status from your profile.

        Args:
            id: the status.
        """
        return Request("POST", _path(id, "unpin"), Status)

    @endpoint(since="3.1.0", scopes="write:bookmarks")
    def status_bookmark(self, id: IdLike) -> Request[Status]:
        """Add a status to your private bookmarks.

        Args:
            id: the status.
        """
        return Request("POST", _path(id, "bookmark"), Status)

    @endpoint(since="3.1.0", scopes="write:bookmarks")
    def status_unbookmark(self, id: IdLike) -> Request[Status]:
        """Remove a status from your bookmarks.

        Args:
            id: the status.
        """
        return Request("POST", _path(id, "unbookmark"), Status)

    @endpoint(since="4.0.0", scopes="read:statuses")
    def status_translate(self, id: IdLike, lang: str | None = None) -> Request[Translation]:
        """Return the translation of a public status by the server.

        Args:
            id: the status.
            lang: the target language, as an ISO 639-1 code; that of the account or client unless given.

        Raises:
            MastodonForbiddenError: the status is not public.
            MastodonNotFoundError: the server cannot translate, or not between these languages.
        """
        return Request("POST", _path(id, "translate"), Translation, form={"lang": lang})

    @endpoint(since="4.5.0", scopes="read:statuses")
    def status_quotes(
        self,
        id: IdLike,
        max_id: CursorLike | None = None,
        since_id: CursorLike | None = None,
        limit: int | None = None,
    ) -> Request[Page[Status]]:
        """Return the statuses that quote one of your statuses and that you may see.

        Args:
            id: your status.
            max_id: from an earlier page.
            since_id: from an earlier page.
            limit: statuses a page, 20 unless given, at most 40.
        """
        return paged(_path(id, "quotes"), Status, cursors(max_id, None, since_id, limit, "both"))

    @endpoint(since="4.5.0", scopes="write:statuses")
    def status_quote_revoke(self, id: IdLike, quoting_status_id: IdLike) -> Request[Status]:
        """Revoke the quote of one of your statuses.

        Args:
            id: your status.
            quoting_status_id: the quoting status.

        Returns:
            The quoting status.
        """
        return Request("POST", _path(id, f"quotes/{segment(quoting_status_id)}/revoke"), Status)


def _path(id: IdLike, action: str | None = None) -> str:
    path = f"/api/v1/statuses/{segment(id)}"
    return path if action is None else f"{path}/{action}"


def _time_ahead(scheduled_at: datetime | str | None) -> datetime | str | None:
    """Return a time of publication; servers publish at once what has an empty one."""
    if scheduled_at is None or (isinstance(scheduled_at, datetime | str) and scheduled_at):
        return scheduled_at
    raise MastodonIllegalArgumentError(f"scheduled_at is {scheduled_at!r}; pass a time, or None to publish at once.")


def _ids(many: Iterable[IdLike] | IdLike | None) -> list[str] | None:
    return None if many is None else id_list(many)


def _all_media(
    media_ids: Iterable[IdLike] | IdLike | None, changes: Iterable[Mapping[str, Any]] | None
) -> list[str] | None:
    """Return the ids of all media of an edit: what a server is not told of, it removes."""
    if changes is None:
        return _ids(media_ids)
    return list(dict.fromkeys([*(_ids(media_ids) or []), *(id_of(one) for one in changes)]))


def _require_quote_id(client: Client) -> None:
    """Refuse a quote where Mastodon would ignore it and publish the rest."""
    software = getattr(getattr(client, "state", None), "software", None)
    if getattr(client, "feature_set", "fedibird") != "fedibird" and (software is None or software.name in _NO_QUOTE_ID):
        raise MastodonIllegalArgumentError(
            "quote_id is known to Fedibird and similar servers alone: pass quoted_status_id to Mastodon, or make the "
            "client with feature_set='fedibird'."
        )


def _mentions(answered: Status, me: Account, untag: bool) -> str:
    """Return the mentions to begin a reply with: the author, also if that is oneself, and all others mentioned."""
    others = [] if untag else [one.acct for one in answered.mentions if one.acct != me.acct]
    return "".join(f"@{name} " for name in dict.fromkeys([answered.account.acct, *others]))
