"""Compare `Sandbox.reset` with a fresh start of the sandbox, for communities of several sizes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

from trunkline.sandbox import Sandbox

SIZES = (0, 300, 3_000)
STARTS = 5
RESETS = 50


def median_of(runs: int, work: Callable[[], float]) -> float:
    """Return the median of what `work` measures, in milliseconds."""
    return 1_000 * statistics.median(work() for _ in range(runs))


def start(size: int) -> float:
    """Return the seconds until a new sandbox answers."""
    begun = time.perf_counter()
    with Sandbox(size=size):
        return time.perf_counter() - begun


def reset(sandbox: Sandbox) -> float:
    """Return the seconds of a reset after a test that has changed something."""
    sandbox.person("mia")
    sandbox.follow("mia", "bob")
    sandbox.post("bob", "Hello @mia")
    begun = time.perf_counter()
    sandbox.reset()
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print a table."""
    for size in SIZES:
        fresh = median_of(STARTS, partial(start, size))
        with Sandbox(size=size, rate_limits=None) as sandbox:
            again = median_of(RESETS, partial(reset, sandbox))
        print(f"{size:6,} posts: reset {again:6.2f} ms, fresh start {fresh:7.0f} ms, ratio 1 : {fresh / again:.0f}")


if __name__ == "__main__":
    main()
