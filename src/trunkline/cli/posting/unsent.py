"""A post, or a thread, that is not sent yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple


class UnsentMedium(NamedTuple):
    """A medium of a post that is not sent yet.

    Attributes:
        file: absolute path of the file to upload; ``None`` if it is uploaded already.
        id: id of the uploaded medium; ``None`` if it has to be uploaded.
        description: the alternative text.
        focus: the focal point, as x and y.
        thumbnail: absolute path of the preview image.
    """

    file: str | None
    id: str | None = None
    description: str | None = None
    focus: tuple[float, float] | None = None
    thumbnail: str | None = None

    @property
    def name(self) -> str:
        """The name for messages."""
        return Path(self.file).name if self.file else f"medium {self.id}"


class UnsentPost(NamedTuple):
    """A post that is not sent yet, with the texts of the whole thread. All but texts and media may be missing.

    Attributes:
        texts: the text of each post; the second answers the first, and so on.
        media: media of the first post.
        poll: poll of the first post, as `Mastodon.make_poll` returns it.
        at: time of publication, in ISO 8601.
        visibility: visibility of all posts.
        warning: content warning of all posts.
        language: language of all posts.
        sensitive: hide the media.
        reply_to: id of the post that the first one answers.
        quote: id of the post that the first one quotes.
        quote_policy: accounts that may quote the posts.
        content_type: MIME type of the texts, on servers that support several.
        allowed: ids of the accounts that the posts may mention; anybody if it is missing.
    """

    texts: list[str]
    media: list[UnsentMedium]
    poll: dict[str, Any] | None = None
    at: str | None = None
    visibility: str | None = None
    warning: str | None = None
    language: str | None = None
    sensitive: bool | None = None
    reply_to: str | None = None
    quote: str | None = None
    quote_policy: str | None = None
    content_type: str | None = None
    allowed: list[str] | None = None

    @property
    def fingerprint(self) -> str:
        """Text that is the same for equal posts."""
        return sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return the post as a JSON object, without what is missing."""
        return {**_given(self._asdict()), "media": [_given(one._asdict()) for one in self.media]}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> UnsentPost:
        """Return the post of a JSON object.

        Raises:
            TypeError: it is none.
            KeyError: it is none.
        """
        return cls(**{**found, "media": [UnsentMedium(**{"file": None, **one}) for one in found.get("media", ())]})

    def after(self, posted: str) -> UnsentPost:
        """Return the rest of the thread once its first text is the post with the id *posted*."""
        return self._replace(texts=self.texts[1:], media=[], poll=None, quote=None, reply_to=posted)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
