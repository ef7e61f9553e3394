"""Honest answers: what a real server has answered to the same request, in pages as it would give them."""

from __future__ import annotations

import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

_CORPUS = Path(__file__).parents[2] / "contract" / "corpus" / "mastodon.jsonl.gz"
_PAGED = ("max_id", "min_id", "since_id", "offset")
_TIMELINE = "/api/v1/timelines/home"
_AS_HOME = re.compile(r"/api/v1/timelines/(public|tag/[^/]+)|/api/v1/accounts/:id/statuses")
_ROBOTS = "User-agent: *\nDisallow: /media_proxy/\n"


def template(path: str) -> str:
    """The path with ``:id`` in place of numbers: ``/api/v1/statuses/:id``."""
    path = re.sub(r"/\d+(?=/|$)", "/:id", path)
    return _TIMELINE if _AS_HOME.fullmatch(path) else path


@cache
def answers() -> dict[tuple[str, str], str]:
    """The richest successful JSON that was recorded, by method and template of the path."""
    found: dict[tuple[str, str], str] = {}
    with gzip.open(_CORPUS, "rt", encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            if one["status"] < 300 and one["body"]:
                key = one["method"], template(one["path"].partition("#")[0].partition("?")[0])
                text = json.dumps(one["body"])
                if len(text) > len(found.get(key, "")):
                    found[key] = text
    return found


def answer(method: str, path: str, query: dict[str, str], url: str) -> tuple[int, Any, str | None]:
    """Status, content (JSON, or text) and ``Link`` of the honest answer of the server at *url*."""
    special = _special(path, url)
    if special is not None:
        return 200, special, None
    text = answers().get((method, template(path)))
    if text is None:
        return 404, {"error": "Record not found"}, None
    value = json.loads(text)
    if isinstance(value, list) and method == "GET":
        return 200, *_page(value, path, query, url)
    return 200, value, None


def _number(text: str) -> int:
    """A position; Mastodon reads what is no number as 0."""
    return int(text) if text.isascii() and text.isdigit() else 0


def _page(items: list[Any], path: str, query: dict[str, str], url: str) -> tuple[list[Any], str | None]:
    if not all(isinstance(item, dict) and str(item.get("id")).isdigit() for item in items):
        return ([] if any(name in query for name in _PAGED) else items), None
    items.sort(key=lambda item: -int(item["id"]))
    low, high = _number(query.get("min_id", query.get("since_id", "0"))), _number(query.get("max_id", str(2**63)))
    size = int(query.get("limit", 20))
    found = [item for item in items if low < int(item["id"]) < high]
    found = found[-size:] if "min_id" in query else found[:size]
    if not found:
        return [], None
    rest = {name: value for name, value in query.items() if name not in _PAGED}
    following, previous = (
        urlencode({**rest, name: one["id"]}) for name, one in (("max_id", found[-1]), ("min_id", found[0]))
    )
    return found, f'<{url}{path}?{following}>; rel="next", <{url}{path}?{previous}>; rel="prev"'


def _special(path: str, url: str) -> Any:
    host = url.partition("://")[2]
    if path == "/robots.txt":
        return _ROBOTS
    if path == "/.well-known/nodeinfo":
        rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
        return {"links": [{"rel": rel, "href": f"{url}/nodeinfo/2.0"}]}
    if path == "/.well-known/oauth-authorization-server":
        return _oauth(url)
    if path == "/api/v2/instance":
        return {**_instance(host), "configuration": {"urls": {"streaming": url.replace("http", "ws", 1)}}}
    if path == "/api/v1/instance":
        return {**_instance(host), "uri": host, "urls": {"streaming_api": url.replace("http", "ws", 1)}}
    return None


def _instance(host: str) -> dict[str, Any]:
    return {
        "domain": host,
        "title": "A server",
        "version": "4.7.3",
        "source_url": "https://github.com/mastodon/mastodon",
        "description": "",
        "usage": {"users": {"active_month": 3}},
        "languages": ["en"],
        "registrations": {"enabled": False, "approval_required": False, "message": None, "url": None},
        "contact": {"email": "admin@example.org", "account": None},
        "rules": [{"id": "1", "text": "Be kind", "hint": ""}],
        "api_versions": {"mastodon": 7},
    }


def _oauth(url: str) -> dict[str, Any]:
    return {
        "issuer": f"{url}/",
        "authorization_endpoint": f"{url}/oauth/authorize",
        "token_endpoint": f"{url}/oauth/token",
        "app_registration_endpoint": f"{url}/api/v1/apps",
        "revocation_endpoint": f"{url}/oauth/revoke",
        "userinfo_endpoint": f"{url}/oauth/userinfo",
        "scopes_supported": ["read", "write", "profile"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "code_challenge_methods_supported": ["S256"],
    }
