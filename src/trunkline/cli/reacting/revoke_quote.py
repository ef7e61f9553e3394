"""The command revoke-quote."""

from __future__ import annotations

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, say, say_json
from trunkline.cli.posts import post_name
from trunkline.cli.references import expanded, find_own_post, find_post
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session


@command(
    {
        "trunkline revoke-quote %2": "the second post of: trunkline quotes POST",
        "trunkline revoke-quote 113650000000000000 --of 113640000000000000": "both posts by their ids",
    }
)
@click.argument("posts", nargs=-1, required=True, metavar="POST...")
@click.option("--of", "quoted", metavar="POST", help="Your post, where the quote does not show it.")
@yes_option
@json_option
@with_session()
def revoke_quote(session: Session, posts: tuple[str, ...], quoted: str | None, yes: bool, as_json: bool) -> None:
    """Take your post out of POST, which quotes it, for good."""
    references = expanded(posts)
    require_yes(yes, f"Take your post out of {one_line(', '.join(references))}?")
    given = find_own_post(session, quoted).id if quoted else None

    def act(reference: str) -> None:
        quoting = find_post(session, reference)
        own = getattr(quoting.quote, "quoted_status", None)
        quoted_id = given or (own.id if own is not None else getattr(quoting.quote, "quoted_status_id", None))
        if quoted_id is None:
            raise CommandFailure(f"{reference} shows no quote. Name your post with --of.", USAGE)
        revoked = session.client.status_quote_revoke(quoted_id, quoting)
        say_json(revoked) if as_json else say(f"No longer quoted in {post_name(quoting)}")

    click.get_current_context().exit(for_each(references, act))
