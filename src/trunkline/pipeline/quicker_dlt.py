"""Quicker versions of functions of dlt that take most of the time of a small load.

A server has about a hundred tables with thousands of columns. For each of them, dlt 1.31 copies the descriptions of all
tables below the same root, several times; it derives for each what holds for the root; and it reads the whole schema
from disk whenever it looks at it. It binds values in statements of DuckDB, for which that imports pandas where it is
installed, and SQLAlchemy to write the path of the file; and it derives from the type of a setting whether it is secret,
whenever it looks one up. The functions here come to the same result in fewer steps, which
`tests/pipeline/test_quicker_dlt.py` compares.

A function is replaced only where dlt has the source that is known here (`_KNOWN`); with another version of dlt
everything works, only slower. For the schemas of other sources, dlt's own are called; those that are told no schema
(copies, hashes, tables below a table, names of files, statements, types of settings) are the same for all.

All of this could be changed in dlt: ``_extend_tables_with_table_chain`` could visit each root once, ``extend_table``
could end early where the root has its entry, ``version_hash`` need not hash twice, ``LiveSchemaStorage`` could see
from the file whether there is anything to read, and ``is_secret_hint`` could have a cache.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, get_args
from urllib.parse import quote

import duckdb
from dlt.common.configuration import resolve
from dlt.common.configuration.container import Container
from dlt.common.configuration.inject import create_resolved_partial
from dlt.common.configuration.providers import environ
from dlt.common.configuration.specs import base_configuration
from dlt.common.configuration.specs.config_section_context import ConfigSectionContext
from dlt.common.configuration.specs.connection_string_credentials import ConnectionStringCredentials
from dlt.common.data_writers import BufferedDataWriter
from dlt.common.destination import client as destination_client
from dlt.common.destination import utils as destination_utils
from dlt.common.json import json
from dlt.common.normalizers.json import helpers
from dlt.common.normalizers.json.relational import DataItemNormalizer
from dlt.common.schema import Schema, utils
from dlt.common.schema import schema as schema_module
from dlt.common.storages.data_item_storage import DataItemStorage
from dlt.common.storages.live_schema_storage import LiveSchemaStorage
from dlt.common.storages.load_package import ParsedLoadJobFileName
from dlt.destinations.impl.duckdb.configuration import DuckDbConnectionPool, DuckDbCredentials
from dlt.destinations.impl.duckdb.sql_client import DuckDbSqlClient
from dlt.load import load
from dlt.load import utils as load_utils

from trunkline.pipeline.names import SOURCE

_KNOWN = {
    "ConnectionStringCredentials.__str__": "c18246dc07bee522",
    "generate_version_hash": "a048da1680408174",
    "DuckDbConnectionPool._apply_config": "b5e85354e93fd09d",
    "DuckDbSqlClient.execute_query": "8f386deadfe7c5c6",
    "ParsedLoadJobFileName.parse": "9a03298784d2cbfc",
    "_extend_tables_with_table_chain": "5e21f3b68af944cc",
    "DataItemNormalizer.extend_table": "37fb462a236db602",
    "DataItemStorage._get_writer": "bb14374b63e08bf7",
    "LiveSchemaStorage.__getitem__": "61e915d6913c0339",
    "Load.load_single_package": "cef7978398a2d512",
    "Schema.clone": "becc29f3e3f98b7c",
    "Schema.version_hash": "50e69f8aa8932a20",
    "fill_hints_from_parent_and_clone_table": "aec4ec1d890da3ba",
    "get_completed_table_chain": "46b6135ece4f7808",
    "get_nested_tables": "365a1482bfe07c06",
    "is_secret_hint": "9ae994bc0ad91f58",
    "prepare_load_table": "d48ae3f0022e2db2",
}
"""Hashes of the sources of the functions that are replaced."""

_WRITER = "trunkline_writer"
_LEAVES = {str, bool, int, float, type(None)}

_extend_chains = load_utils._extend_tables_with_table_chain
_completed_chain = load_utils.get_completed_table_chain
_get_writer = DataItemStorage._get_writer
_prepare_load_table = destination_utils.prepare_load_table
_load_package = load.Load.load_single_package
_is_secret = base_configuration.is_secret_hint
_nested = utils.get_nested_tables
_parse = ParsedLoadJobFileName.parse
_apply_settings = DuckDbConnectionPool._apply_config
_execute_query = DuckDbSqlClient.execute_query
_extend_table = DataItemNormalizer.extend_table
_stored_schema = LiveSchemaStorage.__getitem__
_address = ConnectionStringCredentials.__str__
_generate_hash = utils.generate_version_hash
_version_hash: Callable[[Schema], str] = Schema.version_hash.fget  # type: ignore[attr-defined]


@cache
def use_quicker_functions() -> None:
    """Let dlt use the functions of this module, where it has the ones that they were written for."""
    replacements: tuple[tuple[Any, ...], ...] = (
        (_extend_chains, _each_root_once, (load_utils, "_extend_tables_with_table_chain")),
        (_completed_chain, _chain_if_completed, (load, "get_completed_table_chain")),
        (_load_package, _loaded_at_one_opening, (load.Load, "load_single_package")),
        (_nested, _nested_tables, *((module, "get_nested_tables") for module in (utils, load_utils, helpers))),
        (_parse, staticmethod(lru_cache(10_000)(_parse)), (ParsedLoadJobFileName, "parse")),
        (_extend_table, _new_roots_only, (DataItemNormalizer, "extend_table")),
        (_stored_schema, _read_if_changed, (LiveSchemaStorage, "__getitem__")),
        (_version_hash, property(_hashed_once), (Schema, "version_hash")),
        (_apply_settings, staticmethod(_settings_as_text), (DuckDbConnectionPool, "_apply_config")),
        (_execute_query, _query_as_text, (DuckDbSqlClient, "execute_query")),
        (
            _is_secret,
            _is_secret_once,
            *((module, "is_secret_hint") for module in (base_configuration, environ, resolve)),
        ),
        (_address, _address_of_file, (DuckDbCredentials, "__str__")),
        (_generate_hash, _hash_of_content, (utils, "generate_version_hash")),
        (_get_writer, _writer_of_known_settings, (DataItemStorage, "_get_writer")),
        (
            _prepare_load_table,
            _prepared,
            *((module, "prepare_load_table") for module in (destination_client, destination_utils)),
        ),
        (utils.fill_hints_from_parent_and_clone_table, _copied, (utils, "deepcopy")),
        (Schema.clone, _copied, (schema_module, "deepcopy")),
    )
    for known, own, *places in replacements:
        if _is_known(known):
            for owner, name in places:
                setattr(owner, name, own)


def _is_known(function: Callable[..., Any]) -> bool:
    try:
        source = inspect.getsource(function)
    except OSError:  # there are only compiled files
        return False
    return hashlib.blake2b(source.encode(), digest_size=8).hexdigest() == _KNOWN[function.__qualname__]


def _each_root_once(
    schema: Schema,
    tables: Iterable[str],
    tables_with_jobs: Iterable[str],
    include_table_filter: Callable[[str], bool] = lambda _: True,
) -> Iterable[str]:
    """Return the tables of all chains of *tables*; a chain is the same whichever of its tables it is looked up by."""
    if schema.name == SOURCE:
        tables = {str(utils.get_root_table(schema.tables, table).get("name")) for table in tables}
    return _extend_chains(schema, tables, tables_with_jobs, include_table_filter)


def _chain_if_completed(
    schema: Schema, all_jobs: Any, top_merged_table: Any, being_completed_job_id: Any = None
) -> Any:
    """Return the tables below a root when all their jobs are done; before, without a description of them."""
    if schema.name == SOURCE:
        chain = {table["name"] for table in _nested_tables(schema.tables, top_merged_table["name"])}
        if any(
            job.table_name in chain
            and state not in ("failed_jobs", "completed_jobs")
            and job.job_id() != being_completed_job_id
            for state, job in all_jobs
        ):
            return None
    return _completed_chain(schema, all_jobs, top_merged_table, being_completed_job_id)


def _loaded_at_one_opening(self: load.Load, load_id: str, schema: Schema) -> None:
    """Load a package, and keep a DuckDB database open meanwhile: each job would open it anew."""
    is_file = self.destination.destination_type.endswith(".duckdb") and schema.name == SOURCE
    if not is_file or self.load_storage.normalized_packages.has_abort_flag(load_id):
        _load_package(self, load_id, schema)
        return
    with self.get_destination_client(schema):
        _load_package(self, load_id, schema)


def _nested_tables(
    tables: Any, table_name: str, max_nesting: int | None = None, include_self: bool | None = True
) -> list[Any]:
    """Return a table and those below it, in dlt's order; dlt looks for the tables below each among all."""
    if table_name not in tables:
        return []
    below: dict[str, list[Any]] = {}
    for table in tables.values():
        if parent := table.get("parent"):
            below.setdefault(parent, []).append(table)

    def chain(table: Any, level: int) -> Iterator[Any]:
        if include_self or level:
            yield table
        if max_nesting is None or level < max_nesting:
            for child in below.get(table["name"], ()):
                yield from chain(child, level + 1)

    return [*chain(tables[table_name], 0)]


