"""The commands instance rules, peers, activity and emojis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.command import command
from trunkline.cli.listing import Kind, Printing, json_option, listing_options
from trunkline.cli.output.terminal import lines, one_line, say, say_json, styled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import Activity, CustomEmoji, Rule


@command(
    {
        "trunkline instance rules --server mastodon.social": "the rules of a server before you join it",
        "trunkline instance rules --language de": "in German, where the server has them",
    }
)
@click.option("--language", metavar="CODE", help="In this language (ISO 639 code) where the server has it.")
@listing_options(limit=100)
@with_session(anonymous=True)
def rules(session: Session, language: str | None, listing: Printing) -> None:
    """List the rules of the server; their ids are what reports name."""

    def text(rule: Rule, view: View) -> Text:
        translated: Any = (rule.translations or {}).get(language or "") or rule
        hint = one_line(translated.get("hint") or "")
        return lines(
            (
                styled(one_line(translated.get("text") or ""), (f"  {one_line(rule.id)}", "dim")),
                styled((f"  {hint}", "dim")) if hint else None,
            )
        )

    listing.print(session, Kind(text, lambda rule: {"rule": rule.id}), session.client.instance_rules())


@command(
    {
        "trunkline instance peers | wc -l": "the number of servers that this one knows",
        "trunkline instance peers mast": "those whose names begin so",
    }
)
@click.argument("beginning", required=False)
@json_option
@with_session(anonymous=True)
def peers(session: Session, beginning: str | None, as_json: bool) -> None:
    """Print the servers that this one knows, one a line; or those whose names begin with BEGINNING."""
    client = session.client
    for name in client.peers_search(beginning) if beginning else client.instance_peers():
        say_json(name) if as_json else say(one_line(name))


@command({"trunkline instance activity": "posts, active people and sign-ups of the last weeks"})
@listing_options(limit=12)
@with_session(anonymous=True)
def activity(session: Session, listing: Printing) -> None:
    """List the activity of the last weeks, the current one first."""
    listing._replace(numbered=False).print(session, _WEEKS, session.client.instance_activity())


@command(
    {
        "trunkline instance emojis": "the emojis of the server's own",
        "trunkline instance emojis cat --json | jq -r .url": "the pictures of those with cat in their names",
    }
)
@click.argument("part", required=False)
@listing_options(limit=1000)
@with_session(anonymous=True)
def emojis(session: Session, part: str | None, listing: Printing) -> None:
    """List the custom emojis of the server; or those with PART in their names."""
    found = (one for one in session.client.custom_emojis() if (part or "").lower() in one.shortcode.lower())
    listing._replace(numbered=False).print(session, _EMOJIS, found)


def _week_text(week: Activity, view: View) -> Text:
    counts = f"{week.statuses:>9} posts {week.logins:>8} people {week.registrations:>7} sign-ups"
    return styled((f"{week.week:%Y-%m-%d}", "bold"), counts)


def _emoji_text(emoji: CustomEmoji, view: View) -> Text:
    category = one_line(emoji.category or "")
    return styled((f":{one_line(emoji.shortcode)}:", "cyan"), (f"  {category}" if category else "", "dim"))


_WEEKS = Kind(_week_text, lambda _: {})
_EMOJIS = Kind(_emoji_text, lambda _: {})
