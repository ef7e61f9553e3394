"""Services that no test can reach: what dlt would do there with our tables and files, up to the connection.

Each needs the driver of its extra, and is skipped without.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dlt
import pytest
from dlt.common.schema.utils import get_nested_tables, new_table

from tests.destinations.places import EVERYTHING
from tests.pipeline.canned import TOKEN, Canned
from tests.pipeline.table_paths import parent_of
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.tabular.hints import declared

pytestmark = pytest.mark.soak

KEY = """-----BEGIN RSA PRIVATE KEY-----
MIIBOgIBAAJBAKj34GkxFhD90vcNLYLInFEX6Ppy1tPf9Cnzj4p4WGeKLs1Pt8Qu
KUpRKfFLfRYC9AIKjbJTWit+CqvjWYzvQwECAwEAAQJAIJLixBy2qpFoS4DSmoEm
o3qGy0t6z09AIJtH+5OeRV1be+N4cDYJKffGzDa88vQENZiRm0GRq6a+HPGQMd2k
TQIhAKMSvzIBnni7ot/OSie2TmJLY4SwTQAevXysE2RbFDYdAiEBCUEaRQnMnbp7
9mxDXDf6AU0cN/RPBjb9qSHDcWZHGzUCIG2Es59z8ugGrDY+pxLQnwfotadxd+Uy
v/Ow5T0q5gIJAiEAyS4RaI9YG8EWx/2w0T67ZUVAw8eOMB6BIUg0Xcu+3okCIBOs
/5OiPgoTdSy7bcF9IGpSE8ZgGKzgYQVZeN97YE00
-----END RSA PRIVATE KEY-----
"""
"""The key of a textbook, which opens nothing."""


@dataclass(frozen=True)
class Service:
    """A service.

    Attributes:
        driver: the module that its extra installs.
        credentials: some that it would not take.
        formats: of the files that it gets.
        types: how it names the types of some columns of ``statuses``.
    """

    driver: str
    credentials: Any
    formats: set[str]
    types: dict[str, str]


SERVICES = {
    "bigquery": Service(
        "google.cloud.bigquery",
        {"project_id": "project", "client_email": "a@project.iam.gserviceaccount.com", "private_key": KEY},
        {"parquet"},
        {"created_at": "TIMESTAMP", "sensitive": "BOOL", "replies_count": "INT64", "quote_approval": "STRING"},
    ),
    "snowflake": Service(
        "snowflake.connector",
        "snowflake://user:password@host/database?warehouse=w&role=r",
        {"parquet"},
        {
            "CREATED_AT": "TIMESTAMP_LTZ",
            "SENSITIVE": "BOOLEAN",
            "REPLIES_COUNT": "NUMBER(19,0)",
            "QUOTE_APPROVAL": "VARCHAR",
        },
    ),
    "redshift": Service(
        "psycopg2",
        "redshift://user:password@host:5439/database",
        {"insert_values"},
        {
            "created_at": "timestamp with time zone",
            "sensitive": "boolean",
            "replies_count": "bigint",
            "quote_approval": "varchar(max)",
        },
    ),
    "databricks": Service(
        "databricks.sql",
        {"server_hostname": "host", "http_path": "/path", "access_token": "token", "catalog": "catalog"},
        {"parquet"},
        {"created_at": "TIMESTAMP", "sensitive": "BOOLEAN", "replies_count": "BIGINT", "quote_approval": "STRING"},
    ),
}


@dataclass
class Ready:
    """A load that waits to be sent.

    Attributes:
        service: where to.
        client: dlt's client for it, which is not connected.
        jobs: the files.
    """

    service: Service
    client: Any
    jobs: list[Any]


@pytest.fixture(params=SERVICES)
def ready(request: pytest.FixtureRequest, canned: Canned, tmp_path: Path) -> Iterator[Ready]:
    """Everything of a server, read and prepared for a service."""
    service = SERVICES[request.param]
    pytest.importorskip(service.driver)
    destination = getattr(dlt.destinations, request.param)(credentials=service.credentials)
    pipeline = dlt.pipeline(
        "mastodon_pipeline", destination=destination, dataset_name="mastodon_data", pipelines_dir=str(tmp_path)
    )
    pipeline.extract(mastodon_source(api_base_url=canned.url, access_token=TOKEN, **EVERYTHING))
    (load_id,) = pipeline.normalize().loads_ids
    client, _ = pipeline._get_destination_clients(pipeline.default_schema)
    yield Ready(service, client, pipeline.get_load_package_info(load_id).jobs["new_jobs"])
    pipeline.deactivate()


def _declare_everything(schema: dlt.Schema) -> None:
    """Put all tables into *schema* that the source may ever make of fields that it knows."""

    def name(*parts: str) -> str:
        return schema.naming.shorten_fragments(*map(schema.naming.normalize_identifier, parts))

    for root, table in CATALOGUE.items():
        tables = [*declared(table.shape, table.key)]
        paths = {one.path for one in tables}
        for one in tables:
            columns = [{"name": name(*path), **column} for path, column in one.columns.items()]
            parent = name(root, *parent_of(one.path, paths)) if one.path else None
            schema.update_table(new_table(name(root, *one.path), parent, columns=columns))  # type: ignore[arg-type]


def _tables(ready: Ready) -> list[str]:
    return [table for table in ready.client.schema.tables if not table.startswith("_dlt")]


def test_names_fit_and_stay_apart(ready: Ready) -> None:
    _declare_everything(ready.client.schema)
    most = ready.client.capabilities
    tables = ready.client.schema.tables
    assert len(_tables(ready)) >= 290
    assert max(map(len, tables)) <= most.max_identifier_length - len("_staging_0123456789")
    assert max(len(column) for t in tables.values() for column in t["columns"]) <= most.max_column_identifier_length
    assert len({table.upper() for table in tables}) == len(tables)
    for table in tables.values():
        assert len({column.upper() for column in table["columns"]}) == len(table["columns"])


def test_every_table_can_be_made(ready: Ready) -> None:
    _declare_everything(ready.client.schema)
    for table in _tables(ready):
        columns = ready.client.prepare_load_table(table)["columns"]
        (statement, *_) = ready.client._get_table_update_sql(table, list(columns.values()), False)
        escape = ready.client.sql_client.escape_column_name
        assert all(escape(column) in statement for column in columns)


def test_columns_have_their_types(ready: Ready) -> None:
    columns = ready.client.prepare_load_table("statuses")["columns"]
    (statement, *_) = ready.client._get_table_update_sql("statuses", list(columns.values()), False)
    found = {line.split()[0].strip('"`'): line.split(maxsplit=1)[1].strip(" ,)") for line in statement.splitlines()[1:]}
    assert {column: found[column].removesuffix("  NULL") for column in ready.service.types} == {
        column: kind.removesuffix(")") for column, kind in ready.service.types.items()
    }


def test_files_are_of_a_kind_that_it_takes(ready: Ready) -> None:
    data = [job.job_file_info for job in ready.jobs if not job.job_file_info.table_name.startswith("_dlt")]
    assert {job.file_format for job in data} == ready.service.formats
    assert {job.table_name for job in data} > CATALOGUE.keys() - {"favourites", "bookmarks"}
    ready.client.verify_schema([job.table_name for job in data], data)


def test_rows_are_merged_by_their_keys_and_lists_with_them(ready: Ready) -> None:
    client = ready.client
    assert "delete-insert" in client.capabilities.supported_merge_strategies
    chain = [client.prepare_load_table(t["name"]) for t in get_nested_tables(client.schema.tables, "statuses")]
    (job,) = client._create_merge_followup_jobs(chain)
    statements = Path(job.new_file_path()).read_text().lower().replace('"', "").replace("`", "")
    assert "d._instance = s._instance and d.id = s.id" in statements
    for table in ("statuses", "statuses__tags", "statuses__account__fields"):
        assert f"mastodon_data.{table} " in statements
        assert f"insert into {_catalog(client)}mastodon_data.{table}(" in statements


def _catalog(client: Any) -> str:
    catalog = client.sql_client.catalog_name(quote=False)
    return f"{catalog.lower()}." if catalog else ""
