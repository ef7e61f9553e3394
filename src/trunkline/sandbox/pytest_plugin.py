"""Pytest fixtures, registered through an entry point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
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
