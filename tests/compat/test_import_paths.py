"""The class and the module of one name live side by side, whatever is imported first."""

from __future__ import annotations

import subprocess
import sys

import pytest

import mastodon

ORDERS = [
    "from mastodon import Mastodon; import mastodon.Mastodon; import mastodon",
    "import mastodon.Mastodon; import mastodon; from mastodon import Mastodon",
    "from mastodon.Mastodon import Mastodon, MastodonError; import mastodon",
    "import mastodon; mastodon.Mastodon; import mastodon.Mastodon; from mastodon import Mastodon",
    "import mastodon.Mastodon as Mastodon; import mastodon",
    "from mastodon import *; import mastodon",
    "import mastodon.streaming, mastodon.Mastodon; import mastodon; from mastodon import Mastodon",
]


@pytest.mark.parametrize("order", ORDERS)
def test_the_class_is_found_in_any_order(order: str) -> None:
    check = "\nfrom mastodon.Mastodon import Mastodon as Same\nassert isinstance(Mastodon, type)"
    check += "\nassert mastodon.Mastodon is Mastodon is Same and Mastodon(api_base_url='example.social')"
    subprocess.run([sys.executable, "-c", order + check], check=True, timeout=30)


def test_modules_are_found_without_importing_them() -> None:
    code = "import mastodon; mastodon.streaming.StreamListener, mastodon.types_base.Entity, mastodon.accounts.Mastodon"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)


def test_public_parts_are_found_without_importing_them() -> None:
    code = (
        "import trunkline; trunkline.sandbox.Sandbox, trunkline.pipeline.mastodon_source, trunkline.entities.Status, "
    )
    code += "trunkline.streaming.StreamListener, trunkline.text.html_to_text; from trunkline import *; AsyncMastodon"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_what_is_not_there_is_missed() -> None:
    assert not hasattr(mastodon, "nothing")
    with pytest.raises(ImportError, match="nothing"):
        from mastodon import nothing  # noqa: F401


@pytest.mark.parametrize("package", ["mastodon", "trunkline"])
def test_importing_loads_nothing_heavy(package: str) -> None:
    heavy = "asyncio httpx2 msgspec requests websockets cryptography trunkline.clients.client trunkline.entities"
    code = f"import sys, {package}; print(*[name for name in {heavy.split()} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=30)
    assert done.stdout.strip() == ""
