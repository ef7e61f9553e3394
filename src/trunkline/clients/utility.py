"""Helpers on both clients that are no calls of the API, or stand for several."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from trunkline.answers.entity import Entity
from trunkline.answers.page import Direction, Page
from trunkline.answers.pagination_info import PaginationInfo, info_of
from trunkline.answers.paging import neighbour_of
from trunkline.clients.awaiting import Awaiting
from trunkline.clients.core import AsyncCore, SyncCore
from trunkline.endpoints.instance import Instances
from trunkline.entities import Instance, InstanceV2, PushNotification, TimelineAccess
from trunkline.errors import MastodonAPIError, MastodonError, MastodonIllegalArgumentError
from trunkline.protocol.discovery import newest_instance
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.policy import exchange, expand
from trunkline.protocol.request import Flow, Request
from trunkline.protocol.versions import SUPPORTED_MASTODON, parse_version_string
from trunkline.text.length import status_length

if TYPE_CHECKING:
    from trunkline.clients.blurhashes import Pixels
    from trunkline.clients.push_crypto import WebpushCryptoParamsPrivkey
    from trunkline.endpoints.push import WebpushCryptoParamsPubkey

_E = TypeVar("_E", bound=Mapping[str, Any])

_FEEDS = {"public": "live_feeds", "local": "live_feeds", "hashtag": "hashtag_feeds", "link": "trending_link_feeds"}
_PERSONAL = ("home", "list")


class Utility(Awaiting):
    """What both clients can do beside calling the API."""

    @staticmethod
    def get_supported_version() -> str:
        """The newest version of Mastodon whose whole API this package knows."""
        return SUPPORTED_MASTODON

    @staticmethod
    def get_status_length(text: str, spoiler_text: str = "") -> int:
        """The length of a status as servers count it against their limit: each link as 23, mentions without domain.

        Args:
            text: the text of the status.
            spoiler_text: its content warning, which counts too.
        """
        return status_length(text, spoiler_text)

    @endpoint()
    def retrieve_mastodon_version(self, fail_hard: bool = False) -> Flow[str]:
        """Ask the server for its version, and remember it for version checks.

        Args:
            fail_hard: raise what goes wrong, instead of taking the version for 1.0.0.

        Returns:
            Three numbers, such as ``"4.7.3"``; of other software, the version of Mastodon that it claims to be like.
        """
        state, state.server_version, state.software = self.state, "1.0.0", None
        try:
            instance = yield from newest_instance(InstanceV2, Instance)
        except MastodonError:
            if fail_hard:
                raise
            return state.server_version
        state.server_version = instance.version
        if isinstance(instance, InstanceV2) and instance.api_versions:
            state.api_version = instance.api_versions.mastodon or 0
        return f"{self.mastodon_major}.{self.mastodon_minor}.{self.mastodon_patch}"

    @endpoint()
    def verify_minimum_version(self, version_str: str, cached: bool = False) -> Flow[bool]:
        """Whether the server's version is *version_str* or newer.

        Args:
            version_str: three numbers, such as ``"4.3.0"``.
            cached: use the version that is known already, if one is.

        Raises:
            MastodonIllegalArgumentError: *version_str* is no version.
        """
        wanted = parse_version_string(version_str)
        if not cached or self.state.server_version is None:
            yield from Utility.retrieve_mastodon_version.flow(self)
        return self._version >= wanted

    @endpoint()
    def get_approx_server_time(self) -> Flow[datetime]:
        """The time on the server's clock, to the second, in UTC.

        Raises:
            MastodonAPIError: the server does not say.
        """
        request = Request("HEAD", "/", NoneType, anonymous=True)
        try:
            response = yield from exchange(request, self.state)
        except MastodonAPIError as error:
            if error.response is None:
                raise
            response = error.response
        from email.utils import parsedate_to_datetime

        try:
            return parsedate_to_datetime(response.headers["date"]).astimezone(UTC)
        except (KeyError, ValueError) as error:
            raise MastodonAPIError("The server does not say what time it is: its answers have no Date.") from error

    @endpoint()
    def timeline_is_available(
        self,
        timeline: str = "public",
        local: bool = False,
        remote: bool = False,
        with_auth: bool = False,
        fail_hard: bool = False,
    ) -> Flow[bool]:
        """Whether the server lets a timeline be read. Servers older than Mastodon 4.5 do not say, and count as open.

        Args:
            timeline: ``"public"``, ``"local"``, ``"hashtag"``, ``"link"``, ``"home"``, ``"list"``, or ``"tag/NAME"``.
            local: ask for its posts of this server alone.
            remote: ask for its posts of other servers alone.
            with_auth: ask for somebody who is logged in.
            fail_hard: raise `MastodonAPIError` where the server does not say, and `MastodonIllegalArgumentError` for
                an unknown timeline, instead of taking it for open.
        """
        kind = "hashtag" if timeline.startswith("tag/") else timeline.partition("/")[0]
        if kind in _PERSONAL:
            return True
        if kind not in _FEEDS:
            if fail_hard:
                raise MastodonIllegalArgumentError(f"There is no timeline {timeline!r}.")
            return True
        try:
            instance = yield from expand(Instances.instance_v2.flow(self), self.state)
        except MastodonAPIError:
            instance = InstanceV2()
        access = instance.configuration and instance.configuration.timelines_access
        feed = access and access.get(_FEEDS[kind])
        if not feed:
            if fail_hard:
                raise MastodonAPIError(f"The server does not say who may read the timeline {timeline!r}.")
            return True
        asked = ["local"] * (local or kind == "local") + ["remote"] * remote or ["local", "remote"]
        return any(_is_open(feed[origin], with_auth) for origin in asked)

    def filters_apply(self, objects: Iterable[_E], filters: Iterable[Mapping[str, Any]], context: str) -> list[_E]:
        """The statuses or notifications that your filters do not hide.

        Servers do this themselves for filters of `filters_v2`; they leave those of `filters` to clients.

        Args:
            objects: statuses or notifications.
            filters: what `filters` or `filters_v2` returned. Those that only warn or blur hide nothing.
            context: where the objects are shown: ``"home"``, ``"notifications"``, ``"public"``, ``"thread"``,
                ``"account"``.
        """
        from trunkline.clients.filtering import without_filtered

        return without_filtered(objects, filters, context, datetime.now(UTC))

    def decode_blurhash(
        self,
        media_dict: Mapping[str, Any],
        out_size: tuple[int, int] = (16, 16),
        size_per_component: bool = True,
        return_linear: bool = True,
    ) -> Pixels:
        """The small blurred image that stands for an attachment until it is loaded.

        Args:
            media_dict: the attachment, or anything else with a ``blurhash``.
            out_size: width and height in pixels.
            size_per_component: take *out_size* for the size of each of the hash's components, not of the image.
            return_linear: linear colours from 0 to 1; otherwise sRGB from 0 to 255.

        Returns:
            Rows of pixels of red, green and blue.

        Raises:
            NotImplementedError: the extra package is missing.
        """
        from trunkline.clients.blurhashes import decode

        return decode(media_dict, out_size, per_component=size_per_component, linear=return_linear)

    def push_subscription_generate_keys(self) -> tuple[WebpushCryptoParamsPrivkey, WebpushCryptoParamsPubkey]:
        """New keys for a push subscription.

        Returns:
            What to keep for `push_subscription_decrypt_push`, and what to pass to `push_subscription_set`.

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
        """Read a push message.

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

    def get_pagination_info(self, page: Any, pagination_direction: str) -> PaginationInfo | None:
        """Where the page beside *page* is, to be stored or passed to `pagination_iterator` and ``fetch_next``.

        Args:
            page: a page, or an entity that is one.
            pagination_direction: ``"next"`` for older objects, ``"previous"`` for newer ones.

        Returns:
            ``None`` where there is no such page.
        """
        if pagination_direction not in ("next", "previous") or isinstance(page, PaginationInfo):
            return None
        return info_of(neighbour_of(page, _direction(pagination_direction)))

    def persistable_login_credentials(self) -> str:
        """The content of a user file: token, server, application. A secret: whoever has it is logged in.

        Raises:
            MastodonIllegalArgumentError: the client has no token, or no keys of an application.
        """
        parts = [self.access_token, self.api_base_url, self.client_id, self.client_secret]
        if not all(parts):
            raise MastodonIllegalArgumentError(
                "There is no log-in to store: that takes an access token, and client_id and client_secret."
            )
        return "".join(f"{part}\n" for part in parts)

    def clear_caches(self) -> None:
        """Forget what the server has said of itself: software, OAuth addresses, the address of streaming."""
        self.state.software = self.state.oauth_server = self.state.streaming_url = None


def _is_open(access: TimelineAccess | str, with_auth: bool) -> bool:
    return access == "public" or (access == "authenticated" and with_auth)


def _direction(text: str) -> Direction:
    if text in ("next", "previous"):
        return cast("Direction", text)
    raise MastodonIllegalArgumentError(f"The direction is {text!r}; it must be 'next' or 'previous'.")


class SyncUtility(Utility, SyncCore):
    """Walks over pages, as programs have long written them. `SyncCore.pages` and `SyncCore.iterate` are shorter."""

    def pagination_iterator(
        self,
        start_page: Page[Any] | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> Iterator[Any]:
        """The objects of *start_page* and of the pages after it, each page in the server's order.

        Args:
            start_page: a page, or the `PaginationInfo` of one.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
            return_pagination_info: yield pairs of the object and the `PaginationInfo` of the page after its own.
        """
        for page, info in self.pagination_page_iterator(start_page, direction, True):
            yield from ((one, info) if return_pagination_info else one for one in page)

    def pagination_page_iterator(
        self,
        start_page: Page[Any] | Entity | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> Iterator[Any]:
        """*start_page* and the pages after it.

        Args:
            start_page: a page, or the `PaginationInfo` of one.
            direction: ``"next"`` towards older objects, ``"previous"`` towards newer ones.
            return_pagination_info: yield pairs of the page and the `PaginationInfo` of the one after it.
        """
        start: Any = start_page
        for page in self.pages(start, _direction(direction)):
            yield (page, self.get_pagination_info(page, direction)) if return_pagination_info else page


class AsyncUtility(Utility, AsyncCore):
    """Walks over pages, as `SyncUtility` has them."""

    async def pagination_iterator(
        self,
        start_page: Page[Any] | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> AsyncIterator[Any]:
        """The objects of *start_page* and of the pages after it: see `SyncUtility.pagination_iterator`."""
        async for page, info in self.pagination_page_iterator(start_page, direction, True):
            for one in page:
                yield (one, info) if return_pagination_info else one

    async def pagination_page_iterator(
        self,
        start_page: Page[Any] | Entity | PaginationInfo,
        direction: str = "next",
        return_pagination_info: bool = False,
    ) -> AsyncIterator[Any]:
        """*start_page* and the pages after it: see `SyncUtility.pagination_page_iterator`."""
        start: Any = start_page
        async for page in self.pages(start, _direction(direction)):
            yield (page, self.get_pagination_info(page, direction)) if return_pagination_info else page
