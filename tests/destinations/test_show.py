"""dlt's own commands know the pipeline: ``info``, and ``show``, whose page is opened in a real browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.destinations.places import Place, duckdb
from tests.pipeline.canned import Canned

pytestmark = pytest.mark.soak

BIN = Path(sys.executable).parent
ANYWHERE = """(() => {
    const all = root => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
    return all(document);
})()"""
"""All elements of the page, also those that components hide."""


@pytest.fixture
def loaded(canned: Canned, tmp_path: Path) -> Place:
    """A pipeline that has loaded something."""
    place = duckdb(tmp_path)
    place.load(canned.url, resources=["timelines_home", "instances"])
    return place


def _command(place: Place, name: str) -> list[str]:
    return [str(BIN / "dlt"), "pipeline", "--pipelines-dir", str(place.folder / place.name), "mastodon_pipeline", name]


def test_info(loaded: Place) -> None:
    told = subprocess.run(_command(loaded, "info"), capture_output=True, text=True, check=True, timeout=120).stdout
    assert "timelines_home with 7 table(s) and 1 resource state slot(s)" in told
    assert "Has 1 completed load packages" in told


@pytest.fixture
def page_address(loaded: Place) -> Iterator[str]:
    """Return the address that ``dlt pipeline ... show`` prints."""
    pytest.importorskip("dlthub")
    pytest.importorskip("ibis")
    database = {"DESTINATION__DUCKDB__CREDENTIALS": str(loaded.folder / "m.duckdb")}
    environment = {**os.environ, **database, "PATH": f"{BIN}:{os.environ['PATH']}", "BROWSER": "true"}
    process = subprocess.Popen(
        _command(loaded, "show"), stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
    )
    try:
        assert process.stdout
        yield next(line.split()[-1] for line in process.stdout if "URL:" in line).replace("localhost", "127.0.0.1")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.communicate(timeout=60)


def test_show(page_address: str, tmp_path: Path) -> None:
    pytest.importorskip("websockets")
    from tests.explore.browser import browser

    with browser(tmp_path) as page:
        page.shape(1400, 2400)
        page.open(f"{page_address}?pipeline=mastodon_pipeline")
        shown = f"{ANYWHERE}.filter(e => !e.children.length).map(e => e.textContent).join(' ')"
        page.wait(f"{shown}.includes('timelines_home__account__fields')")
        page.click(f"{ANYWHERE}.findLast(e => e.matches('button') && e.textContent.includes('Load row counts'))")
        page.wait(f"{ANYWHERE}.some(e => e.matches('td') && e.textContent.trim() == '40')")
        page.click(f"{ANYWHERE}.findLast(e => e.matches('button') && e.textContent.includes('Run Query'))")
        page.wait(f"{shown}.includes('is no timestamp')")
        page.picture(Path("show.png"))
        assert page.complaints in ([], ["Failed to load resource: net::ERR_NAME_NOT_RESOLVED"])  # dlt's logo
