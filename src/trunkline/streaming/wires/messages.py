"""JSON messages of Mastodon's WebSocket, in both directions. No I/O.

The server's side is https://github.com/mastodon/mastodon/blob/main/streaming/index.js.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from trunkline.errors import MastodonMalformedEventError
from trunkline.json_text import decoded
from trunkline.streaming.subscriptions import Subscription
from trunkline.streaming.wires.raw import HEARTBEAT, RawEvent, is_heartbeat, is_sign_of_life


class PleromaReply(NamedTuple):
    """Answer of Pleroma to a message of the client: the event ``pleroma:respond``.

    Source: https://docs-develop.pleroma.social/backend/development/API/differences_in_mastoapi_responses/#streaming

    Attributes:
        error: its reason for refusing what was asked for, such as ``unauthorized``; ``None``: it was done.
    """

    error: str | None


class Refusal(NamedTuple):
    """Error message of the server about a message that it could not act on.

    Attributes:
        error: text of the server.
        status: HTTP status that the server names; ``None`` if it names none.
    """

    error: str
    status: int | None


def decode_message(text: str | bytes) -> RawEvent | Refusal | PleromaReply:
    """Decode one message of the server; `HEARTBEAT` for those that only keep the connection open.

    Raises:
        MastodonMalformedEventError: it is neither an event nor a refusal.
    """
    if is_sign_of_life(text):
        return HEARTBEAT
    try:
        message: Any = decoded(text)
    except ValueError as error:
        raise MastodonMalformedEventError(f"The server sent a message that is not JSON: {error}") from error
    if message == {}:
        return HEARTBEAT
    if isinstance(message, dict):
        name, refused = message.get("event"), message.get("error")
        if name == "pleroma:respond":
            return _reply(message.get("payload"))
        if isinstance(name, str) and name:
            return (
                HEARTBEAT
                if is_heartbeat(name)
                else RawEvent(name, message.get("payload"), _stream(message.get("stream")))
            )
        if isinstance(refused, str):
            status = message.get("status")
            return Refusal(refused, status if isinstance(status, int) else None)
    raise MastodonMalformedEventError("The server sent a message that is neither an event nor an error.")


def _reply(payload: Any) -> PleromaReply:
    try:
        answer: Any = decoded(payload) if isinstance(payload, str) else payload
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or answer.get("result") != "error":
        return PleromaReply(None)
    return PleromaReply(str(answer.get("error") or "error"))


def _stream(parts: Any) -> str | None:
    """Join the parts of a name: ``["hashtag", "python"]`` is ``hashtag:python``."""
    if isinstance(parts, list) and parts:
        return ":".join(map(str, parts))
    return parts if isinstance(parts, str) and parts else None


def subscribe_message(subscription: Subscription) -> str:
    """Build the message that subscribes to a stream."""
    return _request("subscribe", subscription)


def unsubscribe_message(subscription: Subscription) -> str:
    """Build the message that unsubscribes from a stream."""
    return _request("unsubscribe", subscription)


def _request(kind: str, subscription: Subscription) -> str:
    from msgspec.json import encode

    return encode({"type": kind, "stream": subscription.channel, **subscription.parameters}).decode()
