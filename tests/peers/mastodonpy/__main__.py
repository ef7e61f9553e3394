"""Run the walk in a folder with `world.json` and `picture.png`, and print what became of each step."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

from mastodon import Mastodon

from .lists import lists
from .moderation import moderation
from .notifications import notifications
from .people import people
from .server import server
from .signing_in import signing_in
from .statuses import statuses
from .steps import outcomes, step
from .streams import streams
from .timelines import timelines

called: set[str] = set()


class Watched(Mastodon):
    """A client that notes which of its methods are used."""

    def __getattribute__(self, name: str) -> Any:
        called.add(name)
        return super().__getattribute__(name)


LEFT_OUT = {
    "create_app",  # it is no method of a client, and is used all the same
    "set_language",  # it says what language the client itself speaks
    "await_async_refresh",  # it asks again and again: its parts are used
    "get_async_refresh_info",
    "push_subscription_decrypt_push",  # without a push message there is nothing to decrypt
}


def main() -> None:
    """Walk, and report."""
    world: dict[str, Any] = json.loads(Path("world.json").read_text())
    url = world["url"]
    world["connect"] = lambda token=None, **options: Watched(access_token=token, api_base_url=url, **options)
    world["as"] = {name: world["connect"](person["token"]) for name, person in world["people"].items()}
    world["nobody"] = world["connect"]()
    walks = [signing_in, people, statuses, timelines, lists, notifications, server, moderation, streams]
    for walk in walks:
        step(f"{walk.__name__}, to the end", partial(walk, world), None)
    methods = {name for name in dir(Mastodon) if not name.startswith("_") and callable(getattr(Mastodon, name))}
    step("nothing was left out", lambda: sorted(methods - called - LEFT_OUT), [])
    print(json.dumps(outcomes))


main()
