"""timeline and api."""

from __future__ import annotations

import json

import pytest


def test_the_home_timeline(trunkline, logged_in):
    posted = logged_in.status_post("A line to find again")
    result = trunkline("timeline")
    assert "A line to find again" in result.stdout
    assert posted.id in result.stdout


@pytest.mark.parametrize("limit", [1, 20, 45])
def test_so_many_statuses_across_pages(trunkline, logged_in, limit):
    result = trunkline("timeline", "public", "--limit", str(limit), "--json")
    ids = [json.loads(line)["id"] for line in result.stdout.splitlines()]
    expected = [status.id for status in logged_in.iterate(logged_in.timeline_public(limit=40))]
    assert ids == expected[:limit]
    assert len(ids) == limit


def test_a_hashtag(trunkline, logged_in):
    logged_in.status_post("One for #TrunklineReading")
    result = trunkline("timeline", "tag/trunklinereading", "--json")
    assert [tag["name"] for tag in json.loads(result.stdout)["tags"]] == ["trunklinereading"]


def test_an_unknown_timeline(trunkline, logged_in):
    result = trunkline("timeline", "nowhere")
    assert result.exit_code == 2
    assert "There is no timeline 'nowhere'" in result.stderr


def test_get(trunkline, logged_in):
    result = trunkline("api", "get", "/api/v1/accounts/lookup", "acct=bob")
    assert json.loads(result.stdout)["username"] == "bob"


def test_post_with_a_list(trunkline, logged_in):
    fields = ["status=What now?", "poll[options][]=this", "poll[options][]=that", "poll[expires_in]=600"]
    result = trunkline("api", "POST", "/api/v1/statuses", *fields)
    assert [option["title"] for option in json.loads(result.stdout)["poll"]["options"]] == ["this", "that"]


def test_an_answer_that_is_not_json(trunkline, logged_in):
    assert trunkline("api", "GET", "/api/v1/streaming/health").stdout == "OK\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["GET", "api/v1/instance"], "PATH begins with a slash"),
        (["GET", "/api/v1/instance", "limit"], "'limit' is not of the form NAME=VALUE"),
        (["BREW", "/api/v1/instance"], "'BREW' is not one of"),
    ],
)
def test_what_cannot_be_asked(trunkline, logged_in, arguments, message):
    result = trunkline("api", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_error_of_the_server(trunkline, logged_in):
    result = trunkline("api", "GET", "/api/v1/statuses/1")
    assert result.exit_code == 4
    assert result.stderr == "Error: GET /api/v1/statuses/1 failed with 404 Not Found: Not Found.\n"


def test_ends_of_lines_inside_of_statuses_are_escaped(trunkline, logged_in):
    text = "one\u2028two\u2029three\x85four"
    posted = logged_in.status_post(text)
    result = trunkline("timeline", "home", "--limit", "1", "--json")
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["id"] == posted.id
    assert [mark for mark in "\u2028\u2029\x85" if mark in json.loads(line)["content"]]


def test_numbers_that_cannot_be_kept_are_no_failure(trunkline, logged_in, home):
    """Of a full disk, or a folder of somebody else: the listing itself is there."""
    logged_in.status_post("Here I am")
    (home / "state").touch()
    result = trunkline("timeline", "home", "--limit", "1")
    assert (result.exit_code, "Here I am" in result.stdout) == (0, True)
    assert "cannot be kept for later" in result.stderr
    assert "[Errno" not in result.stderr
    assert trunkline("show", "%9").stderr == "Error: The last listing has no post with the number %9.\n"
