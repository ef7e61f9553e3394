"""Input elements of the app, and the selection of posts for their values."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import marimo as mo

from trunkline.explore.formatting import language_name
from trunkline.explore.selection import PostSelection
from trunkline.explore.snapshot import Snapshot


def given_snapshot() -> Snapshot:
    """Open the snapshot that is named on the command line."""
    return Snapshot(Path(str(mo.cli_args()["snapshot"])))


def filters(snapshot: Snapshot) -> mo.ui.dictionary:
    """Return the input elements. Initially the period is `Snapshot.period`, and nothing else is restricted."""
    oldest, newest = snapshot.extent()
    return mo.ui.dictionary(
        {
            "period": mo.ui.date_range(start=oldest, stop=newest, value=snapshot.period(), label="From and to"),
            "languages": mo.ui.multiselect(
                {language_name(code): code for code in snapshot.languages()}, label="Languages"
            ),
            "servers": mo.ui.multiselect(snapshot.servers(), label="Servers of authors"),
            "sources": mo.ui.multiselect(snapshot.sources(), label="Loaded tables"),
            "time_zone": mo.ui.dropdown(sorted(available_timezones()), value="UTC", searchable=True, label="Time zone"),
        }
    )


def selection_of(chosen: dict[str, Any]) -> PostSelection:
    """Return the selection for the values of `filters`."""
    since, until = chosen["period"]
    return PostSelection(
        since=since,
        until=until,
        languages=tuple(chosen["languages"]),
        servers=tuple(chosen["servers"]),
        sources=tuple(chosen["sources"]),
        time_zone=chosen["time_zone"] or "UTC",
    )
