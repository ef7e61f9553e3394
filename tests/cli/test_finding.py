"""search, trends, instance."""

from __future__ import annotations

import json

import pytest

from trunkline.cli import exits


def _objects(result):
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_search(trunkline, logged_in):
    posted = logged_in.status_post("A word about #wanderlust")
    shown = trunkline("search", "wanderlust").stdout
    assert "%1 #wanderlust" in shown
    assert "A word about #wanderlust" in shown
    assert _objects(trunkline("show", "%2", "--json"))[0]["id"] == posted.id
    assert [one["id"] for one in _objects(trunkline("search", "-t", "posts", "wanderlust", "--json"))] == [posted.id]
    assert [one["name"] for one in _objects(trunkline("search", "-t", "tags", "wanderlust", "--json"))] == [
        "wanderlust"
    ]
    assert [one["acct"] for one in _objects(trunkline("search", "-t", "accounts", "bob", "-n", "1", "--json"))] == [
        "bob"
    ]
    assert _objects(trunkline("search", "-t", "posts", "wanderlust", "--by", "@bob", "--json")) == []


def test_search_over_pages(trunkline, logged_in):
    for number in range(45):
        logged_in.status_post(f"Paginated {number}", visibility="unlisted")
    found = _objects(trunkline("search", "-t", "posts", "paginated", "-n", "43", "--json"))
    assert len({one["id"] for one in found}) == 43


def test_search_without_an_account(trunkline, server):
    assert trunkline("search", "-t", "accounts", "alice", "--server", server.url).exit_code == 0
    result = trunkline("search", "--resolve", "alice", "--server", server.url)
    assert result.exit_code == exits.NOT_LOGGED_IN
    assert "--resolve and --following need an account" in result.stderr


@pytest.mark.parametrize("kind", ["tags", "posts", "links"])
def test_trends(trunkline, server, kind):
    shown = trunkline("trends", kind, "-n", "1", "--server", server.url)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("%1 ")
    assert len(_objects(trunkline("trends", kind, "-n", "1", "--json", "--server", server.url))) == 1


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["show"], "Trunkline Sandbox"),
        (["limits"], "statuses max characters                   500"),
        (["rules"], "%1 Be kind.  1"),
        (["activity", "-n", "2"], " sign-ups"),
        (["emojis", "cat"], ":blobcat:  Blobs"),
    ],
)
def test_any_server(trunkline, server, arguments, part):
    assert part in trunkline("instance", *arguments, "--server", server.url).stdout
    assert _objects(trunkline("instance", *arguments, "--json", "--server", server.url))


def test_peers(trunkline, server):
    everybody = trunkline("instance", "peers", "--server", server.url).stdout.split()
    assert everybody
    some = trunkline("instance", "peers", everybody[0][:3], "--server", server.url).stdout.split()
    assert everybody[0] in some
    assert set(some) <= set(everybody)


def test_the_instance_of_an_old_server(trunkline, server):
    server.fail("/api/v2/instance", 404, times=None)
    try:
        shown = trunkline("instance", "show", "--server", server.url)
    finally:
        server.clear_failures()
    assert "Trunkline Sandbox" in shown.stdout
    assert "open" in shown.stdout
