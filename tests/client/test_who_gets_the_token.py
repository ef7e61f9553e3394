"""Two servers, of which one has the token: for each way to point at the other, the headers that both really see."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx2
import pytest

from tests.recorder import Recorder, Says
from trunkline import (
    AsyncMastodon,
    Mastodon,
    MastodonAPIError,
    MastodonError,
    MastodonIllegalArgumentError,
    MastodonMalformedResponseError,
    MastodonUnauthorizedError,
)
from trunkline.answers.page import Page
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.request import Request
from trunkline.protocol.retries import RetryPolicy
from trunkline.sandbox.certificates import ServerTls
from trunkline.streaming.recovery.reconnect import ReconnectPolicy
from trunkline.streaming.wires.names import WireName

TOKEN = "secret-token-that-nobody-may-see"
SECRETS = (TOKEN, "very-secret", "refresh-secret", "code-secret", "password-secret", "verifier-secret", "fresh-secret")
BEARER = f"Bearer {TOKEN}"
PAGE = "/api/v1/timelines/public"
STREAM = "/api/v1/streaming"
WIRES: tuple[WireName, ...] = ("sse", "websocket")


@pytest.fixture(scope="module")
def tls() -> Iterator[ServerTls]:
    """TLS of both servers."""
    with closing(ServerTls(())) as made:
        yield made


@pytest.fixture(scope="module")
def certificate(tls: ServerTls) -> str:
    """The authority that signed the certificate of both."""
    return tls.ca_file


@pytest.fixture
def own(tls: ServerTls) -> Iterator[Recorder]:
    """The server that the token is for."""
    with Recorder(tls.context) as running:
        yield running


@pytest.fixture
def other(tls: ServerTls) -> Iterator[Recorder]:
    """The server that must not see it; whatever else it sees is checked at the end of every test."""
    with Recorder(tls.context) as running:
        yield running
    for came in running.came:
        seen = f"{came.path} {dict(came.headers)} {came.body!r}"
        assert not [secret for secret in SECRETS if secret in seen]


def settings(certificate: str, **changes: Any) -> dict[str, Any]:
    return {
        "access_token": TOKEN,
        "client_id": "id",
        "client_secret": "very-secret",
        "refresh_token": "refresh-secret",
        "verify": certificate,
        "rate_limiter": RateLimiter(),
        "retry": RetryPolicy(attempts=1),
        **changes,
    }


@pytest.fixture
def client(own: Recorder, certificate: str) -> Iterator[Mastodon]:
    """A client for the first server, with everything that is secret."""
    with Mastodon(api_base_url=own.url, **settings(certificate)) as made:
        yield made


def in_crawl(address: str, request: Request[Any], **options: Any) -> Any:
    """Send a request as a crawl does."""
    pytest.importorskip("dlt")
    from trunkline.pipeline.crawling.client import WatchedMastodon
    from trunkline.pipeline.watch import Watch

    async def ask() -> Any:
        async with WatchedMastodon(api_base_url=address, **options) as crawling:
            crawling.watch, crawling.watched_as = Watch(), "server"
            return await crawling.call(request)

    return asyncio.run(ask())


def in_loop(address: str, request: Request[Any], **options: Any) -> Any:
    """Send a request with the asynchronous client."""

    async def ask() -> Any:
        async with AsyncMastodon(api_base_url=address, **options) as made:
            return await made.call(request)

    return asyncio.run(ask())


def in_thread(address: str, request: Request[Any], **options: Any) -> Any:
    """Send a request with the synchronous client."""
    with Mastodon(api_base_url=address, **options) as made:
        return made.call(request)


ASK: tuple[Callable[..., Any], ...] = (in_thread, in_loop, in_crawl)
GET: Request[Any] = Request("GET", PAGE, Page[Any])
POST: Request[Any] = Request("POST", "/api/v1/statuses", dict, form={"status": "very-secret"})


# -- redirects


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_elsewhere_drops_the_token(
    own: Recorder, other: Recorder, certificate: str, ask: Callable[..., Any], status: int
) -> None:
    own.answers[PAGE] = Says(None, status, {"Location": f"{other.url}/x?y=1"})
    other.answers["/x"] = Says([{"id": "1"}])
    assert ask(own.url, GET, **settings(certificate)) == [{"id": "1"}]
    assert own.authorizations == [BEARER]
    assert (other.paths, other.authorizations) == (["/x?y=1"], [None])


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_of_a_post_goes_nowhere_else(
    own: Recorder, other: Recorder, certificate: str, ask: Callable[..., Any], status: int
) -> None:
    own.answers[POST.path] = Says(None, status, {"Location": f"{other.url}/x"})
    with pytest.raises(MastodonMalformedResponseError, match="if it has moved, use that address"):
        ask(own.url, POST, **settings(certificate))
    assert other.came == []


@pytest.mark.parametrize("ask", ASK)
def test_a_dropped_token_does_not_come_back(
    own: Recorder, other: Recorder, certificate: str, ask: Callable[..., Any]
) -> None:
    own.answers[PAGE] = Says(None, 302, {"Location": f"{other.url}/x"})
    other.answers["/x"] = Says(None, 302, {"Location": f"{own.url}/uploaded"})
    own.answers["/uploaded"] = Says([], headers={"Link": f'<{PAGE}?max_id=1>; rel="next"'})
    page = ask(own.url, GET, **settings(certificate))
    assert own.authorizations == [BEARER, None]
    assert page.next.anonymous


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize(
    "target", ["/elsewhere", "elsewhere", "{own}/elsewhere", "//{host}/elsewhere", "HTTPS://{host}/x"]
)
def test_a_redirect_on_the_same_server_keeps_it(
    own: Recorder, certificate: str, ask: Callable[..., Any], target: str
) -> None:
    own.answers[PAGE] = Says(None, 302, {"Location": target.format(own=own.url, host=own.host)})
    ask(own.url, Request("GET", PAGE, dict), **settings(certificate))
    assert own.authorizations == [BEARER, BEARER]


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize(
    "target",
    [
        "http://{other}/x",
        "https://{own}@{other}/x",
        "https://u:p@{own}/x",
        "https://{own}\\@{other}/x",
        "\\\\{other}/x",
        "https:\\\\{other}/x",
        "https://[",
        "https://{other}:99999999/x",
        "ftp://{other}/x",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ],
)
def test_redirects_that_are_not_followed(
    own: Recorder, other: Recorder, certificate: str, ask: Callable[..., Any], target: str
) -> None:
    own.answers[PAGE] = Says(None, 302, {"Location": target.format(own=own.host, other=other.host)})
    if "\\\\" in target:  # read as a relative path: it stays on the server
        ask(own.url, Request("GET", PAGE, dict), **settings(certificate))
    else:
        with pytest.raises(MastodonMalformedResponseError, match="redirects to"):
            ask(own.url, GET, **settings(certificate))
    assert other.came == []


def test_a_redirect_out_of_the_base_path_drops_the_token(own: Recorder, certificate: str) -> None:
    own.answers[f"/sub{PAGE}"] = Says(None, 302, {"Location": "/somebody-else"})
    in_thread(f"{own.url}/sub", Request("GET", PAGE, dict), **settings(certificate))
    assert own.authorizations == [BEARER, None]


def test_headers_and_bodies_of_a_request_stay_at_home(own: Recorder, other: Recorder, certificate: str) -> None:
    own.answers[PAGE] = Says(None, 302, {"Location": f"{other.url}/x"})
    headers = {"authorization": BEARER, "Cookie": "very-secret", "X-Key": "very-secret"}
    request = Request("GET", PAGE, dict, headers=headers, json={"key": "very-secret"}, anonymous=True)
    for ask in ASK:
        ask(own.url, request, **settings(certificate))
    assert [came.body for came in other.came] == [b""] * 3
    assert [came.headers.get("X-Key") for came in own.came] == ["very-secret"] * 3


def test_the_credentials_of_a_given_client_stay_at_home(own: Recorder, other: Recorder, certificate: str) -> None:
    import ssl

    own.answers[PAGE] = Says(None, 302, {"Location": f"{other.url}/x"})
    context = ssl.create_default_context(cafile=certificate)
    headers = {"Authorization": "very-secret"}
    with httpx2.Client(verify=context, auth=("me", "very-secret"), headers=headers) as given:
        in_thread(own.url, Request("GET", PAGE, dict, anonymous=True), session=given)

    async def ask() -> None:
        async with (
            httpx2.AsyncClient(verify=context, auth=("me", "very-secret"), headers=headers) as given,
            AsyncMastodon(api_base_url=own.url, session=given) as made,
        ):
            await made.call(Request("GET", PAGE, dict, anonymous=True))

    asyncio.run(ask())
    assert [str(sent)[:5] for sent in own.authorizations] == ["Basic", "Basic"]
    assert other.authorizations == [None, None]


def test_the_credentials_of_a_given_session_stay_at_home(
    own: Recorder, other: Recorder, certificate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    session = pytest.importorskip("requests").Session()
    session.verify, session.auth = certificate, ("me", "very-secret")
    session.headers["Authorization"] = "very-secret"
    own.answers[PAGE] = Says(None, 302, {"Location": f"{other.url}/x"})
    in_thread(own.url, Request("GET", PAGE, dict, anonymous=True), session=session)
    in_loop(own.url, Request("GET", PAGE, dict, anonymous=True), session=session)
    assert [str(sent)[:5] for sent in own.authorizations] == ["Basic", "Basic"]
    assert other.authorizations == [None, None]


def test_a_401_from_elsewhere_renews_nothing(client: Mastodon, own: Recorder, other: Recorder) -> None:
    own.answers[PAGE] = Says(None, 302, {"Location": f"{other.url}/x"})
    other.answers["/x"] = Says({"error": "expired"}, 401)
    with pytest.raises(MastodonUnauthorizedError):
        client.call(GET)
    assert own.paths == [PAGE]


def test_limits_of_another_server_are_not_those_of_the_own(client: Mastodon, own: Recorder, other: Recorder) -> None:
    own.answers[PAGE] = Says(None, 302, {"Location": f"{other.url}{PAGE}"})
    limits = {"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2099-01-01T00:00:00Z"}
    other.answers[PAGE] = Says([], headers=limits)
    client.ratelimit_method = "throw"
    client.call(GET)
    assert client.ratelimit_remaining == 300
    assert client.call(Request("GET", "/api/v1/other", dict)) == {}


# -- paths that are glued to the address


@pytest.mark.parametrize("path", ["{other}/x", ".{other}/x", "@{other}/x", ":80@{other}/x", "//{other}/x", "", "x"])
def test_a_path_begins_with_one_slash(client: Mastodon, own: Recorder, other: Recorder, path: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="begins with one slash"):
        client.call(Request("GET", path.format(other=other.host), dict))
    assert own.came == other.came == []


@pytest.mark.parametrize(
    "link",
    [
        ".{other}/x",
        "@{other}/x",
        ":80@{other}/x",
        "{other}/x",
        "\\\\{other}/x",
        "https:///{slash}{other}/x",
        "https://[",
    ],
)
@pytest.mark.parametrize("relation", ["next", "prev"])
def test_links_without_a_path_lead_nowhere(
    client: Mastodon, own: Recorder, other: Recorder, link: str, relation: str
) -> None:
    target = link.format(other=other.host, slash="/")
    own.answers[PAGE] = Says([{"id": "1"}], headers={"Link": f'<{target}>; rel="{relation}"'})
    page = client.call(GET)
    assert (page.next, page.previous) == (None, None)
    assert client.fetch_next(page) is None
    assert own.paths == [PAGE]


@pytest.mark.parametrize(
    "link", ["https://{other}/api/v1/x?max_id=1", "//{other}/api/v1/x?max_id=1", "http://{other}/api/v1/x?max_id=1"]
)
def test_links_never_lead_to_another_host(client: Mastodon, own: Recorder, other: Recorder, link: str) -> None:
    own.answers[PAGE] = Says([{"id": "1"}], headers={"Link": f'<{link.format(other=other.host)}>; rel="next"'})
    own.answers["/api/v1/x"] = Says([])
    page = client.timeline_public()
    client.fetch_next(page)
    client.fetch_page(page.cursor() or "")
    assert own.paths == [PAGE, "/api/v1/x?max_id=1", "/api/v1/x?max_id=1"]
    assert other.came == []


@pytest.mark.parametrize("stored", [".evil.example/x", "@evil.example/x", "//evil.example/api/x", "/apievil"])
def test_stored_pages_lead_nowhere_else(client: Mastodon, own: Recorder, stored: str) -> None:
    cursor = f'{{"get": "{stored}", "of": "Status", "paged": true, "by": "link"}}'
    with pytest.raises(MastodonIllegalArgumentError, match="not a cursor"):
        client.fetch_page(cursor)
    info: Any = {
        "_pagination_method": "GET",
        "_pagination_endpoint": stored,
        "_mastopy_type": "PaginatableList[Status]",
    }
    with pytest.raises(MastodonIllegalArgumentError, match="no page of the API"):
        client.fetch_next(info)
    assert own.came == []


def test_a_next_page_that_another_server_names_gets_no_token(client: Mastodon, own: Recorder, other: Recorder) -> None:
    own.answers[PAGE] = Says(None, 302, {"Location": f"{other.url}{PAGE}"})
    link = f'<{own.url}/api/v1/timelines/home?max_id=1>; rel="next"'
    other.answers[PAGE] = Says([{"id": "1"}], headers={"Link": link})
    own.answers["/api/v1/timelines/home"] = Says([])
    page = client.timeline_public()
    client.fetch_next(page)
    client.fetch_page(page.cursor() or "")
    client.fetch_next(page._pagination_next or {})  # type: ignore[arg-type]
    client.fetch_next(Page.from_json(page.to_json()))
    assert own.authorizations == [BEARER, None, None, None, None]


# -- announcements


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("path", ["/api/v2/instance", "/api/v1/instance"])
def test_a_streaming_address_counts_only_from_the_server_itself(
    client: Mastodon, own: Recorder, other: Recorder, wire: WireName, path: str
) -> None:
    announced = {"configuration": {"urls": {"streaming": other.url}}, "urls": {"streaming_api": other.url}}
    other.answers["/x"] = Says(announced)
    own.answers["/api/v2/instance"] = Says({"error": "no"}, 404)
    own.answers[path] = Says(None, 302, {"Location": f"{other.url}/x"})
    own.answers[STREAM] = own.answers[f"{STREAM}/user"] = Says({"error": "no"}, 403)
    with pytest.raises(MastodonError):
        listen(client, wire)
    assert own.came[-1].path.startswith(STREAM)
    assert own.authorizations[-1] == BEARER
    assert other.came == []
    assert client.state.streaming_url == own.url


@pytest.mark.parametrize("wire", WIRES)
def test_a_streaming_server_that_the_server_announces_gets_the_token(
    client: Mastodon, own: Recorder, tls: ServerTls, wire: WireName
) -> None:
    with Recorder(tls.context) as streaming:
        own.answers["/api/v2/instance"] = Says({"configuration": {"urls": {"streaming": f"ws://{streaming.host}"}}})
        streaming.answers[STREAM] = streaming.answers[f"{STREAM}/user"] = Says({"error": "no"}, 403)
        with pytest.raises(MastodonError):
            listen(client, wire)
        assert {*streaming.authorizations} == {BEARER}
        client.stream_healthy()
        assert streaming.authorizations[-1] is None


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_stream_that_is_redirected_carries_the_token_nowhere_else(
    client: Mastodon, own: Recorder, other: Recorder, wire: WireName, status: int
) -> None:
    scheme = "https" if wire == "sse" else "wss"
    moved = Says(None, status, {"Location": f"{scheme}://{other.host}/x"})
    own.answers[STREAM] = own.answers[f"{STREAM}/user"] = moved
    other.answers["/x"] = Says({"error": "no"}, 403)
    with pytest.raises(MastodonError):
        listen(client, wire)
    assert BEARER in own.authorizations
    assert other.came == []


def listen(client: Mastodon, wire: WireName) -> None:
    """Open a stream, and close it again."""
    with client.stream("user", wire=wire, gap_fill=None, reconnect=ReconnectPolicy(attempts=0)) as stream:
        next(stream)


GRANT = {"access_token": "fresh-secret", "token_type": "Bearer", "scope": "read write follow push", "created_at": 1}


@pytest.mark.parametrize("redirected", [False, True])
def test_grants_go_to_the_server_itself_whatever_metadata_say(
    client: Mastodon, own: Recorder, other: Recorder, redirected: bool
) -> None:
    metadata = {
        "issuer": other.url,
        "authorization_endpoint": f"{other.url}/authorize",
        "token_endpoint": f"{other.url}/token",
        "revocation_endpoint": f"{other.url}/revoke",
        "userinfo_endpoint": f"{other.url}/userinfo",
    }
    well_known = "/.well-known/oauth-authorization-server"
    other.answers["/x"] = Says(metadata)
    own.answers[well_known] = Says(None, 302, {"Location": f"{other.url}/x"}) if redirected else Says(metadata)
    own.answers["/oauth/token"] = Says(GRANT)
    url = client.auth_request_url()
    assert url.startswith(f"{own.url}/oauth/authorize?" if redirected else f"{other.url}/authorize?")
    client.log_in(code="code-secret", code_verifier="verifier-secret")
    client.log_in(refresh_token="refresh-secret")
    client.log_in(username="me", password="password-secret")
    client.revoke_access_token()
    assert own.paths == [well_known, *["/oauth/token"] * 3, "/oauth/revoke"]
    assert other.came == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("downgrade", [False, True])
def test_forms_with_secrets_are_not_redirected(
    client: Mastodon, own: Recorder, other: Recorder, status: int, downgrade: bool
) -> None:
    target = f"http://{own.host}/x" if downgrade else f"{other.url}/x"
    own.answers["/oauth/token"] = own.answers["/oauth/revoke"] = Says(None, status, {"Location": target})
    own.answers["/api/v1/private"] = Says({"error": "expired"}, 401)
    for send in (
        lambda: client.log_in(code="code-secret", code_verifier="verifier-secret"),
        lambda: client.log_in(username="me", password="password-secret"),
        client.log_in_as_app,
        lambda: client.create_account("me", "password-secret", "me@m.example", agreement=True),
        client.revoke_access_token,
        lambda: client.call(Request("GET", "/api/v1/private", dict)),  # asks for a new token
    ):
        with pytest.raises(MastodonAPIError):
            send()
    assert other.came == []
    assert "/x" not in own.paths


def test_a_new_token_is_asked_for_at_home(client: Mastodon, own: Recorder, other: Recorder) -> None:
    own.answers["/api/v1/private"] = Says(
        {"error": "expired"}, 401, {"WWW-Authenticate": f'Bearer realm="{other.url}"'}
    )
    own.answers["/oauth/token"] = Says(GRANT)
    with pytest.raises(MastodonUnauthorizedError):
        client.call(Request("GET", "/api/v1/private", dict))
    assert own.paths == ["/api/v1/private", "/oauth/token", "/api/v1/private"]
    assert own.authorizations == [BEARER, None, "Bearer fresh-secret"]


@pytest.mark.parametrize("href", [".{other}/x", "@{other}/x", "https://[", "{other}"])
def test_nodeinfo_links_without_a_path_lead_nowhere(
    client: Mastodon, own: Recorder, other: Recorder, href: str
) -> None:
    link = {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": href.format(other=other.host)}
    own.answers["/.well-known/nodeinfo"] = Says({"links": [link]})
    with pytest.raises(MastodonError, match="has no NodeInfo"):
        client.instance_nodeinfo()
    assert own.paths == ["/.well-known/nodeinfo"]
    assert other.came == []


def test_nodeinfo_is_read_from_the_server_itself(client: Mastodon, own: Recorder, other: Recorder) -> None:
    link = {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": f"{other.url}/nodeinfo/2.0"}
    own.answers["/.well-known/nodeinfo"] = Says({"links": [link]})
    client.instance_nodeinfo()
    assert (own.paths, own.authorizations) == (["/.well-known/nodeinfo", "/nodeinfo/2.0"], [None, None])
    own.answers["/.well-known/nodeinfo"] = Says(None, 302, {"Location": f"{other.url}/x"})
    with pytest.raises(MastodonMalformedResponseError, match="if it has moved, use that address"):
        client.instance_nodeinfo()
    assert other.came == []


def test_work_that_another_server_announces_is_not_waited_for(client: Mastodon, own: Recorder, other: Recorder) -> None:
    work = {"Mastodon-Async-Refresh": 'id="1", retry=1, result_count=2'}
    own.answers["/api/v1/statuses/1/context"] = Says(None, 302, {"Location": f"{other.url}/x"})
    other.answers["/x"] = Says({"ancestors": [], "descendants": []}, headers=work)
    context = client.status_context("1")
    assert client.get_async_refresh_info(context) is None
    assert client.await_async_refresh(context) is context
    assert own.authorizations == [BEARER]


def test_an_upload_is_watched_at_home(client: Mastodon, own: Recorder, other: Recorder) -> None:
    own.answers["/api/v2/media"] = Says({"id": "1", "type": "image", "url": None}, 202)
    own.answers["/api/v1/media/1"] = Says(None, 302, {"Location": f"{other.url}/x"})
    other.answers["/x"] = Says({"id": "1", "type": "image", "url": "https://files.example/1"})
    client.media_post(b"bytes", mime_type="image/png", synchronous=True)
    assert own.authorizations == [BEARER, BEARER]
    assert other.authorizations == [None]
