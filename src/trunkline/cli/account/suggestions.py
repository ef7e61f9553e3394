"""The commands account suggestions and dismiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.command import command
from trunkline.cli.each import ACCOUNT, on_each
from trunkline.cli.listing import ACCOUNTS, Kind, Printing, listing_options
from trunkline.cli.output.terminal import one_line, styled
from trunkline.cli.session.open_session import Session
from trunkline.cli.session.options import with_session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.cli.output.view import View
    from trunkline.entities import Account, Suggestion

_PAGE = 40


@command({"trunkline account suggestions": "and then: trunkline account follow %1"})
@listing_options(limit=_PAGE)
@with_session()
def suggestions(session: Session, listing: Printing) -> None:
    """List accounts that the server suggests to follow, with the reasons."""
    listing.print(session, _SUGGESTIONS, session.client.suggestions_v2(limit=listing.page(80)))


@command({"trunkline account dismiss %2": "the second of the suggestions"})
@on_each(ACCOUNT, "{} is not suggested again.")
def dismiss(session: Session, account: Account) -> None:
    """Dismiss suggested accounts: the server suggests them no more."""
    session.client.suggestion_delete(account)


def _text(suggestion: Suggestion, view: View) -> Text:
    reasons = ", ".join(one_line(str(one)).replace("_", " ") for one in suggestion.sources or [suggestion.source])
    return ACCOUNTS.text(suggestion.account, view) + styled((f"  {reasons}", "dim"))


_SUGGESTIONS = Kind(_text, lambda one: ACCOUNTS.ids(one.account), lambda one: ACCOUNTS.names(one.account))