def _new_roots_only(self: DataItemNormalizer, table_name: str) -> None:
    """Add the entry of a root table for its row ids, unless it is there: an entry is never taken away."""
    root = utils.get_root_table(self.schema.tables, table_name)
    propagation: Any = self.get_normalizer_config(self.schema).get("propagation") or {}
    entries = propagation.get("tables") or {}
    row_id = utils.get_first_column_name_with_prop(root, "row_key", include_incomplete=True) or self.c_dlt_id
    if self.schema.name == SOURCE and entries.get(root.get("name"), {}).get(row_id) == self.c_dlt_root_id:
        self._clear_schema_caches()
    else:
        _extend_table(self, table_name)


def _read_if_changed(self: LiveSchemaStorage, name: str) -> Schema:
    """Return a schema, and read it only if its file is another than the one that it was read from last."""
    live = self.live_schemas.get(name)
    if name != SOURCE or live is None or self.config.import_schema_path:
        return _stored_schema(self, name)
    read: dict[str, Any] = self.__dict__.setdefault("_trunkline_read", {})
    if not self.is_live_schema_committed(name) or read.get(name) == _state(self, live):
        return live
    schema = _stored_schema(self, name)
    read[name] = _state(self, schema)
    return schema


def _state(storage: LiveSchemaStorage, schema: Schema) -> object:
    """Return what is different if a schema that has no unsaved changes is not the one in the file, or never equal."""
    path = storage.storage.make_full_path(storage._file_name_in_store(schema.name, "json"))
    try:
        file = os.stat(path)
    except FileNotFoundError:
        return object()
    versions = (schema.stored_version, schema.stored_version_hash, *(schema._stored_previous_hashes or ()))
    return (file.st_mtime_ns, file.st_size, file.st_ino, versions)


