"""Filters as they are named on the command line, and as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trunkline.cli.each import Subject
from trunkline.cli.exits import NOT_FOUND, CommandFailure
from trunkline.cli.listing import Kind
from trunkline.cli.output.terminal import lines, one_line, styled
from trunkline.cli.output.view import View, local_time, mark
from trunkline.cli.references import numbered, the_only
from trunkline.cli.session.open_session import Session

if TYPE_CHECKING:
    from rich.text import Text

    from trunkline.entities import FilterV2


def find_filter(session: Session, reference: str) -> FilterV2:
    """Return the filter that an id, a title or a number of the last listing names.

    Raises:
        CommandFailure: there is no such filter.
    """
    wanted = numbered(session, reference, "filter") or reference
    every = session.client.filters_v2()
    found = [one for one in every if wanted == one.id] or [one for one in every if wanted == one.title]
    if not found:
        titles = ", ".join(one.title for one in every) or "none"
        raise CommandFailure(f"There is no filter {reference}. Your filters: {titles}.", NOT_FOUND)
    return the_only(found, "filter", reference)


def filter_text(found: FilterV2, view: View) -> Text:
    """Return title, action, contexts, end, and keywords of a filter."""
    end = f"until {local_time(found.expires_at)}" if found.expires_at else ""
    parts = (found.filter_action, f"in {', '.join(found.context or ())}", end)
    settings = mark("between").join(one_line(str(part)) for part in parts if part)
    keywords = [f"{one_line(one.keyword)}{'' if one.whole_word else '*'}" for one in found.keywords or ()]
    posts = [f"{len(found.statuses)} posts"] if found.statuses else []
    return lines(
        (
            styled((one_line(found.title), "bold"), (f"  {settings}  {one_line(found.id)}", "dim")),
            styled("  ", (", ".join([*keywords, *posts]), "yellow")) if keywords or posts else None,
        )
    )


FILTER = Subject("FILTER", find_filter, lambda found: found.title)
"""A filter to act on."""

FILTERS = Kind(filter_text, lambda found: {"filter": found.id})
"""Filters in listings."""
