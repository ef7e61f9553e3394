"""The tables made here are those that dlt's own normaliser makes of the same objects: names, columns, types, rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import dlt
import pytest

from tests.pipeline.canned import TOKEN, Canned, account, notification, serve, status
from tests.pipeline.conftest import Loader
from tests.pipeline.owned import OWN
from tests.pipeline.table_paths import parent_of
from tests.recorded import CORPORA, exchanges
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.tabular.hints import declared

Json = dict[str, Any]

HOME = "/api/v1/timelines/home"
STATUS_FIELDS = {"media_attachments", "account", "visibility", "uri"}
POLL = {
    "id": "7",
    "expires_at": "2026-02-01T00:00:00.000Z",
    "expired": False,
    "multiple": True,
    "votes_count": 3,
    "voters_count": None,
    "options": [{"title": "yes", "votes_count": 2}, {"title": "no", "votes_count": None}],
    "emojis": [{"shortcode": "yes", "url": "https://canned.test/yes.png"}],
    "own_votes": [0, 1],
}
CARD = {"url": "https://a.test", "title": "A", "width": 400, "authors": [{"name": "Ann", "account": account(9)}]}
IMAGE = {
    "id": "1",
    "type": "image",
    "url": "https://canned.test/1.png",
    "meta": {"original": {"width": 4, "height": 2, "size": "4x2", "aspect": 2}, "focus": {"x": -0.5, "y": 1}},
}
REACTIONS = [{"name": "x", "by": [{"id": "1", "at": ["a"]}, {"id": "2"}]}, {"name": "y", "by": [{"id": "3"}]}]
RICH: list[Json] = [
    status(9, poll=POLL, card=CARD, media_attachments=[IMAGE, {"id": "2", "type": "unknown", "meta": None}]),
    status(8, reblog=status(1, poll=POLL, quote={"state": "accepted", "quoted_status": status(2)}), content=""),
    status(7, quote={"state": "accepted", "quoted_status": status(3, quote={"state": "x", "quoted_status_id": "1"})}),
    status(6, quote={"state": "unauthorized", "quoted_status": None}, edited_at="2026-01-05T10:00:00.123+02:00"),
    status(5, account=account(2, moved=account(3), last_status_at=None, fields=[])),
    status(4, pleroma={"local": True, "thread": {"muted": False, "ids": ["a", "b"]}}, reactions=REACTIONS),
    status(3, tags=[], mentions=[{"id": "1", "username": "u", "acct": "u", "url": "https://canned.test/@u"}]),
    status(2, seen_at="2026-01-01T00:00:00Z", score=1.5, spoiler_text="2026-01-01T00:00:00Z"),
    status(
        1,
        filtered=[{"filter": {"id": "1", "context": ["home"]}, "keyword_matches": ["a"]}],
        content='ünï\u2028code "<\\',
    ),
]


def corpus_statuses(corpus: str) -> Iterator[Json]:
    """Statuses of recorded answers, each id once."""
    seen: set[str] = set()
    bodies = [exchange["body"] for exchange in exchanges(corpus)]
    for item in (item for body in bodies for item in (body if isinstance(body, list) else [body])):
        if isinstance(item, dict) and item.keys() >= STATUS_FIELDS and item["id"] not in seen:
            seen.add(item["id"])
            yield item


def oracle(loader: Loader, resource: str, rows: list[Json], ours: Json) -> None:
    """Load *rows* through dlt's normaliser, with the columns that are declared and the values that are *ours*."""
    table = CATALOGUE[resource]
    tables = list(declared(table.shape, table.key))
    columns: dict[tuple[str, ...], Any] = {
        t.path: {"__".join(p): {"name": "__".join(p), **c} for p, c in t.columns.items()} for t in tables
    }
    paths = {t.path for t in tables}
    own = dlt.resource(
        [{**ours, **row} for row in rows],
        name=resource,
        primary_key=table.key,
        write_disposition="merge",
        columns=columns.pop(()),
        nested_hints={
            t.path: dlt.mark.make_nested_hints(
                parent_table_name="__".join((resource, *parent_of(t.path, paths))), columns=columns[t.path]
            )
            for t in tables
            if t.path
        },
    )
    dlt.pipeline(
        "oracle", destination="duckdb", dataset_name="expected", pipelines_dir=str(loader.folder / "oracle")
    ).run(own, schema=dlt.Schema("mastodon_source"))


def tables_of(loader: Loader, database: str, dataset: str, resource: str) -> dict[str, dict[str, str]]:
    """The tables of a resource with their columns and types."""
    import duckdb

    with duckdb.connect(str(loader.folder / database), read_only=True) as connection:
        found = connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = ?",
            [dataset],
        ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in found:
        if table == resource or table.startswith(resource + "__"):
            tables.setdefault(table, {})[column] = kind
    return tables


