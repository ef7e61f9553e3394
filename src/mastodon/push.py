"""The client, with the types and errors of its calls for push subscriptions."""

import base64
import json
import os
from typing import TYPE_CHECKING

from mastodon.compat import IMPL_HAS_CRYPTO, IMPL_HAS_ECE, imports_of
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
    "base64",
    "json",
    "os",
    "try_cast_recurse",
]

if not TYPE_CHECKING:
    __getattr__ = imports_of(__name__)
