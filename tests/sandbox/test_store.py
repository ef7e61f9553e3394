"""The store: ids, transactions, files."""

import sqlite3
import stat
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline.sandbox.store.database import Store
from trunkline.sandbox.store.times import to_ms

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_ids_carry_their_time_and_grow():
    store = Store(clock=lambda: NOON)
    ids = [store.new_id() for _ in range(100_000)]
    assert ids == sorted(set(ids))
    assert ids[0] >> 16 == to_ms(NOON)
    later = store.new_id(NOON + timedelta(seconds=5))
    assert later >> 16 == to_ms(NOON) + 5000
    assert later > ids[-1]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=200))
def test_ids_of_any_moments_are_unique_and_ordered_by_moment(offsets):
    store = Store()
    made = [(offset, store.new_id(1_700_000_000_000 + offset)) for offset in offsets]
    assert len({one for _, one in made}) == len(made)
    assert [offset for offset, _ in sorted(made, key=lambda pair: pair[1])] == sorted(offsets)


def test_the_same_clock_gives_the_same_ids():
    assert [Store(clock=lambda: NOON).new_id() for _ in range(2)] == [Store(clock=lambda: NOON).new_id()] * 2


def test_a_transaction_is_all_or_nothing():
    store = Store()

    def fail():
        with store.transaction():
            store.execute("INSERT INTO peers VALUES ('a.example')")
            with store.transaction():
                store.execute("INSERT INTO peers VALUES ('b.example')")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert store.column("SELECT domain FROM peers") == []
    with store.transaction():
        store.execute("INSERT INTO peers VALUES ('a.example')")
    assert store.column("SELECT domain FROM peers") == ["a.example"]


def test_it_is_restored_to_the_latest_mark():
    store = Store(clock=lambda: NOON)
    with pytest.raises(LookupError, match="not marked"):
        store.restore()
    store.mark()
    store.execute("INSERT INTO peers VALUES ('a.example')")
    first = store.new_id()
    store.mark()
    store.execute("INSERT INTO peers VALUES ('b.example')")
    second = store.new_id()
    for _ in range(2):
        store.restore()
        assert store.column("SELECT domain FROM peers") == ["a.example"]
        assert store.new_id() == second > first
    store.close()


def test_a_file_of_another_version_is_left_alone(tmp_path):
    path = tmp_path / "old.db"
    old = Store(path)
    old.execute("PRAGMA user_version = 7")
    old.close()
    before = path.read_bytes()
    with pytest.raises(ValueError, match="is no database of this version of the sandbox; choose another file"):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_is_private_and_keeps_everything(tmp_path):
    path = tmp_path / "sandbox.sqlite"
    store = Store(path, clock=lambda: NOON)
    store.execute("INSERT INTO peers VALUES ('a.example')")
    store.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = Store(path)
    assert again.column("SELECT domain FROM peers") == ["a.example"]
    assert again.value("PRAGMA journal_mode") == "wal"
    again.close()


def test_bulk_loading_indexes_the_text_at_the_end(world, ann):
    ann.say("before")
    with world.store.bulk():
        world.remote_status(ann.id, "pineapple")
    found = world.store.column("SELECT rowid FROM statuses_fts WHERE statuses_fts MATCH 'pineapple OR before'")
    assert len(found) == 2
    ann.say("pineapple again")
    assert world.store.value("SELECT count(*) FROM statuses_fts WHERE statuses_fts MATCH 'pineapple'") == 2
    assert world.store.value("PRAGMA foreign_keys") == 1


def test_a_failed_bulk_load_leaves_nothing_behind(world, ann):
    def fail():
        with world.store.bulk():
            world.remote_status(ann.id, "pineapple")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert world.store.value("SELECT count(*) FROM statuses") == 0
    ann.say("pineapple")
    assert world.store.value("SELECT count(*) FROM statuses_fts WHERE statuses_fts MATCH 'pineapple'") == 1
    assert world.store.value("PRAGMA foreign_keys") == 1


def test_a_file_is_taken_away_from_others(tmp_path):
    path = tmp_path / "sandbox.sqlite"
    path.touch()
    for before in (0o644, 0o666):
        path.chmod(before)
        store = Store(path)
        store.insert("settings", {"key": f"mode {before}", "value": "1"})
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        assert len(modes) == 3
        assert set(modes.values()) == {0o600}
        store.close()


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database" * 100)
    path.chmod(0o644)
    with pytest.raises(sqlite3.DatabaseError):
        Store(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
