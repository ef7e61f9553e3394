"""Older calls in place of those that a server lacks, however it says so."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from tests.client.flows import OK, client_state, json_answer, play
from trunkline.endpoints.media import Media
from trunkline.endpoints.suggestions import Suggestions
from trunkline.errors import MastodonAPIError, MastodonNetworkError, MastodonServerError, MastodonUnprocessableError
from trunkline.protocol.discovery import find_software, newest_instance
from trunkline.protocol.request import Flow
from trunkline.response import Response

BASE = "https://m.example"
HTML = Response(200, "OK", {"content-type": "text/html"}, b"<!doctype html><title>Log in</title>")
LACKING = [
    json_answer({"error": "Not found"}, 404),
    json_answer({"error": "Method not allowed"}, 405),
    json_answer({"error": "Not implemented"}, 501),
    json_answer({}, 400),
    json_answer({"error": "This method requires an authenticated user"}, 422),
    Response(500, "Error", {"content-type": "text/html"}, b"<h1>Error</h1>"),
    HTML,
    Response(200, "OK", {}, b""),
    Response(302, "Found", {"location": "http://elsewhere.example/login"}, b""),
]
INSTANCE = json_answer({"version": "2.7.2 (compatible; Pleroma 2.5.0)"})
NODEINFO = {"software": {"name": "hollo", "version": "0.6.20"}}


def instance() -> Flow[Any]:
    return newest_instance(dict[str, Any], dict[str, Any])


@pytest.mark.parametrize("lacking", LACKING)
def test_the_older_call_is_made_after_any_refusal(lacking: Response) -> None:
    outcome = play(instance(), client_state(), lacking, INSTANCE)
    assert outcome.result["version"].startswith("2.7.2")
    assert [request.url.rpartition(".example")[2] for request in outcome.sent] == [
        "/api/v2/instance",
        "/api/v1/instance",
    ]


def test_suggestions_too() -> None:
    outcome = play(
        Suggestions.suggestions.flow(cast("Any", None)), client_state(), LACKING[1], json_answer([{"id": "1"}])
    )
    assert outcome.result[0].id == "1"


def test_no_answer_is_no_refusal() -> None:
    with pytest.raises(MastodonNetworkError):
        play(instance(), client_state(), *[MastodonNetworkError("cut")] * 3)


def test_of_two_refusals_the_one_with_a_reason_is_raised() -> None:
    gone, unread = json_answer({}, 404), json_answer({"error": "Nobody may read this"}, 403)
    with pytest.raises(MastodonServerError, match="500"):
        play(instance(), client_state(), json_answer({"error": "Down"}, 500), gone, gone, gone)
    with pytest.raises(MastodonAPIError, match="Nobody may read"):
        play(instance(), client_state(), gone, unread, gone, gone)


def test_addresses_with_a_slash_are_asked_for_last() -> None:
    gone, found = json_answer({}, 404), json_answer({"uri": "m.example"})
    sent = play(instance(), client_state(), gone, gone, gone, found).sent
    paths = [one.url.removeprefix(BASE) for one in sent]
    assert paths == ["/api/v2/instance", "/api/v1/instance", "/api/v2/instance/", "/api/v1/instance/"]


@pytest.mark.parametrize("href", ["/social/nodeinfo/2.0", "https://m.example/social/nodeinfo/2.0", "/nodeinfo/2.0"])
def test_nodeinfo_of_a_server_in_a_folder(href: str) -> None:
    base = f"{BASE}/social"
    links = [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": href}]
    answers = json_answer({}), json_answer({"links": links}), json_answer(NODEINFO)
    outcome = play(find_software(base), replace(client_state(), base_url=base), *answers)
    assert outcome.sent[-1].url == f"{base}/nodeinfo/2.0"


def upload() -> Flow[Any]:
    return Media.media_post.flow(cast("Any", None), b"x", "image/png")


@pytest.mark.parametrize("lacking", [LACKING[0], LACKING[1], HTML])
def test_a_file_goes_to_the_older_address(lacking: Response) -> None:
    outcome = play(upload(), client_state(), lacking, OK)
    assert [request.url[-13:] for request in outcome.sent] == ["/api/v2/media", "/api/v1/media"]


def test_a_file_that_is_refused_for_itself_is_sent_once() -> None:
    with pytest.raises(MastodonUnprocessableError, match="Too odd"):
        play(upload(), client_state(), json_answer({"error": "Too odd"}, 422))


@pytest.mark.parametrize("version", ["1.0", "1.1", "2.0", "2.1", "2.2"])
def test_the_software_is_read_from_whichever_nodeinfo_is_offered(version: str) -> None:
    links = [{"rel": f"http://nodeinfo.diaspora.software/ns/schema/{version}", "href": f"/nodeinfo/{version}"}]
    answers = json_answer({"version": "1.0.0"}), json_answer({"links": links}), json_answer(NODEINFO)
    outcome = play(find_software(BASE), client_state(), *answers)
    assert (outcome.result.name, outcome.result.version) == ("hollo", "0.6.20")


def test_the_newest_nodeinfo_is_read() -> None:
    schema = "http://nodeinfo.diaspora.software/ns/schema/"
    links = [{"rel": f"{schema}{one}", "href": f"/n/{one}"} for one in ("1.0", "2.0", "9.0", "2.1")]
    outcome = play(
        find_software(BASE),
        client_state(),
        json_answer({}),
        json_answer({"links": links}),
        json_answer(NODEINFO),
    )
    assert outcome.sent[-1].url == f"{BASE}/n/2.1"
