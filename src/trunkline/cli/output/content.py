"""The text of a status, without what is shown in another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trunkline.entities import Status

_FALLBACK = '<p class="quote-inline">'


def content_of(status: Status) -> str:
    """Return the text of a status as HTML, without the link that stands for the quote where quotes are not shown.

    https://docs.joinmastodon.org/client/quotes/
    """
    content = status.content
    if status.quote and isinstance(content, str) and content.startswith(_FALLBACK):
        return content.partition("</p>")[2]
    return content
