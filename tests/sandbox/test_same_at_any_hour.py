"""The same seed gives the same community at whatever moment the server starts."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from itertools import count
from typing import Any

import pytest
from tests.sandbox.direct import client_of

from trunkline.sandbox import web
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live.due import next_due
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.oauth.apps import register_app
from trunkline.sandbox.oauth.tokens import issue_token
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import HOUR, SNOWFLAKE_BITS, parse_time, to_ms

NOON = datetime(2026, 3, 18, 12, tzinfo=UTC)
MOMENTS = [
    NOON.replace(hour=0, minute=1),
    NOON.replace(hour=23, minute=59),
    NOON.replace(minute=7, second=31, microsecond=123_000),
    datetime(2026, 3, 16, 12, tzinfo=UTC),  # a Monday
    datetime(2026, 3, 22, 12, tzinfo=UTC),  # a Sunday
    datetime(2026, 4, 1, 0, 0, 5, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 4, tzinfo=UTC),
]
SIZE = 300
SHORTENED_ID = re.compile(r'\d+</span><span class="invisible">\d+')  # in the text of a link, in two parts

SITE = ServerSite("http://testserver", "testserver")


class Seeded:
    """A community that was made at `now`, where the clock still stands."""

    def __init__(self, now: datetime, size: int = SIZE, seed: int = 1) -> None:
        self.now = to_ms(now)
        self.store = Store(clock=lambda: now)
        populate(self.store, size=size, seed=seed, now=now)
        self.client = client_of(create_app(self.store, Hub(), SITE, routes=web.routes))
        app = register_app(self.store, "Any", ["urn:ietf:wg:oauth:2.0:oob"], "read admin:read")
        alice = self.store.value("SELECT id FROM accounts WHERE username = 'alice' AND domain IS NULL")
        token = issue_token(self.store, app["id"], alice, "read")["token"]
        self.alice = {"Authorization": f"Bearer {token}"}

    @cached_property
    def lists(self) -> dict[str, Any]:
        """What it shows."""
        return shown(self)

    def ids(self, sql: str) -> list[int]:
        return self.store.column(sql)

    def get(self, path: str, *, alice: bool = False) -> Any:
        answer = self.client.get(path, headers=self.alice if alice else {})
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()


@pytest.fixture(scope="module")
def noon() -> Iterator[Seeded]:
    made = Seeded(NOON)
    yield made
    made.store.close()


@pytest.fixture(scope="module", params=MOMENTS, ids=str)
def other(request: pytest.FixtureRequest) -> Iterator[Seeded]:
    """One that was made at another moment."""
    made = Seeded(request.param)
    yield made
    made.store.close()


def relative(value: Any, now: int) -> Any:
    """Return a value of the database with its times, and the times in its ids, relative to `now`."""
    if isinstance(value, int) and value > 1 << 50:
        return ("id", value - (now << SNOWFLAKE_BITS))
    if isinstance(value, int) and value > 1 << 38:
        return ("time", value - now)
    if isinstance(value, str):
        found = SHORTENED_ID.sub("", value)
        found = re.sub(r"(?<![.\d])\d{15,}", lambda digits: str(int(digits[0]) - (now << SNOWFLAKE_BITS)), found)
        return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", lambda time: str((parse_time(time[0]) or 0) - now), found)
    return value


def rows(seeded: Seeded) -> Iterator[tuple[str, list[Any]]]:
    """All rows, but for secrets, in the order of time."""
    secret = {"password_hash", "client_secret", "token", "client_id"}
    groups: defaultdict[str, Iterator[int]] = defaultdict(count)
    names: dict[str, int] = {}
    tables = seeded.store.column("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%fts%'")
    for table in sorted({*tables} - {"settings", "sqlite_sequence", "sqlite_stat1", "access_tokens", "apps"}):
        found = []
        for row in seeded.store.rows(f"SELECT * FROM {table}"):
            values = {key: relative(value, seeded.now) for key, value in dict(row).items() if key not in secret}
            if "group_key" in values:  # its number is an hour since 1970
                prefix = row["group_key"].rpartition("-")[0]
                values["group_key"] = names.setdefault(row["group_key"], next(groups[prefix]))
            found.append(list(values.values()))
        yield table, found


def test_everything_has_the_same_distance_from_the_start(noon: Seeded, other: Seeded) -> None:
    found = dict(rows(other))
    for table, expected in rows(noon):
        assert found[table] == expected, table


def shown(seeded: Seeded) -> dict[str, Any]:
    """The content of public and personal lists, in their order, without ids and times."""
    get = seeded.get
    accounts = seeded.ids("SELECT id FROM accounts WHERE NOT suspended ORDER BY id")
    tags = seeded.store.column("SELECT name FROM tags ORDER BY id")
    statuses = [
        "/api/v1/timelines/public?limit=40",
        "/api/v1/timelines/public?limit=40&local=true",
        "/api/v1/timelines/public?limit=40&only_media=true",
        "/api/v1/trends/statuses?limit=40",
        *(f"/api/v1/timelines/tag/{tag}?limit=40" for tag in tags),
        *(f"/api/v1/accounts/{account}/statuses?limit=40" for account in accounts),
    ]
    found: dict[str, Any] = {relative(path, seeded.now): [told(one) for one in get(path)] for path in statuses}
    found["home"] = [told(one) for one in get("/api/v1/timelines/home?limit=40", alice=True)]
    found["trends"] = [tag["name"] for tag in get("/api/v1/trends/tags?limit=20")]
    found["links"] = [link["url"] for link in get("/api/v1/trends/links?limit=20")]
    for order in ("active", "new"):
        found[order] = [person["acct"] for person in get(f"/api/v1/directory?limit=80&order={order}")]
    found["suggested"] = [one["account"]["acct"] for one in get("/api/v2/suggestions?limit=80", alice=True)]
    found["told"] = [(one["type"], one["account"]["acct"]) for one in get("/api/v1/notifications?limit=40", alice=True)]
    groups = get("/api/v2/notifications?limit=40", alice=True)["notification_groups"]
    found["groups"] = [(one["type"], one["notifications_count"]) for one in groups]
    server = get("/api/v1/instance")
    found["stats"] = (server["stats"], get("/api/v2/instance")["usage"], get("/nodeinfo/2.0")["usage"])
    return found


def told(status: dict[str, Any]) -> list[Any]:
    poll = status["poll"] or {"expired": None, "votes_count": None}
    counts = [status[f"{name}_count"] for name in ("replies", "reblogs", "favourites", "quotes")]
    content = re.sub(r"\d{15,}", "ID", SHORTENED_ID.sub("", status["content"]))
    boosted = status["reblog"] and told(status["reblog"])
    return [status["account"]["acct"], content, status["visibility"], counts, poll["expired"], boosted]


def test_lists_have_the_same_content_in_the_same_order(noon: Seeded, other: Seeded) -> None:
    assert len(noon.lists["trends"]) == 20
    assert other.lists == noon.lists


def test_nothing_falls_due_soon() -> None:
    for seed in (0, 23):  # without the rule, the first poll ends after 48 and after 38 minutes
        seeded = Seeded(NOON, size=2_000, seed=seed)
        due = next_due(seeded.store)
        assert due is not None
        assert due > seeded.now + HOUR


def test_what_trends_is_in_the_history(noon: Seeded) -> None:
    for one in (*noon.get("/api/v1/trends/tags?limit=20"), *noon.get("/api/v1/trends/links?limit=20")):
        assert sum(int(day["uses"]) for day in one["history"]) > 0, one
