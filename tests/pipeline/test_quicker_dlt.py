"""The functions that replace some of dlt's give what those give, for the tables of this package."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import dlt
import duckdb
import pytest
from dlt.common.configuration import inject_section
from dlt.common.configuration.container import Container
from dlt.common.configuration.specs import BaseConfiguration
from dlt.common.configuration.specs.config_section_context import ConfigSectionContext
from dlt.common.data_writers import DataWriter
from dlt.common.data_writers.writers import FileWriterSpec
from dlt.common.destination import utils as destination_utils
from dlt.common.normalizers.json.relational import DataItemNormalizer
from dlt.common.schema import Schema, utils
from dlt.common.schema.utils import new_table
from dlt.common.storages import SchemaStorageConfiguration
from dlt.common.storages.data_item_storage import DataItemStorage
from dlt.common.storages.live_schema_storage import LiveSchemaStorage
from dlt.common.storages.load_package import ParsedLoadJobFileName
from dlt.common.typing import TSecretStrValue
from dlt.destinations.exceptions import DatabaseException
from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials
from dlt.destinations.impl.motherduck.configuration import MotherDuckCredentials

from trunkline.pipeline import quicker_dlt
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.names import SOURCE
from trunkline.pipeline.tabular.hints import CHILD, ROOT, declared

quicker_dlt.use_quicker_functions()


def tables() -> Iterator[Any]:
    """Yield the tables of all resources, of which the lists of one never had rows."""
    for resource in CATALOGUE.values():
        names: dict[tuple[str, ...], str] = {}
        for table in declared(resource.shape, resource.key):
            above = max((path for path in names if path == table.path[: len(path)]), key=len, default=None)
            names[table.path] = "__".join((resource.name, *table.path))
            own = ROOT if above is None else CHILD
            columns = {"__".join(path): column for path, column in table.columns.items()} | dict(own)
            table_of: Any = new_table
            made = table_of(
                names[table.path],
                parent_table_name=None if above is None else names[above],
                write_disposition="merge" if above is None else None,
                columns=[{"name": name, **column} for name, column in columns.items()],
                resource=resource.name if above is None else None,
            )
            if above is None or resource.name != "bookmarks":
                made["x-normalizer"] = {"seen-data": True}
            yield made


def schema(name: str = SOURCE) -> Schema:
    made = Schema(name)
    for table in tables():
        made.update_table(table)
    return made


@pytest.fixture(scope="module")
def made() -> Schema:
    return schema()


def test_the_functions_of_this_version_are_known() -> None:
    replaced: tuple[Any, ...] = (
        quicker_dlt._extend_chains,
        quicker_dlt._completed_chain,
        quicker_dlt._load_package,
        quicker_dlt._nested,
        quicker_dlt._parse,
        quicker_dlt._extend_table,
        quicker_dlt._stored_schema,
        quicker_dlt._version_hash,
        quicker_dlt._get_writer,
        quicker_dlt._prepare_load_table,
        quicker_dlt._address,
        quicker_dlt._apply_settings,
        quicker_dlt._execute_query,
        quicker_dlt._generate_hash,
        quicker_dlt._is_secret,
        utils.fill_hints_from_parent_and_clone_table,
        Schema.clone,
    )
    assert dlt.__version__ != "1.31.0" or all(quicker_dlt._is_known(one) for one in replaced)


def test_others_are_not_known() -> None:
    def get_nested_tables() -> None:
        pass

    get_nested_tables.__qualname__ = "get_nested_tables"
    assert not quicker_dlt._is_known(get_nested_tables)


@pytest.mark.parametrize("name", [SOURCE, "other"])
def test_chains(made: Schema, name: str) -> None:
    one = made if name == SOURCE else schema(name)
    jobs = [table for number, table in enumerate(one.data_table_names()) if number % 3]
    for asked in (jobs, one.data_table_names(), []):
        for included in (lambda _: True, lambda table: "tags" in table):
            expected = quicker_dlt._extend_chains(one, asked, jobs, included)
            assert quicker_dlt._each_root_once(one, asked, jobs, included) == expected
    assert quicker_dlt._each_root_once(one, jobs, jobs)


def test_nested_tables(made: Schema) -> None:
    for name in [*made.tables, "nothing"]:
        for depth in (None, 0, 1):
            for with_root in (True, False):
                arguments = (made.tables, name, depth, with_root)
                assert quicker_dlt._nested_tables(*arguments) == quicker_dlt._nested(*arguments)


@pytest.mark.parametrize(
    ("states", "completed"),
    [
        (("completed_jobs", "failed_jobs"), True),
        (("completed_jobs", "started_jobs"), True),
        (("started_jobs", "started_jobs"), False),
        (("new_jobs", "completed_jobs"), False),
    ],
)
def test_completed_chains(made: Schema, states: tuple[str, str], completed: bool) -> None:
    names = ("timelines_home__tags", "timelines_home")
    jobs = [ParsedLoadJobFileName(name, "1", 0, "parquet") for name in names]
    given: Any = [
        *zip(states, jobs, strict=True),
        ("new_jobs", ParsedLoadJobFileName("notifications", "1", 0, "parquet")),
    ]
    arguments: Any = (made, given, made.tables["timelines_home"], jobs[1].job_id())
    found = quicker_dlt._chain_if_completed(*arguments)
    assert found == quicker_dlt._completed_chain(*arguments)
    assert bool(found) == completed


@pytest.mark.parametrize("name", [SOURCE, "other"])
def test_roots_with_their_row_ids(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    quick = schema(name)
    monkeypatch.setattr(DataItemNormalizer, "extend_table", quicker_dlt._extend_table)
    assert quick.to_dict() == schema(name).to_dict()


def test_hashes(made: Schema) -> None:
    one, other = made.clone(), made.clone()
    for change in ({}, {"name": "new", "columns": {"a": {"name": "a", "data_type": "text"}}}):
        for changed in (one, other):
            if change:
                changed.update_table(copy.deepcopy(change))  # type: ignore[arg-type]
        assert quicker_dlt._hashed_once(one) == quicker_dlt._version_hash(other)
        assert one.to_dict() == other.to_dict()


@pytest.mark.parametrize("name", [SOURCE, "other"])
def test_hashes_of_content(name: str) -> None:
    stored: Any = schema(name).to_dict()
    table = stored["tables"]["timelines_home"]
    expected = quicker_dlt._generate_hash(stored)
    assert quicker_dlt._hash_of_content(stored) == expected
    assert quicker_dlt._hash_of_content({**stored, "version": 99, "previous_hashes": ["a"]}) == expected
    table["columns"] = dict(reversed(table["columns"].items()))
    assert quicker_dlt._hash_of_content(stored) == quicker_dlt._generate_hash(stored) != expected
    empty: Any = Schema(name).to_dict()
    assert quicker_dlt._hash_of_content(empty) == quicker_dlt._generate_hash(empty)


def test_clones(made: Schema) -> None:
    clone = made.clone()
    assert clone.to_dict() == made.to_dict()
    clone.tables["timelines_home"]["columns"]["id"]["data_type"] = "json"
    assert made.tables["timelines_home"]["columns"]["id"]["data_type"] == "text"


VALUES = ("a'b''c", 'say "x"', "%s ? \\ \n ü", "", 1, -5, 2**62, datetime(2026, 3, 1, 12, 0, 0, 123456, UTC))
BOUND = (None, True, 1.5, b"\0'", 2**64, datetime(2026, 3, 1), "a\0b", ["a"])


@pytest.fixture
def duck(tmp_path: Path) -> Iterator[Any]:
    client = dlt.pipeline(
        "p", destination=dlt.destinations.duckdb(str(tmp_path / "m.duckdb")), pipelines_dir=str(tmp_path)
    ).sql_client()
    with client:
        yield client


def test_values_in_statements(duck: Any) -> None:
    for value in (*VALUES, *BOUND):
        results = []
        for run in (quicker_dlt._query_as_text, quicker_dlt._execute_query):
            for statement, values in (
                ("SELECT %s", (value,)),
                ("SELECT %s, %s WHERE %s = 'it''s'", (value, value, "it's")),
            ):
                with run(duck, statement, *values) as cursor:
                    results.append(cursor.fetchall())
        assert results[:2] == results[2:], value
        assert (quicker_dlt._literal(value) is None) == any(value is one for one in BOUND), value


def test_statements_that_are_left_to_dlt(duck: Any) -> None:
    with quicker_dlt._query_as_text(duck, "SELECT ? || %s", "a", "b") as cursor:
        assert cursor.fetchall() == [("ab",)]
    with quicker_dlt._query_as_text(duck, "SELECT '%s'") as cursor:
        assert cursor.fetchall() == [("%s",)]
    with pytest.raises(DatabaseException):  # noqa: SIM117
        with quicker_dlt._query_as_text(duck, "SELECT %s, %s", "a"):
            pass


@pytest.mark.parametrize("apply", [quicker_dlt._settings_as_text, quicker_dlt._apply_settings])
def test_settings_of_connections(duck: Any, apply: Callable[..., None]) -> None:
    connection = duck.native_connection
    apply(connection, "GLOBAL", {"threads": 2, "TimeZone": "Asia/Tokyo", "enable_object_cache": False})
    apply(connection, "SESSION", {"search_path": '"not there"'})
    found = connection.execute(
        "SELECT current_setting('threads'), current_setting('TimeZone'), current_setting('enable_object_cache')"
    )
    assert found.fetchall() == [(2, "Asia/Tokyo", False)]
    with pytest.raises(duckdb.CatalogException):
        apply(connection, "GLOBAL", {"no_such_setting": "x"})


def test_addresses() -> None:
    for credentials in (
        DuckDbCredentials("/some where/m.duckdb"),
        MotherDuckCredentials("md:///name?motherduck_token=secret"),
    ):
        assert str(credentials) == quicker_dlt._address(credentials) != ""


def test_tables_for_loading(made: Schema) -> None:
    able = dlt.destinations.duckdb("nothing.duckdb").capabilities()
    for name in made.tables:
        table = made.get_table(name)
        expected = quicker_dlt._prepare_load_table(made.tables, table, able)
        assert quicker_dlt._prepared(made.tables, table, able) == expected
        assert destination_utils.prepare_load_table(made.tables, table, able) == expected
        with Container().injectable_context(able):
            assert quicker_dlt._prepared(made.tables, table) == expected


def test_copies(made: Schema) -> None:
    copied: Any = quicker_dlt._copied(made.tables)
    assert copied == made.tables
    copied["timelines_home"]["columns"]["id"]["data_type"] = "json"
    assert made.tables["timelines_home"]["columns"]["id"]["data_type"] == "text"
    inner: Any = {"a": [{"b": [1]}, (1, {"c": 2})]}
    copied = quicker_dlt._copied(inner)
    copied["a"][0]["b"].append(2)
    copied["a"][1][1]["c"] = 3
    assert inner == {"a": [{"b": [1]}, (1, {"c": 2})]}


@pytest.fixture
def storage(tmp_path: Path) -> LiveSchemaStorage:
    return LiveSchemaStorage(SchemaStorageConfiguration(str(tmp_path)), makedirs=True)


def test_a_schema_is_read_if_its_file_has_changed(storage: LiveSchemaStorage, tmp_path: Path, made: Schema) -> None:
    storage.save_schema(made.clone())
    live = storage[SOURCE]
    tables = live.tables
    assert storage[SOURCE] is live
    assert live.tables is tables
    elsewhere = LiveSchemaStorage(SchemaStorageConfiguration(str(tmp_path)))
    changed = elsewhere[SOURCE]
    changed.update_table(new_table("new", columns=[{"name": "a", "data_type": "text"}]))
    elsewhere.save_schema(changed)
    assert storage[SOURCE] is live
    assert "new" in live.tables
    assert live.version_hash == changed.version_hash


def test_unsaved_changes_of_a_schema_are_kept_or_lost_as_in_dlt(storage: LiveSchemaStorage, made: Schema) -> None:
    for get in (quicker_dlt._read_if_changed, quicker_dlt._stored_schema):
        storage.save_schema(made.clone())
        live = get(storage, SOURCE)
        live.update_table({"name": "new", "columns": {"a": {"name": "a", "data_type": "text"}}})
        assert "new" in get(storage, SOURCE).tables
        live.replace_schema_content(made.clone())  # the same as in the file, but not read from it
        assert get(storage, SOURCE).to_dict() == storage.load_schema(SOURCE).to_dict()
        storage.remove_schema(SOURCE)
        with pytest.raises(FileNotFoundError):
            get(storage, SOURCE)


class Items(DataItemStorage):
    """Storage of items in files."""

    def __init__(self, spec: FileWriterSpec, folder: Path) -> None:
        super().__init__(spec)
        self.folder = folder

    def _get_data_item_path_template(self, load_id: str, schema_name: str, table_name: str) -> str:
        return str(self.folder / f"{table_name}.%s.{self.writer_spec.file_extension}")


def settings_of_dlt() -> Iterator[Any]:
    """Yield the types of all settings that there are here."""
    specs: list[Any] = [BaseConfiguration]
    while specs:
        spec = specs.pop()
        specs += spec.__subclasses__()
        yield from spec.get_resolvable_fields().values()


@pytest.mark.parametrize("times", [1, 2])
def test_secrets(times: int) -> None:
    odd: list[Any] = [
        TSecretStrValue | None,
        None | TSecretStrValue,
        Annotated[str, []],
        Annotated[TSecretStrValue, []],
    ]
    hints = [*settings_of_dlt(), *odd]
    found = [quicker_dlt._is_secret_once(hint) for hint in hints]
    assert found == [quicker_dlt._is_secret(hint) for hint in hints]
    assert {*found} == {True, False}


def test_settings_of_writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACT__DATA_WRITER__BUFFER_MAX_ITEMS", "17")
    monkeypatch.setenv("DATA_WRITER__FILE_MAX_ITEMS", "170")
    spec = DataWriter.writer_spec_from_file_format("typed-jsonl", "object")
    ways: tuple[Callable[..., Any], ...] = (quicker_dlt._writer_of_known_settings, quicker_dlt._get_writer)
    settings = []
    for get in ways:
        items = Items(spec, tmp_path)
        with inject_section(ConfigSectionContext(sections=("extract",))):
            for table in ("a", "b"):
                writer = get(items, "1", SOURCE, table)
                assert get(items, "1", SOURCE, table) is writer
                settings.append((writer.buffer_max_items, writer.file_max_items, writer.should_compress, writer.open))
    assert len(set(settings)) == 1
    assert settings[0][:2] == (17, 170)
