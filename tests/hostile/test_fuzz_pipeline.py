"""Loads of sandboxes of which one is `like="hostile"`: it has an outcome, and the others are complete."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytest.importorskip("dlt")

from tests.hostile.test_fleet import MEMORY, load_apart, outcomes, rows_of
from trunkline.sandbox import Sandbox

OUTCOMES = {"read", "failed", "refused", "unfinished", "resting"}


class Servers:
    """Two honest sandboxes and a hostile one, with what a load of the honest ones alone has."""

    def __init__(self, folder: Path, running: ExitStack) -> None:
        self.folder = folder
        self.good = [running.enter_context(Sandbox(size=40, seed=n, rate_limits=None)) for n in range(2)]
        self.bad = running.enter_context(Sandbox(like="hostile", size=40, rate_limits=None))
        self.hosts = [urlsplit(one.url).netloc for one in self.good]
        self.tokens = {one.url: one.token_for("alice") for one in (self.bad, *self.good)}
        alone = {one.url: self.tokens[one.url] for one in self.good}
        self.expected = rows_of(load_apart(folder / "alone", alone)[0], self.hosts)

    def check(self, seed: int) -> str:
        """Load all three, twice, with damages by a seed; return the outcome of the hostile one."""
        self.bad.damage(seed=seed)
        for _ in range(2):
            database, memory = load_apart(self.folder / f"with {seed}", self.tokens)
            told = outcomes(database)
            assert {told[host][0] for host in self.hosts} == {"read"}
            assert rows_of(database, self.hosts) == self.expected
            outcome, error = told[urlsplit(self.bad.url).netloc]
            assert outcome in OUTCOMES
            assert bool(error) or outcome not in {"failed", "refused"}
            assert len(error or "") < 1_000
            assert (error or "").isprintable()
            assert memory < MEMORY
        assert self.bad.damages
        return outcome


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with ExitStack() as running:
        yield Servers(tmp_path_factory.mktemp("fuzz"), running)


@pytest.mark.soak
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(12))
def test_loads(servers: Servers, seed: int) -> None:
    servers.check(seed)
