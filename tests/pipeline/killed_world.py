"""A server on which something happens all the time, loads from it that are killed, and what must be in the database."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from threading import Lock
from typing import Any, Self

import duckdb

from tests.pipeline.canned import TOKEN, Canned, account, notification, serve, status
from tests.pipeline.kills import LoadProgram

Json = dict[str, Any]
SEED = 6
NOTIFICATIONS, FOLLOWING = "/api/v1/notifications", "/api/v1/accounts/1/following"
TIMELINES = {
    "timelines_home": "/api/v1/timelines/home",
    "account_statuses": "/api/v1/accounts/1/statuses",
    "hashtags": "/api/v1/timelines/tag/canned",
}
RESOURCES = (*TIMELINES, "statuses", "notifications", "following")
EDITED = 10
"""Number of posts that are edited all the time, and read by their ids."""


def post(number: int, version: int = 1) -> Json:
    """A post whose lists follow from its number and version, which are its text."""
    return status(
        number,
        content=f"{number} {version}",
        tags=[{"name": name, "url": "https://canned.test"} for name in listed("tags", number, version)],
        media_attachments=[{"id": name, "type": "image"} for name in listed("media_attachments", number, version)],
        reblog=post(number - 1) if number % 7 == 3 else None,
    )


def listed(kind: str, number: int, version: int) -> list[str]:
    """Items of a list of a post."""
    return [f"{kind}-{number}-{version}-{place}" for place in range((number + version + len(kind)) % 4)]


class World:
    """A server on which something happens with every other request: posts, edits, notifications, people to follow."""

    def __init__(self, seed: int = SEED) -> None:
        self._random, self._lock = Random(seed), Lock()
        self._posts, self.busy = 0, True
        self.canned = Canned(
            lists={path: [] for path in (*TIMELINES.values(), NOTIFICATIONS, FOLLOWING)},
            objects={"/api/v1/accounts/verify_credentials": account(1)},
            by_id={"/api/v1/statuses": [post(number) for number in range(1, EDITED + 1)]},
            before=self._turn,
        )
        self.go_on(60)

    @property
    def edited(self) -> list[Json]:
        return self.canned.by_id["/api/v1/statuses"]

    def go_on(self, times: int) -> None:
        """Have something happen."""
        for _ in range(times):
            self._happen()

    def _turn(self, _: str) -> None:
        with self._lock:
            if self.busy and self._random.random() < 0.5:
                self._happen()

    def _happen(self) -> None:
        """Lists are replaced, not changed: somebody may be reading them."""
        self._posts += 1
        lists, number = self.canned.lists, self._posts
        for path in TIMELINES.values():
            if self._random.random() < 0.7:
                lists[path] = [post(number), *lists[path]]
        lists[NOTIFICATIONS] = [notification(number, status=post(number)), *lists[NOTIFICATIONS]]
        if number % 3 == 0:
            lists[FOLLOWING] = [account(number + 1), *lists[FOLLOWING]]
        place = self._random.randrange(EDITED)
        version = int(self.edited[place]["content"].split()[1]) + 1
        self.canned.by_id["/api/v1/statuses"] = [
            post(place + 1, version) if one is self.edited[place] else one for one in self.edited
        ]


class Tables:
    """Content of the database."""

    def __init__(self, database: Path) -> None:
        self._connection = duckdb.connect(str(database), read_only=True)
        self._connection.execute("SET schema = 'mastodon_data'")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def names(self) -> list[str]:
        schema = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'mastodon_data'"
        return sorted(name for (name,) in self.rows(schema))

    def once(self, table: str, key: str = "id") -> set[Any]:
        """The keys of a table, each of which is in one row only."""
        counts = dict(self.rows(f"SELECT {key}, count(*) FROM {table} GROUP BY {key}"))
        assert {key: n for key, n in counts.items() if n > 1} == {}, f"{table} has rows twice"
        return set(counts)

    def assert_hold(self, world: World) -> None:
        """Everything of the world is there, once."""
        for table, path in (*TIMELINES.items(), ("notifications", NOTIFICATIONS), ("following", FOLLOWING)):
            assert self.once(table) == {item["id"] for item in world.canned.lists[path]}, table
        self.once("statuses")
        assert dict(self.rows("SELECT id, content FROM statuses")) == {
            one["id"]: one["content"] for one in world.edited
        }
        assert "_rejected" not in self.names()
        self.once("_dlt_loads", "load_id")
        self._assert_lists_have_rows()
        for table in (*TIMELINES, "statuses"):
            self._assert_lists_are_those_of_posts(table, "")
            self._assert_lists_are_those_of_posts(table, "reblog__")
        self._assert_lists_are_those_of_posts("notifications", "status__")

    def _assert_lists_have_rows(self) -> None:
        for table in (name for name in self.names() if "__" in name):
            above = max((name for name in self.names() if table.startswith(f"{name}__")), key=len)
            orphans = f"SELECT count(*) FROM {table} WHERE _dlt_parent_id NOT IN (SELECT _dlt_id FROM {above})"
            assert self.rows(orphans) == [(0,)], f"{table} has rows of nobody"
            self.once(table, "(_dlt_parent_id, _dlt_list_idx)")

    def _assert_lists_are_those_of_posts(self, table: str, before: str) -> None:
        for kind, name in (("tags", "name"), ("media_attachments", "id")):
            found = self.rows(
                f"SELECT {before}content, list(c.{name} ORDER BY c._dlt_list_idx) FILTER (c.{name} IS NOT NULL) "
                f"FROM {table} p LEFT JOIN {table}__{before}{kind} c ON c._dlt_parent_id = p._dlt_id "
                f"WHERE {before}content IS NOT NULL GROUP BY p._dlt_id, {before}content"
            )
            assert found, f"no row of {table} has {before}content"
            for content, names in found:
                number, version = map(int, content.split())
                assert (names or []) == listed(kind, number, version), (table, kind, content)


class Kills:
    """Loads of a world into one database, most of which are killed.

    Attributes:
        database: the file of the database.
        phases: how many loads have been killed in which phase.
    """

    def __init__(self, folder: Path, world: World, program: LoadProgram, seed: int = SEED) -> None:
        self._folder, self.world, self.program = folder, world, program
        self.database = folder / "killed.duckdb"
        self.random = Random(seed)
        self.phases: Counter[str] = Counter()

    def forget_what_is_here(self) -> None:
        """Go on as on another machine, which has only the database."""
        shutil.rmtree(self._folder / "pipelines", ignore_errors=True)

    def kill(self) -> None:
        """Kill one load, of some of the resources, at a random moment."""
        some = self.random.sample(RESOURCES, self.random.randint(1, 3))
        phase = None
        while phase is None:
            phase = self.program.kill(self.random, resources=some)
        self.phases[phase] += 1

    def assert_nothing_is_lost_or_double(self) -> None:
        """Load what is missing while nothing happens, and compare."""
        self.world.busy = False
        self.program.load(resources=RESOURCES)
        with Tables(self.database) as tables:
            tables.assert_hold(self.world)
        self.world.busy = True

    def assert_nothing_is_new(self) -> None:
        """The cursors are where they belong."""
        self.world.busy = False
        assert self.program.load(resources=RESOURCES) == {}, "a load that has nothing to do writes rows"


@contextmanager
def killed_loads(folder: Path, seed: int = SEED) -> Iterator[Kills]:
    """Serve a world, and run the program that loads it into a database in *folder*."""
    world = World(seed)
    with (
        serve(world.canned),
        LoadProgram(
            folder,
            api_base_url=world.canned.url,
            access_token=TOKEN,
            destination=str(folder / "killed.duckdb"),
            pipelines_dir=str(folder / "pipelines"),
            hashtags=["canned"],
            statuses=[one["id"] for one in world.edited],
        ) as program,
    ):
        yield Kills(folder, world, program, seed)
