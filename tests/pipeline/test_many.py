"""Many servers at the same time, each independent of the others."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.pipeline.canned import TOKEN, Canned, Refusal, account, serve, status
from tests.pipeline.conftest import Loader
from trunkline import MastodonIllegalArgumentError
from trunkline.errors import MastodonFileNotFoundError
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.crawling.health import FIRST_REST, LONGEST_REST, Health
from trunkline.pipeline.crawling.sites import Site, sites_of
from trunkline.protocol.retries import RetryPolicy

PUBLIC = "/api/v1/timelines/public"
Serve = Callable[[int], list[Canned]]


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts servers with 10, 20, ... public posts."""
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)
    with ExitStack() as running:

        def start(number: int) -> list[Canned]:
            made = [
                Canned(
                    lists={PUBLIC: [status(n) for n in range(10 * (place + 1), 0, -1)]},
                    objects={"/api/v2/instance": {"domain": f"server{place}.test", "title": "Canned"}},
                )
                for place in range(number)
            ]
            for server in made:
                running.enter_context(serve(server))
            return made

        yield start


def instance(server: Canned) -> str:
    return urlsplit(server.url).netloc


def outcomes(loader: Loader) -> dict[str, str]:
    """The last outcome of each server."""
    rows = loader.rows("SELECT _instance, arg_max(outcome, asked_at) AS outcome FROM _servers GROUP BY _instance")
    return {row["_instance"]: row["outcome"] for row in rows}


def refuse(code: int) -> Callable[[str], None]:
    def before(path: str) -> None:
        raise Refusal(code)

    return before


def test_each_server_has_its_rows_and_cursors(loader: Loader, served: Serve) -> None:
    servers = served(3)
    urls = [server.url for server in servers]
    written = loader.load(instances=urls, resources=["timelines_public", "instances"])
    assert (written["timelines_public"], written["instances"], written["_servers"]) == (60, 3, 3)
    found = loader.rows("SELECT _instance, count(*) AS n FROM timelines_public GROUP BY 1")
    assert {row["_instance"]: row["n"] for row in found} == {instance(s): 10 * (n + 1) for n, s in enumerate(servers)}
    servers[1].lists[PUBLIC].insert(0, status(100))
    for server in servers:
        server.seen.clear()
    assert loader.load(instances=urls, resources=["timelines_public", "instances"])["timelines_public"] == 1
    assert [len(server.seen) for server in servers] == [2, 3, 2]
    assert set(outcomes(loader).values()) == {"read"}
    told = loader.rows("SELECT sum(rows) AS rows, min(requests) AS requests FROM _servers")
    assert told == [{"rows": 60 + 3 + 1, "requests": 2}]


def test_a_server_that_fails_delays_nobody(loader: Loader, served: Serve, caplog: pytest.LogCaptureFixture) -> None:
    good, bad = served(2)
    bad.before = refuse(503)
    arguments: dict[str, Any] = {"instances": [good.url, bad.url, "127.0.0.1:1"], "resources": ["timelines_public"]}
    arguments["instances"][2] = "http://127.0.0.1:1"
    assert loader.load(**arguments)["timelines_public"] == 10
    assert outcomes(loader) == {instance(good): "read", instance(bad): "failed", "127.0.0.1:1": "failed"}
    errors = {row["_instance"]: row["error"] for row in loader.rows("SELECT _instance, error FROM _servers")}
    assert errors[instance(good)] is None
    assert "503" in errors[instance(bad)]
    assert "Could not talk to 127.0.0.1:1" in errors["127.0.0.1:1"]

    bad.before = lambda path: None
    bad.seen.clear()
    loader.load(**arguments)
    assert bad.seen == [], "it is left alone for a while"
    assert outcomes(loader) == {instance(good): "read", instance(bad): "resting", "127.0.0.1:1": "resting"}


def test_a_server_that_recovers_is_read_at_the_end(loader: Loader, served: Serve) -> None:
    good, shaky = served(2)
    refusals = iter([Refusal(503)] * 3)

    def falter(path: str) -> None:
        if refusal := next(refusals, None):
            raise refusal

    shaky.before = falter
    assert loader.load(instances=[good.url, shaky.url], resources=["timelines_public"])["timelines_public"] == 30
    assert set(outcomes(loader).values()) == {"read"}


def test_a_failure_has_its_reason_when_the_round_is_full(loader: Loader, served: Serve) -> None:
    good, bad = served(2)
    bad.before = refuse(503)
    loader.load(instances=[good.url, bad.url], resources=["timelines_public"], max_rows=5)
    (told,) = loader.rows(f"SELECT outcome, error FROM _servers WHERE _instance = '{instance(bad)}'")
    assert told["outcome"] == "failed"
    assert "503" in told["error"]


def test_a_server_that_wants_a_token(loader: Loader, served: Serve) -> None:
    open_one, closed = served(2)
    closed.before = refuse(422)
    assert loader.load(instances=[open_one.url, closed.url], resources=["timelines_public"])["timelines_public"] == 10
    assert outcomes(loader)[instance(closed)] == "refused"


def test_nonsense_from_one_server(loader: Loader, served: Serve) -> None:
    good, odd = served(2)
    odd.objects[PUBLIC] = {"not": "a list"}
    odd.lists.clear()
    assert loader.load(instances=[good.url, odd.url], resources=["timelines_public"])["timelines_public"] == 10
    assert outcomes(loader)[instance(odd)] == "failed"


