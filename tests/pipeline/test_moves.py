"""Whatever people do with a dlt source, this one does what a plain source of dlt with the same rows does."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import dlt
import pytest

from tests.pipeline.canned import TOKEN, Canned, account, serve
from tests.pipeline.moves import LONG_MOVES, MOVES, Move, Side
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.tabular.hints import declared

PEOPLE = [account(n, created_at=f"2024-0{1 + n % 3}-01T00:00:00.000Z") for n in range(2, 8)]
LISTS = {"following": PEOPLE, "followers": PEOPLE[:5]}


@pytest.fixture(scope="module")
def server() -> Iterator[Canned]:
    """A server with an account that follows six others and has five followers."""
    with serve(Canned(lists={f"/api/v1/accounts/1/{name}": rows for name, rows in LISTS.items()})) as canned:
        yield canned


@pytest.fixture(autouse=True)
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep files in the folder of the test."""
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "CRITICAL")
    monkeypatch.chdir(tmp_path)


def plain_resource(name: str, instance: str) -> Any:
    """A resource of dlt with the rows and the hints of ours."""
    table = CATALOGUE[name]
    columns: dict[tuple[str, ...], Any] = {
        t.path: {"__".join(path): {"name": "__".join(path), **column} for path, column in t.columns.items()}
        for t in declared(table.shape, table.key)
    }

    def rows() -> Iterator[Any]:
        for row in LISTS[name]:
            yield {"account_id": "1", "_instance": instance, **deepcopy(row)}

    return dlt.resource(
        rows,
        name=name,
        primary_key=table.key,
        write_disposition="merge",
        columns=columns.pop(()),
        nested_hints={path: dlt.mark.make_nested_hints(columns=its) for path, its in columns.items()},
    )


def compare(move: Move, server: Canned, folder: Path, *, loads: bool) -> None:
    """Do something with both sources."""

    @dlt.source(name="mastodon_source", section="mastodon_source")
    def plain() -> Any:
        return [plain_resource(name, server.url.removeprefix("http://")) for name in LISTS]

    def ours() -> Any:
        return mastodon_source(api_base_url=server.url, access_token=TOKEN, accounts=["1"], resources=list(LISTS))

    came = []
    for name, source in (("plain", plain), ("ours", ours)):
        (folder / name).mkdir()
        came.append(move(Side(source, folder / name, loads)))
    assert came[1] == came[0]


@pytest.mark.parametrize("move", MOVES)
def test_rows_are_those_of_a_plain_source(move: str, server: Canned, tmp_path: Path) -> None:
    compare(MOVES[move], server, tmp_path, loads=False)


@pytest.mark.soak
@pytest.mark.parametrize("move", [*MOVES, *LONG_MOVES])
def test_tables_are_those_of_a_plain_source(move: str, server: Canned, tmp_path: Path) -> None:
    compare({**MOVES, **LONG_MOVES}[move], server, tmp_path, loads=True)
