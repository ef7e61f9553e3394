"""The command flag."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import click

from trunkline.cli.command import command
from trunkline.cli.confirmation import require_askable, require_yes, yes_option
from trunkline.cli.exits import USAGE, CommandFailure
from trunkline.cli.listing import json_option
from trunkline.cli.output.terminal import one_line, say, say_json
from trunkline.cli.posts import post_name
from trunkline.cli.references import expanded, find_account, find_post
from trunkline.cli.session.completion import complete_accounts
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from trunkline.entities import Account, Status

_CATEGORIES = ("spam", "legal", "violation", "other")
_LONGEST = 1000  # https://github.com/mastodon/mastodon/blob/main/app/models/report.rb


@command(
    {
        "trunkline flag %3 --category spam": "the third post of the last listing, and its author",
        "trunkline flag --account @alice@example.com --comment 'Sells followers'": "an account without a post",
        "trunkline flag %3 --rule 2 --forward": "a broken rule; tell the author's server too",
    }
)
@click.argument("posts", nargs=-1, metavar="[POST]...")
@click.option(
    "--account",
    "flagged",
    metavar="ACCOUNT",
    shell_complete=complete_accounts,
    help="The account, where no post is given: @name@server, id, address or number.",
)
@click.option("--comment", help="What the moderators should know, up to 1000 characters.")
@click.option("--category", type=click.Choice(_CATEGORIES), help="What it is about; 'violation' with --rule.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="A broken rule of the server; may be repeated.")
@click.option("--forward", is_flag=True, help="Send the report to the server of the account, too.")
@yes_option
@json_option
@with_session()
def flag(
    session: Session,
    posts: tuple[str, ...],
    flagged: str | None,
    comment: str | None,
    category: str | None,
    rules: tuple[str, ...],
    forward: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Report posts of an account, or an account, to the moderators of your server. (trunkline report draws charts.)"""
    if not posts and not flagged:
        raise click.UsageError("Say what to report: POST, or --account ACCOUNT.")
    if comment and len(comment) > _LONGEST:
        raise click.UsageError(f"The comment has {len(comment)} characters, and servers take {_LONGEST}.")
    if rules and category not in (None, "violation"):
        raise click.UsageError(f"Rules belong to --category violation, not to {category}.")
    require_askable(yes)
    found = [find_post(session, reference) for reference in expanded(posts)]
    account = find_account(session, flagged) if flagged else found[0].account
    _require_one_author(found, account)
    if rules:
        _require_rules(session, rules)
    if not yes:
        for status in found:
            say(post_name(status), error=True)
        require_yes(False, f"Report @{one_line(account.acct)} to the moderators of {session.host}?")
    report = session.client.report(
        account,
        found or None,
        comment,
        forward,
        cast("Any", category),
        rules or None,
    )
    say_json(report) if as_json else say(f"Reported @{one_line(account.acct)}: report {one_line(report.id)}.")


def _require_one_author(found: list[Status], account: Account) -> None:
    for status in found:
        if status.account.id != account.id:
            raise CommandFailure(
                f"A report is about one account: {status.id} is by @{status.account.acct}, not by @{account.acct}.",
                USAGE,
            )


def _require_rules(session: Session, rules: tuple[str, ...]) -> None:
    known = {rule.id: rule.text for rule in session.client.instance_rules()}
    for rule in rules:
        if rule not in known:
            offered = "; ".join(f"{number} {one_line(text)}" for number, text in known.items()) or "none"
            raise CommandFailure(f"{session.host} has no rule {rule}. Its rules: {offered}.", USAGE)