def test_each_server_gets_its_own_token(loader: Loader, served: Serve) -> None:
    with_token, without = served(2)
    home = "/api/v1/timelines/home"
    with_token.lists[home] = [status(n) for n in range(5, 0, -1)]
    instances = [{"api_base_url": with_token.url, "access_token": TOKEN}, without.url]
    written = loader.load(instances=instances, resources=["timelines_home", "timelines_public"])
    assert (written["timelines_home"], written["timelines_public"]) == (5, 30)
    assert without.requests(home) == []


def test_accounts_that_only_some_servers_know(loader: Loader, served: Serve, caplog: pytest.LogCaptureFixture) -> None:
    first, second = served(2)
    first.objects["/api/v1/accounts/lookup"] = account(1)
    first.lists["/api/v1/accounts/1/statuses"] = [status(n) for n in (2, 1)]
    caplog.set_level(logging.INFO)
    arguments: dict[str, Any] = {"accounts": ["@user1@x.test"], "resources": ["account_statuses"]}
    assert loader.load(instances=[first.url, second.url], **arguments)["account_statuses"] == 2
    assert "not known to " + instance(second) in caplog.text


@pytest.mark.soak
def test_robots_txt_is_respected_and_asked_for_once(loader: Loader, served: Serve) -> None:
    closed, allowing = served(2)
    closed.texts["/robots.txt"] = "User-agent: *\nDisallow: /api/v1/timelines\n"
    arguments: dict[str, Any] = {"instances": [closed.url, allowing.url], "resources": ["timelines_public"]}
    for _ in range(2):
        loader.load(**arguments)
    assert outcomes(loader) == {instance(closed): "refused", instance(allowing): "read"}
    assert closed.requests(PUBLIC) == []
    assert [len(server.requests("/robots.txt")) for server in (closed, allowing)] == [1, 1]
    assert loader.load(**arguments, consent=["noindex"])["timelines_public"] == 10


def test_x_robots_tag_is_respected(loader: Loader, served: Serve) -> None:
    tagged, other = served(2)
    tagged.headers[PUBLIC] = {"X-Robots-Tag": "noai"}
    arguments: dict[str, Any] = {"instances": [tagged.url, other.url], "resources": ["timelines_public"]}
    assert loader.load(**arguments)["timelines_public"] == 20
    assert loader.load(**arguments, consent=["robots"])["timelines_public"] == 10


def test_programs_say_who_they_are(loader: Loader, served: Serve) -> None:
    (server,) = served(1)
    loader.load(instances=[server.url], resources=["instances"], contact="me@example.org")
    assert server.agents[-1].startswith("trunkline/")
    assert server.agents[-1].endswith("(contact: me@example.org)")


def test_servers_as_people_write_them(tmp_path: Path) -> None:
    lines = tmp_path / "servers.txt"
    lines.write_text("mastodon.social  # the biggest\n\n# and\nhttps://example.org/\nmastodon.social\n")
    assert sites_of(str(lines)) == [Site("https://mastodon.social"), Site("https://example.org")]
    (tmp_path / "a.toml").write_text('instances = ["a.test", {api_base_url = "b.test", access_token = "t"}]\n')
    (tmp_path / "b.json").write_text(json.dumps(["a.test", {"api_base_url": "b.test", "access_token": "t"}]))
    expected = [Site("https://a.test"), Site("https://b.test", "t")]
    assert sites_of(tmp_path / "a.toml") == sites_of(tmp_path / "b.json") == expected
    assert "access_token" not in repr(expected)


@pytest.mark.parametrize(
    ("instances", "message"),
    [
        ([], "names no server"),
        (["a.test", {"api_base_url": "a.test", "access_token": "t"}], "named twice"),
        ([{"host": "a.test", "access_token": "secret"}], r"\(access_token, host\)"),
        ([7], r"\(int\)"),
        (["not a host"], "no server address"),
    ],
)
def test_servers_that_make_no_sense(instances: list[Any], message: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=message):
        sites_of(instances)


def test_files_that_make_no_sense(tmp_path: Path) -> None:
    with pytest.raises(MastodonFileNotFoundError, match=r"nowhere\.txt"):
        sites_of("nowhere.txt")
    (tmp_path / "a.toml").write_text("servers = []")
    with pytest.raises(MastodonIllegalArgumentError, match="no list of instances"):
        sites_of(tmp_path / "a.toml")


def test_the_token_of_one_server_is_not_sent_to_others(loader: Loader, served: Serve) -> None:
    mine, other = served(2)
    home = "/api/v1/timelines/home"
    mine.lists[home] = other.lists[home] = [status(1)]
    loader.load(
        instances=[mine.url, other.url], api_base_url=mine.url, access_token=TOKEN, resources=["timelines_home"]
    )
    assert mine.requests(home)
    assert not other.requests(home)


def test_no_server_at_all() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="Which server"):
        mastodon_source()


def test_rests_grow_to_a_day() -> None:
    facts: dict[str, Any] = {}
    health = Health(facts)
    assert health.rests(0) == 0
    rests = []
    for _ in range(12):
        health.failed(1000)
        rests.append(health.rests(1000))
    assert rests[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert rests[-1] == LONGEST_REST
    assert Health(facts).rests(1000 + LONGEST_REST) == 0
    health.answered()
    assert health.rests(1000) == 0
