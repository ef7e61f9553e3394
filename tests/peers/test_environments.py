"""In the environments of the programs, ``mastodon`` is the package under test, and Mastodon.py is not there."""

from __future__ import annotations

from collections.abc import Callable
from subprocess import CompletedProcess

import pytest

from trunkline import __version__

from .conftest import Make
from .environments import Peer
from .programs import ANANAS, BOOST, FEED2TOOT, MASTODON_ARCHIVE, ORIGINAL_CLIENT, TOOTSTREAM

Run = Callable[..., CompletedProcess[str]]

OURS = "import mastodon, mastodon.Mastodon; print(mastodon.__version__, mastodon.Mastodon.__module__)"
THEIRS = "from importlib.metadata import version; print(version('Mastodon.py'))"


@pytest.mark.parametrize("peer", [FEED2TOOT, MASTODON_ARCHIVE, TOOTSTREAM, ANANAS, BOOST], ids=lambda peer: peer.name)
def test_the_package_under_test_is_imported(peer: Peer, made: Make, run: Run) -> None:
    python = made(peer).python
    assert run(python, "-c", OURS).stdout.strip() == f"{__version__} trunkline.clients.client"
    assert (run(python, "-c", THEIRS).returncode == 0) == peer.over


def test_the_original_is_the_original(made: Make, run: Run) -> None:
    done = run(made(ORIGINAL_CLIENT).python, "-c", "import mastodon; print(mastodon.Mastodon.__module__)")
    assert done.stdout.strip() == "mastodon.Mastodon"
