"""One quick walk with every family: post, read, page, and what a stream says."""

from __future__ import annotations

from tests.likes.conftest import Server
from trunkline import Mastodon


def test_smoke(server: Server) -> None:
    sandbox, held = server.sandbox, server.held
    posts = [sandbox.post("bob", f"number {number}") for number in range(12)]
    client = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"))
    assert client.account_verify_credentials().id == sandbox.accounts["alice"]
    assert client.instance_nodeinfo().software.name == (server.like or "mastodon")
    own = client.status_post("hello")
    assert held.status(own.id)["text"] == "hello"
    assert client.status(posts[0].id).id == posts[0].id
    read = client.fetch_remaining(client.timeline_home(limit=10))
    assert held.numbers(one.id for one in read) == held.ids("home")
    client.close()
