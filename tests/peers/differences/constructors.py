"""Arguments of clients: each value by itself, and combinations."""

from __future__ import annotations

from typing import Any

from .world import World

_VALUES: dict[str, list[Any]] = {
    "client_id": ["an-id", "app.secret", "missing.secret", ""],
    "client_secret": ["a-secret"],
    "access_token": [
        "user.secret",
        "without-base.secret",
        "missing.secret",
        "",
        "two\nlines",
        {"$": "path", "value": "user.secret"},
    ],
    "api_base_url": [
        "mastodon.example",
        "https://mastodon.example/",
        "https://mastodon.example//",
        "mastodon.example/path",
        "http://mastodon.example",
        "",
        "ftp://x",
    ],
    "debug_requests": [True, 1],
    "ratelimit_method": ["throw", "pace", "wait", "nonsense", None, "THROW"],
    "ratelimit_pacefactor": [2, 0, "x"],
    "request_timeout": [5, None, "5", 0.5, 0, -1],
    "mastodon_version": ["4.3.0", "4.3", "2.7.2rc1", "abc", "", 4, "created", "4.3.0+glitch", None],
    "version_check_mode": ["created", "changed", "none", "nonsense", None],
    "feature_set": ["mainline", "pleroma", "fedibird", "nope", None, ""],
    "user_agent": ["own/1", None, ""],
    "lang": ["de", "en-US", "german", "", 5, None],
}
_APP = "an-id\na-secret\nURL\nmy app\n"
_FILES = {
    "app.secret": _APP,
    "user.secret": "TOKEN\nURL\nan-id\na-secret\n",
    "without-base.secret": "TOKEN\n",
}


def constructors(world: World) -> list[dict[str, Any]]:
    """Return all constructions."""
    url, files = world.proxy.url, {name: text.replace("TOKEN", world.token) for name, text in _FILES.items()}
    usual = {"access_token": world.token, "api_base_url": url}
    found: list[tuple[str, dict[str, Any]]] = [
        ("nothing", {}),
        ("the usual", usual),
        ("token alone", {"access_token": world.token}),
        ("token file alone", {"access_token": "user.secret"}),
        ("token file without base and base", {"access_token": "without-base.secret", "api_base_url": url}),
        ("app file alone", {"client_id": "app.secret"}),
        ("app file and token", {"client_id": "app.secret", "access_token": world.token}),
        ("app file and other base", {"client_id": "app.secret", "api_base_url": "http://127.0.0.1:9"}),
        ("token file and other base", {"access_token": "user.secret", "api_base_url": "http://127.0.0.1:9"}),
        ("client_id without secret", {"client_id": "an-id", "api_base_url": url}),
        ("client_id and secret", {"client_id": "an-id", "client_secret": "a-secret", "api_base_url": url}),
        ("version checks", {**usual, "version_check_mode": "created", "mastodon_version": None}),
        ("an old server, created", {**usual, "version_check_mode": "created", "mastodon_version": "1.0.0"}),
        ("an old server, changed", {**usual, "version_check_mode": "changed", "mastodon_version": "1.0.0"}),
        ("base without scheme", {**usual, "api_base_url": url.partition("://")[2]}),
        ("base with slash", {**usual, "api_base_url": f"{url}/"}),
        ("base with a path", {**usual, "api_base_url": f"{url}/home"}),
        ("base with spaces", {**usual, "api_base_url": f" {url} "}),
    ]
    for name, values in _VALUES.items():
        for number, value in enumerate(values):
            found.append((f"{name} {number} {value!r:.30}", {**usual, name: value}))
    cases = [{"id": name, "arguments": arguments, "files": files} for name, arguments in found]
    session = {"arguments": usual, "files": files}
    return [*cases, *({**session, "id": f"session with {one}", "session": one} for one in ("own headers", "subclass"))]
