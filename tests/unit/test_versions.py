"""Software of a server, versions needed by requests, and refusals and warnings before sending."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from trunkline import MastodonNotFoundError, MastodonVersionError
from trunkline.answers.decoding import decode
from trunkline.endpoints.instance import Instances
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import Account, Status
from trunkline.protocol.client import NO_CLIENT
from trunkline.protocol.endpoint import endpoint
from trunkline.protocol.policy import expand
from trunkline.protocol.ratelimit import RateLimiter
from trunkline.protocol.request import Facts, Flow, HttpRequest, Now, Request, Send, send
from trunkline.protocol.software import Software, names_software, software_of
from trunkline.protocol.state import ClientState
from trunkline.protocol.versions import needed_version, parse_version
from trunkline.response import Response

GITHUB = "https://github.com/"

# fmt: off
SAID = [
    # version, source_url, NodeInfo's name and version, what it is
    ("4.7.0", None, None, ("mastodon", "4.7.0", "4.7.0")),
    ("4.6.0-nightly.2026-01-05", GITHUB + "mastodon/mastodon", None,
     ("mastodon", "4.6.0-nightly.2026-01-05", "4.6.0-nightly.2026-01-05")),
    ("4.5.1", GITHUB + "somebody/mastodon", ("mastodon", "4.5.1"), ("mastodon", "4.5.1", "4.5.1")),
    ("4.3.0-alpha.1+glitch", GITHUB + "glitch-soc/mastodon", None,
     ("glitch-soc", "4.3.0-alpha.1+glitch", "4.3.0-alpha.1+glitch")),
    ("4.4.2", GITHUB + "glitch-soc/mastodon", ("mastodon", "4.4.2"), ("glitch-soc", "4.4.2", "4.4.2")),
    ("4.0.10+hometown-1.1.1", None, ("hometown", "4.0.10+hometown-1.1.1"),
     ("hometown", "4.0.10+hometown-1.1.1", "4.0.10+hometown-1.1.1")),
    ("4.2.10+hometown-1.1.1", None, None, ("hometown", "4.2.10+hometown-1.1.1", "4.2.10+hometown-1.1.1")),
    ("0.17.3", None, ("gotosocial", "0.17.3+git-abc"), ("gotosocial", "0.17.3+git-abc", None)),
    ("0.17.3", "https://codeberg.org/superseriousbusiness/gotosocial", None, ("gotosocial", "0.17.3", None)),
    ("4.1.0", None, ("gotosocial", "0.19.0"), ("gotosocial", "0.19.0", None)),
    ("0.17.3", None, None, ("", "0.17.3", None)),
    ("2.7.2 (compatible; Pleroma 2.5.0)", None, None, ("pleroma", "2.5.0", None)),
    ("2.7.2 (compatible; Akkoma 3.10.4-0-gebfb617)", None, ("akkoma", "3.10.4"), ("akkoma", "3.10.4-0-gebfb617", None)),
    ("3.5.3 (compatible; Pixelfed 0.11.13)", None, None, ("pixelfed", "0.11.13", None)),
    ("2.8.0 (compatible; Friendica 2024.03)", None, None, ("friendica", "2024.03", None)),
    ("takahe/0.11.0", None, None, ("takahe", "0.11.0", None)),
    ("4.2.1 (compatible; Iceshrimp 2023.12.7)", None, None, ("iceshrimp", "2023.12.7", None)),
    ("4.2.1 (compatible; Iceshrimp.NET/2024.1-beta4)", None, None, ("iceshrimp", "2024.1-beta4", None)),
    ("4.2.1", None, ("Iceshrimp.NET", "2024.1"), ("iceshrimp", "2024.1", None)),
    ("4.0.0 (compatible; Mitra 2.18.0)", None, None, ("mitra", "2.18.0", None)),
    ("4.0.0 (not true; really snac/2.52)", "https://comam.es/what-is-snac", None, ("snac", "2.52", None)),
    ("3.0.0 (compatible; Firefish 20240504)", None, None, ("firefish", "20240504", None)),
    ("3.0.0 (compatible; Sharkey 2024.3.3)", None, None, ("sharkey", "2024.3.3", None)),
    ("4.3.0+glitch", GITHUB + "TheEssem/mastodon/tree/chuckya", None,
     ("chuckya", "4.3.0+glitch", "4.3.0+glitch")),
    ("4.2.8+kmyblue.13.1", GITHUB + "somebody/mastodon", ("kmyblue", "13.1"),
     ("kmyblue", "13.1", "4.2.8+kmyblue.13.1")),
    ("3.4.1 (compatible; Fedibird 0.1)", None, None,
     ("fedibird", "0.1", "3.4.1 (compatible; Fedibird 0.1)")),
    ("4.1.10", None, ("ecko", "4.1.10"), ("ecko", "4.1.10", "4.1.10")),
    ("4.5.1", "https://example.org/gecko/mastodon", None, ("mastodon", "4.5.1", "4.5.1")),
    ("4.0.0 (not true; really snac/2.94)", None, None, ("snac", "2.94", None)),
    ("0.6.20", GITHUB + "fedify-dev/hollo", None, ("hollo", "0.6.20", None)),
    ("1.0.0", None, ("hollo", "0.6.20"), ("hollo", "0.6.20", None)),
    ("neodb/0.11.5", None, None, ("neodb", "0.11.5", None)),
    ("2.7.2 (compatible; Smithereen 0.9)", None, None, ("smithereen", "0.9", None)),
    ("4.2.0 (compatible; Wafrn 2025.1)", None, None, ("wafrn", "2025.1", None)),
    ("4.2.0", None, ("WordPress", "6.7"), ("wordpress", "6.7", None)),
    ("0.0.0", GITHUB + "misskey-dev/misskey", None, ("misskey", "0.0.0", None)),
    ("2024.1.0", None, None, ("", "2024.1.0", None)),
    ("", None, None, ("", "", None)),
]
# fmt: on


def instance(version: str, source: str | None) -> dict[str, Any]:
    return {"version": version} if source is None else {"version": version, "source_url": source}


@pytest.mark.parametrize(("version", "source", "said", "expected"), SAID)
def test_software(
    version: str, source: str | None, said: tuple[str, str] | None, expected: tuple[str, str, str | None]
) -> None:
    nodeinfo = None if said is None else {"software": {"name": said[0], "version": said[1]}}
    assert software_of(instance(version, source), nodeinfo) == Software(*expected)


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("4.0.2", (4, 0, 2)),
        ("1.0.7+3.5.5rc2", (3, 5, 5)),
        ("3.5.1+chitter6.6.6", (3, 5, 1)),
        ("3.5.3+0.17.3+git-6f4cb2f", (3, 5, 3)),
        ("3.2.1rc3 (compatible; Akkoma 3.2.4+shiny)", (3, 2, 1)),
        ("takahe/0.11.0", (0, 11, 0)),
        ("no", None),
    ],
)
def test_a_version_is_that_of_mastodon(version: str, numbers: tuple[int, int, int] | None) -> None:
    assert parse_version(version) == numbers


def test_names_are_short_whatever_the_server_says() -> None:
    said = {"software": {"name": "x" * 10**6 + "\x1b[2J", "version": "9" * 10**6}}
    found = software_of({"version": "1" * 10**6, "source_url": ["mastodon"] * 1000}, said)
    assert (len(found.name), len(found.version)) == (101, 101)
    assert software_of({"version": ["4.5.0"]}, {"software": {"name": ["mastodon"]}}) == Software("", "", None)


@pytest.mark.parametrize("nodeinfo", [{}, {"software": None}, {"software": []}, {"software": {"name": None}}])
def test_a_broken_nodeinfo_tells_nothing(nodeinfo: dict[str, Any]) -> None:
    assert software_of({"version": "4.5.0"}, nodeinfo).name == "mastodon"


def test_a_word_in_an_address_is_not_part_of_another() -> None:
    assert not names_software(instance("4.5.0", "https://mitrahost.example/snacks"))
    assert names_software(instance("4.5.0", GITHUB + "mastodon/mastodon"))


def client_state(**changes: Any) -> ClientState:
    return ClientState(
        "https://m.example", decode, **{"limiter": RateLimiter(), "version_check_mode": "created", **changes}
    )


def play(flow: Flow[Any], state: ClientState, answers: Mapping[str, object]) -> tuple[list[str], Any]:
    """Perform a flow with a response by path, otherwise 404; return the requested paths and the result."""
    asked: list[str] = []
    value: Any = None
    steps = expand(flow, state)
    while True:
        try:
            step: Any = steps.send(value)
        except StopIteration as stop:
            return asked, stop.value
        value = 1_800_000_000.0 if isinstance(step, Now) else None
        if isinstance(step, Send):
            asked.append(step.request.url.removeprefix("https://m.example"))
            value = answer(step.request, answers)


def answer(request: HttpRequest, answers: Mapping[str, object]) -> Response:
    path = request.url.removeprefix("https://m.example").partition("?")[0]
    status = 200 if path in answers else 404
    return Response(status, "", {"content-type": "application/json"}, json.dumps(answers.get(path, {})).encode())


WELL_KNOWN = {"links": [{"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "https://m.example/ni"}]}
NEW = Request("GET", "/api/v1/new", Status, facts=Facts("new", "4.3.0"))
OLD = Request("GET", "/api/v1/old", Status, facts=Facts("old"))
FOUND: Mapping[str, object] = {"/api/v1/new": {"id": "1"}, "/api/v1/old": {"id": "1"}}


def test_gotosocial_is_recognised_by_nodeinfo_and_not_refused() -> None:
    answers = {
        **FOUND,
        "/api/v1/instance": {"version": "0.17.3"},
        "/.well-known/nodeinfo": WELL_KNOWN,
        "/ni": {"software": {"name": "gotosocial", "version": "0.17.3"}},
    }
    state = client_state()
    asked, _ = play(send(NEW), state, answers)
    assert asked == ["/api/v2/instance", "/api/v1/instance", "/.well-known/nodeinfo", "/ni", "/api/v1/new"]
    assert state.software == Software("gotosocial", "0.17.3", None)
    assert play(send(NEW), state, answers)[0] == ["/api/v1/new"]


def test_what_names_its_software_is_not_asked_for_nodeinfo() -> None:
    answers = {**FOUND, "/api/v1/instance": {"version": "2.7.2 (compatible; Pleroma 2.5.0)"}}
    assert play(send(NEW), client_state(), answers)[0] == ["/api/v2/instance", "/api/v1/instance", "/api/v1/new"]


def test_a_server_without_nodeinfo_counts_as_mastodon() -> None:
    answers = {**FOUND, "/api/v2/instance": {"version": "4.2.0"}}
    with pytest.raises(MastodonVersionError, match=r"new needs Mastodon 4\.3\.0, and https://m\.example runs 4\.2\.0"):
        play(send(NEW), client_state(), answers)


@pytest.mark.parametrize("version", ["4.2.9+glitch", "4.2.10+hometown-1.1.1"])
def test_forks_count_as_mastodon_of_their_version(version: str) -> None:
    with pytest.raises(MastodonVersionError, match="needs Mastodon"):
        play(send(NEW), client_state(server_version=version), FOUND)


@pytest.mark.parametrize("version", ["2.7.2 (compatible; Pleroma 2.5.0)", "0.17.3", "takahe/0.11.0"])
def test_a_known_version_of_other_software_refuses_nothing(version: str) -> None:
    assert play(send(NEW), client_state(server_version=version), FOUND)[0] == ["/api/v1/new"]


def test_the_server_is_not_asked_for_what_every_version_has() -> None:
    assert play(send(OLD), client_state(), FOUND)[0] == ["/api/v1/old"]
    answers = {"/api/v2/instance": {"version": "4.2.0"}}
    assert play(Instances.instance.flow(NO_CLIENT), client_state(), answers)[0] == ["/api/v2/instance"]


SINCE = {"lang": "4.4.0", "data[policy]": "3.4.0", "data[alerts]": "4.1.0", "keys": "4.2.0"}


@pytest.mark.parametrize(
    ("parts", "needed"),
    [
        ({}, "1.0.0"),
        ({"params": {"lang": None}}, "1.0.0"),
        ({"params": {"lang": "de"}}, "4.4.0"),
        ({"form": {"data": {"policy": "all"}}}, "3.4.0"),
        ({"form": {"data": {"other": "all"}}}, "1.0.0"),
        ({"json": {"data": {"alerts": {"poll": False}}}}, "4.1.0"),
        ({"json": {"lang": "de", "data": {"policy": "all"}}}, "4.4.0"),
        ({"json": {"lang": None}}, "1.0.0"),
        ({"json": ["lang"]}, "1.0.0"),
        ({"form": {"keys": ["a"]}}, "4.2.0"),
    ],
)
def test_needed_version(parts: dict[str, Any], needed: str) -> None:
    request = Request("POST", "/", Status, facts=Facts("x", "1.0.0", "4.6.0", params_since=SINCE), **parts)
    assert needed_version(request, "created") == needed
    assert needed_version(request, "changed") == "4.6.0"


class Calls:
    """Flows as endpoints make them."""

    @endpoint(since="4.3.0", params_since={"lang": "4.5.0"})
    def bare(self, lang: str | None = None) -> Flow[Status]:
        """Two requests without facts of their own."""
        yield from send(Request("GET", "/api/v1/old", Status))
        return (yield from send(Request("GET", "/api/v1/new", Status, {"lang": lang})))

    @endpoint()
    def catching(self) -> Flow[str]:
        """A request that may fail."""
        try:
            yield from send(Request("GET", "/api/v1/lost", Account))
        except MastodonNotFoundError:
            return "lost"
        return "found"


def test_a_flow_is_checked_like_a_request() -> None:
    with pytest.raises(MastodonVersionError, match=r"bare needs Mastodon 4\.3\.0"):
        play(Calls.bare.flow(NO_CLIENT), client_state(server_version="4.2.0"), FOUND)
    with pytest.raises(MastodonVersionError, match=r"bare needs Mastodon 4\.5\.0"):
        play(Calls.bare.flow(NO_CLIENT, "de"), client_state(server_version="4.4.0"), FOUND)
    state = client_state(server_version="4.5.0")
    assert play(Calls.bare.flow(NO_CLIENT), state, FOUND)[1].id == "1"


def test_requests_keep_their_own_facts() -> None:
    flow = Statuses.status_card.flow(NO_CLIENT, "1")
    step: Any = next(flow)
    assert step.facts is Statuses.status.facts


def test_errors_reach_the_flow() -> None:
    assert play(Calls.catching.flow(NO_CLIENT), client_state(), {})[1] == "lost"
