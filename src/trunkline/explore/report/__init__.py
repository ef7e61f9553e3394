"""All answers in one HTML file without scripts and external resources.

May use all of `trunkline.explore` but the app.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from trunkline.about import __version__
from trunkline.entities.literals import SHOWN_TO_ALL
from trunkline.explore.formatting import moment, period, title_of
from trunkline.explore.pictures import PHONE, anchor, picture
from trunkline.explore.questions import SECTIONS
from trunkline.explore.questions.headline import headline_numbers
from trunkline.explore.questions.left_out import left_out
from trunkline.explore.report.cells import table_of
from trunkline.explore.selection import PostSelection
from trunkline.explore.snapshot import Snapshot


def write_report(
    snapshot: Snapshot,
    file: Path,
    *,
    title: str | None = None,
    since: date | None = None,
    until: date | None = None,
    time_zone: str = "UTC",
) -> None:
    """Write all answers into an HTML file for others to read.

    Followers-only and direct posts are left out, even if they are loaded.

    Args:
        snapshot: the loaded data.
        file: the file to write.
        title: the heading. By default it names the servers from which the posts were loaded.
        since: the first day. By default the oldest 2 % of the posts are left out, which may be years older.
        until: the last day. By default that of the newest post.
        time_zone: the time zone of days and hours, such as ``"Europe/Berlin"``.
    """
    usual = snapshot.period(time_zone)
    first, last = since or usual[0], until or usual[1]
    view = snapshot.view(PostSelection(since=first, until=last, visibilities=SHOWN_TO_ALL, time_zone=time_zone))
    page = _TEMPLATES.get_template("page.html.jinja").render(
        title=title or title_of(snapshot.asked()),
        period=period(first, last),
        time_zone=time_zone,
        numbers=headline_numbers(view),
        sections={name: [question(view) for question in questions] for name, questions in SECTIONS.items()},
        left_out=left_out(view),
        made=moment(datetime.now(UTC)),
        phone=PHONE,
        version=__version__,
    )
    file.write_text(page, encoding="utf-8")


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("trunkline.explore.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(picture=picture, anchor=anchor, table_of=table_of, number="{:,}".format)
    return environment


_TEMPLATES = _templates()
