"""Checks of posts against the limits that a server states, before anything is uploaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.posting.unsent import UnsentMedium, UnsentPost
from trunkline.errors import MastodonError, MastodonIllegalArgumentError

_UNITS = ("bytes", "KB", "MB", "GB")


class ServerLimits:
    """The limits of a server; what it does not state is not checked, but for the length of texts.

    Args:
        instance: the answer of the server; an empty mapping stands for the limits of Mastodon.
    """

    def __init__(self, instance: Mapping[str, Any]) -> None:
        from trunkline.endpoints.limits import status_limits

        self._instance = instance
        self._media, self._statuses = _part(instance, "media_attachments"), _part(instance, "statuses")
        self.characters, self.per_url = status_limits(instance)

    def length(self, text: str, warning: str | None = None) -> int:
        """Return the length of a text and its warning as this server counts it."""
        from trunkline.text.length import status_length

        return status_length(text, warning or "", characters_per_url=self.per_url)

    def split(self, text: str, warning: str | None = None) -> list[str]:
        """Divide a text into the posts of a thread; one that cannot be divided stays whole, and is refused later."""
        from trunkline.text.splitting import split_text

        room = self.characters - self.length("", warning)
        try:
            return split_text(text, max(room, 1), characters_per_url=self.per_url) or [text]
        except MastodonIllegalArgumentError:
            return [text]

    def require(self, post: UnsentPost) -> None:
        """Refuse a post that the server would refuse.

        Raises:
            CommandFailure: it exceeds limits; all of them are named.
        """
        problems = [*self._text_problems(post), *self._media_problems(post.media), *self._poll_problems(post)]
        if problems:
            raise CommandFailure(" ".join(problems), USAGE)

    def _media_problems(self, media: list[UnsentMedium]) -> Iterator[str]:
        most = self._statuses.get("max_media_attachments")
        if isinstance(most, int) and len(media) > most:
            yield f"There are {len(media)} media, and the server allows {most} in a post."
        for medium in media:
            yield from self.medium_problems(medium)
        if len(media) > 1 and self._is_mastodon() and any(_moves(medium) for medium in media):
            yield "A post has several pictures, or one video or sound, and nothing else beside that."

    def _is_mastodon(self) -> bool:
        """Return True for Mastodon and its forks, whose rules go beyond the limits that they state.

        https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
        """
        return str(self._instance.get("source_url")).rstrip("/").endswith("/mastodon")

    def _text_problems(self, post: UnsentPost) -> Iterator[str]:
        for place, text in enumerate(post.texts, 1):
            length = self.length(text, post.warning)
            if length > self.characters:
                which = f"Text {place} of the thread" if len(post.texts) > 1 else "The text"
                counted = " with its warning" if post.warning else ""
                advice = "" if len(post.texts) > 1 else ": shorten it, or post it as a thread with --thread"
                yield f"{which} counts {length} characters{counted}, and the server allows {self.characters}{advice}."

    def medium_problems(self, medium: UnsentMedium) -> Iterator[str]:
        """Yield a sentence for each limit that one medium exceeds."""
        longest = self._media.get("description_limit")
        if isinstance(longest, int) and len(medium.description or "") > longest:
            yield f"The description of {medium.name} has {len(medium.description or '')} characters of {longest}."
        if medium.file is not None:
            yield from self._file_problems(medium.file, medium.name)

    def _file_problems(self, file: str, name: str) -> Iterator[str]:
        try:
            kind = _type_of(file)
        except MastodonIllegalArgumentError:
            yield f"The type of {name} is unknown: give it an ending such as .png."
            return
        except MastodonError as error:
            yield str(error)
            return
        known = self._media.get("supported_mime_types")
        if isinstance(known, list) and known and kind not in known:
            yield f"{name} is {kind}, which the server does not take."
        most = self._media.get("image_size_limit" if kind.startswith("image/") else "video_size_limit")
        size = Path(file).stat().st_size
        if isinstance(most, int) and size > most:
            yield f"{name} has {in_bytes(size)}, and the server allows {in_bytes(most)}."

    def _poll_problems(self, post: UnsentPost) -> Iterator[str]:
        from trunkline.endpoints.limits import require_poll_within_limits

        if post.poll is not None:
            try:
                require_poll_within_limits(post.poll, self._instance)
            except MastodonIllegalArgumentError as error:
                yield str(error).replace("expires_in", "--poll-expires")


def limits_of(client: Any) -> ServerLimits:
    """Ask the server for its limits; one that does not tell has those of Mastodon."""
    from trunkline.errors import MastodonNetworkError, MastodonServerError

    try:
        return ServerLimits(client.instance())
    except (MastodonNetworkError, MastodonServerError):
        raise
    except MastodonError:
        return ServerLimits({})


def in_bytes(size: float) -> str:
    """Return a size in words."""
    for unit in _UNITS[:-1]:
        if size < 1000:
            return f"{size:.3g} {unit}"
        size /= 1000
    return f"{size:.3g} {_UNITS[-1]}"


def _type_of(file: str) -> str:
    from trunkline.protocol.uploads import upload

    return upload(file).mime_type


def _moves(medium: UnsentMedium) -> bool:
    """Return True for a file that is a video or a sound."""
    try:
        return medium.file is not None and _type_of(medium.file).startswith(("video/", "audio/"))
    except MastodonError:
        return False


def _part(instance: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    configuration = instance.get("configuration")
    found = configuration.get(name) if isinstance(configuration, Mapping) else None
    return found if isinstance(found, Mapping) else {}
