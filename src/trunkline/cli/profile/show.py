"""The command profile show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import console, lines, one_line, say_json, styled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import Account


@command({"trunkline profile show": "as others see it, and the settings", "trunkline profile show --json": "as JSON"})
@json_option
@with_session()
def show(session: Session, as_json: bool) -> None:
    """Show your profile, and its settings."""
    me = session.me
    if as_json:
        say_json(me)
        return
    from trunkline.cli.output.profiles import profile_text
    from trunkline.cli.output.statuses import indented

    console().print(lines((profile_text(me), styled(("settings", "bold")), indented(_settings(me)))))


def _settings(me: Account) -> Text:
    from trunkline.cli.output.profiles import in_words
    from trunkline.cli.output.rows import named_rows

    source = me.source
    pictures = [
        (name, styled((one_line(address), "blue"), f"  {one_line(described)}" if described else ""))
        for name, address, described in (
            ("avatar", me.avatar, me.avatar_description),
            ("header", me.header, me.header_description),
        )
    ]
    settings = {
        "approve followers": me.locked,
        "bot": me.bot,
        "discoverable": me.discoverable,
        "searchable posts": me.indexable,
        "hide follows": source.hide_collections if source else None,
        "visibility": source.privacy if source else None,
        "media sensitive": source.sensitive if source else None,
        "language": source.language if source else None,
        "may be quoted by": source.quote_policy if source else None,
        "author of": ", ".join((source.attribution_domains if source else None) or ()) or None,
    }
    return named_rows([*((name, in_words(value)) for name, value in settings.items()), *pictures])
