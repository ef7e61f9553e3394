"""`mastodon_source`: a Mastodon server as a dlt source."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Optional, Union, cast

import dlt
from dlt.extract import DltResource

from mastodon.errors import (
    MastodonForbiddenError,
    MastodonIllegalArgumentError,
    MastodonUnauthorizedError,
    MastodonUnprocessableError,
    MastodonWarning,
)
from mastodon.pipeline.catalogue import TABLES, Table
from mastodon.pipeline.memory import Memory
from mastodon.pipeline.privacy import is_others_private
from mastodon.pipeline.progress import Watch, WatchedMastodon, current_watch
from mastodon.pipeline.reading import Reading
from mastodon.pipeline.server import Row, Server
from mastodon.pipeline.settings import MOST_PER_PAGE, Settings
from mastodon.pipeline.tables import ListTable, Tables

logger = logging.getLogger("mastodon.pipeline")

_REFUSALS = (MastodonUnauthorizedError, MastodonForbiddenError, MastodonUnprocessableError)


@dlt.source(name="mastodon_source", section="mastodon_source")
def mastodon_source(
    access_token: Optional[dlt.TSecretStrValue] = None,  # noqa: UP045  (dlt reads the annotation)
    api_base_url: str = dlt.config.value,
    resources: Optional[list[str]] = None,  # noqa: UP045
    accounts: Optional[list[str]] = None,  # noqa: UP045
    statuses: Optional[list[str]] = None,  # noqa: UP045
    hashtags: Optional[list[str]] = None,  # noqa: UP045
    search: Optional[list[str]] = None,  # noqa: UP045
    since: Union[date, datetime, str, int, None] = None,  # noqa: UP007
    limit: Optional[int] = None,  # noqa: UP045
    page_size: int = MOST_PER_PAGE,
    private: bool = False,
) -> list[DltResource]:
    """Load a Mastodon server into tables; see `mastodon.pipeline` for what they hold.

    Every argument that is not passed is looked up by dlt: under ``[sources.mastodon_source]`` in
    ``.dlt/secrets.toml`` and ``.dlt/config.toml``, and in the environment
    (``SOURCES__MASTODON_SOURCE__ACCESS_TOKEN``).

    Args:
        access_token: whose view of the server is loaded. Without one, what the server shows to everybody.
        api_base_url: the server, such as ``"mastodon.social"``.
        resources: names of the tables to load; by default all for which a token and subjects are given.
        accounts: for ``accounts``, ``account_statuses``, ``following`` and ``followers``: ids, or names such as
            ``"@ann"`` and ``"@bob@example.org"``; by default the token's own account.
        statuses: for ``statuses``: ids.
        hashtags: for ``hashtags``: names, with or without ``#``.
        search: for ``search``: queries.
        since: how far the first run goes back: a date, a time or an id; by default to the beginning. Later runs go
            on where the one before ended.
        limit: rows to load for each subject (timeline, account, hashtag) in one run, at most.
        page_size: objects in one answer of the server, at most 40.
        private: load other people's followers-only and direct posts too. Own ones are always loaded.

    Raises:
        MastodonIllegalArgumentError: the arguments contradict each other or cannot be right.
    """
    settings = Settings.of(
        accounts=accounts,
        statuses=statuses,
        hashtags=hashtags,
        search=search,
        since=since,
        limit=limit,
        page_size=page_size,
        private=private,
    )
    watch = current_watch.get(None) or Watch()
    client = WatchedMastodon(access_token=access_token, api_base_url=api_base_url)
    client.watch = watch
    server = Server(client)
    selected = _selected(resources, settings, server.anonymous)
    return [_resource(table, table.name in selected, server, settings, watch) for table in TABLES.values()]


def _resource(table: Table, selected: bool, server: Server, settings: Settings, watch: Watch) -> DltResource:
    """The resource of *table*: it gives dlt files of rows, and says of each which table it belongs to."""
    resource = dlt.resource(
        _files,
        name=table.name,
        selected=selected,
        table_name=lambda file: file.table,
        primary_key=lambda file: file.key,
        columns=lambda file: file.columns,
        write_disposition="merge",
    )(table, server, settings, watch)
    return resource.apply_hints(parent_table_name=lambda file: file.parent)


def _files(table: Table, server: Server, settings: Settings, watch: Watch) -> Iterator[Any]:
    """The rows of one resource, in files as dlt takes them."""
    schema, package = dlt.current.source_schema(), cast(Mapping[str, Any], dlt.current.load_package_state())
    with TemporaryDirectory(dir=dlt.current.pipeline().working_dir) as folder:
        tables = Tables(
            table.name,
            table.shape,
            table.key,
            schema=schema,
            load_id=package["load_id"],
            folder=Path(folder),
        )
        if table.name not in schema.data_table_names(seen_data_only=True):
            tables.begin()
        for rows in _rows(table, server, settings, watch):
            tables.write(rows)
            if tables.full:
                yield from _handed_over(tables, table.name, schema)
        yield from _handed_over(tables, table.name, schema)


def _handed_over(tables: Tables, resource: str, schema: dlt.Schema) -> Iterator[Any]:
    for file in tables.finish():
        yield dlt.mark.with_file_import(str(file.path), "parquet", file.rows, hints=file)
        if file.parent is not None:
            schema.tables[file.table] = ListTable(schema.tables[file.table], resource)  # type: ignore[assignment]


def _rows(table: Table, server: Server, settings: Settings, watch: Watch) -> Iterator[list[Row]]:
    """The rows of one resource, as they are read."""
    if missing := _missing(table, settings, server.anonymous):
        raise MastodonIllegalArgumentError(missing)
    reading = Reading(server, settings, Memory(dlt.current.resource_state(table.name), server.instance))
    try:
        for items in table.read(reading):
            rows = [{"_instance": server.instance, **i} for i in items if _may_load(i, server, settings)]
            watch.rows(table.name, len(rows), len(items) - len(rows))
            yield rows
    except _REFUSALS as error:
        if not server.anonymous:
            raise
        logger.warning("%s is left out: %s wants a token for it (%s)", table.name, server.instance, error)


def _may_load(item: Row, server: Server, settings: Settings) -> bool:
    my_id: Callable[[], str | None] = lambda: None if server.anonymous else server.me["id"]  # noqa: E731
    return settings.private or not is_others_private(item, my_id)


def _selected(resources: list[str] | None, settings: Settings, anonymous: bool) -> set[str]:
    """The names of the resources to load.

    Raises:
        MastodonIllegalArgumentError: one that was asked for by name does not exist or cannot be read.
    """
    if resources is None:
        lacking = {name for name, table in TABLES.items() if _missing(table, settings, anonymous)}
        without_token = [name for name in TABLES if anonymous and TABLES[name].needs != "nothing" and name in lacking]
        if without_token:
            warnings.warn(
                f"Without an access token these resources are left out: {', '.join(without_token)}.",
                MastodonWarning,
                stacklevel=2,
            )
        return TABLES.keys() - lacking
    for name in resources:
        if name not in TABLES:
            raise MastodonIllegalArgumentError(f"There is no resource {name!r}; there are {', '.join(TABLES)}.")
        if missing := _missing(TABLES[name], settings, anonymous):
            raise MastodonIllegalArgumentError(missing)
    return set(resources)


def _missing(table: Table, settings: Settings, anonymous: bool) -> str | None:
    """What *table* cannot be read without, in a sentence; ``None`` where all is there."""
    given = bool(table.subjects and getattr(settings, table.subjects))
    if table.needs == "token" and anonymous:
        return f"{table.name} needs an access token: pass access_token, or leave the resource out."
    if table.needs == "own account" and anonymous and not given:
        return f"{table.name} needs to know of whom: pass accounts=[...], or an access token for the own account."
    if table.subjects and table.needs == "nothing" and not given:
        return f"{table.name} needs to know of what: pass {table.subjects}=[...]."
    return None