def _writer_of_known_settings(self: DataItemStorage, load_id: str, schema_name: str, table_name: str) -> Any:
    """Return the writer of a table. The settings of writers are looked up once in each step of dlt."""
    writer_id, writer = self.get_active_writer(load_id, schema_name, table_name)
    place = vars(Container()[ConfigSectionContext])
    if writer or schema_name != SOURCE or self.writer_spec.file_max_items or not place["sections"]:
        return _get_writer(self, load_id, schema_name, table_name)
    if _WRITER not in place:
        place[_WRITER] = create_resolved_partial(BufferedDataWriter.__init__)
    writer = BufferedDataWriter.__new__(BufferedDataWriter)
    place[_WRITER](writer, self.writer_spec, self._get_data_item_path_template(load_id, schema_name, table_name))
    self.buffered_writers[writer_id] = writer
    return writer


def _prepared(tables: Any, table: Any, destination_capabilities: Any = None) -> Any:
    """Return the description of a table for loading; dlt looks up settings, though the only one was passed."""
    if destination_capabilities is None:
        return _prepare_load_table(tables, table)
    return inspect.unwrap(_prepare_load_table)(tables, table, destination_capabilities)


def _copied(value: Any) -> Any:
    """Return a deep copy. Descriptions of tables are trees of dictionaries; the rest is left to Python."""
    if type(value) is dict:
        return {key: _copied(one) if type(one) not in _LEAVES else one for key, one in value.items()}
    return copy.deepcopy(value)


