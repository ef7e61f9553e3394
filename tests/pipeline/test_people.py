"""Identity of people: views, purges and later loads agree on who is the same person."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from tests.pipeline.canned import account, status
from tests.pipeline.conftest import Loader
from tests.pipeline.owned import feed
from trunkline.pipeline import make_views
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.people import address_of, address_sql
from trunkline.pipeline.purge import purge, purged
from trunkline.pipeline.purge.tables import StoredTable
from trunkline.pipeline.upkeep.places import ACCOUNTS

HOME = "canned.test"
OLD, NEW = f"https://{HOME}/users/user1", f"https://{HOME}/ap/users/1"
MOVED = "user1@moved.test"


def seen(instance: str, acct: str, uri: str | None, number: int) -> dict[str, Any]:
    return {"_instance": instance, **account(number, acct=acct, uri=uri, url=None)}


def people(loader: Loader) -> list[str]:
    return [row["account"] for row in loader.rows("SELECT account FROM people ORDER BY account")]


@pytest.mark.parametrize("acct", ["Ann", "ann", "Ann@Far.example"])
def test_the_same_address_in_python_and_in_sql(acct: str) -> None:
    found = duckdb.execute(f"SELECT {address_sql('$acct', '$home')}", {"acct": acct, "home": "Near.example"})
    assert found.fetchall() == [(address_of(acct, "Near.example"),)]


SIGHTINGS = {
    "one address, another uri": [seen(HOME, "user1", OLD, 1), seen("away.test", f"User1@{HOME}", NEW, 2)],
    "one uri, another address": [seen(HOME, "user1", OLD, 1), seen("away.test", MOVED, OLD.upper(), 2)],
    "no uri": [seen(HOME, "user1", OLD, 1), seen("away.test", f"user1@{HOME}", None, 2)],
    "by way of a third": [
        seen(HOME, "user1", OLD, 1),
        seen("away.test", f"user1@{HOME}", NEW, 2),
        seen("third.test", MOVED, NEW, 3),
        seen(HOME, "user1", NEW, 4),
    ],
}


@pytest.mark.parametrize(
    "sightings",
    [
        pytest.param(seen_as, id=name, marks=[] if name in ("no uri", "by way of a third") else [pytest.mark.soak])
        for name, seen_as in SIGHTINGS.items()
    ],
)
def test_who_is_one_person_is_purged_at_once(loader: Loader, sightings: list[dict[str, Any]]) -> None:
    feed(loader.pipeline, {"accounts": [*sightings, seen(HOME, "user2", f"https://{HOME}/users/user2", 9)]})
    make_views(loader.pipeline)
    assert len(people(loader)) == 2
    assert purge(loader.pipeline, accounts=[f"@user1@{HOME}"]).rows["accounts"] == len(sightings)
    assert people(loader) == [f"user2@{HOME}"]
    assert all(purged(loader.pipeline).shown_in(one, one["_instance"]) for one in sightings)


def test_what_others_tell_of_a_person_is_shown_and_stays(loader: Loader) -> None:
    told = [seen("away.test", f"user1@{HOME}", NEW, 2), seen("third.test", MOVED, NEW, 3)]
    feed(loader.pipeline, {"accounts": [seen(HOME, "user1", OLD, 1), *told]})
    found = purge(loader.pipeline, accounts=[f"@user1@{HOME}"])
    assert found.rows["accounts"] == 2
    assert found.unproved == {NEW}
    assert [row["acct"] for row in loader.rows("SELECT acct FROM accounts")] == [MOVED]
    assert purge(loader.pipeline, accounts=[NEW]).rows["accounts"] == 1


def test_a_domain_that_is_not_the_host(loader: Loader) -> None:
    """A load keeps out whom a purge has named before a row of them was there."""
    feed(loader.pipeline, {"instances": [{"_instance": "social.away.test", "domain": "away.test"}]})
    purge(loader.pipeline, accounts=["@user1@away.test"])
    post = status(1, account=account(1, uri=None, url=None))
    assert purged(loader.pipeline).shown_in(post, "social.away.test")
    assert not purged(loader.pipeline).shown_in(post, "other.away.test")


def test_a_purge_finds_the_accounts_of_all_places() -> None:
    for place in ACCOUNTS:
        columns = dict.fromkeys(place.column(name) for name in ("id", "acct"))
        assert StoredTable(place.table, place.table, {name: name for name in columns}, (), ()).accounts == (
            place.prefix,
        )
    assert {place.table for place in ACCOUNTS} == CATALOGUE.keys() - {"instances"}
