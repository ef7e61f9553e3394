"""Streams under load: many listeners over both wires while many people post."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "streaming_load.py"


def outcome(listeners: int, people: int, posts: int) -> str:
    """Run the benchmark in small and return its last line; it fails if a delivery is lost or repeated."""
    numbers = {"--listeners": listeners, "--people": people, "--posts": posts}
    options = [text for name, number in numbers.items() for text in (name, str(number))]
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), *options], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout.splitlines()[-1]


def test_no_delivery_to_some_listeners_is_lost():
    assert outcome(listeners=4, people=3, posts=2) == "posted: 6, lost: 0, repeated: 0"


@pytest.mark.soak
def test_no_delivery_to_many_listeners_is_lost():
    assert outcome(listeners=100, people=40, posts=2) == "posted: 80, lost: 0, repeated: 0"
