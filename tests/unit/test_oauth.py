"""Scopes, PKCE, the authorization URL and the redirect."""

from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline import MastodonIllegalArgumentError, MastodonMalformedResponseError
from trunkline.answers.decoding import decode
from trunkline.oauth.authorization import (
    Authorization,
    authorization_page,
    authorization_url,
    challenge_of,
    new_verifier,
)
from trunkline.oauth.grants import code_grant, registration, revocation
from trunkline.oauth.scopes import SCOPE_SETS, VALID_SCOPES, expanded, scope_text
from trunkline.protocol.state import ClientState


def test_the_challenge_of_rfc_7636() -> None:
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_verifiers_are_long_and_fresh() -> None:
    made = {new_verifier() for _ in range(100)}
    assert len(made) == 100
    assert all(43 <= len(v) <= 128 for v in made)


def test_wider_scopes_grant_narrower_ones() -> None:
    assert "read:statuses" in expanded(["read"])
    assert "write:statuses" not in expanded(["read"])
    assert "admin:read:accounts" not in expanded(["read"])
    assert expanded(["read:statuses"]) == {"read:statuses"}


@given(st.lists(st.sampled_from(sorted(VALID_SCOPES)), min_size=1))
def test_scopes_as_text(scopes: list[str]) -> None:
    assert scope_text(scopes) == scope_text(" ".join(scopes)) == " ".join(scopes)
    assert expanded(expanded(scopes)) == expanded(scopes)


@pytest.mark.parametrize("wrong", [["reed"], "read reed", [], "", ["read write"]])
def test_unknown_scopes_are_named(wrong: list[str] | str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="no OAuth scope"):
        scope_text(wrong)


def test_every_granted_scope_is_a_scope() -> None:
    assert {s for group in SCOPE_SETS.values() for s in group} <= VALID_SCOPES


def test_the_authorization_url() -> None:
    url = authorization_url(
        "https://m.example/oauth/authorize", "id", "https://app.example/cb?x=1&y", "read write",
        force_login=True, state="s&t", lang="de", code_challenge="abc",
    )  # fmt: skip
    assert parse_qs(urlsplit(url).query) == {
        "client_id": ["id"],
        "response_type": ["code"],
        "redirect_uri": ["https://app.example/cb?x=1&y"],
        "scope": ["read write"],
        "force_login": ["true"],
        "state": ["s&t"],
        "lang": ["de"],
        "code_challenge": ["abc"],
        "code_challenge_method": ["S256"],
    }
    assert "force_login" not in authorization_url("https://m.example/a", "id", "urn:x", "read")


LOGIN = Authorization(
    "https://m.example/oauth/authorize?…", "https://app.example/cb", "read", "the-state", "the-verifier"
)


def test_the_answer_is_read_and_checked() -> None:
    assert LOGIN.code_from("https://app.example/cb?code=c0de&state=the-state") == "c0de"
    with pytest.raises(MastodonIllegalArgumentError, match="state differs"):
        LOGIN.code_from("https://app.example/cb?code=c0de&state=\u00e4nders")
    with pytest.raises(MastodonIllegalArgumentError, match="state differs"):
        LOGIN.code_from("https://app.example/cb?code=c0de")
    with pytest.raises(MastodonIllegalArgumentError, match="denied by the owner"):
        LOGIN.code_from("https://app.example/cb?state=the-state&error=x&error_description=denied+by+the+owner")


@pytest.mark.parametrize(
    "redirected_to",
    [
        "https://app.example/cb?code=c&state=the-state&state=another",
        "https://app.example/cb?code=c&state=another&state=the-state",
        "https://[",
        "",
    ],
)
def test_an_answer_without_one_state_belongs_to_nobody(redirected_to: str) -> None:
    assert not LOGIN.is_answered_by(redirected_to)
    with pytest.raises(MastodonIllegalArgumentError, match="state differs"):
        LOGIN.code_from(redirected_to)


@pytest.mark.parametrize("issuer", ["https://m.example", "https://m.example/", "https://M.example:443/"])
def test_the_issuer_of_an_answer_is_the_server(issuer: str) -> None:
    assert LOGIN.code_from(f"https://app.example/cb?code=c&state=the-state&iss={quote(issuer)}") == "c"


@pytest.mark.parametrize(
    "issuer", ["https://other.example", "https://m.example.other.example", "m.example", "https://["]
)
def test_an_answer_of_another_server_is_refused(issuer: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="another server"):
        LOGIN.code_from(f"https://app.example/cb?code=c&state=the-state&iss={quote(issuer)}")


