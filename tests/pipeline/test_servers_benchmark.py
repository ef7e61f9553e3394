"""The benchmark of many servers, in small: what its servers count and what the load says agree."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.soak

pytest.importorskip("dlt")

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "servers.py"
SERVERS = 12


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Results of the benchmark."""
    written = tmp_path_factory.mktemp("servers") / "result.json"
    command = [sys.executable, str(BENCHMARK), "--quick", "--servers", str(SERVERS), "--json", str(written)]
    done = subprocess.run([*command, "--patience", "2"], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(written.read_text(encoding="utf-8"))
    return found


def test_every_row_that_healthy_servers_sent_is_in_the_database(result: dict[str, Any]) -> None:
    assert result["tables"]["timelines_public"] == result["served"] > 0


def test_no_server_had_to_refuse_a_request(result: dict[str, Any]) -> None:
    assert result["429"] == 0


def test_what_became_of_each_kind_of_server_is_recorded(result: dict[str, Any]) -> None:
    assert result["outcomes"] == {
        "healthy": {"read": SERVERS - 5},
        "refuses": {"failed": 1},
        "hangs": {"failed": 1},
        "bad_gateway": {"failed": 1},
        "broken_json": {"failed": 1},
        "needs_login": {"refused": 1},
    }
