"""Posts as the things that commands do something to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.each import Subject
from trunkline.cli.output.content import content_of
from trunkline.cli.output.terminal import one_line
from trunkline.cli.references import find_own_post, find_post

if TYPE_CHECKING:
    from trunkline.entities import Status

_LONGEST = 50


def post_name(status: Status) -> str:
    """Return the author and the beginning of a post, or of its content warning, on one line."""
    return f"@{one_line(status.account.acct)}: {excerpt(status.spoiler_text or _plain(status))}"


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line."""
    text = one_line(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3].rstrip()}..."


def _plain(status: Status) -> str:
    from trunkline.text import html_to_text

    return html_to_text(content_of(status) or "") or f"{len(status.media_attachments or ())} media"


POST = Subject("POST", find_post, post_name)
"""Posts of anybody."""

OWN_POST = Subject("POST", find_own_post, post_name)
"""Own posts."""
