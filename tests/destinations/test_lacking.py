"""Advice for loads without credentials."""

from __future__ import annotations

from typing import Any

import dlt
import pytest
from dlt.common.configuration.exceptions import ConfigFieldMissingException
from dlt.common.exceptions import MissingDependencyException

from trunkline.pipeline.lacking import advice

DRIVERS = {
    "bigquery": "google.cloud.bigquery",
    "databricks": "databricks.sql",
    "snowflake": "snowflake.connector",
    "redshift": "psycopg2",
    "postgres": "psycopg2",
    "sqlalchemy": "sqlalchemy",
}
FIELDS = {
    "bigquery": ["project_id", "private_key", "client_email"],
    "databricks": ["catalog", "server_hostname", "http_path", "access_token"],
    "snowflake": ["database", "host", "username", "password"],
    "redshift": ["database", "password", "username", "host"],
    "postgres": ["database", "password", "username", "host"],
    "sqlalchemy": ["drivername"],
}


def _client(name: str, **given: Any) -> Any:
    """The client of a pipeline to a destination by its name."""
    pipeline = dlt.pipeline("mastodon_pipeline", destination=getattr(dlt.destinations, name)(**given))
    return pipeline._get_destination_clients(dlt.Schema("mastodon_source"))


@pytest.mark.parametrize("name", FIELDS)
def test_credentials(name: str) -> None:
    pytest.importorskip(DRIVERS[name])
    with pytest.raises(ConfigFieldMissingException) as raised:
        _client(name)
    names = ", ".join(f"DESTINATION__{name}__CREDENTIALS__{field}".upper() for field in FIELDS[name])
    assert advice(raised.value) == (
        f"Settings are missing: {', '.join(FIELDS[name])}. Set them under [destination.{name}.credentials] in "
        f".dlt/secrets.toml, or in the environment as {names}."
    )


def test_the_folder_of_files() -> None:
    with pytest.raises(ConfigFieldMissingException) as raised:
        _client("filesystem")
    assert advice(raised.value) == (
        "Settings are missing: bucket_url. Set them under [destination.filesystem] in .dlt/config.toml, or in the "
        "environment as DESTINATION__FILESYSTEM__BUCKET_URL."
    )


def test_a_package() -> None:
    error = MissingDependencyException("BigQuery destination", ["dlt[bigquery]"])
    assert advice(error) == "More packages are needed: pip install 'trunkline[bigquery]'"


def test_nothing_is_lacking() -> None:
    assert advice(ValueError("something else")) is None
