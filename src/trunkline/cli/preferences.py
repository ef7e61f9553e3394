"""The command preferences."""

from __future__ import annotations

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, say_json
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command(
    {"trunkline preferences": "all of them", "trunkline preferences --json | jq '.\"reading:expand:media\"'": "one"}
)
@json_option
@with_session()
def preferences(session: Session, as_json: bool) -> None:
    """Show the preferences of your account: defaults of posts, and how to show those of others.

    The defaults of posts are changed by: trunkline profile edit. The others are changed on the web.
    """
    found = session.client.preferences()
    if as_json:
        say_json(found)
        return
    from trunkline.cli.output.profiles import in_words
    from trunkline.cli.output.rows import named_rows

    console().print(named_rows((name, in_words(getattr(found, own))) for own, name in _NAMES.items()))


_NAMES = {
    "posting_default_visibility": "visibility",
    "posting_default_sensitive": "media sensitive",
    "posting_default_language": "language",
    "posting_default_quote_policy": "may be quoted by",
    "reading_expand_media": "media of others",
    "reading_expand_spoilers": "open warnings",
    "reading_autoplay_gifs": "play animations",
}