def _is_secret_once(hint: Any) -> bool:
    """Return whether the type of a setting says that it is a secret."""
    try:
        return _remembered_secret(hint, get_args(hint))
    except TypeError:  # it has no hash
        return _is_secret(hint)


@lru_cache(1000)
def _remembered_secret(hint: Any, _in_this_order: tuple[Any, ...]) -> bool:
    """Return the same; unions of one set of types are equal, but dlt looks at the first of them."""
    return _is_secret(hint)


def _hashed_once(self: Schema) -> str:
    """Return the hash of a schema; dlt computes it once to raise the version, and once to return it."""
    if self.name != SOURCE:
        return _version_hash(self)
    return utils.bump_version_if_modified(self.to_dict(bump_version=False))[1]


def _hash_of_content(stored: Any) -> str:
    """Return the hash of a schema without its version; dlt adds each name of a column to it by itself."""
    left_out = ("version", "version_hash", "imported_version_hash", "previous_hashes")
    content = {key: value for key, value in stored.items() if key not in left_out}
    found = hashlib.sha3_256(json.dumpb(content, sort_keys=True))
    tables = content.get("tables") or {}
    names = (name for table in sorted(tables) for name in (table, *(tables[table].get("columns") or ())))
    found.update("".join(names).encode())
    return base64.b64encode(found.digest()).decode("ascii")


def _address_of_file(self: DuckDbCredentials) -> str:
    """Return the address of a database file."""
    if type(self) is not DuckDbCredentials or self.username or self.password or self.host or self.port:
        return _address(self)
    return f"{self.drivername}:///{quote(str(self.database), safe=' +/')}"


def _settings_as_text(connection: Any, scope: Any, settings: Mapping[str, Any]) -> None:
    """Change settings of a DuckDB connection, and bind only the values that `_literal` cannot write."""
    for name, value in settings.items():
        text = _literal(value)
        if text is None:
            _apply_settings(connection, scope, {name: value})
            continue
        try:
            connection.execute(f"SET {scope} {name} = {text}")
        except duckdb.CatalogException:
            if name != "search_path":  # which may not exist yet
                raise


def _query_as_text(self: DuckDbSqlClient, query: str, *args: Any, **kwargs: Any) -> Any:
    """Run a statement in DuckDB, and bind its values only if `_literal` cannot write them all."""
    texts, parts = [_literal(value) for value in args], query.split("%s")
    if args and not kwargs and "?" not in query and None not in texts and len(parts) == len(texts) + 1:
        query = "".join(part for pair in zip(parts, [*texts, ""], strict=True) for part in pair if part)
        args = ()
    return _execute_query(self, query, *args, **kwargs)


def _literal(value: Any) -> str | None:
    """Return a value as DuckDB's SQL has it; ``None`` for types that dlt seldom passes."""
    if type(value) is str and "\0" not in value:
        return "'" + value.replace("'", "''") + "'"
    if type(value) is int and abs(value) < 1 << 63:
        return str(value)
    if isinstance(value, datetime) and value.tzinfo:
        return f"TIMESTAMPTZ '{value.isoformat()}'"
    return None
