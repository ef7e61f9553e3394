"""Lakes that several machines load into at once, each a process of its own here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.destinations.places import delta, iceberg
from tests.peers.environments import ROOT, NotMade, Peer, build_wheel, environment

Keys = list[tuple[str, str]]

_FILES = """
import json, sys, dlt
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.crawling.parts import ServerPart
options, lake, folder, table_format = json.loads(sys.argv[1])
pipeline = dlt.pipeline(
    ServerPart.of_text(options["part"]).name("mastodon_pipeline"),
    destination=dlt.destinations.filesystem(lake),
    dataset_name="mastodon_data",
    pipelines_dir=folder,
)
pipeline.run(mastodon_source(**options), table_format=table_format)
"""
_DUCKLAKE = """
import json, sys, dlt
from dlt.destinations.impl.ducklake.configuration import DuckLakeCredentials
from trunkline.pipeline import SourceOptions
from trunkline.pipeline.load import load
options, storage, folder, catalog = json.loads(sys.argv[1])
lake = dlt.destinations.ducklake(DuckLakeCredentials("lake", catalog=catalog, storage=storage))
load(SourceOptions(**options), destination=lake, pipelines_dir=folder)
"""
_ASKED = """
import json, sys, dlt
from dlt.destinations.impl.ducklake.configuration import DuckLakeCredentials
query, storage, folder, catalog = json.loads(sys.argv[1])
lake = dlt.destinations.ducklake(DuckLakeCredentials("lake", catalog=catalog, storage=storage))
pipeline = dlt.pipeline("reader", destination=lake, dataset_name="mastodon_data", pipelines_dir=folder)
with pipeline.sql_client() as client:
    print(json.dumps(client.execute_sql(query)))
"""
_PURGED = """
import json, sys, dlt
from dlt.destinations.impl.ducklake.configuration import DuckLakeCredentials
from trunkline.pipeline.purge import PurgeError, purge
account, storage, folder, catalog = json.loads(sys.argv[1])
lake = dlt.destinations.ducklake(DuckLakeCredentials("lake", catalog=catalog, storage=storage))
pipeline = dlt.pipeline("mastodon_pipeline", destination=lake, dataset_name="mastodon_data", pipelines_dir=folder)
try:
    purge(pipeline, accounts=[account])
except PurgeError as error:
    print(json.dumps(str(error)))
"""
_EXTENSIONS = """
from duckdb_extensions import import_extension
for name in ("ducklake", "postgres_scanner", "sqlite_scanner"):
    import_extension(name)
"""
_VERSION = "1.5.5"
"""Version of DuckDB for which the package index has these extensions."""


@dataclass
class Lake(ABC):
    """A lake.

    Attributes:
        folder: where everything of it is.
        python: interpreter of the machines.
        variables: variables of their environment.
    """

    folder: Path
    python: str = sys.executable
    variables: dict[str, str] = field(default_factory=dict)

    @abstractmethod
    def load(self, machine: str, **options: Any) -> subprocess.Popen[str]:
        """Start a load on a machine."""

    @abstractmethod
    def keys(self, table: str) -> Keys:
        """The servers and ids of a table, sorted, as often as they come."""

    def started(self, program: str, *given: Any) -> subprocess.Popen[str]:
        """A program on one of the machines."""
        return subprocess.Popen(
            [self.python, "-c", program, json.dumps(given)],
            env=os.environ | {"RUNTIME__LOG_LEVEL": "ERROR"} | self.variables,
            stdout=subprocess.PIPE,
            text=True,
        )


@dataclass
class TableLake(Lake):
    """Tables of Delta or Iceberg in a folder."""

    table_format: str = "delta"

    def load(self, machine: str, **options: Any) -> subprocess.Popen[str]:
        return self.started(_FILES, options, str(self._lake), str(self.folder / machine), self.table_format)

    @property
    def _lake(self) -> Path:
        return self.folder / f"{self.table_format}-lake"

    def keys(self, table: str) -> Keys:
        import dlt

        pipeline = dlt.pipeline(
            "mastodon_pipeline_part_1_of_2",
            destination=dlt.destinations.filesystem(str(self._lake)),
            dataset_name="mastodon_data",
            pipelines_dir=str(self.folder / "machine-1"),
        )
        rows = {"delta": delta, "iceberg": iceberg}[self.table_format](self.folder).read(pipeline, table)
        return sorted(zip(*(rows[name].to_pylist() for name in ("_instance", "id")), strict=True))


@dataclass
class DuckLake(Lake):
    """A DuckLake, on machines with the DuckDB that its extensions are for."""

    catalog: str = ""

    def load(self, machine: str, **options: Any) -> subprocess.Popen[str]:
        return self.started(_DUCKLAKE, options, *self._place(machine))

    def _place(self, machine: str) -> tuple[str, str, str]:
        return str(self.folder / "ducklake"), str(self.folder / machine), self.catalog

    def keys(self, table: str) -> Keys:
        return [(host, post) for host, post in self.ask(f"SELECT _instance, id FROM {table} ORDER BY ALL")]

    def ask(self, query: str) -> list[list[Any]]:
        """The answer to a question."""
        rows: list[list[Any]] = self._said(_ASKED, query, "reader")
        return rows

    def refusal_of_purge(self, machine: str, account: str) -> str:
        """The reason for which an account cannot be purged."""
        return str(self._said(_PURGED, account, machine))

    def _said(self, program: str, about: str, machine: str) -> Any:
        said, _ = self.started(program, about, *self._place(machine)).communicate()
        return json.loads(said.splitlines()[-1])  # before it, DuckDB draws how far a long query is


def ducklake(folder: Path, catalog: str) -> DuckLake:
    """A DuckLake; skips the test where its extensions cannot be had.

    Args:
        folder: where everything of it is.
        catalog: address of its catalogue.
    """
    names = ("ducklake", "postgres-scanner", "sqlite-scanner")
    extensions = [f"duckdb-extension-{name}=={_VERSION}" for name in names]
    needs = (f"duckdb=={_VERSION}", f"duckdb-extensions=={_VERSION}", *extensions, *_pipeline_needs())
    try:
        made = environment(Peer("ducklake", needs=needs), build_wheel(folder / "wheel"))
    except NotMade as error:
        pytest.skip(f"the environment of DuckLake cannot be made: {error}")
    home = {"HOME": str(made.folder), "PYTHONPATH": ""}  # DuckDB looks for extensions in the home directory
    lake = DuckLake(folder, str(made.python), home, catalog)
    assert lake.started(_EXTENSIONS).wait() == 0
    return lake


def _pipeline_needs() -> list[str]:
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as file:
        needs: list[str] = tomllib.load(file)["project"]["optional-dependencies"]["pipeline"]
    return needs
