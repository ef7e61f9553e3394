"""The settings in docs/destinations.md are those that dlt reads, its queries are SQL, and it has a section for each."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

dlt = pytest.importorskip("dlt")

from dlt.common.configuration.specs.base_configuration import BaseConfiguration  # noqa: E402

from .blocks import DOCS, ROOT, Block, blocks  # noqa: E402

PAGE = DOCS / "destinations.md"
TEXT = PAGE.read_text(encoding="utf-8")
SETTINGS = [block for block in blocks(PAGE) if block.language == "toml"]
QUERIES = [block for block in blocks(PAGE) if block.language == "sql"]


def _destinations(block: Block) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from tomllib.loads(block.code).get("destination", {}).items()


def _variables(settings: Mapping[str, Any], *above: str) -> Iterator[tuple[str, str]]:
    """Yield the variables of the environment that say the same as a section of the file."""
    for key, value in settings.items():
        if isinstance(value, dict) and not key.endswith("_config"):
            yield from _variables(value, *above, key)
        else:
            yield "__".join((*above, key)).upper(), value if isinstance(value, str) else json.dumps(value)


def _unread(settings: Mapping[str, Any], read: Any) -> list[str]:
    """Return the keys that are no settings of dlt, or did not arrive."""
    return [key for key, value in settings.items() if key not in read or not _arrived(value, read[key])]


def _arrived(value: Any, read: Any) -> bool:
    if isinstance(read, BaseConfiguration):
        if isinstance(value, dict):
            return not _unread(value, read)
        read = read.to_native_representation()
    return read == value or str(read).endswith(str(value))  # dlt puts the scheme in front of a path


@pytest.fixture(autouse=True)
def _no_azure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the packages of Azure no second key is made of the first."""
    from dlt.common.configuration.specs.azure_credentials import AzureCredentialsWithoutDefaults

    def made(credentials: Any) -> None:
        credentials.azure_storage_sas_token = "made of the key"

    monkeypatch.setattr(AzureCredentialsWithoutDefaults, "create_sas_token", made)


@pytest.mark.parametrize("block", SETTINGS, ids=lambda block: block.place)
def test_dlt_reads_the_settings(block: Block, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, settings in _destinations(block):
        for variable, value in _variables(settings, "destination", name):
            monkeypatch.setenv(variable, value)
        destination = getattr(dlt.destinations, name)()
        initial = destination.spec()
        initial._bind_dataset_name("mastodon_data")
        read = destination.configuration(initial, accept_partial=False)
        assert _unread(settings, read) == []


@pytest.mark.parametrize("block", QUERIES, ids=lambda block: block.place)
def test_queries_are_sql_of_their_database(block: Block) -> None:
    import sqlglot

    for dialect in [block.label] if block.label else ("duckdb", "postgres", "bigquery", "snowflake", "databricks"):
        sqlglot.parse_one(block.code, read=dialect)


def test_extras_exist() -> None:
    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = re.findall(r"^\| \[.*?\| `(\w+)` \|", TEXT, re.MULTILINE)
    asked = [name for extras in re.findall(r"trunkline\[([\w,]+)\]", TEXT) for name in extras.split(",")]
    assert named
    assert {*named, *asked} <= set(known)


def test_the_table_leads_to_each_section() -> None:
    sections = [line for line in re.findall(r"^## (.*)", TEXT, re.MULTILINE) if line != "Exploring loaded data"]
    anchors = {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in sections}
    assert set(re.findall(r"^\| \[.*?\]\(#([\w-]+)\)", TEXT, re.MULTILINE)) == anchors
