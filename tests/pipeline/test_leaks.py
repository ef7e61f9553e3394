"""Errors of loads hold no token: neither in their texts nor in frames of this package."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("dlt")

from tests.client.leaks import SECRETS, leaks_of
from tests.pipeline.conftest import Loader
from tests.recorder import Recorder, Says
from trunkline.pipeline import SourceOptions, mastodon_source
from trunkline.pipeline.load import load
from trunkline.pipeline.refresh import refresh

TOKEN = SECRETS["access_token"]


def by_load(url: str, token: str, folder: Path) -> object:
    options = SourceOptions(api_base_url=url, access_token=token, resources=["timelines_home"])
    return load(options, destination=str(folder / "x.duckdb"), pipelines_dir=str(folder))


def by_refresh(url: str, token: str, folder: Path) -> object:
    database = str(folder / "x.duckdb")
    return refresh(api_base_url=url, access_token=token, destination=database, pipelines_dir=str(folder))


@pytest.mark.parametrize("work", [by_load, by_refresh])
@pytest.mark.parametrize("token", [TOKEN, f"{TOKEN}\nx"])
@pytest.mark.parametrize("status", [401, 422, 200])
def test_refused(
    loader: Loader, tmp_path: Path, work: Callable[[str, str, Path], object], token: str, status: int
) -> None:
    with Recorder() as server:
        server.answers = dict.fromkeys(
            ("/api/v1/timelines/home", "/api/v1/accounts/verify_credentials"), Says("x", status)
        )
        with pytest.raises(Exception) as caught:  # noqa: PT011  (dlt's errors, and those of this package)
            work(server.url, token, tmp_path)
    assert leaks_of(caught.value) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"api_base_url": None},
        {"api_base_url": "foo://bar"},
        {"resources": ["nonsense"]},
        {"page_size": -1},
    ],
)
def test_wrong_options(loader: Loader, wrong: dict[str, Any]) -> None:
    given = {"api_base_url": "m.example", "access_token": TOKEN, **wrong}
    with pytest.raises(Exception) as caught:  # noqa: PT011
        mastodon_source(**given)
    assert [leak for leak in leaks_of(caught.value) if "/dlt/" not in leak] == []
