"""Names of streams: ``user``, ``hashtag:python``, ``list:12``, ``public:local:media``, ...

The channels and paths are those of https://github.com/mastodon/mastodon/blob/main/streaming/index.js.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.audience import STREAMING_PATH
from trunkline.text.hashtags import normalise_tag

_PLAIN = {
    "user": "user",
    "user:notification": "user/notification",
    "public": "public",
    "public:media": "public?only_media=true",
    "public:local": "public/local",
    "public:local:media": "public/local?only_media=true",
    "public:remote": "public/remote",
    "public:remote:media": "public/remote?only_media=true",
    "direct": "direct",
}
_WITH_PARAMETER = {
    "hashtag": ("tag", "hashtag"),
    "hashtag:local": ("tag", "hashtag/local"),
    "list": ("list", "list"),
}
_KNOWN = (*_PLAIN, "hashtag:<name>", "hashtag:local:<name>", "list:<id>")


@dataclass(frozen=True, slots=True)
class Subscription:
    """One stream that can be listened to.

    Attributes:
        channel: name of the stream in Mastodon, without its parameter.
        argument: the hashtag or the id of the list; ``None`` for other streams.
    """

    channel: str
    argument: str | None = None

    @classmethod
    def parse(cls, name: str | Subscription) -> Subscription:
        """Parse the name of a stream.

        Args:
            name: ``"user"``, ``"user:notification"``, ``"direct"``, ``"public"``, ``"public:local"`` or
                ``"public:remote"``, these three also with ``":media"`` behind them, ``"hashtag:<name>"``,
                ``"hashtag:local:<name>"`` (posts of this server only) or ``"list:<id>"``. A ``#`` before the name
                of a hashtag is allowed, and needed for a hashtag that is itself called ``local``.

        Raises:
            MastodonIllegalArgumentError: there is no such stream.
        """
        if isinstance(name, Subscription):
            name = name.name
        if not isinstance(name, str):
            raise MastodonIllegalArgumentError(
                f"{name!r} is no stream; pass a name such as 'user' or 'hashtag:python'."
            )
        if name in _PLAIN:
            return cls(name)
        for channel in ("hashtag:local", "hashtag", "list"):
            argument = name.removeprefix(f"{channel}:")
            if argument != name or name == channel:
                return cls(channel, _argument(channel, argument if argument != name else ""))
        raise MastodonIllegalArgumentError(_unknown(name))

    @property
    def name(self) -> str:
        """Whole name, as events carry it and `parse` takes it."""
        if self.argument is None:
            return self.channel
        mark = "#" if self.channel == "hashtag" and self.argument.partition(":")[0] == "local" else ""
        return f"{self.channel}:{mark}{self.argument}"

    @property
    def key(self) -> str:
        """Key of its name in the server's messages: see `key_of`."""
        return key_of(self.channel if self.argument is None else f"{self.channel}:{self.argument}")

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of the stream in a WebSocket message."""
        return {} if self.argument is None else {_WITH_PARAMETER[self.channel][0]: self.argument}

    @property
    def query(self) -> str:
        """Parameters of the stream in the address of a WebSocket that carries it alone."""
        return urlencode({"stream": self.channel, **self.parameters})

    @property
    def path(self) -> str:
        """Path and query of the stream's server-sent events."""
        if self.argument is None:
            return f"{STREAMING_PATH}/{_PLAIN[self.channel]}"
        parameter, path = _WITH_PARAMETER[self.channel]
        return f"{STREAMING_PATH}/{path}?{parameter}={quote(self.argument, safe='')}"

    def __str__(self) -> str:
        return self.name


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """Return the channel at the server for the name of a stream: several spellings of a hashtag are one channel.

    Source: https://github.com/mastodon/mastodon/blob/main/streaming/index.js (`normalizeHashtag`)
    """
    channel = next((one for one in ("hashtag:local:", "hashtag:") if name.startswith(one)), "")
    return f"{channel}{normalise_tag(name.removeprefix(channel))}" if channel else name.casefold()


def parse_names(streams: Sequence[str | Subscription]) -> list[Subscription]:
    """Parse several names; each stream is returned once.

    Raises:
        MastodonIllegalArgumentError: there is no such stream, or no name at all.
    """
    if not streams:
        raise MastodonIllegalArgumentError(f"Name at least one stream: {', '.join(_KNOWN)}.")
    return list(dict.fromkeys(map(Subscription.parse, streams)))


def _argument(channel: str, text: str) -> str:
    argument = text if channel == "list" else text.removeprefix("#")
    if not argument or any(c.isspace() for c in argument):
        wanted, example = ("an id", "list:ID") if channel == "list" else ("a name", f"{channel}:NAME")
        raise MastodonIllegalArgumentError(f"The stream {channel!r} needs {wanted}; write {example}.")
    return argument


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, _KNOWN, n=1)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    return f"There is no stream {name!r}.{guess} The streams are: {', '.join(_KNOWN)}."
