"""Programs that import `mastodon`: a type checker sees the types of `trunkline` in every module they import from.

Each ``reveal_type`` must show what its comment says, in mypy and in pyright.
"""

from typing import reveal_type

import mastodon
import mastodon.streaming
from mastodon import AttribAccessDict, Mastodon, MastodonNotFoundError, StreamListener
from mastodon.accounts import Mastodon as Accounts
from mastodon.compat import IMPL_HAS_CRYPTO
from mastodon.defaults import _DEFAULT_SCOPES
from mastodon.errors import MastodonAPIError
from mastodon.internals import Mastodon as Internals
from mastodon.Mastodon import Account, MastodonError, SSEStreamHandle
from mastodon.Mastodon import Mastodon as Same
from mastodon.return_types import ENTITY_NAME_MAP, Status
from mastodon.streaming import CallbackStreamListener, MastodonNetworkError
from mastodon.streaming_websocket import WebSocketStreamHandle
from mastodon.types_base import IdType, MaybeSnowflakeIdType, PaginatableList
from mastodon.utility import parse_version_string


class Listener(StreamListener):
    def on_update(self, status: Status) -> None:
        reveal_type(status.account)  # Account


def program(client: mastodon.Mastodon, same: Same, status_id: IdType) -> None:
    reveal_type(client.timeline_home())  # Page[Status]
    reveal_type(same.status_post("hello"))  # Status
    reveal_type(Accounts().account("1"))  # Account
    reveal_type(Internals().me())  # CredentialAccount
    reveal_type(Mastodon().stream_user(Listener(), run_async=True))  # StreamHandle | WebSocketSubscription | Any
    reveal_type(client.timeline_home(max_id=status_id))  # Page[Status]
    reveal_type(IMPL_HAS_CRYPTO)  # bool
    reveal_type(_DEFAULT_SCOPES)  # list[str]
    reveal_type(ENTITY_NAME_MAP)  # dict[str, type[Entity]]
    reveal_type(parse_version_string("4.3.0"))  # tuple[int, int, int]
    client.timeline_home(limits=40)  # error
    client.status_favourite()  # error


def annotated(
    account: Account,
    page: PaginatableList[Status],
    object: AttribAccessDict,
    number: MaybeSnowflakeIdType,
    handle: SSEStreamHandle,
    socket: WebSocketStreamHandle,
    listener: CallbackStreamListener,
    same: mastodon.streaming.StreamListener,
    found: MastodonNotFoundError | MastodonNetworkError | MastodonAPIError | MastodonError,
) -> None:
    reveal_type(account)  # Account
    reveal_type(page)  # Page[Status]
    reveal_type(page[0].account.acct)  # str
    reveal_type(object)  # Entity
    reveal_type(number)  # Id
    reveal_type(handle)  # SSEStreamHandle
    reveal_type(socket)  # WebSocketStreamHandle
    reveal_type(listener)  # CallbackStreamListener
    reveal_type(same)  # StreamListener
    reveal_type(found.args)  # tuple[Any, ...]