def test_what_a_server_says_about_a_refusal_is_short_and_printable() -> None:
    described = quote("\x1b]0;x\x07" + "long " * 1_000)
    with pytest.raises(MastodonIllegalArgumentError) as caught:
        LOGIN.code_from(f"https://app.example/cb?state=the-state&error=x&error_description={described}")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("endpoint", "server"),
    [
        ("https://m.example/oauth/authorize", "https://m.example"),
        ("https://M.EXAMPLE/log/in?lang=de", "https://m.example/sub"),
        ("https://m.example:8443/oauth/authorize", "https://m.example"),
        ("http://127.0.0.1:3000/oauth/authorize", "http://127.0.0.1:3000"),
        ("http://localhost:3000/oauth/authorize", "http://127.0.0.1:3000"),
        ("http://intranet/oauth/authorize", "http://intranet"),
        ("https://m\u00fcller.example/oauth/authorize", "https://m\u00fcller.example"),
        ("https://xn--mller-kva.example/oauth/authorize", "https://m\u00fcller.example"),
    ],
)
def test_pages_that_may_be_opened(endpoint: str, server: str) -> None:
    assert authorization_page(endpoint, server) == endpoint


@pytest.mark.parametrize(
    "endpoint",
    [
        "file:///etc/passwd", "-e=calc", "--remote=x", "javascript:alert(1)", "ftp://m.example/", "//m.example/x",
        "https:m.example/x", "https:///x", "HTTPS", "/oauth/authorize", "calc.exe", "ms-msdt:/id", "data:text/html,x",
        "http://m.example/oauth/authorize", "http://127.0.0.1:1/x", "https://other.example/oauth/authorize",
        "https://m.example.other.example/x", "https://user@m.example/x", "https://user:pw@m.example/x",
        "https://@m.example/x", "https://m.example\\@other.example/x", "https://other.example\\.m.example/x",
        "https://m.example:x/", "https://m.example:99999/", "https://[::1", "https://m.example/a b",
        "https://m.example/\x1b[2J", "https://m.example/\r\nx", " https://m.example/x", "https://m.example/x\n",
        "https://m.example/\u202egro", "https://m.example/#x", "https://m.example/\"&calc", "https://m.example/`x`",
        "https://m.example/\x00", "https://m.example/\xa0", "https://m.example/" + "x" * 2_000,
        None, 5, True, ["https://m.example/x"], {"a": 1},
    ],
)  # fmt: skip
def test_pages_that_are_never_opened(endpoint: object) -> None:
    with pytest.raises(MastodonMalformedResponseError, match="none of its own") as caught:
        authorization_page(endpoint, "https://m.example")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 600


@given(st.text())
def test_a_page_is_opened_or_refused(endpoint: str) -> None:
    try:
        assert authorization_page(endpoint, "https://m.example") == endpoint
    except MastodonMalformedResponseError:
        return
    assert endpoint.lower().startswith("https://m.example")


def test_a_query_of_the_endpoint_is_kept() -> None:
    url = authorization_url("https://m.example/a?tenant=1", "id", "urn:x", "read")
    assert parse_qs(urlsplit(url).query)["tenant"] == ["1"]
    assert parse_qs(urlsplit(url).query)["client_id"] == ["id"]


def test_secrets_of_a_login_are_not_shown() -> None:
    assert "the-verifier" not in repr(LOGIN)
    assert "state='" not in repr(LOGIN)


def test_grant_requests_carry_no_token_header() -> None:
    state = ClientState("https://m.example", decode, access_token="t", client_id="id", client_secret="very-secret")
    grant = code_grant(state, "c", "urn:x", "read", "v")
    assert grant.anonymous
    assert dict(grant.form) == {
        "client_id": "id", "client_secret": "very-secret", "grant_type": "authorization_code",
        "code": "c", "redirect_uri": "urn:x", "scope": "read", "code_verifier": "v",
    }  # fmt: skip
    assert revocation(state).form["token"] == "t"
    assert not grant.repeatable


def test_grants_need_the_application() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="create_app"):
        code_grant(ClientState("https://m.example", decode), "c", "urn:x", "read", None)


def test_several_redirect_uris_are_one_a_line() -> None:
    assert registration("bot", "read", ["urn:a", "urn:b"], None).form["redirect_uris"] == "urn:a\nurn:b"
