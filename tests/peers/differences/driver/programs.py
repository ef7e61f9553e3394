"""Other pieces of programs: subclasses, mocks, private names, files, time and numbers, errors of the network."""

from __future__ import annotations

import inspect
import json
import socket
import warnings
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock, patch

import mastodon
from mastodon import Mastodon, types_base

from .attempts import attempt
from .server import Server
from .show import show


def _client(server: Server, job: dict[str, Any], **options: Any) -> Any:
    return Mastodon(**{"api_base_url": server.url, "access_token": job["token"], **options})


def _sent(server: Server) -> list[str]:
    return [f"{one['method']} {one['path']}" for one in server.requests()]


def calls_through_the_class(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Call methods on the class, with a client as the first argument."""
    client = _client(server, job)
    return {
        "status_post": attempt(lambda: show(Mastodon.status_post(client, "x"))["type"]),
        "account_verify_credentials": attempt(lambda: show(Mastodon.account_verify_credentials(client))["type"]),
        "isfunction": inspect.isfunction(Mastodon.status_post),
        "ismethod": inspect.ismethod(client.status_post),
        "__name__": attempt(lambda: Mastodon.status_post.__name__),
        "__self__": attempt(lambda: client.status_post.__self__ is client),
        "signature": attempt(lambda: next(iter(inspect.signature(Mastodon.status_post).parameters))),
        "annotations": attempt(lambda: sorted(Mastodon.status_post.__annotations__)[:3]),
    }


def overridden_methods(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Override `status_post`, as dry runs do, and call what is made of it."""
    posted: list[Any] = []

    class Dry(Mastodon):
        def status_post(self, *args: Any, **options: Any) -> Any:
            posted.append([*args[:1], sorted(options)])
            return {"id": "1"}

        def account_verify_credentials(self) -> Any:
            posted.append("verify")
            return types_base.AttribAccessDict(id="1", acct="mia")

    client = Dry(api_base_url=server.url, access_token=job["token"])
    status = client.status(job["things"]["status"])
    server.requests()
    found = {
        "toot": attempt(lambda: show(client.toot("x"))),
        "status_reply": attempt(lambda: show(client.status_reply(status, "y"))),
        "me": attempt(lambda: show(client.me())),
    }
    return {**found, "posted": posted, "sent": _sent(server)}


def overriding_with_super(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Call `super()`, and the class itself, from a subclass."""

    class Sub(Mastodon):
        def status_post(self, status: str, **options: Any) -> Any:
            return super().status_post(f"{status}!", **options)

        def toot(self, status: str) -> Any:
            return Mastodon.toot(self, f"{status}?")

    client = Sub(api_base_url=server.url, access_token=job["token"])
    found = {"toot": attempt(lambda: client.toot("x").content)}
    return {**found, "sent": [one["body"] for one in server.requests()]}


def patched_methods(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Patch methods, as tests do."""
    client = _client(server, job)
    found: dict[str, Any] = {}
    with patch.object(Mastodon, "status_post") as mocked:
        attempt(lambda: client.toot("x"))
        found["patch.object"] = mocked.call_count
    with patch.object(client, "status_post") as mocked:
        attempt(lambda: client.toot("x"))
        found["patch.object of the client"] = mocked.call_count
    found["autospec"] = attempt(lambda: _autospec(client))
    with patch("mastodon.Mastodon") as cls:
        found["patch of the class"] = attempt(lambda: show(mastodon.Mastodon().status_post("x")) != "" and cls.called)
    return {**found, "sent": _sent(server)}


def _autospec(client: Any) -> Any:
    with patch.object(Mastodon, "status_post", autospec=True) as mocked:
        client.toot("x")
        return len(mocked.call_args.args)


def decorated_methods(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Wrap every public function of the class, as retry wrappers do."""
    wrapped: list[str] = []

    def wrapper(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            wrapped.append(function.__name__)
            return function(*args, **options)

        return call

    names = {
        name: wrapper(found)
        for name, found in inspect.getmembers(Mastodon, inspect.isfunction)
        if name in ("status_post", "toot", "timeline_home")
    }
    cls = type("Retrying", (Mastodon,), names)
    client = cls(api_base_url=server.url, access_token=job["token"])
    found = {"toot": attempt(lambda: show(client.toot("x"))["type"])}
    return {**found, "wrapped": wrapped}


def private_requests(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Call `__api_request` and its like, as programs do that need what has no method."""
    client = _client(server, job)
    status = job["things"]["status"]

    class Sub(Mastodon):
        pass

    sub = Sub(api_base_url=server.url, access_token=job["token"])
    calls: dict[str, Callable[[], Any]] = {
        "get": lambda: client._Mastodon__api_request("GET", f"/api/v1/statuses/{status}"),
        "get in a subclass": lambda: sub._Mastodon__api_request("GET", f"/api/v1/statuses/{status}"),
        "with params": lambda: client._Mastodon__api_request("GET", "/api/v1/timelines/public", {"limit": 2}),
        "with params by name": lambda: client._Mastodon__api_request(
            "GET", "/api/v1/timelines/public", params={"limit": 2, "local": True}
        ),
        "post": lambda: client._Mastodon__api_request("POST", "/api/v1/statuses", {"status": "x", "media_ids[]": [1]}),
        "post, as JSON": lambda: client._Mastodon__api_request(
            "POST", "/api/v1/statuses", {"status": "x"}, use_json=True
        ),
        "with headers": lambda: client._Mastodon__api_request("GET", "/api/v1/preferences", headers={"X-Own": "1"}),
        "without parsing": lambda: client._Mastodon__api_request("GET", "/api/v1/preferences", parse=False),
        "with the response": lambda: (
            client._Mastodon__api_request("GET", "/api/v1/preferences", return_response_object=True).status_code
        ),
        "missing": lambda: client._Mastodon__api_request("GET", "/api/v1/nothing"),
        "other token": lambda: client._Mastodon__api_request(
            "GET", "/api/v1/preferences", access_token_override="other"
        ),
        "other type": lambda: client._Mastodon__api_request("GET", f"/api/v1/statuses/{status}", override_type=dict),
        "generate_params": lambda: client._Mastodon__generate_params(
            {"self": 1, "a": 1, "b": None, "c": True, "d": [1]}, ["x"]
        ),
        "unpack_id": lambda: client._Mastodon__unpack_id({"id": "7"}),
        "unpack_id of a number": lambda: client._Mastodon__unpack_id(7),
        "instance": lambda: client._Mastodon__instance(),  # noqa: PLW0108 (looked up within)
        "get_logged_in_id": lambda: client._Mastodon__get_logged_in_id(),  # noqa: PLW0108 (looked up within)
        "datetime_to_epoch": lambda: client._Mastodon__datetime_to_epoch(datetime(2026, 6, 1)),
        "consistent_isoformat_utc": lambda: client._Mastodon__consistent_isoformat_utc(datetime(2026, 6, 1, 12)),
        "load_media_file": lambda: client._Mastodon__load_media_file("picture.png")[2],
        "protocolize": lambda: Mastodon._Mastodon__protocolize("mastodon.example"),
        "deprotocolize": lambda: Mastodon._Mastodon__deprotocolize("https://mastodon.example/"),
        "get_streaming_base": lambda: bool(client._Mastodon__get_streaming_base()),
        "access_token attribute": lambda: client._Mastodon__access_token,
        "logged_in_id": lambda: client._Mastodon__logged_in_id,
        "json_allow_dict_attrs": lambda: client._Mastodon__json_allow_dict_attrs({"a": 1}).a,
    }
    found: dict[str, Any] = {}
    for name, call in calls.items():
        server.requests()
        found[name] = attempt(lambda call=call: show(call(), 3))
        sent = [one for one in server.requests() if "instance" not in one["path"]]
        found[f"{name}: sent"] = [
            [one["method"], one["path"], one["query"], one["form"], one["body"], one["headers"].get("authorization")]
            for one in sent
        ]
    return found


def uploads_that_fail(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Upload what cannot be read."""
    client = _client(server, job)
    files: dict[str, Any] = {
        "missing": "missing.png",
        "a folder": "a-folder",
        "empty": "empty.png",
        "without an ending": "without-ending",
        "text": "words.txt",
        "bytes": b"abc",
        "a number": 5,
        "nothing": None,
        "a missing path": Path("missing.png"),
    }
    found = {}
    for name, file in files.items():
        for method, parameter in (("media_post", "media_file"), ("account_update_credentials", "avatar")):
            server.requests()
            outcome = attempt(
                lambda method=method, parameter=parameter, file=file: show(
                    getattr(client, method)(**{parameter: file})
                )["type"]
            )
            found[f"{method}, {name}"] = outcome
            found[f"{method}, {name}: sent"] = _sent(server)
    return found


def times_and_numbers(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Compare and compute with what answers have."""
    client = _client(server, job)
    me = client.me()
    now = datetime.now()
    found: dict[str, Callable[[], Any]] = {
        "last_status_at": lambda: show(me.last_status_at),
        "last_status_at < now": lambda: me.last_status_at < now,
        "created_at": lambda: show(me.created_at),
        "created_at in local time": lambda: me.created_at.astimezone().isoformat(),
        "server time": lambda: client.get_approx_server_time().tzinfo is None,
        "server time and now": lambda: client.get_approx_server_time() - now < timedelta(days=100_000),
        "id as %d": lambda: "%d" % me.id,  # noqa: UP031 (as programs write it)
        "int of the id": lambda: int(me.id),
        "id < number": lambda: me.id < 10**20,
        "id == number": lambda: me.id == int(me.id),
        "id == text": lambda: me.id == str(me.id),
        "hash of the id": lambda: hash(me.id) == hash(str(me.id)),
        "id in a set of texts": lambda: me.id in {str(me.id), "another"},
        "id + 1": lambda: me.id + 1,
        "id in JSON": lambda: json.dumps(me.id),
        "time of the id": lambda: show(me.id.to_datetime()),
        "featured tag": lambda: show(client.featured_tags()[0]),
        "markers": lambda: show(client.markers_set("home", job["things"]["status"])),
        "markers by attribute": lambda: show(client.markers_get(["home"]).home),
        "age in seconds": lambda: isinstance((datetime.now().astimezone() - me.created_at).total_seconds(), float),
        "naive age": lambda: datetime.now() - me.created_at,
    }
    return {name: attempt(read) for name, read in found.items()}


def pages(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Page in all ways."""
    client = _client(server, job)
    first = client.timeline_public(limit=5)
    found: dict[str, Callable[[], Any]] = {
        "next": lambda: show(client.fetch_next(first), 1),
        "previous": lambda: show(client.fetch_previous(first), 1),
        "next of the info": lambda: show(client.fetch_next(first._pagination_next), 1),
        "remaining": lambda: len(client.fetch_remaining(client.timeline_public(limit=40))),
        "info": lambda: show(client.get_pagination_info(first, "next")),
        "max_id - 1": lambda: show(first._pagination_next["max_id"] - 1),
        "limit": lambda: show(first._pagination_next["limit"]),
        "method": lambda: show(first._pagination_next["_pagination_method"]),
        "endpoint": lambda: show(first._pagination_next["_pagination_endpoint"]),
        "info of an item": lambda: show(first[-1]._pagination_next),
        "iterator": lambda: [str(one.id) for one, _ in zip(client.pagination_iterator(first), range(7), strict=False)],
        "a list": lambda: show(client.fetch_next(list(first)), 1),
        "nothing": lambda: show(client.fetch_next(None), 1),
        "after the last": lambda: show(client.fetch_next(client.lists()), 1),
    }
    outcomes: dict[str, Any] = {}
    for name, read in found.items():
        server.requests()
        outcomes[name] = attempt(read)
        outcomes[f"{name}: sent"] = [[one["path"], one["query"]] for one in server.requests()][:3]
    return outcomes


def apps_and_log_in(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Register, and ask for the address to log in at."""
    found: dict[str, Any] = {}
    made = attempt(lambda: Mastodon.create_app("A program", api_base_url=server.url, to_file="app.secret"))
    found["create_app"] = made if isinstance(made, dict) else [type(made).__name__, [len(one) for one in made]]
    found["file"] = attempt(
        lambda: [
            line if "http" in line or " " in line else len(line) for line in Path("app.secret").read_text().split("\n")
        ]
    )
    found["sent"] = [[one["path"], one["form"], one["body"]] for one in server.requests()]
    client = attempt(lambda: Mastodon(client_id="app.secret"))
    calls: dict[str, Callable[[], Any]] = {
        "auth_request_url": lambda: (
            client.auth_request_url().replace(client.client_id, "ID").replace(server.url, "URL")
        ),
        "auth_request_url with scopes": lambda: client.auth_request_url(
            scopes=["read", "write:media"], force_login=True, state="s", lang="de"
        ).replace(client.client_id, "ID"),
        "log_in with a wrong password": lambda: client.log_in("mia@sandbox.example", "wrong"),
        "log_in with nothing": lambda: client.log_in(),  # noqa: PLW0108 (looked up within)
        "log_in with a wrong code": lambda: client.log_in(code="wrong"),
        "log_in with scopes that are none": lambda: client.log_in(code="wrong", scopes=["nonsense"]),
        "revoke_access_token": lambda: client.revoke_access_token(),  # noqa: PLW0108 (looked up within)
        "app_verify_credentials": lambda: show(client.app_verify_credentials()),
        "persistable_login_credentials": lambda: show(client.persistable_login_credentials()),
        "create_account": lambda: show(
            client.create_account("newone", "long-password", "new@mail.example", agreement=True)
        ),
        "create_account without agreement": lambda: show(
            client.create_account("newone", "long-password", "new@mail.example")
        ),
        "create_app with nonsense scopes": lambda: len(
            Mastodon.create_app("A", scopes=["nonsense"], api_base_url=server.url)
        ),
        "create_app without a server": lambda: len(Mastodon.create_app("A")),
    }
    for name, call in calls.items():
        server.requests()
        found[name] = attempt(call)
        found[f"{name}: sent"] = [[one["path"], one["form"], sorted(one["body"])] for one in server.requests()]
    return found


def errors_of_the_network(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Talk to nobody, to somebody who says nothing, and to somebody who talks nonsense."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        found = {
            "nobody": attempt(lambda: Mastodon(api_base_url="http://127.0.0.1:9", access_token="a").me()),
            "silence": attempt(
                lambda: Mastodon(api_base_url=f"http://127.0.0.1:{port}", access_token="a", request_timeout=0.2).me()
            ),
        }
    bodies = {"no JSON": "{no", "a text": '"x"', "a list": "[]", "null": "null", "nothing": "", "HTML": "<html></html>"}
    for name, body in bodies.items():
        answer = {"method": "GET", "path": "/api/v1/accounts/verify_credentials", "status": 200}
        server.begin([{**answer, "headers": {"Content-Type": "application/json"}, "body": body}])
        found[name] = attempt(lambda: show(_client(server, job).account_verify_credentials()))
    return found


def errors_of_the_server(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Answer with each status of an error."""
    found = {}
    for status in (400, 401, 403, 404, 405, 410, 422, 429, 500, 501, 502, 503, 504, 520):
        for name, body in (("", '{"error": "No", "error_description": "Because"}'), (" without JSON", "<p>No</p>")):
            answer = {"method": "GET", "path": "/api/v1/accounts/verify_credentials", "status": status}
            server.begin([{**answer, "headers": {"Content-Type": "application/json"}, "body": body}])
            client = _client(server, job, ratelimit_method="throw")
            found[f"{status}{name}"] = attempt(client.account_verify_credentials)
            found[f"{status}{name}: sent"] = len([one for one in server.requests() if "verify" in one["path"]])
    return found


def posts_that_are_refused(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Post what cannot be posted as it is."""
    things = job["things"]
    old = {"mastodon_version": "4.2.0"}
    calls: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "nothing": ({}, {"status": ""}),
        "None": ({}, {"status": None}),
        "a number": ({}, {"status": 5}),
        "an entity": ({}, {"status": {"id": "1"}}),
        "bytes": ({}, {"status": b"x"}),
        "visibility with a capital": ({}, {"status": "x", "visibility": "Unlisted"}),
        "visibility that is none": ({}, {"status": "x", "visibility": "nonsense"}),
        "empty visibility": ({}, {"status": "x", "visibility": ""}),
        "quote on an old server": (old, {"status": "x", "quote_id": things["status"]}),
        "quoted_status_id on an old server": (old, {"status": "x", "quoted_status_id": things["status"]}),
        "content type": ({}, {"status": "x", "content_type": "text/markdown"}),
        "content type, strictly": ({}, {"status": "x", "content_type": "text/nonsense", "strict_content_type": True}),
        "a poll and media": (
            {},
            {"status": "x", "media_ids": [things["media"]], "poll": {"options": ["a", "b"], "expires_in": 3600}},
        ),
        "a poll that is a text": ({}, {"status": "x", "poll": "a"}),
        "a date that is a text": ({}, {"status": "x", "scheduled_at": "tomorrow"}),
        "a date that has passed": ({}, {"status": "x", "scheduled_at": datetime(2026, 1, 1)}),
        "an answer to nothing": ({}, {"status": "x", "in_reply_to_id": "999999999"}),
        "an answer to None": ({}, {"status": "x", "in_reply_to_id": None}),
        "an answer to an empty text": ({}, {"status": "x", "in_reply_to_id": ""}),
        "an answer to an object without id": ({}, {"status": "x", "in_reply_to_id": {"no": 1}}),
        "media that is missing": ({}, {"status": "x", "media_ids": ["999999999"]}),
        "media None in a list": ({}, {"status": "x", "media_ids": [None]}),
        "language that is none": ({}, {"status": "x", "language": "nonsense"}),
        "too long": ({}, {"status": "x" * 600}),
    }
    found: dict[str, Any] = {}
    for name, (options, arguments) in calls.items():
        client = _client(server, job, **options)
        server.begin([])
        found[name] = attempt(lambda client=client, arguments=arguments: _posted(client.status_post(**arguments)))
        found[f"{name}: sent"] = [
            [one["path"], one["form"], one["body"]] for one in server.requests() if one["method"] == "POST"
        ]
    return found


def _posted(status: Any) -> Any:
    plain = {key: status[key] for key in ("content", "visibility", "in_reply_to_id", "language") if key in status}
    return {key: show(value) for key, value in plain.items()} or show(status, 2)


def replies(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Reply twice, and without mentions."""
    client = _client(server, job)
    status = client.status(job["things"]["reply"])
    found: dict[str, Any] = {}
    for name, options in {
        "once": {},
        "again": {},
        "untagged": {"untag": True},
        "visibly": {"visibility": "public"},
    }.items():
        server.requests()
        found[name] = attempt(
            lambda name=name, options=options: _posted(client.status_reply(status, f"An answer, {name}", **options))
        )
        found[f"{name}: sent"] = [[one["path"], one["body"]] for one in server.requests()]
    found["to an id"] = attempt(lambda: show(client.status_reply(job["things"]["reply"], "x"))["type"])
    return found


def helpers(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Use helpers that need no server."""
    texts = [
        "Hello",
        "é",
        "👨‍👩‍👧",
        "https://example.org/" + "a" * 50,
        "@noah@example.org x",
        "#tag",
        "a.b",
        "www.example.org/x",
        "漢字",
        "mailto:x@example.org",
        "example.org",
    ]
    found = {f"length of {text[:12]}": attempt(lambda text=text: Mastodon.get_status_length(text)) for text in texts}
    found["length with warning"] = attempt(lambda: Mastodon.get_status_length("ab", "cd"))
    client = _client(server, job)
    found["make_poll"] = attempt(lambda: show(client.make_poll(["a", "b"], 3600, multiple=True)))
    found["edit attributes"] = attempt(
        lambda: show(client.generate_media_edit_attributes("5", description="x", focus=(0.5, 0.5)))
    )
    found["supported version"] = attempt(Mastodon.get_supported_version)
    found["keys"] = attempt(lambda: [sorted(one) for one in client.push_subscription_generate_keys()])
    found["decode_blurhash"] = attempt(
        lambda: len(client.decode_blurhash({"blurhash": "UeKUpMxua4t757oJodS3_3kCMd9F6p"}))
    )
    found["decode_blurhash, value"] = attempt(
        lambda: show(
            client.decode_blurhash({"blurhash": "UeKUpMxua4t757oJodS3_3kCMd9F6p"}, (2, 2), return_linear=False)
        )
    )
    for text in ("true", "false", "0", "", "no", 1, None, "True"):
        found[f"bool of {text!r}"] = attempt(lambda text=text: show(types_base.try_cast(bool, text)))
    for text in (
        "",
        "nonsense",
        "2026-06-01",
        "2026-06-01T12:00:00Z",
        1780000000,
        "1780000000",
        "0001-01-01T00:00:00Z",
    ):
        found[f"time of {text!r}"] = attempt(lambda text=text: show(types_base.try_cast(datetime, text)))
    for text in ("5", 5, "", "abc", None, 5.5, [1], True):
        found[f"number of {text!r}"] = attempt(lambda text=text: show(types_base.try_cast(int, text)))
        found[f"text of {text!r}"] = attempt(lambda text=text: show(types_base.try_cast(str, text)))
        found[f"id of {text!r}"] = attempt(
            lambda text=text: show(types_base.try_cast(types_base.MaybeSnowflakeIdType, text))
        )
    return found


def entities_made_by_hand(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Make entities without a server, as tests do."""
    from mastodon import return_types

    made: dict[str, Callable[[], Any]] = {
        "AttribAccessDict": lambda: mastodon.AttribAccessDict(id=1, name="x"),
        "AttribAccessDict, nested": lambda: mastodon.AttribAccessDict(account={"id": 1}).account.id,
        "AttribAccessDict of a mapping": lambda: mastodon.AttribAccessDict({"id": 1}),
        "Status": lambda: return_types.Status(id="5", created_at="2026-06-01T12:00:00Z", content="x"),
        "Status without anything": lambda: return_types.Status(),  # noqa: PLW0108 (looked up within)
        "Status with more": lambda: return_types.Status(id="5", more="x").more,
        "Account": lambda: return_types.Account(id="5", acct="noah", followers_count="7").followers_count,
        "Notification": lambda: return_types.Notification(id="5", type="mention", account={"id": "1"}).account,
        "PaginatableList": lambda: types_base.PaginatableList([1, 2]),
        "pagination of a list": lambda: types_base.PaginatableList([1, 2])._pagination_next,
        "Id of a time": lambda: types_base.MaybeSnowflakeIdType(datetime(2026, 6, 1)),
        "Id of a number": lambda: types_base.MaybeSnowflakeIdType(5) == 5,
        "try_cast_recurse": lambda: types_base.try_cast_recurse(return_types.Status, {"id": 5, "account": {"id": "1"}}),
    }
    return {name: attempt(lambda make=make: show(make(), 3)) for name, make in made.items()}


def every_class_made_by_hand(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Make each class of answers with nothing, and with texts alone."""
    from mastodon import return_types

    found = {}
    for name in sorted(job["return_types"]):
        cls = getattr(return_types, name, None)
        if not isinstance(cls, type) or not issubclass(cls, dict):
            found[name] = "no class"
            continue
        found[f"{name}()"] = attempt(lambda cls=cls: show(cls(), 2))
        texts = dict.fromkeys(job["fields"].get(name, []), "5")
        found[f"{name} of texts"] = attempt(lambda cls=cls, texts=texts: show(cls(**texts), 3))
    return found


def sessions(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Give sessions of requests: real ones, ones with adapters, mocks."""
    import requests

    found: dict[str, Any] = {}
    session = requests.Session()
    with patch("requests.Session.request", side_effect=RuntimeError("mocked")) as mocked:
        found["patched request"] = attempt(lambda: _client(server, job, session=session).status_post("x"))
        found["patched request: calls"] = mocked.call_count
        found["patched request: arguments"] = (
            [list(mocked.call_args.args), sorted(mocked.call_args.kwargs)] if mocked.called else []
        )
    with patch("requests.Session.request", side_effect=RuntimeError("mocked")) as mocked:
        found["patched without a session"] = attempt(lambda: show(_client(server, job).status_post("x"))["type"])
        found["patched without a session: calls"] = mocked.call_count
    found["patched without a session: sent"] = _sent(server)
    mock = MagicMock()
    mock.request.return_value.status_code = 200
    mock.request.return_value.headers = {}
    mock.request.return_value.json.return_value = {"id": "1"}
    found["a MagicMock"] = attempt(lambda: show(_client(server, job, session=mock).status_post("x"), 1))
    found["a MagicMock: calls"] = mock.request.call_count
    adapter = requests.adapters.HTTPAdapter()
    with patch.object(adapter, "send", side_effect=requests.ConnectionError("mocked")) as mocked:
        session.mount("http://", adapter)
        found["an adapter"] = attempt(lambda: _client(server, job, session=session).status_post("x"))
        found["an adapter: body"] = attempt(lambda: show(mocked.call_args.args[0].body))
        found["an adapter: headers"] = attempt(lambda: sorted(mocked.call_args.args[0].headers))
    return found


def old_servers(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Call what an old server has not, with version checks."""
    found = {}
    for mode in ("created", "changed", "none"):
        client = _client(server, job, version_check_mode=mode, mastodon_version="2.0.0")
        for method, args in {
            "status_translate": ["1"],
            "filters_v2": [],
            "status_post": ["x"],
            "trending_links": [],
        }.items():
            server.requests()
            found[f"{mode} {method}"] = attempt(
                lambda method=method, args=args, client=client: show(getattr(client, method)(*args))["type"]
            )
            found[f"{mode} {method}: sent"] = len(server.requests())
    return found


def warnings_of_old_names(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Call names that are deprecated."""
    found = {}
    client = _client(server, job)
    for method, args in {
        "notifications_dismiss": ["1"],
        "search_v1": ["x"],
        "trends": [],
        "suggestions_v1": [],
        "follows": ["noah"],
    }.items():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            found[f"{method}: end"] = attempt(
                lambda method=method, args=args: show(getattr(client, method)(*args))["type"]
            )
            found[method] = sorted({one.category.__name__ for one in caught if one.category is not ResourceWarning})
    return found


def hostile_redirects(server: Server, job: dict[str, Any]) -> dict[str, Any]:
    """Answer with a redirect, to see what is sent where."""
    found = {}
    for status in (301, 302, 303, 307, 308):
        for method, call in {"GET": lambda c: c.preferences(), "POST": lambda c: c.status_post("x")}.items():
            path = "/api/v1/preferences" if method == "GET" else "/api/v1/statuses"
            answer = {"method": method, "path": path, "status": status, "body": ""}
            server.begin([{**answer, "headers": {"Location": "/api/v1/markers"}}])
            found[f"{status} of {method}"] = attempt(lambda call=call: show(call(_client(server, job)))["type"])
            found[f"{status} of {method}: sent"] = [
                [one["method"], one["path"], one["body"]] for one in server.requests()
            ]
    return found


SCRIPTS = (
    calls_through_the_class,
    overridden_methods,
    overriding_with_super,
    patched_methods,
    decorated_methods,
    private_requests,
    uploads_that_fail,
    times_and_numbers,
    pages,
    apps_and_log_in,
    errors_of_the_network,
    errors_of_the_server,
    posts_that_are_refused,
    replies,
    helpers,
    entities_made_by_hand,
    every_class_made_by_hand,
    sessions,
    old_servers,
    warnings_of_old_names,
    hostile_redirects,
)
