"""Pytest fixtures, registered through an entry point."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import TracebackType

    from trunkline.sandbox.sandbox import Sandbox


@pytest.fixture(scope="session")
def mastodon_sandbox_options() -> dict[str, Any]:
    """The arguments of `Sandbox` for `mastodon_sandbox`. Define a fixture of this name for others.

    By default there are 300 posts, and the rate limits are a thousand times Mastodon's, so that no test meets them.
    """
    return {"rate_limits": 1000.0}


@pytest.fixture(scope="session")
def mastodon_sandbox(mastodon_sandbox_options: dict[str, Any]) -> Iterator[Sandbox]:
    """A running `trunkline.sandbox.Sandbox`, shared by all tests of the run, for those that change nothing in it."""
    from trunkline.sandbox import Sandbox

    with Sandbox(**mastodon_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture
def fresh_sandbox(mastodon_sandbox: Sandbox) -> Sandbox:
    """The server of `mastodon_sandbox`, reset before the test: nothing is left of tests before it.

    Tokens from before the reset are void. Fixtures of the session that make people or tokens call
    `mastodon_sandbox.checkpoint()` to keep them.
    """
    mastodon_sandbox.reset()
    return mastodon_sandbox


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Let the traceback of an error of the package end in the line that called it; `--full-trace` shows the rest."""
    found = call.excinfo
    if found is None or item.config.getoption("fulltrace"):
        return
    if any(kind.__module__ == "trunkline.errors" for kind in found.type.__mro__):
        _end_before_the_package(found.tb)


def _end_before_the_package(traceback: TracebackType | None) -> None:
    """Cut off a traceback where the package was called for the last time by something that is not installed."""
    entries = []
    while traceback is not None:
        entries.append(traceback)
        traceback = traceback.tb_next
    ours = [str(entry.tb_frame.f_globals.get("__name__", "")).startswith("trunkline.") for entry in entries]
    theirs = [number for number, entry in enumerate(entries) if not ours[number] and not _is_installed(entry)]
    inside = [number for number in range(theirs[-1], len(ours)) if ours[number]] if theirs else []
    if inside:
        entries[inside[0] - 1].tb_next = None


def _is_installed(entry: TracebackType) -> bool:
    return "site-packages" in Path(entry.tb_frame.f_code.co_filename).parts
