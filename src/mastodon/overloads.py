"""What a type checker should know of the calls that have two results, such as a status now or a scheduled one.

Read by type checkers alone: at run time each of these is the endpoint of the same name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from mastodon.entities import AdminDomainBlock, Notification, QuotePolicy, ScheduledStatus, Status, Visibility
    from mastodon.ids import CursorLike, IdLike
    from mastodon.page import Page


class SyncOverloads:
    """The calls of two results, as the sync client has them."""

    if TYPE_CHECKING:

        @overload
        def status_post(
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
        ) -> Status: ...
        @overload
        def status_post(
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
        ) -> ScheduledStatus: ...
        def status_post(self, *args: Any, **kwargs: Any) -> Any:
            """Post a status, now or later: `Statuses.status_post`."""

        @overload
        def status_reply(
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
        ) -> Status: ...
        @overload
        def status_reply(
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
        ) -> ScheduledStatus: ...
        def status_reply(self, *args: Any, **kwargs: Any) -> Any:
            """Answer a status, now or later: `Statuses.status_reply`."""

        @overload
        def notifications(
            self,
            id: None = ...,
            account_id: IdLike | None = ...,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
            exclude_types: Iterable[str] | str | None = ...,
            types: Iterable[str] | str | None = ...,
            mentions_only: bool | None = ...,
            supported_types: Iterable[str] | str | None = ...,
            *,
            include_filtered: bool | None = ...,
        ) -> Page[Notification]: ...
        @overload
        def notifications(
            self,
            id: IdLike,
        ) -> Notification: ...
        def notifications(self, *args: Any, **kwargs: Any) -> Any:
            """Your notifications, or one of them: `Notifications.notifications`."""

        @overload
        def admin_domain_blocks(
            self,
            id: None = ...,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
        ) -> Page[AdminDomainBlock]: ...
        @overload
        def admin_domain_blocks(
            self,
            id: IdLike,
        ) -> AdminDomainBlock: ...
        def admin_domain_blocks(self, *args: Any, **kwargs: Any) -> Any:
            """Blocked servers, or one of the blocks: `AdminDomains.admin_domain_blocks`."""


class AsyncOverloads:
    """The calls of two results, as the async client has them."""

    if TYPE_CHECKING:

        @overload
        def status_post(
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
        ) -> Coroutine[None, None, Status]: ...
        @overload
        def status_post(
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
        ) -> Coroutine[None, None, ScheduledStatus]: ...
        def status_post(self, *args: Any, **kwargs: Any) -> Any:
            """Post a status, now or later: `Statuses.status_post`."""

        @overload
        def status_reply(
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
        ) -> Coroutine[None, None, Status]: ...
        @overload
        def status_reply(
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
        ) -> Coroutine[None, None, ScheduledStatus]: ...
        def status_reply(self, *args: Any, **kwargs: Any) -> Any:
            """Answer a status, now or later: `Statuses.status_reply`."""

        @overload
        def notifications(
            self,
            id: None = ...,
            account_id: IdLike | None = ...,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
            exclude_types: Iterable[str] | str | None = ...,
            types: Iterable[str] | str | None = ...,
            mentions_only: bool | None = ...,
            supported_types: Iterable[str] | str | None = ...,
            *,
            include_filtered: bool | None = ...,
        ) -> Coroutine[None, None, Page[Notification]]: ...
        @overload
        def notifications(
            self,
            id: IdLike,
        ) -> Coroutine[None, None, Notification]: ...
        def notifications(self, *args: Any, **kwargs: Any) -> Any:
            """Your notifications, or one of them: `Notifications.notifications`."""

        @overload
        def admin_domain_blocks(
            self,
            id: None = ...,
            max_id: CursorLike | None = ...,
            min_id: CursorLike | None = ...,
            since_id: CursorLike | None = ...,
            limit: int | None = ...,
        ) -> Coroutine[None, None, Page[AdminDomainBlock]]: ...
        @overload
        def admin_domain_blocks(
            self,
            id: IdLike,
        ) -> Coroutine[None, None, AdminDomainBlock]: ...
        def admin_domain_blocks(self, *args: Any, **kwargs: Any) -> Any:
            """Blocked servers, or one of the blocks: `AdminDomains.admin_domain_blocks`."""
