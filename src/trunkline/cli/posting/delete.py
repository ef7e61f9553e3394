"""The command delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.confirmation import require_askable, require_yes, yes_option
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import say, say_json
from trunkline.cli.posts import post_name
from trunkline.cli.references import expanded, find_own_post
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Status


@command(
    {
        "trunkline delete %3": "the third post of the last listing",
        "trunkline timeline account me --json | jq -r .id | trunkline delete --yes -": "posts whose ids come in a pipe",
    }
)
@click.argument("posts", nargs=-1, required=True, metavar="POST...")
@click.option("--delete-media", is_flag=True, help="Delete the media at once; the server keeps them for a while.")
@yes_option
@json_option
@with_session()
def delete(session: Session, posts: tuple[str, ...], delete_media: bool, yes: bool, as_json: bool) -> None:
    """Delete own posts. On a terminal it shows them and asks; elsewhere it needs --yes."""
    require_askable(yes)
    references, code = expanded(posts), 0
    if not yes:
        references, code = _agreed(session, references)

    def act(reference: str) -> None:
        status = find_own_post(session, reference)
        deleted = session.client.status_delete(status, delete_media=delete_media or None)
        say_json(deleted) if as_json else say(f"Deleted {post_name(status)}")

    click.get_current_context().exit(for_each(references, act) or code)


def _agreed(session: Session, references: list[str]) -> tuple[list[str], int]:
    """Show the posts and ask; return the ids of those that there are, and the exit code for the others."""
    found: list[Status] = []
    code = for_each(references, lambda reference: found.append(find_own_post(session, reference)))
    for status in found:
        say(post_name(status), error=True)
    if found:
        require_yes(False, "Delete this post?" if len(found) == 1 else f"Delete these {len(found)} posts?")
    return [status.id for status in found], code
