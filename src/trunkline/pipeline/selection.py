"""Selection of the resources that a source loads, and reasons for which it cannot load others."""

from __future__ import annotations

import warnings

from trunkline.errors import MastodonIllegalArgumentError, MastodonWarning
from trunkline.pipeline.catalogue import TABLES, Resource
from trunkline.pipeline.options import SourceOptions


def selected(options: SourceOptions, anonymous: bool) -> set[str]:
    """Return the names of the resources to load.

    Raises:
        MastodonIllegalArgumentError: one that was asked for by name does not exist or cannot be read.
    """
    if options.resources is None:
        lacking = {name for name, table in TABLES.items() if missing(table, options, anonymous)}
        without_token = [
            name
            for name in TABLES
            if anonymous and TABLES[name].unasked and TABLES[name].needs != "nothing" and name in lacking
        ]
        if without_token:
            warnings.warn(
                f"Without an access token these resources are left out: {', '.join(without_token)}.",
                MastodonWarning,
                stacklevel=2,
            )
        return {name for name, table in TABLES.items() if table.unasked} - lacking
    for name in options.resources:
        if name not in TABLES:
            raise MastodonIllegalArgumentError(f"There is no resource {name!r}; there are {', '.join(TABLES)}.")
        if lack := missing(TABLES[name], options, anonymous):
            raise MastodonIllegalArgumentError(lack)
    return set(options.resources)


def missing(table: Resource, options: SourceOptions, anonymous: bool) -> str | None:
    """Return a sentence about the token or subjects that *table* lacks; ``None`` if it lacks nothing."""
    given = bool(table.subjects and options.subjects(table.subjects))
    if table.needs == "token" and anonymous:
        return f"{table.name} needs an access token: pass access_token, or leave the resource out."
    if table.needs == "own account" and anonymous and not given:
        return f"{table.name} needs to know of whom: pass accounts=[...], or an access token for the own account."
    if table.subjects and table.needs == "nothing" and not given:
        return f"{table.name} needs to know of what: pass {table.subjects}=[...]."
    return None
