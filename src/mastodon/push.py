"""The client, with the types and errors of its calls for push subscriptions."""

from mastodon.compat import IMPL_HAS_CRYPTO, IMPL_HAS_ECE
from mastodon.types_base import WebpushCryptoParamsPrivkey, WebpushCryptoParamsPubkey, try_cast_recurse
from trunkline.clients.client import Mastodon
from trunkline.entities import PushNotification, WebPushSubscription
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.versions import api_version

__all__ = [
    "IMPL_HAS_CRYPTO",
    "IMPL_HAS_ECE",
    "Mastodon",
    "MastodonIllegalArgumentError",
    "PushNotification",
    "WebPushSubscription",
    "WebpushCryptoParamsPrivkey",
    "WebpushCryptoParamsPubkey",
    "api_version",
    "try_cast_recurse",
]