def content(
    loader: Loader, database: str, dataset: str, tables: dict[str, dict[str, str]], root_key: tuple[str, ...]
) -> Json:
    """The rows of tables by their place: the key of the root row, then places in lists. Technical ids are left out."""
    import duckdb

    places: dict[str, dict[str, Any]] = {}
    rows: Json = {}
    with duckdb.connect(str(loader.folder / database), read_only=True) as connection:
        for table in sorted(tables, key=lambda name: name.count("__")):
            records = connection.sql(f'SELECT * FROM {dataset}."{table}"').to_arrow_table().to_pylist()
            places[table], rows[table] = {}, {}
            above = next((t for t in sorted(places, key=len, reverse=True) if table.startswith(t + "__")), None)
            for record in records:
                place = (
                    tuple(record[part] for part in root_key)
                    if above is None
                    else (*_parent(places, table, record["_dlt_parent_id"]), record["_dlt_list_idx"])
                )
                places[table][record["_dlt_id"]] = place
                kinds = tables[table]
                rows[table][place] = {
                    name: json.loads(value) if kinds[name] == "JSON" and value is not None else value
                    for name, value in record.items()
                    if not name.startswith("_dlt_")
                }
    return rows


def _parent(places: dict[str, dict[str, Any]], table: str, parent_id: str) -> tuple[Any, ...]:
    found = [ids[parent_id] for name, ids in places.items() if table.startswith(name + "__") and parent_id in ids]
    assert len(found) == 1
    return tuple(found[0])


def compare(
    loader: Loader, canned: Canned, resource: str, rows: list[Json], *, looked_at: bool = False
) -> dict[str, int]:
    """Load *rows* both ways and compare all; the numbers of rows.

    Args:
        loader: the pipeline.
        canned: the server that has the rows.
        resource: resource to load.
        rows: the rows.
        looked_at: a step looks at the rows, so that they are no files.
    """
    canned.objects["/api/v1/accounts/verify_credentials"] = account(1)
    ours_alone = {"_instance": canned.url.removeprefix("http://"), **(OWN if CATALOGUE[resource].is_owned else {})}
    oracle(loader, resource, json.loads(json.dumps(rows)), ours_alone)
    loader.fresh()
    source = mastodon_source(
        api_base_url=canned.url, access_token=TOKEN, resources=[resource], private=True, consent=False
    )
    seen: list[Json] = []

    def look(row: Json) -> bool:
        seen.append(row)
        return True

    if looked_at:
        source.resources[resource].add_filter(look)
    loader.pipeline.run(source)
    assert seen == ([{**row, **ours_alone} for row in rows] if looked_at else [])
    theirs = tables_of(loader, "oracle.duckdb", "expected", resource)
    ours = tables_of(loader, "mastodon_pipeline.duckdb", "mastodon_data", resource)
    assert ours == theirs
    key = CATALOGUE[resource].key
    our_rows = content(loader, "mastodon_pipeline.duckdb", "mastodon_data", ours, key)
    their_rows = content(loader, "oracle.duckdb", "expected", theirs, key)
    for table in theirs:
        assert our_rows[table] == their_rows[table], table
    return {table: len(found) for table, found in our_rows.items()}


@pytest.mark.parametrize("looked_at", [pytest.param(False, marks=pytest.mark.soak), True])
def test_rich_statuses(loader: Loader, looked_at: bool) -> None:
    with serve(Canned(lists={HOME: RICH})) as canned:
        counts = compare(loader, canned, "timelines_home", RICH, looked_at=looked_at)
    assert counts["timelines_home"] == len(RICH)
    expected = {"poll__options": 2, "reblog__poll__own_votes": 2, "media_attachments": 2, "reactions__by": 3}
    assert {name: counts[f"timelines_home__{name}"] for name in expected} == expected


@pytest.mark.soak
def test_notifications(loader: Loader) -> None:
    rows = [notification(n, status=post) for n, post in enumerate([*RICH, None], 1)][::-1]
    with serve(Canned(lists={"/api/v1/notifications": rows})) as canned:
        assert compare(loader, canned, "notifications", rows)["notifications__status__poll__options"] == 2


def test_instances(loader: Loader) -> None:
    server = {
        "domain": "canned.test",
        "languages": ["en", "de"],
        "rules": [{"id": "1", "text": "Be kind", "hint": "", "translations": {"de": {"text": "Sei nett"}}}],
        "thumbnail": {"url": "https://canned.test/t.png", "versions": {"@1x": "https://canned.test/1.png"}},
        "contact": {"email": "a@canned.test", "account": account(1)},
    }
    with serve(Canned(objects={"/api/v2/instance": server})) as canned:
        assert compare(loader, canned, "instances", [server])["instances__languages"] == 2


@pytest.mark.soak
@pytest.mark.parametrize("corpus", [corpus for corpus in CORPORA if corpus != "other software"])
def test_recorded_statuses(corpus: str, loader: Loader) -> None:
    rows = sorted(corpus_statuses(corpus), key=lambda item: int(item["id"]), reverse=True)
    assert len(rows) > 100
    with serve(Canned(lists={HOME: rows})) as canned:
        counts = compare(loader, canned, "timelines_home", rows)
    assert counts["timelines_home"] == len(rows)
