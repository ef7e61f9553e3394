"""Endpoints for Web Push."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from types import NoneType
from typing import TypedDict

from trunkline.entities import PushPolicy, WebPushSubscription
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.request import Request


class WebpushCryptoParamsPubkey(TypedDict):
    """Keys with which the server encrypts push messages."""

    pubkey: bytes
    """Public key: an uncompressed point on the curve P-256, 65 bytes."""

    auth: bytes
    """Shared secret, 16 bytes."""


_DATA_SINCE = {
    "data[alerts][status]": "3.3.0",
    "data[policy]": "3.4.0",
    "data[alerts][update]": "3.5.0",
    "data[alerts][admin.sign_up]": "3.5.0",
    "data[alerts][admin.report]": "4.0.0",
    "data[alerts][quote]": "4.5.0",
    "data[alerts][quoted_update]": "4.5.0",
    "data[alerts][severed_relationships]": "4.3.0",
    "data[alerts][moderation_warning]": "4.3.0",
    "data[alerts][added_to_collection]": "4.6.0",
    "data[alerts][collection_update]": "4.6.0",
}


class Push:
    """The push subscription of the access token; each token has at most one."""

    @endpoint(since="2.4.0", scopes="push")
    def push_subscription(self) -> Request[WebPushSubscription]:
        """Return the push subscription of this token.

        Raises:
            MastodonNotFoundError: there is no subscription.
        """
        return Request("GET", "/api/v1/push/subscription", WebPushSubscription)

    @endpoint(
        since="2.4.0",
        changed="4.5.0",
        scopes="push",
        params_since={**_DATA_SINCE, "subscription[standard]": "4.4.0"},
    )
    def push_subscription_set(
        self,
        endpoint: str,
        encrypt_params: WebpushCryptoParamsPubkey,
        follow_events: bool | None = None,
        favourite_events: bool | None = None,
        reblog_events: bool | None = None,
        mention_events: bool | None = None,
        poll_events: bool | None = None,
        follow_request_events: bool | None = None,
        status_events: bool | None = None,
        policy: PushPolicy | None = "all",
        update_events: bool | None = None,
        admin_sign_up_events: bool | None = None,
        admin_report_events: bool | None = None,
        quote_events: bool | None = None,
        quoted_update_events: bool | None = None,
        standard: bool | None = None,
        *,
        severed_relationships_events: bool | None = None,
        moderation_warning_events: bool | None = None,
        annual_report_events: bool | None = None,
        added_to_collection_events: bool | None = None,
        collection_update_events: bool | None = None,
    ) -> Request[WebPushSubscription]:
        """Set the push subscription of this token, in place of the previous one.

        Events not given are not pushed.

        Args:
            endpoint: the URL to which the server posts.
            encrypt_params: the keys with which the server encrypts messages.
            follow_events: new followers.
            favourite_events: favourites of own statuses.
            reblog_events: boosts of own statuses.
            mention_events: mentions.
            poll_events: ended polls.
            follow_request_events: follow requests.
            status_events: new statuses of accounts followed with ``notify``.
            policy: accounts whose notifications are pushed: ``"all"``, ``"followed"``, ``"follower"``
                or ``"none"``.
            update_events: edits of boosted statuses.
            admin_sign_up_events: sign-ups, for moderators.
            admin_report_events: reports, for moderators.
            quote_events: quotes of own statuses.
            quoted_update_events: edits of quoted statuses.
            standard: encrypt by RFC 8291 rather than its draft.
            severed_relationships_events: severed relationships with accounts of a server.
            moderation_warning_events: warnings of moderators.
            annual_report_events: annual reports that are ready.
            added_to_collection_events: additions of the account to collections.
            collection_update_events: changes of collections that the account is in.
        """
        subscription = {
            "endpoint": endpoint,
            "keys": {"p256dh": _base64(encrypt_params["pubkey"]), "auth": _base64(encrypt_params["auth"])},
            "standard": standard,
        }
        data = Push.push_subscription_update.request(
            follow_events,
            favourite_events,
            reblog_events,
            mention_events,
            poll_events,
            follow_request_events,
            status_events,
            policy,
            update_events,
            admin_sign_up_events,
            admin_report_events,
            quote_events,
            quoted_update_events,
            severed_relationships_events=severed_relationships_events,
            moderation_warning_events=moderation_warning_events,
            annual_report_events=annual_report_events,
            added_to_collection_events=added_to_collection_events,
            collection_update_events=collection_update_events,
        ).form
        return Request(
            "POST", "/api/v1/push/subscription", WebPushSubscription, form={"subscription": subscription, **data}
        )

    @endpoint(since="2.4.0", changed="4.0.0", scopes="push", params_since=_DATA_SINCE)
    def push_subscription_update(
        self,
        follow_events: bool | None = None,
        favourite_events: bool | None = None,
        reblog_events: bool | None = None,
        mention_events: bool | None = None,
        poll_events: bool | None = None,
        follow_request_events: bool | None = None,
        status_events: bool | None = None,
        policy: PushPolicy | None = "all",
        update_events: bool | None = None,
        admin_sign_up_events: bool | None = None,
        admin_report_events: bool | None = None,
        quote_events: bool | None = None,
        quoted_update_events: bool | None = None,
        *,
        severed_relationships_events: bool | None = None,
        moderation_warning_events: bool | None = None,
        annual_report_events: bool | None = None,
        added_to_collection_events: bool | None = None,
        collection_update_events: bool | None = None,
    ) -> Request[WebPushSubscription]:
        """Change the pushed events; events not given are switched off.

        Args:
            follow_events: new followers.
            favourite_events: favourites of own statuses.
            reblog_events: boosts of own statuses.
            mention_events: mentions.
            poll_events: ended polls.
            follow_request_events: follow requests.
            status_events: new statuses of accounts followed with ``notify``.
            policy: accounts whose notifications are pushed: ``"all"``, ``"followed"``, ``"follower"``
                or ``"none"``.
            update_events: edits of boosted statuses.
            admin_sign_up_events: sign-ups, for moderators.
            admin_report_events: reports, for moderators.
            quote_events: quotes of own statuses.
            quoted_update_events: edits of quoted statuses.
            severed_relationships_events: severed relationships with accounts of a server.
            moderation_warning_events: warnings of moderators.
            annual_report_events: annual reports that are ready.
            added_to_collection_events: additions of the account to collections.
            collection_update_events: changes of collections that the account is in.
        """
        alerts = {
            "follow": follow_events,
            "favourite": favourite_events,
            "reblog": reblog_events,
            "mention": mention_events,
            "poll": poll_events,
            "follow_request": follow_request_events,
            "status": status_events,
            "update": update_events,
            "admin.sign_up": admin_sign_up_events,
            "admin.report": admin_report_events,
            "quote": quote_events,
            "quoted_update": quoted_update_events,
            "severed_relationships": severed_relationships_events,
            "moderation_warning": moderation_warning_events,
            "annual_report": annual_report_events,
            "added_to_collection": added_to_collection_events,
            "collection_update": collection_update_events,
        }
        return Request(
            "PUT",
            "/api/v1/push/subscription",
            WebPushSubscription,
            form={"data": {"alerts": alerts, "policy": policy}},
        )

    @endpoint(since="2.4.0", scopes="push")
    def push_subscription_delete(self) -> Request[None]:
        """Delete the push subscription of this token."""
        return Request("DELETE", "/api/v1/push/subscription", NoneType)


def _base64(key: bytes) -> str:
    """Return a key as URL-safe Base64 without padding."""
    return urlsafe_b64encode(key).rstrip(b"=").decode()
