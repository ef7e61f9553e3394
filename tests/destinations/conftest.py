"""A server with something for every table, and the places to load it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

dlt = pytest.importorskip("dlt")

from tests.destinations import places  # noqa: E402
from tests.destinations.places import Place  # noqa: E402
from tests.destinations.postgres import postgres_server  # noqa: E402
from tests.pipeline.canned import Canned, account, notification, serve, status  # noqa: E402


@pytest.fixture(autouse=True)
def _quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything of dlt is in the test's folder."""
    _keep_in(tmp_path, monkeypatch)


def _keep_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "CRITICAL")
    monkeypatch.chdir(folder)


@pytest.fixture
def canned() -> Iterator[Canned]:
    """A server with something for each of the eleven tables, among it a post whose time is none."""
    server = _everything()
    with serve(server):
        yield server


@pytest.fixture(scope="session")
def rows_of_duckdb(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """The rows of each table when DuckDB has got everything, which other places must get as well."""
    folder, server = tmp_path_factory.mktemp("duckdb"), _everything()
    with pytest.MonkeyPatch.context() as monkeypatch, serve(server):
        _keep_in(folder, monkeypatch)
        place = places.duckdb(folder)
        written = place.load(server.url)
        assert place.counts() == written
    return written


def _everything() -> Canned:
    posts = [status(number) for number in range(40, 0, -1)]
    posts[3]["reblog"] = status(5, media_attachments=[{"id": "9", "type": "image", "url": "https://canned.test/9.png"}])
    posts[5]["created_at"] = "yesterday"
    return Canned(
        lists={
            "/api/v1/timelines/home": posts,
            "/api/v1/timelines/public": posts[:20],
            "/api/v1/notifications": [notification(number) for number in range(5, 0, -1)],
            "/api/v1/accounts/1/statuses": posts[:10],
            "/api/v1/accounts/1/following": [account(number) for number in range(2, 12)],
            "/api/v1/accounts/1/followers": [account(number) for number in range(2, 5)],
            "/api/v1/timelines/tag/canned": posts[:15],
        },
        objects={
            "/api/v1/accounts/verify_credentials": account(1, source={"note": "Hello", "privacy": "public"}),
            "/api/v2/instance": {"domain": "canned.test", "title": "Canned", "languages": ["en"]},
            "/api/v2/search": {
                "accounts": [account(5)],
                "statuses": [status(7)],
                "hashtags": [{"id": "1", "name": "canned", "history": [{"day": "1767225600", "uses": "3"}]}],
            },
        },
        by_id={"/api/v1/statuses": posts},
    )


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A PostgreSQL server without tables, for the tests of one process."""
    with postgres_server() as address:
        yield address


@pytest.fixture
def place_named(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], Place]:
    """Makes a place to load to; a database is empty, whatever other tests did."""

    def make(name: str) -> Place:
        if name == "postgres":
            return places.postgres(tmp_path, empty_database(request.getfixturevalue("postgres_address")))
        place: Place = getattr(places, name)(tmp_path)
        return place

    return make


def empty_database(address: str) -> str:
    """The address of a database without tables on a server."""
    psycopg2 = pytest.importorskip("psycopg2")
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE IF EXISTS test WITH (FORCE)")
        cursor.execute("CREATE DATABASE test")
    connection.close()
    return f"{address.rpartition('/')[0]}/test"
