"""Requests with parameters of the wrong type and hostile text, for every route of the sandbox."""

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from starlette.routing import Route

from trunkline.sandbox import oauth, web
from trunkline.sandbox.api.app import create_app
from trunkline.sandbox.http.site import ServerSite
from trunkline.sandbox.live import streaming
from trunkline.sandbox.live.hub import Hub
from trunkline.sandbox.seed.populating import populate
from trunkline.sandbox.store.database import Store

from .conftest import START, Clock
from .direct import client_of

SCOPES = "read write follow push profile admin:read admin:write"
PEOPLE = (None, "alice", "admin")
_SITE = ServerSite("http://localhost", "localhost")
AREAS = {
    "moderation": (
        "admin/accounts", "admin/dimensions", "admin/measures", "admin/reports", "admin/retention", "admin/trends",
    ),
    "blocks of moderators": (
        "admin/canonical_email_blocks", "admin/domain_allows", "admin/domain_blocks", "admin/email_domain_blocks",
        "admin/ip_blocks", "admin/tags",
    ),
    "accounts": ("accounts",),
    "people": (
        "blocks", "directory", "domain_blocks", "emails", "endorsements", "follow_requests", "mutes",
        "preferences", "profile", "suggestions",
    ),
    "posts": ("bookmarks", "favourites", "media", "polls", "scheduled_statuses", "statuses"),
    "finding": ("conversations", "followed_tags", "featured_tags", "lists", "search", "tags", "timelines", "trends"),
    "notifications": ("markers", "notifications", "push", "reports", "streaming"),
    "filters": ("filters",),
    "collections": ("annual_reports", "async_refreshes", "collections"),
}  # fmt: skip
"""Areas of the API by the part of the path after the version. All else is of the "server", or of the "pages"."""
HOSTILE: list[Any] = [
    "", " ", "\0", "a\0b", "é", "\ufeff", "\u202e\u2028", "'\"%_*()AND NOT ^:-", "NEAR(", '"', "%", "#", "@", "@alice@",
    "9" * 30, "-9223372036854775808", "0", "-1", "nan", "inf", "1e999", "0x10", "١٢", "x" * 20_000, "\n" * 2_000,
    "2026-99-99", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "+000000000-01-01", "2026-01-01T00:00:00",
    "https://[", "http://[::1", "javascript:alert(1)", "http://localhost/@alice/99999999999999999999",
    "::/0", "1.2.3.4/99", "a@b@c", "..", "../../etc/passwd", "{}", "[]",
    "<script>alert(1)</script>", "</p><img src=x onerror=y>",
    True, False, None, 0, -1, 1.5, 1e300, 2**63, 2**70, -(2**70),
    [], {}, [[]], [None], [{}], [[[1]]], {"a": {}}, {"": ""}, {"0": {"a": "b"}}, [1, True, "x", None], ["x"] * 50,
]  # fmt: skip
SENSIBLE: dict[str, Any] = {
    "status": "Hello #fuzz @bob", "poll": {"options": ["a", "b"], "expires_in": 300}, "choices": [0], "q": "alice",
    "title": "A title", "phrase": "word", "context": ["home"], "keywords_attributes": [{"keyword": "x"}],
    "type": "none", "keys": ["new_users"], "start_at": "2026-02-01", "end_at": "2026-02-03", "frequency": "day",
    "domain": "far.example",
    "ip": "1.2.3.0/24", "severity": "no_access", "name": "fuzz", "email": "x@mail.example", "password": "long enough",
    "agreement": True, "locale": "en", "client_name": "App", "redirect_uri": "urn:ietf:wg:oauth:2.0:oob",
    "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scope": "read", "scopes": "read", "response_type": "code",
    "client_id": "client", "client_secret": "secret", "grant_type": "client_credentials", "visibility": "public",
    "scheduled_at": "2026-12-01T00:00:00Z", "comment": "Why", "data": {"alerts": {"mention": True}},
    "timeline": ["home"], "subscription": {"endpoint": "https://push.example/x", "keys": {"p256dh": "x", "auth": "y"}},
    "acct": "alice",
    "fields_attributes": [{"name": "a", "value": "b"}], "source": {"privacy": "public"}, "home": {"last_read_id": "1"},
}  # fmt: skip
BODIES = [
    ("application/json", b"{"),
    ("application/json", b"[" * 100_000),
    ("application/json", b'[1, "x", null]'),
    ("application/json", b'"text"'),
    ("application/json", b'{"status": "\\ud800", "q": "\\udc00x"}'),
    ("application/json", b'{"status": "\xff"}'),
    ("application/x-www-form-urlencoded", b"a=%ff&b=%zz"),
    ("application/x-www-form-urlencoded", b"a[b]=1&a[]=2&a=3"),
    ("application/x-www-form-urlencoded", b"a" + b"[b]" * 1000 + b"=1"),
    ("application/x-www-form-urlencoded", b"&".join(b"status=%d" % number for number in range(10_000))),
    ("multipart/form-data", b""),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\xff\r\n\r\n\xff\r\n--x--"),
    ("multipart/form-data; boundary=x; charset=no", b"--x\r\nContent-Disposition: form-data; name=q\r\n\r\na\r\n--x--"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
    ("text/plain", b"\0" * 1000),
    ("application/json", b'{"status": "' + b"x" * 1_000_000 + b'"}'),
]  # fmt: skip


class Target:
    """An application with a small community, which can be put back to its beginning."""

    def __init__(self) -> None:
        self.store = Store(clock=Clock())
        populate(self.store, size=60, now=START)
        app_id = self.store.insert(
            "apps",
            {
                "name": "Fuzz",
                "redirect_uris": '["urn:ietf:wg:oauth:2.0:oob", "http://127.0.0.1/"]',
                "scopes": SCOPES,
                "client_id": "client",
                "client_secret": "secret",
                "created_at": self.store.now(),
            },
        )
        for name in filter(None, PEOPLE):
            account = self.store.value("SELECT id FROM accounts WHERE username = ? AND domain IS NULL", (name,))
            values = {"token": name, "app_id": app_id, "account_id": account, "scopes": SCOPES, "created_at": 0}
            self.store.insert("access_tokens", values)
        self.app = create_app(self.store, Hub(), _SITE, routes=[*streaming.routes(), *oauth.routes, *web.routes])
        self.client = client_of(self.app, _SITE.url, follow_redirects=False, raise_errors=False)
        self.routes = [route for route in self.app.routes if isinstance(route, Route)]
        self.ids = [
            str(self.store.value(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1"))
            for table in ("statuses", "accounts", "media_attachments", "polls", "lists", "notifications")
        ]
        self._beginning = Store()
        self.store.connection.backup(self._beginning.connection)

    def reset(self) -> None:
        """Bring back the community that was there at first."""
        self._beginning.connection.backup(self.store.connection)
        self.client.cookies.clear()

    def close(self) -> None:
        self.store.close()
        self._beginning.close()


class Fuzzer:
    """Draws requests to a route; learns the names of its parameters from its handler."""

    def __init__(self, target: Target, route: Route, asked: set[str], dice: random.Random) -> None:
        self._target = target
        self._route = route
        self._asked = asked
        self._dice = dice

    def path(self) -> str:
        segments = [*self._target.ids, "0", "abc", "9" * 30, "é", "%", "a'b", "..", "x" * 3000, "alice", "user"]
        return re.sub(r"\{[^}]*\}", lambda _: quote(self._dice.choice(segments), safe=""), self._route.path)

    def value(self, name: str) -> Any:
        if self._dice.random() < 0.5 and name in SENSIBLE:
            return SENSIBLE[name]
        if self._dice.random() < 0.15:
            return self._dice.choice((self._target.ids, [self._dice.choice(self._target.ids)], self._target.ids[0]))
        if self._dice.random() < 0.15:
            names = self._names()
            return {one: self._dice.choice(HOSTILE) for one in names}
        return self._dice.choice(HOSTILE)

    def _names(self) -> list[str]:
        known = sorted(self._asked)
        return self._dice.sample(known, min(len(known), self._dice.randint(1, 6)))

    def options(self) -> dict[str, Any]:
        """Return query and body of a request."""
        if self._dice.random() < 0.15:
            kind, content = self._dice.choice(BODIES)
            return {"content": content, "headers": {"Content-Type": kind}}
        values = {name: self.value(name) for name in self._names()}
        way = self._dice.random()
        if way < 0.5:
            return {"content": json.dumps(values).encode(), "headers": {"Content-Type": "application/json"}}
        texts = {self._dice.choice((name, f"{name}[]", f"{name}[a]")): _text(value) for name, value in values.items()}
        if way < 0.7:
            return {"params": {name: value[:2000] for name, value in texts.items()}}
        if way < 0.85:
            return {"data": texts}
        return {"data": texts, "files": {self._dice.choice(sorted(values)): ("a\0.png", b"GIF89a\0\0", "text/html")}}

    def sweep(self) -> Iterator[dict[str, Any]]:
        """Give query and body of requests in which one parameter after the other has each hostile value.

        The others are as they should be: so it is this one that the route judges.
        """
        for name in sorted(self._asked):
            for value in HOSTILE:
                values = {**{other: SENSIBLE[other] for other in self._asked & SENSIBLE.keys()}, name: value}
                way = self._dice.choice(("json", "query", "form", "multipart"))
                if way == "json":
                    yield {"content": json.dumps(values).encode(), "headers": {"Content-Type": "application/json"}}
                elif way == "query":
                    yield {"params": {each: _text(one)[:2000] for each, one in values.items()}}
                else:
                    texts = {each: _text(one) for each, one in values.items()}
                    yield {"data": texts, **({"files": {"other": ("x", b"x")}} if way == "multipart" else {})}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def fault(path: str, response: Any) -> str | None:
    """Return what is wrong with a response."""
    if response.status_code >= 500:
        return f"answers {response.status_code}"
    if response.status_code < 400 or not path.startswith("/api/"):
        return None
    if response.headers["content-type"].startswith("application/json"):
        error = response.json().get("error")
        if isinstance(error, dict) and "/collections" in path:
            error = error["error"]
        return None if isinstance(error, str) else f"answers {response.text}"
    return None if "400 Bad Request" in response.text else f"answers {response.status_code} without JSON"


def area_of(path: str) -> str:
    """Return the area that a route belongs to."""
    if not path.startswith("/api/"):
        return "pages"
    part = path.split("/", 3)[-1]
    part = "/".join(part.split("/")[: 2 if part.startswith("admin/") else 1])
    return next((name for name, parts in AREAS.items() if part in parts), "server")


class Attack:
    """What became of requests.

    Attributes:
        faults: answers that are wrong, and to what.
        statuses: how often each status came.
    """

    def __init__(self, target: Target, asked: set[str], seed: int) -> None:
        self.faults: list[str] = []
        self.statuses: Counter[int] = Counter()
        self._target, self._asked, self._dice = target, asked, random.Random(seed)

    def run(self, routes: Iterable[Route], rounds: int, *, sweep: bool = False) -> None:
        """Ask routes in random ways, then with each parameter that they asked for at its worst."""
        for route in routes:
            self._asked.clear()
            self._asked.add("id")
            self._target.reset()
            fuzzer = Fuzzer(self._target, route, self._asked, self._dice)
            methods = sorted((route.methods or set()) - {"HEAD"})
            for _ in range(rounds):
                for method in methods:
                    for person in PEOPLE:
                        self._ask(method, fuzzer.path(), person, fuzzer.options())
            for method in methods if sweep else ():
                for options in list(fuzzer.sweep()):
                    person = "admin" if "/admin/" in route.path else "alice"
                    self._ask(method, fuzzer.path(), person, options)

    def _ask(self, method: str, path: str, person: str | None, options: dict[str, Any]) -> None:
        if path.startswith(streaming.PATH) and person is not None:
            return  # would stay open
        token = {} if person is None else {"Authorization": f"Bearer {person}"}
        headers = {"Accept": "application/json", **options.pop("headers", {}), **token}
        response = self._target.client.request(method, path, headers=headers, **options)
        self.statuses[response.status_code] += 1
        found = fault(path, response)
        if found is not None:
            self.faults.append(f"{method} {path[:200]} as {person} {found} to {str(options)[:2000]}")
