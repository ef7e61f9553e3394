"""OAuth over real connections: apps, authorization page, tokens, discovery."""

import base64
import hashlib
import html
import json
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from trunkline.sandbox import Sandbox
from trunkline.sandbox.oauth.one_time_codes import code_at

PASSWORD = "the same for all"
OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"
CALLBACK = "https://app.example/callback?kept=1"
VERIFIER = "a-verifier-that-is-long-enough-for-the-rules-1234567"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


CLOCK = Clock()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=20, rate_limits=None, password=PASSWORD, clock=CLOCK) as running:
        yield running


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=sandbox.url, timeout=10, follow_redirects=False) as made:
        yield made


def register(client: httpx2.Client, **changes: Any) -> dict[str, Any]:
    values = {"client_name": "Test <app>", "redirect_uris": OUT_OF_BAND, "scopes": "read write follow push"}
    response = client.post("/api/v1/apps", data={**values, **changes})
    assert response.status_code == 200, response.text
    return dict(response.json())


def ask(app: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The parameters of an authorize request."""
    uri = app["redirect_uris"][0]
    return {"client_id": app["client_id"], "response_type": "code", "redirect_uri": uri, "scope": "read", **changes}


def fields(page: str, form: int = 0) -> dict[str, str]:
    """The hidden fields of one of the forms on a page."""
    forms = page.split("<form")[1:]
    return {html.unescape(name): html.unescape(value) for name, value in FIELD.findall(forms[form])}


def sign_in(client: httpx2.Client, query: dict[str, Any], name: str = "alice") -> httpx2.Response:
    """Ask for authorization, go through the login page, and come back to the consent page."""
    first = client.get("/oauth/authorize", params=query)
    assert first.status_code == 302
    login = client.get(first.headers["location"])
    secret = {"user[email]": f"{name}@sandbox.example", "user[password]": PASSWORD}
    back = client.post("/auth/sign_in", data={**fields(login.text), **secret})
    assert back.status_code == 303, back.text
    return client.get(back.headers["location"])


def authorize(client: httpx2.Client, query: dict[str, Any]) -> httpx2.Response:
    return client.post("/oauth/authorize", data=fields(sign_in(client, query).text))


def code_of(response: httpx2.Response) -> str:
    return parse_qs(urlsplit(response.headers["location"]).query)["code"][0]


def exchange(client: httpx2.Client, app: dict[str, Any], code: str, **changes: Any) -> httpx2.Response:
    values = {
        "grant_type": "authorization_code",
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "redirect_uri": app["redirect_uris"][0],
        "code": code,
    }
    return client.post("/oauth/token", data={**values, **changes})


def test_register_an_app(client: httpx2.Client) -> None:
    app = register(client, redirect_uris=f"{OUT_OF_BAND}\n{CALLBACK}", website="https://app.example")
    assert list(app) == [
        "id", "name", "website", "scopes", "redirect_uris", "vapid_key", "redirect_uri", "client_id",
        "client_secret", "client_secret_expires_at",
    ]  # fmt: skip
    assert app["redirect_uris"] == [OUT_OF_BAND, CALLBACK]
    assert app["redirect_uri"] == f"{OUT_OF_BAND}\n{CALLBACK}"
    assert app["scopes"] == ["read", "write", "follow", "push"]
    listed = client.post("/api/v1/apps", json={"client_name": "x", "redirect_uris": [OUT_OF_BAND, CALLBACK]}).json()
    assert listed["redirect_uris"] == [OUT_OF_BAND, CALLBACK]
    assert listed["scopes"] == ["read"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"client_name": " "}, "Application name can't be blank"),
        ({"client_name": "x" * 61}, "Application name is too long (maximum is 60 characters)"),
        ({"redirect_uris": ""}, "Redirect URI can't be blank"),
        ({"redirect_uris": "not-absolute"}, "Redirect URI must be an absolute URI."),
        ({"redirect_uris": "http://"}, "Redirect URI must be a valid URI."),
        ({"redirect_uris": "https://ä.example"}, "Redirect URI must be a valid URI."),
        ({"redirect_uris": "localhost:3000"}, "Redirect URI must specify a scheme."),
        ({"redirect_uris": "app://x/#"}, "Redirect URI cannot contain a fragment."),
        (
            {"redirect_uris": f"https://a.example/{'x' * 2_000}"},
            "Redirect URI is too long (maximum is 2000 characters)",
        ),
        (
            {"redirect_uris": "javascript:alert(1)"},
            "Redirect URI is forbidden by the server., Redirect URI must specify a scheme.",
        ),
        ({"scopes": "read fly"}, "Scopes doesn't match those configured on the server."),
        ({"website": "javascript:alert(1)"}, "Application website is not a valid URL"),
        (
            {"client_name": "", "website": "x"},
            "Application name can't be blank, Application website is not a valid URL",
        ),
    ],
)
def test_register_refuses(client: httpx2.Client, changes: dict[str, str], problem: str) -> None:
    values = {"client_name": "x", "redirect_uris": OUT_OF_BAND, **changes}
    response = client.post("/api/v1/apps", data=values)
    assert (response.status_code, response.json()) == (422, {"error": f"Validation failed: {problem}"})


def test_app_token_and_verify_credentials(client: httpx2.Client) -> None:
    app = register(client)
    values = {"grant_type": "client_credentials", "scope": "read"}
    token = client.post("/oauth/token", data=values, auth=(app["client_id"], app["client_secret"])).json()
    assert (token["token_type"], token["scope"]) == ("Bearer", "read")
    assert token["created_at"] == int(CLOCK.time.timestamp())
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    shown = client.get("/api/v1/apps/verify_credentials", headers=headers).json()
    assert shown == {name: app[name] for name in list(app)[:7]}
    refused = client.get("/api/v1/accounts/verify_credentials", headers=headers)
    assert refused.status_code in (403, 422)
    assert client.get("/api/v1/apps/verify_credentials").status_code == 401


def test_login_consent_and_code_out_of_band(client: httpx2.Client) -> None:
    app = register(client)
    query = ask(app, scope="read write:statuses", state="s", code_challenge=CHALLENGE, code_challenge_method="S256")
    query["scope"] = "read write"
    consent = sign_in(client, query)
    assert "Test &lt;app&gt;" in consent.text
    assert "@alice" in consent.text
    assert consent.headers["x-frame-options"] == "DENY"
    granted = client.post("/oauth/authorize", data=fields(consent.text))
    assert granted.headers["location"].startswith("/oauth/authorize/native?code=")
    code = code_of(granted)
    assert f'value="{code}"' in client.get(granted.headers["location"]).text
    token = exchange(client, app, code, code_verifier=VERIFIER).json()
    assert token["scope"] == "read write"
    me = client.get("/api/v1/accounts/verify_credentials", headers={"Authorization": f"Bearer {token['access_token']}"})
    assert me.json()["username"] == "alice"


def test_redirect_keeps_query_and_state(client: httpx2.Client) -> None:
    app = register(client, redirect_uris=CALLBACK)
    location = urlsplit(authorize(client, ask(app, state="a b&c")).headers["location"])
    assert (location.netloc, location.path) == ("app.example", "/callback")
    values = parse_qs(location.query)
    assert (values["kept"], values["state"]) == (["1"], ["a b&c"])
    assert exchange(client, app, values["code"][0]).status_code == 200


def test_loopback_addresses_may_have_any_port(client: httpx2.Client) -> None:
    app = register(client, redirect_uris="http://127.0.0.1/callback")
    uri = "http://127.0.0.1:40123/callback"
    granted = authorize(client, ask(app, redirect_uri=uri))
    assert granted.headers["location"].startswith(f"{uri}?code=")
    assert exchange(client, app, code_of(granted), redirect_uri=uri).status_code == 200
    other = client.get("/oauth/authorize", params=ask(app, redirect_uri="http://127.0.0.1/elsewhere"))
    assert other.status_code == 400


def test_fragment_and_form_post(client: httpx2.Client) -> None:
    app = register(client, redirect_uris=CALLBACK)
    fragment = authorize(client, ask(app, response_mode="fragment"))
    assert "#code=" in fragment.headers["location"]
    again = client.get("/oauth/authorize", params=ask(app, scope="write", response_mode="form_post"))
    posted = client.post("/oauth/authorize", data=fields(again.text))
    assert f'action="{CALLBACK}"' in posted.text
    assert "code" in fields(posted.text)


def test_consent_is_asked_once(client: httpx2.Client) -> None:
    app = register(client, redirect_uris=CALLBACK)
    exchange(client, app, code_of(authorize(client, ask(app))))
    again = client.get("/oauth/authorize", params=ask(app))
    assert again.status_code == 302
    assert code_of(again)
    more = client.get("/oauth/authorize", params=ask(app, scope="read write"))
    assert more.status_code == 200
    assert "wants to use your account" in more.text


def test_force_login_asks_for_consent_again(client: httpx2.Client) -> None:
    app = register(client)
    exchange(client, app, code_of(authorize(client, ask(app))))
    assert client.get("/oauth/authorize", params=ask(app)).status_code == 302
    forced = client.get("/oauth/authorize", params=ask(app, force_login="true"))
    assert (forced.status_code, "wants to use your account" in forced.text) == (200, True)


def test_sign_out_and_go_on_as_somebody_else(client: httpx2.Client) -> None:
    app = register(client)
    consent = sign_in(client, ask(app))
    assert "@alice" in consent.text
    left = client.post("/auth/sign_out", data=fields(consent.text, form=2))
    assert (left.status_code, urlsplit(left.headers["location"]).path) == (303, "/auth/sign_in")
    login = client.get("/auth/sign_in")
    assert "<title>Log in - Trunkline Sandbox</title>" in login.text
    secret = {"user[email]": "bob@sandbox.example", "user[password]": PASSWORD}
    back = client.post("/auth/sign_in", data={**fields(login.text), **secret})
    assert "@bob" in client.get(back.headers["location"]).text


def test_sign_out_as_the_web_app_does_it(client: httpx2.Client) -> None:
    app = register(client)
    form = fields(sign_in(client, ask(app)).text)
    assert client.delete("/auth/sign_out").status_code == 422
    assert client.post("/auth/sign_out", data={"authenticity_token": form["authenticity_token"]}).status_code == 404
    headers = {"Accept": "application/json", "X-CSRF-Token": form["authenticity_token"]}
    assert client.delete("/auth/sign_out", headers=headers).json() == {"redirect_to": "/auth/sign_in"}
    assert client.get("/oauth/authorize", params=ask(app)).headers["location"].endswith("/auth/sign_in")


def test_deny(client: httpx2.Client) -> None:
    app = register(client, redirect_uris=CALLBACK)
    consent = sign_in(client, ask(app, state="s"))
    denied = client.post("/oauth/authorize", data=fields(consent.text, form=1))
    values = parse_qs(urlsplit(denied.headers["location"]).query)
    assert (values["error"], values["state"]) == (["access_denied"], ["s"])
    assert "code" not in values


def test_forged_form_is_refused(client: httpx2.Client) -> None:
    app = register(client, redirect_uris=CALLBACK)
    form = fields(sign_in(client, ask(app)).text)
    for token in ("", "forged"):
        refused = client.post("/oauth/authorize", data={**form, "authenticity_token": token})
        assert (refused.status_code, refused.json()) == (422, {"error": "Unprocessable Content"})
        assert "location" not in refused.headers


def test_forged_cookie_is_nobody(client: httpx2.Client, sandbox: Sandbox) -> None:
    app = register(client)
    content = base64.urlsafe_b64encode(json.dumps(["x", int(sandbox.accounts["alice"]), None, ""]).encode()).decode()
    cookie = {"Cookie": f"_mastodon_session={content}.signature"}
    assert client.get("/oauth/authorize", params=ask(app), headers=cookie).status_code == 302


def test_wrong_password(client: httpx2.Client) -> None:
    login = client.get("/auth/sign_in")
    for email, password in (("alice@sandbox.example", "wrong"), ("nobody@sandbox.example", PASSWORD)):
        data = {**fields(login.text), "user[email]": email, "user[password]": password}
        refused = client.post("/auth/sign_in", data=data)
        assert refused.status_code == 422
        assert "Invalid E-mail address or password." in refused.text


def test_a_second_factor_is_owed(client: httpx2.Client, sandbox: Sandbox) -> None:
    name = f"careful{secrets.token_hex(3)}"
    person = sandbox.person(name, two_factor=True)
    first = client.get("/oauth/authorize", params=ask(register(client)))
    login = client.get(first.headers["location"])
    secret = {"user[email]": person.email, "user[password]": person.password}
    owed = client.post("/auth/sign_in", data={**fields(login.text), **secret})
    assert (owed.status_code, "user[otp_attempt]" in owed.text) == (200, True)
    assert client.get("/oauth/authorize", params=ask(register(client))).status_code == 302, "not signed in yet"
    wrong = client.post("/auth/sign_in", data={**fields(owed.text), "user[otp_attempt]": "000000"})
    assert "Invalid two-factor code" in wrong.text
    code = {**fields(wrong.text), "user[otp_attempt]": person.one_time_code()}
    assert client.post("/auth/sign_in", data=code).status_code == 303
    assert f"@{name}" in client.get("/oauth/authorize", params=ask(register(client))).text
    assert person.one_time_code() != code["user[otp_attempt]"], "each code works once"


def test_one_time_codes_are_those_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_at(secret, 59 // 30) == "287082"  # RFC 6238, appendix B
    assert code_at(secret, 1_111_111_109 // 30) == "081804"


def test_login_leads_nowhere_else(client: httpx2.Client) -> None:
    login = client.get("/auth/sign_in", params={"return_to": "https://evil.example/"})
    secret = {"user[email]": "alice@sandbox.example", "user[password]": PASSWORD, "return_to": "https://evil.example/"}
    answer = client.post("/auth/sign_in", data={**fields(login.text), **secret})
    assert (answer.status_code, "location" in answer.headers) == (200, False)


@pytest.mark.parametrize(
    ("changes", "status", "text"),
    [
        ({"client_id": "unknown"}, 401, "Client authentication failed"),
        ({"redirect_uri": "https://evil.example"}, 400, "redirect uri included is not valid"),
        ({"response_type": "token"}, 400, "does not support this response type"),
        ({"scope": "read admin:read"}, 400, "scope is invalid"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "plain"}, 400, "must be S256"),
        ({"response_mode": "web_message"}, 400, "does not support this response mode"),
    ],
)
def test_authorize_refuses(client: httpx2.Client, changes: dict[str, str], status: int, text: str) -> None:
    query = ask(register(client))
    sign_in(client, query)
    refused = client.get("/oauth/authorize", params={**query, **changes})
    assert refused.status_code == status
    assert text in refused.text


def test_pkce_needs_the_verifier(client: httpx2.Client) -> None:
    app = register(client)
    query = ask(app, code_challenge=CHALLENGE, code_challenge_method="S256")
    code = code_of(authorize(client, query))
    missing = exchange(client, app, code)
    assert (missing.status_code, missing.json()["error"]) == (400, "invalid_request")
    wrong = exchange(client, app, code, code_verifier="x" * 43)
    assert (wrong.status_code, wrong.json()["error"]) == (400, "invalid_grant")
    assert exchange(client, app, code, code_verifier=VERIFIER).status_code == 200


def test_codes_work_once_for_one_app_and_not_for_ever(client: httpx2.Client) -> None:
    app, other = register(client), register(client)
    code = code_of(authorize(client, ask(app)))
    assert exchange(client, other, code).json()["error"] == "invalid_grant"
    assert exchange(client, app, code, redirect_uri=CALLBACK).json()["error"] == "invalid_grant"
    assert exchange(client, app, code).status_code == 200
    assert exchange(client, app, code).json()["error"] == "invalid_grant"
    late = code_of(client.get("/oauth/authorize", params=ask(app)))
    CLOCK.time += timedelta(minutes=11)
    assert exchange(client, app, late).json()["error"] == "invalid_grant"


def test_token_endpoint_refuses(client: httpx2.Client) -> None:
    app = register(client)
    wrong = exchange(client, app, "x", client_secret="wrong")
    assert wrong.status_code == 401
    assert wrong.json()["error"] == "invalid_client"
    assert 'error="invalid_client"' in wrong.headers["www-authenticate"]
    for grant in ("password", "refresh_token", "nonsense"):
        refused = exchange(client, app, "x", grant_type=grant)
        assert (refused.status_code, refused.json()["error"]) == (400, "unsupported_grant_type")
        assert 'error="unsupported_grant_type", error_description="The auth' in refused.headers["www-authenticate"]
    no_code = exchange(client, app, "").json()
    assert no_code == {"error": "invalid_request", "error_description": "Missing required parameter: code."}
    scope = exchange(client, app, "", grant_type="client_credentials", scope="admin:read").json()
    assert scope["error"] == "invalid_scope"


def test_order_of_the_token_endpoint_s_complaints(client: httpx2.Client) -> None:
    def complaint(**data: str) -> str:
        return str(client.post("/oauth/token", data=data).json()["error_description"])

    assert complaint() == "Missing required parameter: grant_type."
    assert complaint(grant_type="authorization_code") == "Missing required parameter: code."
    assert complaint(grant_type="authorization_code", code="x") == "Missing required parameter: redirect_uri."
    unknown = complaint(grant_type="authorization_code", code="x", redirect_uri=OUT_OF_BAND)
    assert unknown.startswith("Client authentication failed")


def test_a_verifier_without_a_challenge_is_refused(client: httpx2.Client) -> None:
    app = register(client)
    code = code_of(authorize(client, ask(app)))
    assert exchange(client, app, code, code_verifier=VERIFIER).json()["error"] == "invalid_grant"
    assert exchange(client, app, code).status_code == 200


def test_the_same_scopes_in_another_order_are_the_same_token(client: httpx2.Client) -> None:
    app = register(client)
    first, second = (
        exchange(client, app, "", grant_type="client_credentials", scope=scope).json()
        for scope in ("read write", "write read")
    )
    assert second == first


def test_token_info(client: httpx2.Client, sandbox: Sandbox) -> None:
    refused = client.get("/oauth/token/info")
    assert refused.status_code == 401
    assert refused.json() == {
        "error": "invalid_token",
        "error_description": "The access token is invalid",
        "state": "unauthorized",
    }
    app = register(client)
    token = exchange(client, app, "", grant_type="client_credentials", scope="write read").json()
    shown = client.get("/oauth/token/info", params={"access_token": token["access_token"]}).json()
    assert shown == {
        "resource_owner_id": None,
        "scope": ["write", "read"],
        "expires_in": None,
        "application": {"uid": app["client_id"]},
        "created_at": token["created_at"],
    }
    user = client.get("/oauth/token/info", headers={"Authorization": f"Bearer {sandbox.token_for('alice')}"}).json()
    assert 0 < user["resource_owner_id"] < 2**53, "a number that JavaScript can read"


def test_introspection(client: httpx2.Client, sandbox: Sandbox) -> None:
    app, other = register(client), register(client)
    token, sibling = (
        exchange(client, app, "", grant_type="client_credentials", scope=scope).json() for scope in ("read", "write")
    )
    question = {"token": token["access_token"]}

    def introspect(owner: dict[str, Any], **changes: str) -> httpx2.Response:
        secret = {"client_id": owner["client_id"], "client_secret": owner["client_secret"]}
        return client.post("/oauth/introspect", data={**secret, **question, **changes})

    described = {
        "active": True,
        "scope": "read",
        "client_id": app["client_id"],
        "token_type": "Bearer",
        "iat": token["created_at"],
    }
    assert introspect(app).json() == described
    assert introspect(app, token="unknown").json() == introspect(other).json() == {"active": False}
    wrong = introspect(app, client_secret="wrong")
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    nobody = client.post("/oauth/introspect", data=question)
    assert (nobody.status_code, nobody.json()["error"]) == (400, "invalid_request")

    def by_token(text: str) -> httpx2.Response:
        return client.post("/oauth/introspect", data=question, headers={"Authorization": f"Bearer {text}"})

    assert by_token(sibling["access_token"]).json() == described
    for asking in (token["access_token"], sandbox.token_for("alice")):
        assert (by_token(asking).status_code, by_token(asking).json()["error"]) == (401, "invalid_token")


def test_revoke(client: httpx2.Client) -> None:
    app, other = register(client), register(client)
    token = exchange(client, app, code_of(authorize(client, ask(app)))).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/api/v1/accounts/verify_credentials", headers=headers).status_code == 200

    def revoke(owner: dict[str, Any], text: str, secret: str) -> httpx2.Response:
        data = {"client_id": owner["client_id"], "client_secret": secret, "token": text}
        return client.post("/oauth/revoke", data=data)

    refused = revoke(app, token, "wrong")
    assert (refused.status_code, "www-authenticate" in refused.headers) == (403, False)
    assert revoke(other, token, other["client_secret"]).json()["error"] == "unauthorized_client"
    assert revoke(app, "unknown", app["client_secret"]).json() == {}
    assert revoke(app, token, app["client_secret"]).json() == {}
    gone = client.get("/api/v1/accounts/verify_credentials", headers=headers)
    assert (gone.status_code, gone.json()) == (401, {"error": "The access token was revoked"})


def test_tokens_with_a_lifetime_can_be_refreshed() -> None:
    clock = Clock()
    with (
        Sandbox(size=0, token_lifetime=60, password=PASSWORD, clock=clock) as short,
        httpx2.Client(base_url=short.url) as client,
    ):
        assert "refresh_token" in client.get("/.well-known/oauth-authorization-server").json()["grant_types_supported"]
        app = register(client)
        token = exchange(client, app, code_of(authorize(client, ask(app)))).json()
        assert token["expires_in"] == 60
        clock.time += timedelta(seconds=61)
        headers = {"Authorization": f"Bearer {token['access_token']}"}
        assert client.get("/api/v1/accounts/verify_credentials", headers=headers).status_code == 401
        changes = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
        fresh = exchange(client, app, "", **changes).json()
        headers = {"Authorization": f"Bearer {fresh['access_token']}"}
        assert client.get("/api/v1/accounts/verify_credentials", headers=headers).status_code == 200
        assert exchange(client, app, "", **changes).json()["error"] == "invalid_grant"


def test_userinfo(client: httpx2.Client, sandbox: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {sandbox.token_for('alice', 'profile')}"}
    shown = client.get("/oauth/userinfo", headers=headers).json()
    assert list(shown) == ["iss", "sub", "name", "preferred_username", "profile", "picture"]
    assert (shown["iss"], shown["preferred_username"]) == (f"{sandbox.url}/", "alice")
    assert client.post("/oauth/userinfo", headers=headers).json() == shown
    other = {"Authorization": f"Bearer {sandbox.token_for('alice', 'read:statuses')}"}
    refused = client.get("/oauth/userinfo", headers=other)
    assert refused.status_code == 403
    assert "requires scope _profile_." in refused.headers["www-authenticate"]
    assert client.get("/oauth/userinfo").status_code == 401


def test_discovery(client: httpx2.Client, sandbox: Sandbox) -> None:
    server = client.get("/.well-known/oauth-authorization-server").json()
    assert server["token_endpoint"] == f"{sandbox.url}/oauth/token"
    assert server["grant_types_supported"] == ["authorization_code", "client_credentials"]
    link = client.get("/.well-known/nodeinfo").json()["links"][0]["href"]
    assert client.get(link).json()["software"]["name"] == "mastodon"
    assert client.get("/health").text == "OK"


@pytest.mark.parametrize("uri", ["https://[", "http://[::1"])
def test_addresses_that_are_none(client: httpx2.Client, uri: str) -> None:
    form = {"client_name": "App", "redirect_uris": uri}
    assert "must be a valid URI" in client.post("/api/v1/apps", data=form).json()["error"]
    website = client.post("/api/v1/apps", data={**form, "redirect_uris": OUT_OF_BAND, "website": uri})
    assert "Application website is not a valid URL" in website.json()["error"]
    query = ask(register(client))
    sign_in(client, query)
    refused = client.get("/oauth/authorize", params={**query, "redirect_uri": uri})
    assert (refused.status_code, "redirect uri included is not valid" in refused.text) == (400, True)


@pytest.mark.parametrize("path", ["/auth/sign_in", "/oauth/authorize"])
def test_a_form_token_of_other_letters(client: httpx2.Client, path: str) -> None:
    cookie = {b"Cookie": "_mastodon_session=a.1.é".encode("latin-1")}
    answer = client.post(path, data={**ask(register(client)), "authenticity_token": "é"}, headers=cookie)
    assert answer.status_code in (302, 422)


def test_pages_are_shown_in_no_frame(client: httpx2.Client) -> None:
    sign_in(client, ask(register(client)))
    for path in ("/auth/sign_in", "/oauth/authorize", "/oauth/authorize/native?code=x"):
        assert client.get(path).headers["x-frame-options"] == "DENY"
    cookie = client.get("/auth/sign_in").headers["set-cookie"].lower()
    assert ("httponly" in cookie, "samesite=lax" in cookie) == (True, True)
