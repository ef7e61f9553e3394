"""The one decision about the token, and the addresses that it rests on."""

from __future__ import annotations

import pytest

from trunkline import Mastodon, MastodonIllegalArgumentError
from trunkline.answers.decoding import decode
from trunkline.protocol.addresses import base_url, origin, path_and_query
from trunkline.protocol.audience import authorization, may_have_token
from trunkline.protocol.state import ClientState

TOKEN = "secret-token-that-nobody-may-see"


def state(base: str, streaming: str | None = None) -> ClientState:
    return ClientState(base, decode, access_token=TOKEN, streaming_url=streaming)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("https://good.example/api/v1/statuses", "https://good.example"),
        ("https://good.example", "https://good.example"),
        ("https://good.example?x=1", "https://good.example"),
        ("https://good.example#@evil.example:x@/", "https://good.example"),
        ("HTTPS://GOOD.Example/x", "https://good.example"),
        ("https://good.example:443/x", "https://good.example"),
        ("http://127.0.0.1:80/x", "http://127.0.0.1"),
        ("https://good.example:8443/x", "https://good.example:8443"),
        ("https://[2001:DB8::1]/x", "https://[2001:db8::1]"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example"),
        ("https://good.example/sub/api/v1/x", "https://good.example/sub"),
        ("https://good.example/sub", "https://good.example/sub"),
        ("https://good.example/a/../b", "https://good.example"),
    ],
)
def test_who_gets_the_token(url: str, base: str) -> None:
    assert may_have_token(url, state(base))
    assert authorization(url, state(base)) == {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "https://good.example.evil.example/x",
        "https://good.exampleevil/x",
        "https://evil.example/good.example/x",
        "https://evil.example/?https://good.example/x",
        "https://sub.good.example/x",
        "http://good.example/x",
        "ftp://good.example/x",
        "wss://good.example/x",
        "https://good.example:8443/x",
        "https://good.example./x",
        "https://good.example@evil.example/x",
        "https://good.example:80@evil.example/x",
        "https://u:p@good.example/x",
        "https://@good.example/x",
        "https://good.example\\@evil.example/x",
        "https://good.example\\x",
        "https:\\\\good.example/x",
        "https:/good.example/x",
        "https:///good.example/x",
        "https://good.example\t.evil.example/x",
        " https://good.example/x",
        "https://good.example%2eevil.example/x",
        "https://[good.example]/x",
        "https://[",
        "https://",
        "//good.example/x",
        "/x",
        "",
        "https://göod.example/x",
        "https://\uff47ood.example/x",
    ],
)
def test_who_does_not(url: str) -> None:
    assert not may_have_token(url, state("https://good.example"))


@pytest.mark.parametrize(
    "url",
    [
        "https://good.example/",
        "https://good.example/submarine/x",
        "https://good.example/other/x",
        "https://good.example/sub/../other",
        "https://good.example/sub/%2e%2E/other",
        "https://good.example/sub/..%2fother",
        "https://good.example/sub/..\\other",
        "https://good.example/sub/./x",
    ],
)
def test_a_base_path_counts(url: str) -> None:
    assert not may_have_token(url, state("https://good.example/sub"))


def test_an_announced_streaming_server_gets_the_token_for_streams_alone() -> None:
    announced = state("https://good.example", "https://streams.example")
    stream = "https://streams.example/api/v1/streaming"
    assert may_have_token(stream, announced, stream=True)
    assert may_have_token(f"{stream}/user?x=1", announced, stream=True)
    assert may_have_token("https://good.example/api/v1/streaming", announced, stream=True)
    assert not may_have_token(stream, announced)
    assert not may_have_token("https://streams.example/api/v1/statuses", announced, stream=True)
    assert not may_have_token("http://streams.example/api/v1/streaming", announced, stream=True)
    assert not may_have_token(stream, state("https://good.example"), stream=True)
    assert authorization(stream, announced, stream=True) == {"Authorization": f"Bearer {TOKEN}"}
    assert authorization(stream, announced) == {}


@pytest.mark.parametrize("added", ["\nand-more", "\r\nX: y", "\x00", "é", "€", "\ud800", "\x7f"])
@pytest.mark.parametrize("stream", [False, True])
def test_a_token_that_fits_into_no_header_is_refused_and_not_shown(added: str, stream: bool) -> None:
    holder = state("https://good.example")
    holder.access_token = TOKEN + added
    with pytest.raises(MastodonIllegalArgumentError, match="no token has") as caught:
        authorization("https://good.example/x", holder, stream=stream)
    assert TOKEN not in str(caught.value)


def test_nothing_is_authorized_without_a_token() -> None:
    assert authorization("https://good.example/x", ClientState("https://good.example", decode)) == {}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Mastodon.Social", "https://mastodon.social"),
        ("HTTPS://mastodon.social:443/", "https://mastodon.social"),
        ("http://LOCALHOST:80", "http://localhost"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        # IDNA 2003 reads ß as ss, which is the address of somebody else
        ("straße.example", "https://xn--strae-oqa.example"),
        ("https://host.example/Sub/", "https://host.example/Sub"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_an_address_has_one_form(given: str, meant: str) -> None:
    assert base_url(given) == meant


@pytest.mark.parametrize("given", ["https://[", "a\\b.example", "host:99999", "host:x", "a%2eb", "u:p@h st", "ü ber"])
def test_addresses_that_are_none(given: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=r"no server address|user name"):
        base_url(given)


def test_no_password_is_shown() -> None:
    for given in ("https://u:secret@h", "u:secret@h", "ftp://u:secret@h/", "https://u:secret@h\\"):
        with pytest.raises(MastodonIllegalArgumentError) as caught:
            base_url(given)
        assert "secret" not in str(caught.value)


def test_credentials_and_addresses_agree_however_they_are_written() -> None:
    assert (
        Mastodon(api_base_url="https://M.example:443/").api_base_url == Mastodon(api_base_url="m.example").api_base_url
    )


@pytest.mark.parametrize(
    ("url", "found"),
    [("https://h:443/x", "https://h"), ("http://h:443/x", "http://h:443"), ("h", None), ("https://h:/x", "https://h")],
)
def test_origins(url: str, found: str | None) -> None:
    assert origin(url) == found


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/api/v1/x?max_id=1", "/api/v1/x?max_id=1"),
        ("https://evil.example/api/v1/x?max_id=1#y", "/api/v1/x?max_id=1"),
        ("//evil.example/x", "/x"),
        (".evil.example/x", None),
        ("@evil.example/x", None),
        (":80@evil.example/x", None),
        ("evil", None),
        ("?max_id=1", None),
        ("", None),
        ("\\\\evil.example", None),
        ("https:////evil.example/x", None),
        ("https:evil", None),
        ("https://[", None),
        ("https://h", None),
    ],
)
def test_paths_that_servers_name(target: str, path: str | None) -> None:
    assert path_and_query(target) == path
