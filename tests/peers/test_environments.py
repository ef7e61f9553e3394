"""The programs import the package under test as ``mastodon``, whether or not Mastodon.py is installed too."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from trunkline import __version__

from .conftest import Make
from .environments import Peer
from .programs import (
    ANANAS,
    BOOST,
    CLEANTOOTS,
    EPHEMETOOT,
    FEED2TOOT,
    MASTODON_ARCHIVE,
    ORIGINAL_CLIENT,
    TOOTGROUP,
    TOOTSTREAM,
)

Run = Callable[..., CompletedProcess[str]]

OURS = "import mastodon, mastodon.Mastodon; print(mastodon.__version__, mastodon.Mastodon.__module__)"
THEIRS = "from importlib.metadata import version; print(version('Mastodon.py'))"


PEERS = [FEED2TOOT, MASTODON_ARCHIVE, TOOTSTREAM, ANANAS, BOOST, CLEANTOOTS, EPHEMETOOT, TOOTGROUP]


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.name)
def test_the_package_under_test_is_imported(peer: Peer, made: Make, run: Run) -> None:
    program = made(peer)
    command = [program.command("trunkline"), "run", "python"] if peer.beside else [program.python]
    assert run(*command, "-c", OURS).stdout.strip() == f"{__version__} trunkline.clients.client"
    assert (run(program.python, "-c", THEIRS).returncode == 0) == peer.beside


def test_without_the_command_it_is_the_original(made: Make, run: Run) -> None:
    done = run(made(TOOTSTREAM).python, "-c", "import mastodon; print(mastodon.Mastodon.__module__)")
    assert done.stdout.strip() == "mastodon.Mastodon"


def test_the_original_is_the_original(made: Make, run: Run) -> None:
    done = run(made(ORIGINAL_CLIENT).python, "-c", "import mastodon; print(mastodon.Mastodon.__module__)")
    assert done.stdout.strip() == "mastodon.Mastodon"
