"""The scripted user at the authorization page."""

import pytest

from trunkline import Mastodon
from trunkline.oauth.loopback import Loopback
from trunkline.sandbox import Sandbox
from trunkline.sandbox.person import authorize


@pytest.fixture(scope="module")
def server():
    with Sandbox(size=20) as running:
        yield running


def page(server: Sandbox, redirect_uri: str):
    keys = Mastodon.create_app("test", ["read"], redirect_uri, api_base_url=server.url)
    return Mastodon(*keys, api_base_url=server.url).authorization(["read"], redirect_uri)


def test_the_code_is_read_from_the_page_or_from_the_address(server):
    for redirect_uri in ("urn:ietf:wg:oauth:2.0:oob", "https://app.example/back"):
        assert len(server.authorize(page(server, redirect_uri).url, "bob")) > 20


def test_an_address_on_this_machine_is_visited(server):
    with Loopback() as receiver:
        login = page(server, receiver.redirect_uri)
        receiver.expect(login)
        code = server.authorize(login.url, "bob")
        assert receiver.wait(5) == code


def test_a_wrong_password_is_refused(server):
    login = page(server, "urn:ietf:wg:oauth:2.0:oob")
    with pytest.raises(ValueError, match="refuses"):
        authorize(login.url, "bob@sandbox.example", "wrong")
