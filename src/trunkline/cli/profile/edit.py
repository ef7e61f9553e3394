"""The command profile edit."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import say, say_json
from trunkline.cli.profile.editor import as_field, edited, texts_of, written
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.errors import MastodonError

if TYPE_CHECKING:
    from trunkline.entities import CredentialAccount


def _fields(ctx: click.Context, param: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
    for field in given:
        if "=" not in field:
            raise click.BadParameter(f"{field!r} is not of the form NAME=VALUE.")
    return [as_field(field) for field in given]


@command(
    {
        "trunkline profile edit": "name, fields and biography in your editor",
        "trunkline profile edit --name Alice --note 'I write about gardens.'": "texts",
        "trunkline profile edit --field Website=https://alice.example --field Pronouns=they": "the rows of the table",
        "trunkline profile edit --locked --visibility private --language en": "settings",
    }
)
@click.option("--name", "display_name", help="The name to show.")
@click.option("--note", help="The biography.")
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=VALUE",
    callback=_fields,
    help="A row of the table; all rows are replaced by those given.",
)
@click.option("--no-fields", is_flag=True, help="Remove all rows of the table.")
@click.option("--locked/--no-locked", default=None, help="Approve followers by hand.")
@click.option("--bot/--no-bot", default=None, help="Mark the account as a bot.")
@click.option("--discoverable/--no-discoverable", default=None, help="Let the server recommend the account.")
@click.option("--indexable/--no-indexable", default=None, help="Let others search in your public posts.")
@click.option("--hide-follows/--show-follows", "hide_collections", default=None, help="Hide followers and followed.")
@click.option(
    "--visibility",
    "default_privacy",
    type=click.Choice(["public", "unlisted", "private"]),
    help="The default visibility of posts.",
)
@click.option("--language", "default_language", metavar="CODE", help="The default language of posts.")
@click.option("--sensitive/--no-sensitive", "default_sensitive", default=None, help="Mark the media of posts.")
@click.option(
    "--quotes",
    "default_quote_policy",
    type=click.Choice(["public", "followers", "nobody"]),
    help="Accounts that may quote your posts, by default.",
)
@click.option(
    "--author-of",
    "attribution_domains",
    multiple=True,
    metavar="DOMAIN",
    help="A site whose pages may name you as their author; all are replaced by those given.",
)
@json_option
@with_session()
def edit(session: Session, fields: list[tuple[str, str]], no_fields: bool, as_json: bool, **given: Any) -> None:
    """Change your profile and the defaults of your posts; without options, its texts in an editor.

    The editor is VISUAL or EDITOR. Pictures are changed by: trunkline profile avatar, trunkline profile header.
    """
    if fields and no_fields:
        raise click.UsageError("Give --field or --no-fields, not both.")
    changes = {name: value for name, value in given.items() if value not in (None, ())}
    if fields or no_fields:
        changes["fields"] = fields
    changed = session.client.account_update_credentials(**changes) if changes else _in_editor(session)
    if changed is None:
        say("Nothing was changed.", error=True)
    else:
        say_json(changed) if as_json else say("The profile is changed.")


def _in_editor(session: Session) -> CredentialAccount | None:
    if not sys.stdin.isatty():
        raise click.UsageError("There is nothing to change: give options, or a terminal for the editor.")
    typed = edited(texts_of(session.me))
    if typed is None:
        return None
    try:
        return session.client.account_update_credentials(display_name=typed.name, note=typed.note, fields=typed.fields)
    except MastodonError:
        say(f"What you have typed:\n{written(typed)}", error=True)
        raise
