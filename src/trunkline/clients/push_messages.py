"""Keys of push subscriptions, and the messages that a server pushes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.entities import PushNotification

if TYPE_CHECKING:
    from trunkline.clients.push_crypto import WebpushCryptoParamsPrivkey
    from trunkline.endpoints.push import WebpushCryptoParamsPubkey


class PushMessages:
    """Part of both clients: keys and messages of push subscriptions."""

    def push_subscription_generate_keys(self) -> tuple[WebpushCryptoParamsPrivkey, WebpushCryptoParamsPubkey]:
        """Generate keys for a push subscription.

        Returns:
            The private part, for `push_subscription_decrypt_push`, and the public one, for `push_subscription_set`.

        Raises:
            NotImplementedError: the extra packages are missing.
        """
        from trunkline.clients.push_crypto import generate_keys

        return generate_keys()

    def push_subscription_decrypt_push(
        self,
        data: bytes,
        decrypt_params: WebpushCryptoParamsPrivkey,
        encryption_header: str,
        crypto_key_header: str,
    ) -> PushNotification:
        """Decrypt a push message.

        Args:
            data: the body of the request that the server posted.
            decrypt_params: the first result of `push_subscription_generate_keys`.
            encryption_header: its header ``Encryption``; empty for a subscription made with ``standard=True``.
            crypto_key_header: its header ``Crypto-Key``; empty for a subscription made with ``standard=True``.

        Raises:
            MastodonIllegalArgumentError: the message was not encrypted for these keys.
            NotImplementedError: the extra packages are missing.
        """
        from trunkline.clients.push_crypto import decrypt

        return decrypt(data, decrypt_params, encryption_header, crypto_key_header)
