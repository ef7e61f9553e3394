"""The streams: names, scopes, and the channels of the hub behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from trunkline.sandbox.http.answers import encode
from trunkline.sandbox.http.auth import AccessToken, find_token
from trunkline.sandbox.http.params import to_id
from trunkline.sandbox.live.channels import direct, home, notifications
from trunkline.sandbox.live.messages import Message, View, everything
from trunkline.sandbox.serializers.filter_results import active_filters, filter_results, streamed_text
from trunkline.sandbox.store.database import Store
from trunkline.text.hashtags import normalise_tag

PUBLIC = frozenset(
    {
        "public",
        "public:media",
        "public:local",
        "public:local:media",
        "public:remote",
        "public:remote:media",
    }
)
HASHTAG = frozenset({"hashtag", "hashtag:local"})
_BLOCKED = """
SELECT EXISTS (SELECT 1 FROM blocks WHERE account_id = :reader AND target_account_id IN ({parties}))
    OR EXISTS (SELECT 1 FROM blocks WHERE account_id = :author AND target_account_id = :reader)
    OR EXISTS (SELECT 1 FROM mutes WHERE account_id = :reader AND target_account_id IN ({parties})
        AND (expires_at IS NULL OR expires_at > :now))
    OR EXISTS (SELECT 1 FROM domain_blocks WHERE account_id = :reader AND domain = :domain)
"""


class StreamError(Exception):
    """A stream that cannot be opened. `message` is sent to the client."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True)
class StreamReader:
    """The account behind a streaming connection, and its token."""

    account_id: int
    token: AccessToken

    @property
    def system_channel(self) -> str:
        """Channel on which the revocation of the token is announced."""
        return revocation_channel(self.token.id)


@dataclass(frozen=True, slots=True)
class OpenStream:
    """An open stream: `name` as in WebSocket messages, the channels, and the filter of its reader."""

    name: tuple[str, ...]
    channels: tuple[str, ...]
    view: View


def revocation_channel(token_id: int) -> str:
    """Return the channel on which the revocation of a token is announced."""
    return f"access_token:{token_id}"


def find_reader(store: Store, text: str | None) -> StreamReader:
    """Return the owner of the token `text`.

    Raises:
        StreamError: the token is missing, invalid or an app's own.
    """
    if not text:
        raise StreamError(401, "Missing access token")
    token = find_token(store, text)
    if token is None or token.account_id is None or token.fault is not None or _is_shut_out(store, token.account_id):
        raise StreamError(401, "Invalid access token")
    return StreamReader(token.account_id, token)


# Source: https://github.com/mastodon/mastodon/blob/main/streaming/index.js (who is not confirmed may listen)
def _is_shut_out(store: Store, account_id: int) -> bool:
    sql = "SELECT u.disabled OR a.suspended FROM users u JOIN accounts a ON a.id = u.account_id WHERE a.id = ?"
    return bool(store.value(sql, (account_id,)))


def open_stream(
    store: Store, reader: StreamReader, stream: str, *, tag: str | None = None, list_id: str | None = None
) -> OpenStream:
    """Open a stream.

    Raises:
        StreamError: the stream does not exist, or the reader may not listen to it.
    """
    scope = "read:notifications" if stream == "user:notification" else "read:statuses"
    if not reader.token.allows(scope):
        raise StreamError(401, "Access token does not have the required scopes")
    if stream in PUBLIC:
        return OpenStream((stream,), (stream,), _of_reader(store, reader))
    if stream in HASHTAG:
        return _hashtag(store, reader, stream, tag)
    if stream == "list":
        return _list(store, reader, list_id)
    return _personal(reader, stream)


def _hashtag(store: Store, reader: StreamReader, stream: str, tag: str | None) -> OpenStream:
    if not tag:
        raise StreamError(400, "Missing tag name parameter")
    name = normalise_tag(tag)
    local = stream.partition(":")[1:]
    return OpenStream((stream, tag), ("".join(("hashtag:", name, *local)),), _of_reader(store, reader))


def _list(store: Store, reader: StreamReader, list_id: str | None) -> OpenStream:
    if not list_id:
        raise StreamError(400, "Missing list name parameter")
    owner = store.value("SELECT account_id FROM lists WHERE id = ?", (to_id(list_id),))
    if owner != reader.account_id:
        raise StreamError(401, "Not authorized to stream this list")
    return OpenStream(("list", list_id), (f"list:{to_id(list_id)}",), everything)


def _personal(reader: StreamReader, stream: str) -> OpenStream:
    told = notifications(reader.account_id)
    if stream == "user":
        own = home(reader.account_id)
        return OpenStream((stream,), (own, told) if reader.token.allows("read:notifications") else (own,), everything)
    if stream == "user:notification":
        return OpenStream((stream,), (told,), everything)
    if stream == "direct":
        return OpenStream((stream,), (direct(reader.account_id),), everything)
    raise StreamError(400, "Unknown stream type")


def _of_reader(store: Store, reader: StreamReader) -> View:
    """Build the filter of public streams.

    It drops statuses by, or mentioning, accounts that the reader blocks or mutes or that block the reader, and adds
    the results of the reader's keyword filters.
    """

    def view(message: Message) -> Message | None:
        if message.event not in ("update", "status.update"):
            return message
        if _is_blocked(store, reader.account_id, message.json):
            return None
        return _filtered(store, reader.account_id, message)

    return view


def _filtered(store: Store, reader_id: int, message: Message) -> Message:
    """Add the results of keyword filters. Public streams ignore filters of single statuses."""
    filters = [one.for_keywords() for one in active_filters(store, reader_id) if one.pattern]
    results = filter_results(filters, streamed_text(message.json)) if filters else []
    if not results:
        return message
    return Message(message.event, encode({**message.json, "filtered": results}).decode())


def _is_blocked(store: Store, reader_id: int, status: dict[str, Any]) -> bool:
    author = status["account"]
    parties = ", ".join(str(int(party["id"])) for party in (author, *status["mentions"]))
    domain = author["acct"].partition("@")[2]
    values = {"reader": reader_id, "author": int(author["id"]), "domain": domain, "now": store.now()}
    return bool(store.value(_BLOCKED.format(parties=parties), values))
