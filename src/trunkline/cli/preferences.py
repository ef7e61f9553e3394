"""The command preferences."""

from __future__ import annotations

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, one_line, say_json, styled
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
    from trunkline.cli.output.profiles import in_words, rows_text

    rows = ((name, styled(one_line(in_words(getattr(found, own))))) for own, name in _NAMES.items())
    console().print(rows_text(rows))


_NAMES = {
    "posting_default_visibility": "visibility",
    "posting_default_sensitive": "media sensitive",
    "posting_default_language": "language",
    "posting_default_quote_policy": "may be quoted by",
    "reading_expand_media": "media of others",
    "reading_expand_spoilers": "open warnings",
    "reading_autoplay_gifs": "play animations",
}
