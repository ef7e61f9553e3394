"""Programs from the package index, unchanged, run against the sandbox.

Their environments are made once and kept; where they cannot be made, as without a network, the tests are skipped.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from trunkline import Mastodon
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.sandbox import Sandbox

from .environments import Environment, NotMade, Peer, build_wheel, environment
from .node import installed

Make = Callable[[Peer], Environment]
Modules = Callable[..., Path]
Client = Callable[[str], Mastodon]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package under test, built once."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def made(wheel: Path) -> Make:
    """Makes environments; skips the test where one cannot be made."""
    cannot: dict[str, str] = {}

    def make(peer: Peer) -> Environment:
        if peer.name not in cannot:
            try:
                return environment(peer, wheel)
            except NotMade as error:
                cannot[peer.name] = str(error)
        pytest.skip(f"the environment of {peer.name} cannot be made: {cannot[peer.name]}")

    return make


@pytest.fixture
def modules() -> Modules:
    """Installs packages of npm; skips the test where they cannot be had."""

    def install(*packages: str) -> Path:
        try:
            return installed(*packages)
        except NotMade as error:
            pytest.skip(f"{' and '.join(packages)} cannot be installed: {error}")

    return install


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A server for one program."""
    with Sandbox(size=200, seed=1, rate_limits=None) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    """Makes clients that look at what a program has done."""

    def connect(name: str) -> Mastodon:
        return Mastodon(
            access_token=sandbox.token_for(name),
            api_base_url=sandbox.url,
            rate_limiter=RateLimiter(),
            verify=sandbox.ca_file or True,
        )

    return connect


@contextmanager
def encrypted_sandbox() -> Iterator[Sandbox]:
    """A server for a program that speaks ``https`` to every server."""
    with Sandbox(size=200, seed=1, rate_limits=None, tls=True) as running:
        yield running


def trusting(sandbox: Sandbox) -> dict[str, str]:
    """Environment variables of programs that trust the server."""
    assert sandbox.ca_file is not None
    return dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"), sandbox.ca_file)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a command in a folder of its own, with input; its output is a result and not an error."""

    def call(
        *command: str | Path, stdin: str = "", variables: dict[str, str] | None = None, seconds: float = 60
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(part) for part in command],
            cwd=tmp_path,
            input=stdin,
            env=clean_variables(tmp_path, variables),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    return call


def clean_variables(home: Path, more: dict[str, str] | None = None) -> dict[str, str]:
    """What a program sees of the environment: nothing of the package under test, a home of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return {**kept, "HOME": str(home), "PYTHONUNBUFFERED": "1", "TERM": "xterm", **(more or {})}
