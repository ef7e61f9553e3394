"""Clients with all kinds of arguments: what they have, what they send, and what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mastodon import Mastodon

from .limits import Hangs, in_time
from .server import Server
from .show import failure, show
from .values import value

_ATTRIBUTES = (
    "access_token api_base_url client_id client_secret debug_requests feature_set lang mastodon_api_version "
    "mastodon_major mastodon_minor mastodon_patch ratelimit_lastcall ratelimit_limit ratelimit_method "
    "ratelimit_pacefactor ratelimit_remaining ratelimit_reset request_timeout session user_agent version_check_mode"
).split()


def construct(server: Server, case: dict[str, Any]) -> dict[str, Any]:
    """Make a client, look at its attributes, and ask who one is."""
    server.begin([])
    for name, content in case.get("files", {}).items():
        Path(name).write_text(content.replace("URL", server.url))
    arguments = {name: value(one, None) for name, one in case["arguments"].items()}
    if case.get("session"):
        arguments["session"] = _session(case["session"])
    found: dict[str, Any] = {}
    try:
        with in_time():
            client = Mastodon(**arguments)
            found["requests when made"] = server.requests()
            found["attributes"] = {
                name: "a session" if name == "session" else show(getattr(client, name, "not there"))
                for name in _ATTRIBUTES
            }
            try:
                client.account_verify_credentials()
                found["call"] = "works"
            except Exception as error:  # noqa: BLE001 (any error is what is reported)
                found["call"] = failure(error)
    except Hangs:
        found["error"] = {"class": "Hangs", "bases": [], "args": [], "cause": None}
    except Exception as error:  # noqa: BLE001 (any error is what is reported)
        found["error"] = failure(error)
    return {**found, "requests": server.requests()}


def _session(kind: str) -> Any:
    import requests

    if kind == "subclass":
        return type("Session", (requests.Session,), {})()
    session = requests.Session()
    session.headers["X-Own"] = "1"
    return session
