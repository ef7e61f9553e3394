"""Forms or JSON: what each family of servers gets, and how the client learns which one it writes to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.client.flows import OK, client_state, json_answer, play
from tests.recorded import exchanges

from trunkline.endpoints.conversations import Conversations
from trunkline.endpoints.filters_v2 import FiltersV2
from trunkline.endpoints.notifications import Notifications
from trunkline.endpoints.profile import Profiles
from trunkline.endpoints.push import Push
from trunkline.endpoints.relationships import Relationships
from trunkline.endpoints.reports import Reports
from trunkline.endpoints.statuses import Statuses
from trunkline.endpoints.timelines import Timelines
from trunkline.entities import Status
from trunkline.errors import MastodonAPIError, MastodonNetworkError, MastodonRatelimitError, MastodonVersionError
from trunkline.protocol.bodies import READERS, body_of
from trunkline.protocol.discovery import NODEINFO_2_0
from trunkline.protocol.request import HttpRequest, Request, send
from trunkline.protocol.software import names_software, software_of
from trunkline.response import Response

POST = Statuses.status_post.request("Hi", visibility="unlisted")
NO_LANGUAGES = Relationships.account_follow.request("1", languages=[])
UNFILTERED = Notifications.update_notifications_policy_v1.request(filter_bots=False)
POLL = {"options": ["a", "b"], "expires_in": 600, "multiple": False, "hide_totals": True}
EDIT = Statuses.status_update.request("1", "Hi", poll=POLL)
DESCRIBED = Statuses.status_update.request("1", "Hi", media_attributes=[{"id": "2", "description": "cat"}])
BOTH = ["mastodon", "glitch-soc", "hometown", "gotosocial", "takahe", "pleroma", "akkoma"]
FORMS = ["snac", "pixelfed", "friendica"]
ROWS = json_answer([])
UNRECOGNISED = ["", "mitra", "something"]


def sent_as_json(request: Request[Any], software: str) -> Any:
    form, body = body_of(request, software)
    assert not form or body is None
    return body


@pytest.mark.parametrize("software", [*BOTH, *FORMS, *UNRECOGNISED])
def test_what_a_form_can_say_is_sent_as_a_form(software: str) -> None:
    no = "false" if software == "snac" else "0"
    assert body_of(POST, software) == ([("status", "Hi"), ("sensitive", no), ("visibility", "unlisted")], None)


@pytest.mark.parametrize("software", [*BOTH, "hollo"])
def test_json_is_sent_where_mastodon_py_sends_it_to_those_who_read_it(software: str) -> None:
    poll = Statuses.status_post.request("Hi", poll=POLL)
    assert sent_as_json(poll, software) == {"status": "Hi", "sensitive": False, "poll": POLL}
    keywords: list[dict[str, str | int | bool]] = [{"keyword": "a", "whole_word": False}]
    words = FiltersV2.create_filter_v2.request("A", "home", "warn", keywords_attributes=keywords)
    assert sent_as_json(words, software)["keywords_attributes"] == keywords


@pytest.mark.parametrize("software", [*FORMS, *UNRECOGNISED])
def test_forms_are_sent_to_those_who_may_read_nothing_else(software: str) -> None:
    words = FiltersV2.create_filter_v2.request("A", "home", "warn", keywords_attributes=[{"keyword": "a"}])
    assert dict(body_of(words, software)[0])["keywords_attributes[0][keyword]"] == "a"


def test_flags_are_what_the_software_reads() -> None:
    alerts = Push.push_subscription_update.request(follow_events=True, mention_events=False)
    words = [("data[alerts][follow]", "true"), ("data[alerts][mention]", "false"), ("data[policy]", "all")]
    assert body_of(alerts, "friendica") == (words, None)
    digits = [("data[alerts][follow]", "1"), ("data[alerts][mention]", "0"), ("data[policy]", "all")]
    for software in ("mastodon", "pixelfed", "gotosocial", ""):
        assert body_of(alerts, software) == (digits, None)


@pytest.mark.parametrize("request_", [POST, NO_LANGUAGES, UNFILTERED, EDIT, DESCRIBED])
def test_all_is_json_for_hollo(request_: Request[Any]) -> None:
    sent = sent_as_json(request_, "hollo")
    assert sent == {name: value for name, value in request_.form.items() if value is not None}


def test_hollo_reads_profiles_and_what_has_no_token_as_forms() -> None:
    profile = Profiles.account_update_credentials.request(display_name="Mia", locked=False)
    assert body_of(profile, "hollo") == ([("display_name", "Mia"), ("locked", "false")], None)
    token = Request("POST", "/oauth/token", Status, form={"code": "x"}, anonymous=True)
    assert body_of(token, "hollo") == ([("code", "x")], None)


@pytest.mark.parametrize("software", BOTH)
def test_what_a_form_cannot_say_is_json_for_those_who_read_it(software: str) -> None:
    assert sent_as_json(NO_LANGUAGES, software) == {"reblogs": True, "notify": False, "languages": []}
    assert sent_as_json(UNFILTERED, software) == {"filter_bots": False}
    assert sent_as_json(EDIT, software) == {"status": "Hi", "poll": POLL}
    assert sent_as_json(DESCRIBED, software)["media_attributes"] == [{"id": "2", "description": "cat"}]


@pytest.mark.parametrize("software", [*FORMS, *UNRECOGNISED])
def test_what_a_form_cannot_say_is_refused_for_others(software: str) -> None:
    name = software or "this software"
    with pytest.raises(MastodonVersionError, match=rf"languages=\[\] can be sent as JSON only, which {name} is not"):
        body_of(NO_LANGUAGES, software)
    with pytest.raises(MastodonVersionError, match="filter_bots=False can"):
        body_of(UNFILTERED, software)
    with pytest.raises(MastodonVersionError, match="media_attributes="):
        body_of(DESCRIBED, software)


@pytest.mark.parametrize("software", [*FORMS, *UNRECOGNISED])
def test_a_false_that_goes_without_saying_is_left_out_of_a_form(software: str) -> None:
    form, _ = body_of(EDIT, software)
    assert [name for name, _ in form] == [
        "status",
        "poll[options][]",
        "poll[options][]",
        "poll[expires_in]",
        "poll[hide_totals]",
    ]


LOCAL = Timelines.timeline_public.request(local=True)
INVALID = json_answer({"success": False}, 400)


def test_a_read_that_is_refused_for_its_flags_is_worded_anew() -> None:
    state = client_state(software=None)
    addresses = [one.url.partition("m.example")[2] for one in play(send(LOCAL), state, INVALID, HOLLO, ROWS).sent]
    public = "/api/v1/timelines/public?local="
    assert addresses == [f"{public}1", "/api/v2/instance", f"{public}true"]
    assert [one.url[-4:] for one in play(send(LOCAL), state, ROWS).sent] == ["true"]


def test_a_read_that_is_refused_for_something_else_is_refused() -> None:
    state = client_state(software=None)
    mastodon = json_answer({"version": "4.5.0", "source_url": "https://github.com/mastodon/mastodon"})
    with pytest.raises(MastodonAPIError):
        play(send(LOCAL), state, INVALID, mastodon)
    with pytest.raises(MastodonAPIError):
        play(send(LOCAL), state, INVALID)


REPORT = Reports.report.request("5")
CONVERSATIONS = Conversations.conversations.request(max_id="7")
MISSING = json_answer({"error": "Record not found"}, 404)


def test_addresses_are_those_of_mastodon_py_where_mastodon_answers() -> None:
    (asked,) = play(send(CONVERSATIONS), client_state(), ROWS).sent
    assert asked.url == "https://m.example/api/v1/conversations/?max_id=7"
    other = software_of({"version": "0.20.0+git"}, {"software": {"name": "gotosocial", "version": "0.20.0"}})
    (asked,) = play(send(CONVERSATIONS), client_state(software=other), ROWS).sent
    assert asked.url == "https://m.example/api/v1/conversations?max_id=7"
    assert len(play(send(CONVERSATIONS), client_state(software=other), MISSING, ROWS).sent) == 2


def test_a_write_is_sent_to_another_address_only_if_the_server_lacks_the_first() -> None:
    assert len(play(send(REPORT), client_state(), MISSING, OK).sent) == 2
    with pytest.raises(MastodonAPIError):
        play(send(REPORT), client_state(), json_answer({"error": "Internal"}, 500))


def test_a_question_of_the_package_is_marked_as_such() -> None:
    lookup, write = play(send(POST), client_state(software=None), HOLLO, OK).sent
    assert (lookup.aside, write.aside) == (True, False)


def test_what_a_test_has_made_up_counts_as_mastodon() -> None:
    nowhere = MastodonNetworkError("a mock does not know it")
    nowhere.made_up = True
    *_, write = play(send(NO_LANGUAGES), client_state(software=None), nowhere, nowhere, OK).sent
    assert json.loads(write.content or b"")["languages"] == []


def test_each_row_reads_something_and_says_why() -> None:
    assert all((row.form or row.json) and row.reason for row in READERS)


def ask(request: Request[Any], *answers: Response | MastodonNetworkError, **state: Any) -> list[HttpRequest]:
    return play(send(request), client_state(software=None, **state), *answers).sent


HOLLO = json_answer({"version": "0.6.20", "source_url": "https://github.com/fedify-dev/hollo"})


def test_a_server_is_asked_before_the_first_write() -> None:
    state = client_state(software=None)
    lookup, write = play(send(POST), state, HOLLO, OK).sent
    assert (lookup.method, lookup.url) == ("GET", "https://m.example/api/v2/instance")
    assert write.headers["Content-Type"] == "application/json"
    assert json.loads(write.content or b"") == {"status": "Hi", "sensitive": False, "visibility": "unlisted"}
    (write,) = play(send(POST), state, OK).sent
    assert json.loads(write.content or b"")["status"] == "Hi"


@pytest.mark.parametrize(
    ("server", "is_json"), [("hollo-0.6.20", True), ("takahe-0.11.0", False), ("gotosocial-0.20", False)]
)
@pytest.mark.parametrize("path", ["/api/v2/instance", "/api/v1/instance"])
def test_real_servers_are_recognised_by_what_they_answer(server: str, is_json: bool, path: str) -> None:
    recorded = {one["path"]: one["body"] for one in exchanges("other software") if one["server"] == server}
    nodeinfo = {"software": {"name": server.partition("-")[0], "version": "1"}}
    links = {"links": [{"rel": NODEINFO_2_0, "href": "/nodeinfo/2.0"}]}
    missing = [json_answer({}, 404)] if path == "/api/v1/instance" else []
    named = names_software(recorded[path])
    rest = [] if named else [json_answer(links), json_answer(nodeinfo)]
    state = client_state(software=None)
    *_, write = play(send(POST), state, *missing, json_answer(recorded[path]), *rest, OK).sent
    assert (write.content is not None) is is_json
    *_, write = play(send(NO_LANGUAGES), state, OK).sent
    assert write.content is not None


def test_snac_is_recognised_and_refused_what_it_does_not_read() -> None:
    (body,) = [
        one["body"]
        for one in exchanges("other software")
        if (one["server"], one["path"], one["status"]) == ("snac-2.94", "/api/v1/instance", 200)
    ]
    state = client_state(software=None)
    assert play(send(POST), state, json_answer({}, 404), json_answer(body), OK).sent[-1].form
    with pytest.raises(MastodonVersionError, match="which snac is not known to read"):
        play(send(NO_LANGUAGES), state)


LOGIN = Response(200, "OK", {"content-type": "text/html"}, b"<h1>Log in</h1>")
REFUSALS = [json_answer({}, 404), json_answer({"error": "This API requires an authenticated user"}, 401), LOGIN]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_server_that_does_not_say_what_it_is_gets_forms(refusal: Response) -> None:
    state = client_state(software=None)
    *_, write = play(send(POST), state, refusal, refusal, refusal, OK).sent
    assert write.form == [("status", "Hi"), ("sensitive", "0"), ("visibility", "unlisted")]
    (write,) = play(send(POST), state, OK).sent  # and is not asked again
    assert write.form
    with pytest.raises(MastodonVersionError):
        play(send(NO_LANGUAGES), state)


def test_failures_of_the_network_are_no_answer() -> None:
    state = client_state(software=None)
    lost = MastodonNetworkError("reset")
    assert [one.method for one in play(send(POST), state, lost, OK).sent] == ["GET", "POST"]
    assert [one.method for one in play(send(POST), state, HOLLO, OK).sent] == ["GET", "POST"]


def test_a_limit_stops_the_write_and_not_the_question() -> None:
    limit = json_answer({"error": "Too many requests"}, 429)
    state = client_state(software=None, ratelimit_method="throw")
    with pytest.raises(MastodonRatelimitError) as caught:
        play(send(POST), state, limit, limit)
    assert caught.value.method == "POST"


def test_a_version_that_is_known_is_not_asked_for() -> None:
    (write,) = ask(NO_LANGUAGES, OK, server_version="4.3.0")
    assert write.content is not None
    assert len(ask(NO_LANGUAGES, HOLLO, OK, server_version="0.6.20")) == 2


@pytest.mark.parametrize(
    "request_", [Request("GET", "/api/v1/x", Status), Request("POST", "/api/v1/statuses/1/favourite", Status)]
)
def test_requests_without_fields_ask_nothing(request_: Request[Any]) -> None:
    assert len(ask(request_, OK)) == 1


TRENDS = Request("GET", "/api/v1/trends/statuses", Status, {"limit": 5})
LINKED = Request("GET", "/api/v1/trends/statuses?limit=5&lang=fr&offset=5", Status)
TRANSLATE = Statuses.status_translate.request("1", "fr")


@pytest.mark.parametrize(
    ("request_", "software", "query"),
    [
        (TRENDS, "4.7.3", "?limit=5&lang=de"),
        (TRENDS, "0.6.20", "?limit=5"),
        (LINKED, "4.7.3", "?limit=5&lang=fr&offset=5"),
        (TRANSLATE, "4.7.3", ""),
        (Request("GET", "/nodeinfo/2.0", Status), "4.7.3", ""),
    ],
)
def test_the_language_of_answers_is_in_the_query(request_: Request[Any], software: str, query: str) -> None:
    state = client_state(language="de", software=software_of({"version": software}))
    (http,) = play(send(request_), state, OK).sent
    assert http.url.partition(request_.path.partition("?")[0])[2] == query
    assert http.headers["Accept-Language"] == "de"


def test_a_server_is_asked_once_where_a_language_is_wanted() -> None:
    state = client_state(language="de", software=None)
    assert [one.url[17:] for one in play(send(TRENDS), state, json_answer({"version": "4.6.0"}), NONE, OK).sent] == [
        "/api/v2/instance",
        "/.well-known/nodeinfo",
        "/api/v1/trends/statuses?limit=5&lang=de",
    ]
    assert len(play(send(TRENDS), state, OK).sent) == 1


NONE = json_answer({}, 404)
