"""Clients in JavaScript do all that they can: masto.js, of which Elk is made, and megalodon, of which Whalebird is."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Modules
from .node import MASTO, MEGALODON, WEBSOCKETS
from .walks import world


@pytest.mark.parametrize(
    ("walk", "packages", "steps"), [("masto", (MASTO, WEBSOCKETS), 342), ("megalodon", (MEGALODON,), 162)]
)
def test_all_that_a_client_can_do(
    walk: str, packages: tuple[str, ...], steps: int, modules: Modules, tmp_path: Path
) -> None:
    installed = modules(*packages)
    with world(tmp_path) as server:
        outcomes = server.run_script(walk, installed)
    assert {step: wrong for step, wrong in outcomes.items() if wrong is not None} == {}
    assert len(outcomes) == steps
