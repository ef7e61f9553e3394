"""The command account import."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import click

from trunkline.cli.account.csv_rows import key_of, read_rows, written
from trunkline.cli.account.transfers import TRANSFERS, Row
from trunkline.cli.command import command
from trunkline.cli.confirmation import require_yes, yes_option
from trunkline.cli.exits import PARTLY, CommandFailure, exit_code_of
from trunkline.cli.output.terminal import one_line, say
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session
from trunkline.errors import MastodonError, MastodonNetworkError, MastodonRatelimitError, MastodonUnauthorizedError


class Imported(NamedTuple):
    """Outcome of an import.

    Attributes:
        done: number of rows that were brought about.
        rest: rows that were not.
        error: the first error.
    """

    done: int
    rest: list[Row]
    error: Exception | None


@command(
    {
        "trunkline account import following following.csv --dry-run": "print what it would do",
        "trunkline account import blocks blocks.csv --yes --rest rest.csv": "without a question; keep what fails",
        "curl -s https://example.com/blocks.csv | trunkline account import domain-blocks - --yes": "from a pipe",
    },
    name="import",
)
@click.argument("what", metavar="WHAT", type=click.Choice(list(TRANSFERS)))
@click.argument("file", type=click.File(encoding="utf-8-sig"))
@click.option("--dry-run", is_flag=True, help="Print the rows that are not done yet, and change nothing.")
@click.option("--rest", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows that fail to this file.")
@yes_option
@with_session()
def import_(session: Session, what: str, file: IO[str], dry_run: bool, rest: Path | None, yes: bool) -> None:
    """Follow, block, ... what FILE names: a CSV file as `trunkline account export` and the web write them.

    WHAT is following, blocks, mutes, domain-blocks, lists or bookmarks, and FILE is - for standard input.

    Nothing is undone: what FILE does not have stays as it is. What is done already is left out, so that a command that
    was interrupted, or that was partly done, is given again as it was. It waits where the server limits requests. For
    lists, accounts that you do not follow yet are followed, as on the web.
    """
    transfer = TRANSFERS[what]
    wanted = read_rows(transfer, file.read())
    if not dry_run:
        require_yes(yes, f"Import {len(wanted)} rows ({what}) into your account?")
    known = {key_of(row) for row in transfer.rows(session)} if wanted else set[Row]()
    missing = [row for row in wanted if key_of(row) not in known]
    if dry_run:
        for row in missing:
            say(written(row))
        say(f"{len(missing)} of {len(wanted)} rows are not done yet.", error=True)
        return
    outcome = _bring_about(missing, transfer.importer(session)) if missing else Imported(0, [], None)
    say(f"Imported {outcome.done} of {len(wanted)} rows; {len(wanted) - len(missing)} were done before.", error=True)
    if outcome.error is not None:
        _keep(outcome.rest, rest)
        done = outcome.done or len(missing) < len(wanted)
        click.get_current_context().exit(PARTLY if done else _code_of(outcome.error))


def _bring_about(rows: Sequence[Row], act: Callable[[Row], object]) -> Imported:
    """Bring rows about; go on after a failure, but not without the network or after too many requests."""
    rest, first = list[Row](), None
    for number, row in enumerate(rows):
        try:
            act(row)
            say(written(row))
        except (MastodonError, CommandFailure) as error:
            say(f"{one_line(written(row))}: {one_line(str(error))}", error=True)
            first = first or error
            rest.append(row)
            if isinstance(error, MastodonNetworkError | MastodonRatelimitError | MastodonUnauthorizedError):
                rest += rows[number + 1 :]
                break
    return Imported(len(rows) - len(rest), rest, first)


def _keep(rows: list[Row], file: Path | None) -> None:
    """Write the rows that are left to a file, or say how to go on without one."""
    if file is None:
        say(f"{len(rows)} rows are not done. Give the same command again to try them again.", error=True)
        return
    file.write_text("".join(f"{written(row)}\n" for row in rows), encoding="utf-8")
    say(f"{len(rows)} rows are not done; they are in {file}.", error=True)


def _code_of(error: Exception) -> int:
    return error.exit_code if isinstance(error, CommandFailure) else exit_code_of(error)
