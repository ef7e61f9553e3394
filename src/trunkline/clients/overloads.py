"""Exact types, for type checkers, of the calls with two results, such as a status now or a scheduled one.

At run time each of these is the endpoint of the same name. A `Protocol` has the signatures of a call once, for any pair
of results; the sync client fills in the results, the async one awaitables of them. ``tests/typing/test_overloads.py``
compares the signatures with those of the endpoints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping
    from datetime import datetime
    from typing import Any, Generic, Protocol, TypeVar, overload

    from trunkline.answers.page import Page
    from trunkline.endpoints.notifications import Types
    from trunkline.entities import AdminDomainBlock, Notification, QuotePolicy, ScheduledStatus, Status, Visibility
    from trunkline.ids import CursorLike, IdLike
    from trunkline.protocol.client import Client
    from trunkline.protocol.endpoint import Endpoint

    First_co = TypeVar("First_co", covariant=True)
    Second_co = TypeVar("Second_co", covariant=True)
    T = TypeVar("T")
    Awaited = Coroutine[None, None, T]

    class TwoResults(Generic[T]):
        """A call with two results, of which a client's is exact."""

        @overload
        def __get__(self, client: None, owner: type, /) -> Endpoint[Any, ...]: ...
        @overload
        def __get__(self, client: Client, owner: type, /) -> T: ...
        def __get__(self, client: Any, owner: type, /) -> Any:
            """Return the call, bound to a client."""

    class StatusPost(Protocol[First_co, Second_co]):
        """Signatures of `Statuses.status_post`."""

        @overload
        def __call__(
            self,
            status: str,
            in_reply_to_id: IdLike | None = ...,
            media_ids: Iterable[IdLike] | IdLike | None = ...,
            sensitive: bool = ...,
            visibility: Visibility | None = ...,
            spoiler_text: str | None = ...,
            language: str | None = ...,
            idempotency_key: str | None = ...,
            content_type: str | None = ...,
            scheduled_at: None = ...,
            poll: Mapping[str, Any] | None = ...,
            quote_id: IdLike | None = ...,
            strict_content_type: bool = ...,
            quoted_status_id: IdLike | None = ...,
            quote_approval_policy: QuotePolicy | None = ...,
            *,
            allowed_mentions: Iterable[IdLike] | None = ...,
        ) -> First_co: ...
        @overload
        def __call__(
            self,
            status: str,
            in_reply_to_id: IdLike | None = ...,
            media_ids: Iterable[IdLike] | IdLike | None = ...,
            sensitive: bool = ...,
            visibility: Visibility | None = ...,
            spoiler_text: str | None = ...,
            language: str | None = ...,
            idempotency_key: str | None = ...,
            content_type: str | None = ...,
            *,
            scheduled_at: datetime | str,
            poll: Mapping[str, Any] | None = ...,
            quote_id: IdLike | None = ...,
            strict_content_type: bool = ...,
            quoted_status_id: IdLike | None = ...,
            quote_approval_policy: QuotePolicy | None = ...,
            allowed_mentions: Iterable[IdLike] | None = ...,
        ) -> Second_co: ...

    class StatusReply(Protocol[First_co, Second_co]):
        """Signatures of `Statuses.status_reply`."""

        @overload
        def __call__(
            self,
            to_status: IdLike,
            status: str,
            media_ids: Iterable[IdLike] | IdLike | None = ...,
            sensitive: bool = ...,
            visibility: Visibility | None = ...,
            spoiler_text: str | None = ...,
            language: str | None = ...,
            idempotency_key: str | None = ...,
            content_type: str | None = ...,
            scheduled_at: None = ...,
            poll: Mapping[str, Any] | None = ...,
            quote_id: IdLike | None = ...,
            untag: bool = ...,
            strict_content_type: bool = ...,
            quoted_status_id: IdLike | None = ...,
            quote_approval_policy: QuotePolicy | None = ...,
            *,
            allowed_mentions: Iterable[IdLike] | None = ...,
        ) -> First_co: ...
        @overload
        def __call__(
            self,
            to_status: IdLike,
            status: str,
            media_ids: Iterable[IdLike] | IdLike | None = ...,
            sensitive: bool = ...,
            visibility: Visibility | None = ...,
            spoiler_text: str | None = ...,
            language: str | None = ...,
            idempotency_key: str | None = ...,
            content_type: str | None = ...,
            *,
            scheduled_at: datetime | str,
            poll: Mapping[str, Any] | None = ...,
            quote_id: IdLike | None = ...,
            untag: bool = ...,
            strict_content_type: bool = ...,
            quoted_status_id: IdLike | None = ...,
            quote_approval_policy: QuotePolicy | None = ...,
            allowed_mentions: Iterable[IdLike] | None = ...,
        ) -> Second_co: ...

    class NotificationsOrOne(Protocol[First_co, Second_co]):
        """Signatures of `Notifications.notifications`."""

        @overload
        def __call__(
            self,
            id: None = ...,
            account_id: IdLike | None = ...,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
            exclude_types: Types | None = ...,
            types: Types | None = ...,
            mentions_only: bool | None = ...,
            supported_types: Types | None = ...,
            *,
            include_filtered: bool | None = ...,
        ) -> First_co: ...
        @overload
        def __call__(
            self,
            id: IdLike,
            account_id: IdLike | None = ...,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
            exclude_types: Types | None = ...,
            types: Types | None = ...,
            mentions_only: bool | None = ...,
            supported_types: Types | None = ...,
            *,
            include_filtered: bool | None = ...,
        ) -> Second_co: ...

    class DomainBlocksOrOne(Protocol[First_co, Second_co]):
        """Signatures of `AdminDomains.admin_domain_blocks`."""

        @overload
        def __call__(
            self,
            id: None = ...,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
        ) -> First_co: ...
        @overload
        def __call__(
            self,
            id: IdLike,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
        ) -> Second_co: ...


class SyncOverloads:
    """Calls with two results on the sync client."""

    if TYPE_CHECKING:
        status_post: TwoResults[StatusPost[Status, ScheduledStatus]]
        """Post a status, now or later: `Statuses.status_post`."""
        status_reply: TwoResults[StatusReply[Status, ScheduledStatus]]
        """Reply to a status, now or later: `Statuses.status_reply`."""
        notifications: TwoResults[NotificationsOrOne[Page[Notification], Notification]]
        """Your notifications, or one of them: `Notifications.notifications`."""
        admin_domain_blocks: TwoResults[DomainBlocksOrOne[Page[AdminDomainBlock], AdminDomainBlock]]
        """Blocked servers, or one of the blocks: `AdminDomains.admin_domain_blocks`."""


class AsyncOverloads:
    """Calls with two results on the async client."""

    if TYPE_CHECKING:
        status_post: TwoResults[StatusPost[Awaited[Status], Awaited[ScheduledStatus]]]
        """Post a status, now or later: `Statuses.status_post`."""
        status_reply: TwoResults[StatusReply[Awaited[Status], Awaited[ScheduledStatus]]]
        """Reply to a status, now or later: `Statuses.status_reply`."""
        notifications: TwoResults[NotificationsOrOne[Awaited[Page[Notification]], Awaited[Notification]]]
        """Your notifications, or one of them: `Notifications.notifications`."""
        admin_domain_blocks: TwoResults[DomainBlocksOrOne[Awaited[Page[AdminDomainBlock]], Awaited[AdminDomainBlock]]]
        """Blocked servers, or one of the blocks: `AdminDomains.admin_domain_blocks`."""
