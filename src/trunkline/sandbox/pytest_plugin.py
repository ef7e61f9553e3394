"""Pytest fixtures, registered through an entry point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from trunkline.sandbox.sandbox import Sandbox


@pytest.fixture(scope="session")
def mastodon_sandbox() -> Iterator[Sandbox]:
    """A running `trunkline.sandbox.Sandbox` with 300 posts, shared by all tests of the run.

    Its rate limits are a thousand times Mastodon's, so that no test meets them. A test that changes shared data or
    needs other options makes its own: `with Sandbox(...) as sandbox:`.
    """
    from trunkline.sandbox import Sandbox

    with Sandbox(rate_limits=1000.0) as sandbox:
        yield sandbox
