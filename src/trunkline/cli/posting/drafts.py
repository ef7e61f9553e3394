"""Commands for drafts on this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from trunkline.cli.bulk import for_each
from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.listing import Kind, Printing, json_option, listing_options
from trunkline.cli.output.terminal import one_line, say, say_json, styled
from trunkline.cli.output.view import View
from trunkline.cli.posting.draft_folder import DraftFolder, KeptDraft
from trunkline.cli.posting.limits import limits_of
from trunkline.cli.posting.options import dry_run_option
from trunkline.cli.posting.preview import print_unsent, unsent_text
from trunkline.cli.posting.publishing import account_option_of, publish
from trunkline.cli.posting.times import MOMENT
from trunkline.cli.posting.writing import given_text, require_terminal, written
from trunkline.cli.references import expanded
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text


def _text(draft: dict[str, Any], view: View) -> Text:
    kept: KeptDraft = draft["draft"]
    return styled((f"{kept.number} ", "green")) + unsent_text(kept.post)


@command({"trunkline drafts list": "all of them", "trunkline drafts list --json | jq -r .id": "their numbers"}, "list")
@listing_options(limit=100)
@with_session()
def list_(session: Session, listing: Printing) -> None:
    """List the drafts of the account: what was kept with post --draft, and what could not be sent."""
    drafts = DraftFolder(session).all()
    if listing.as_json:
        for draft in drafts[: listing.limit]:
            say_json(_as_json(draft))
        return
    kind = Kind(_text, lambda _: {}, apart=True)
    listing._replace(numbered=False).print(session, kind, [{"draft": draft} for draft in drafts])


@command({"trunkline drafts show 1": "text, settings, and length as the server counts it"})
@click.argument("draft", metavar="NUMBER")
@json_option
@with_session()
def show(session: Session, draft: str, as_json: bool) -> None:
    """Show a draft as it would be sent."""
    found = DraftFolder(session).find(draft)
    say_json(_as_json(found)) if as_json else print_unsent(found.post, limits_of(session.client), as_json=False)


@command(
    {
        "trunkline drafts post 1": "the first draft",
        "trunkline drafts post 1 --at 'tomorrow 9:00'": "later",
    }
)
@click.argument("drafts", nargs=-1, required=True, metavar="NUMBER...")
@click.option("--at", type=MOMENT, metavar="TIME", help="Post it later: 2026-12-24T18:00, 18:00, tomorrow 9:00, +2h.")
@click.option("--now", is_flag=True, help="Post it at once, if it was to be posted later.")
@dry_run_option
@json_option
@with_session()
def post(
    session: Session, drafts: tuple[str, ...], at: datetime | None, now: bool, dry_run: bool, as_json: bool
) -> None:
    """Post drafts. Of a thread that was posted in part, the rest is posted."""
    if at and now:
        raise click.UsageError("--at and --now exclude each other.")
    folder, limits = DraftFolder(session), limits_of(session.client)

    def act(reference: str) -> None:
        draft = folder.find(reference)
        if at or now:
            draft = draft._replace(post=draft.post._replace(at=at.isoformat(timespec="seconds") if at else None))
        _require_future(draft)
        limits.require(draft.post)
        if dry_run:
            print_unsent(draft.post, limits, as_json=as_json)
        else:
            publish(session, draft, as_json=as_json)

    click.get_current_context().exit(for_each(drafts, act))


@command(
    {
        "trunkline drafts edit 1": "in the editor",
        "trunkline drafts edit 1 --text 'Hello, world'": "give the new text",
    }
)
@click.argument("draft", metavar="NUMBER")
@click.option("--text", help="The new text; - reads standard input.")
@with_session()
def edit(session: Session, draft: str, text: str | None) -> None:
    """Change the text of a draft."""
    if text is None:
        require_terminal()
    folder, limits = DraftFolder(session), limits_of(session.client)
    found = folder.find(draft)
    if text is None:
        text = written(session, found.post, f"The server allows {limits.characters} characters.", found)
    else:
        text = given_text(text) or ""
    is_thread = len(found.post.texts) > 1
    changed = found.post._replace(texts=limits.split(text, found.post.warning) if is_thread else [text])
    folder.keep(folder.new(changed)._replace(number=found.number))
    say(f"Changed. To post it: trunkline drafts post {found.number}{account_option_of(session)}")


@command({"trunkline drafts delete 1 2": "two drafts", "trunkline drafts delete 1 --yes": "without a question"})
@click.argument("drafts", nargs=-1, required=True, metavar="NUMBER...")
@yes_option
@with_session()
def delete(session: Session, drafts: tuple[str, ...], yes: bool) -> None:
    """Delete drafts."""
    numbers, folder = expanded(drafts), DraftFolder(session)
    require_yes(yes, f"Delete {'the draft' if len(numbers) == 1 else 'the drafts'} {one_line(', '.join(numbers))}?")

    def act(reference: str) -> None:
        found = folder.find(reference)
        folder.delete(found)
        say(f"Deleted draft {found.number}.")

    click.get_current_context().exit(for_each(numbers, act))


def _as_json(draft: KeptDraft) -> dict[str, Any]:
    return {"id": draft.number, **draft.post.to_json()}


def _require_future(draft: KeptDraft) -> None:
    """Refuse a time that is over: servers would post at once."""
    at = datetime.fromisoformat(draft.post.at) if draft.post.at else None
    if at and at <= datetime.now(UTC):
        raise CommandFailure(
            f"The draft was to be posted at {at:%Y-%m-%d %H:%M}, which is over. Add --at TIME, or --now.", USAGE
        )
