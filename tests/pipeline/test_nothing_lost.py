"""Nothing is lost in silence: whatever a server's order, whoever reads, and with whatever options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.canned import FIRST, TOKEN, Canned, Refusal, account, notification, status
from tests.pipeline.conftest import Loader
from trunkline.pipeline.crawling import server as crawled
from trunkline.pipeline.load import IncompleteLoadError, Summary
from trunkline.pipeline.load import load as load_all
from trunkline.pipeline.options import SourceOptions
from trunkline.pipeline.purge.keeping_out import KeepingOut
from trunkline.pipeline.purge.names import PurgeList
from trunkline.pipeline.refresh import refresh
from trunkline.protocol.retries import RetryPolicy

Load = Callable[..., dict[str, int]]
HOME, TAG = "/api/v1/timelines/home", "/api/v1/timelines/tag/canned"
NOTIFICATIONS = "/api/v1/notifications"


@pytest.fixture
def summarized(loader: Loader, canned: Canned) -> Callable[..., Summary]:
    """Load with a summary."""

    def run(resource: str = "timelines_home", **options: Any) -> Summary:
        return load_all(
            SourceOptions(**{"api_base_url": canned.url, "access_token": TOKEN, "resources": [resource], **options}),
            destination="./one.duckdb",
            pipelines_dir=str(loader.folder / "pipelines"),
        )

    return run


def test_two_members_of_one_server(loader: Loader, canned: Canned) -> None:
    canned.lists[NOTIFICATIONS] = [notification(n) for n in range(112, 100, -1)]
    arguments: dict[str, Any] = {"api_base_url": canned.url, "resources": ["notifications"]}
    assert loader.load(access_token=TOKEN, **arguments)["notifications"] == 12
    canned.lists[NOTIFICATIONS] = [notification(n) for n in range(12, 0, -1)]
    assert loader.load(access_token="another-token", **arguments)["notifications"] == 12
    assert loader.load(access_token="another-token", **arguments) == {}


def test_a_new_token_of_the_same_member_is_the_same_reader(loader: Loader, canned: Canned) -> None:
    """The server is asked whose tokens they are; what one reader has loaded is known to the other."""
    canned.lists[HOME][5] = status(95, visibility="private", account=account(9))  # so that the first asks as well
    arguments: dict[str, Any] = {"api_base_url": canned.url, "resources": ["timelines_home"]}
    loader.load(access_token=TOKEN, **arguments)
    asked = len(canned.requests(HOME))
    assert loader.load(access_token="a-newer-token", **arguments) == {}
    assert len(canned.requests(HOME)) == asked + 1


def test_local_is_another_list(load: Load, canned: Canned) -> None:
    everything = canned.lists[TAG]
    canned.lists[TAG] = everything[::2]
    assert load(resources=["hashtags"], hashtags=["canned"], local=True)["hashtags"] == 30
    canned.lists[TAG] = everything
    assert load(resources=["hashtags"], hashtags=["canned"])["hashtags"] == 30, "the other half"


@pytest.mark.parametrize("resource", ["timelines_home", pytest.param("statuses", marks=pytest.mark.soak)])
def test_wider_rules_load_what_they_allow(load: Load, canned: Canned, resource: str) -> None:
    posts = [status(2, account=account(2, note="#nobot")), status(1)]
    canned.lists[HOME] = canned.by_id["/api/v1/statuses"] = posts
    arguments: dict[str, Any] = {"resources": [resource], "statuses": [post["id"] for post in posts]}
    assert load(**arguments)[resource] == 1
    assert load(**arguments, consent=False)[resource] >= 1
    assert load(**arguments, consent=False) == {}


@pytest.mark.parametrize("new", [90, pytest.param(3, marks=pytest.mark.soak)])
def test_an_object_of_the_future_holds_nothing_up(load: Load, loader: Loader, canned: Canned, new: int) -> None:
    future = status(0, id=str(9 * 10**17), created_at="2999-01-01T00:00:00.000Z")
    canned.lists[HOME].insert(0, future)
    assert load(resources=["timelines_home"])["timelines_home"] == 101
    canned.lists[HOME][1:1] = [status(n) for n in range(100 + new, 100, -1)]
    assert load(resources=["timelines_home"])["timelines_home"] == new
    assert load(resources=["timelines_home"]) == {}


def test_ids_that_tell_no_order(load: Load, canned: Canned) -> None:
    """A server that gives ids without order, and takes them for places all the same."""
    posts = [status(n, id=str(n * 7919 % 10007)) for n in range(200, 0, -1)]
    places = {post["id"]: len(posts) - n for n, post in enumerate(posts)}

    def served(count: int) -> None:
        canned.lists[HOME] = posts[-count:]
        canned.places[HOME] = [places[post["id"]] for post in posts[-count:]]

    served(100)
    assert load(resources=["timelines_home"])["timelines_home"] == 100
    served(200)
    assert load(resources=["timelines_home"])["timelines_home"] == 100
    assert load(resources=["timelines_home"]) == {}


def test_what_appears_behind_the_cursor(summarized: Callable[..., Summary], canned: Canned) -> None:
    canned.lists[NOTIFICATIONS] = [notification(n) for n in (12, 11, 8)]
    summarized("notifications")
    canned.lists[NOTIFICATIONS] = [notification(n) for n in (13, 12, 11, 9, 8, 3, 2)]
    summary = summarized("notifications")
    assert (summary.tables[0].rows, summary.late) == (7, {"notifications": 3})
    assert summarized("notifications").late == {}


def test_backfill_reaches_what_has_appeared_behind(summarized: Callable[..., Summary], canned: Canned) -> None:
    late = canned.lists[HOME].pop(70)
    summarized()
    canned.lists[HOME].insert(70, late)
    assert summarized().tables[0].loaded == 0, "it is too far down to be looked for in each load"
    summary = summarized(backfill="all")
    assert (summary.tables[0].loaded, summary.tables[0].rows, summary.late) == (1, 100, {"timelines_home": 1})


def test_a_home_that_is_built_is_waited_for(load: Load, canned: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawled, "_RETRY", 0.0)
    canned.building[HOME] = 3
    assert load(resources=["timelines_home"])["timelines_home"] == 100


def test_a_home_that_is_trimmed_has_a_hole(summarized: Callable[..., Summary], canned: Canned) -> None:
    assert summarized().notes == ()
    canned.lists[HOME] = [status(n) for n in range(300, 200, -1)]
    summary = summarized()
    assert summary.tables[0].rows == 200
    (note,) = summary.notes
    assert "does not reach back to the last load" in note
    assert summarized().notes == ()


def test_after_a_limit(summarized: Callable[..., Summary]) -> None:
    assert summarized(limit=20).tables[0].rows == 20
    (note,) = summarized().notes
    assert "older rows of timelines_home" in note
    assert "--backfill all" in note
    assert summarized(since="2026-01-01T01:00").tables[0].rows == 41
    assert summarized(backfill="all").tables[0].rows == 100
    assert summarized().notes == ()


def test_the_rest_of_a_list_of_people_after_a_limit(load: Load, loader: Loader) -> None:
    assert load(resources=["following"], limit=20)["following"] == 20
    load(resources=["following"])
    assert loader.rows("SELECT count(*) AS n FROM following") == [{"n": 100}]
    assert load(resources=["following"]) == {}


def test_until(load: Load, loader: Loader) -> None:
    between: dict[str, Any] = {"since": "2026-01-01T00:30", "until": "2026-01-01T00:40"}
    assert load(resources=["timelines_home"], **between)["timelines_home"] == 11
    assert load(resources=["timelines_home"], **between) == {}
    assert load(resources=["timelines_home"])["timelines_home"] == 60, "what is newer"
    assert load(resources=["timelines_home"], since="all")["timelines_home"] == 29
    assert loader.rows("SELECT count(DISTINCT id) AS n FROM timelines_home") == [{"n": 100}]


def test_what_was_read_is_kept_when_the_server_goes_down(
    summarized: Callable[..., Summary], canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RetryPolicy, "delay", lambda self, attempt: 0.0)

    def down(path: str) -> None:
        if len(canned.requests(HOME)) > 2:
            raise Refusal(503)

    canned.before = down
    with pytest.raises(IncompleteLoadError, match="What was read before is loaded") as raised:
        summarized()
    assert raised.value.summary.tables[0].rows == 80
    canned.before = lambda path: None
    assert summarized().tables[0].rows == 100


def test_a_server_that_is_down_for_a_while_is_waited_for(
    summarized: Callable[..., Summary], canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[int] = []

    def delay(self: RetryPolicy, attempt: int) -> float:
        waits.append(attempt)
        return 0.0

    monkeypatch.setattr(RetryPolicy, "delay", delay)

    def down(path: str) -> None:
        if 2 < len(canned.requests(HOME)) < 9:
            raise Refusal(503)

    canned.before = down
    assert summarized().tables[0].rows == 100
    assert len(waits) == 6


def test_the_owners_own_is_read_whatever_the_header_says(load: Load, canned: Canned) -> None:
    """GoToSocial sends it with each answer."""
    for path in (*canned.lists, *canned.objects):
        canned.headers[path] = {"X-Robots-Tag": "noindex, nofollow"}
    own = ("accounts", "account_statuses", "timelines_home", "notifications")
    assert {*own} <= load(resources=list(own)).keys()
    assert load(instances=[{"api_base_url": canned.url, "access_token": TOKEN}], resources=["timelines_public"]) == {
        "_servers": 1
    }


@pytest.mark.parametrize("name", ["1", "@user1@{host}", "2", "@user2@{host}"])
def test_the_own_account_is_the_owners_however_it_is_named(load: Load, canned: Canned, name: str) -> None:
    canned.objects["/api/v1/accounts/lookup"] = account(2 if "2" in name else 1)
    canned.lists["/api/v1/accounts/2/statuses"] = [status(1, account=account(2))]
    for path in ("/api/v1/accounts/1/statuses", "/api/v1/accounts/2/statuses"):
        canned.headers[path] = {"X-Robots-Tag": "noindex"}
    named = name.format(host=canned.url.partition("//")[2])
    loaded = load(accounts=[named], resources=["account_statuses"])
    assert loaded.get("account_statuses", 0) == (0 if "2" in name else 30)


@pytest.mark.parametrize("closed", ["header", "robots"])
def test_what_is_forbidden_of_others_does_not_keep_out_the_own(
    load: Load, loader: Loader, canned: Canned, caplog: pytest.LogCaptureFixture, closed: str
) -> None:
    paths = [f"/api/v1/accounts/{number}/statuses" for number in (1, 2, 3)]
    for number, path in enumerate(paths, 1):
        canned.lists[path] = [status(number, account=account(number))]
    if closed == "robots":
        canned.texts["/robots.txt"] = "User-agent: *\nDisallow: /api/v1/accounts/"
    else:
        canned.headers |= {path: {"X-Robots-Tag": "noindex"} for path in (*paths[:2], "/api/v1/accounts")}
    load(accounts=["2", "1", "3"], resources=["accounts", "account_statuses"])
    shown = [row["id"] for row in loader.rows("SELECT account__id AS id FROM account_statuses ORDER BY 1")]
    assert shown == (["1"] if closed == "robots" else ["1", "3"]), "the header is about single lists"
    assert loader.rows("SELECT id FROM accounts") == [{"id": "1"}]
    assert "2, 3 of" in caplog.text


def test_refresh_asks_consent(load: Load, loader: Loader, canned: Canned) -> None:
    canned.lists[HOME] = [status(2, account=account(2)), status(1, account=account(3))]
    load(resources=["timelines_home"])
    canned.by_id["/api/v1/statuses"] = [
        status(n, account=account(n + 1, note="#nobot" if n == 1 else ""), content="new", edited_at="2026-02-01T00:00Z")
        for n in (2, 1)
    ]
    where: dict[str, Any] = {"since": None, "pipelines_dir": str(loader.folder / "pipelines")}
    done = refresh(api_base_url=canned.url, access_token=TOKEN, **where)
    assert (done.edited, done.gone, done.left_out) == (1, 0, {"nobot": 1})
    assert loader.rows("SELECT id FROM timelines_home WHERE content = 'new'") == [{"id": str(FIRST + 2)}]


def test_nothing_in_a_row_gets_past_the_purge_list() -> None:
    eve = {"id": "6", "acct": "eve@evil.test", "url": "https://evil.test/@eve", "uri": "https://evil.test/users/eve"}
    out = KeepingOut(PurgeList.of(["@eve@evil.test", "https://evil.test/@eve"], []))
    card = {"provider_name": "Evil", "url": "https://news.test/1", "authors": [{"name": "Eve", "account": eve}]}
    post = status(1, mentions=[eve], card=card, account=account(1, moved=eve), content="cc @eve@evil.test")
    (kept,) = out.without([post], "canned.test")
    assert (kept["mentions"], kept["card"], kept["account"]["moved"]) == ([], None, None)
    assert "eve" not in str(kept).lower()
    assert out.without([eve, {"reblog": {**status(2), "account": eve}}], "canned.test") == []
    assert post["mentions"] == [eve], "what was passed is left alone"


def test_lists_of_a_purged_account_are_not_read(load: Load, loader: Loader, canned: Canned, tmp_path: Path) -> None:
    from trunkline.pipeline.purge import purge, readmit

    canned.objects["/api/v1/accounts/7"] = account(7)
    canned.lists["/api/v1/accounts/7/followers"] = [account(3)]
    arguments: dict[str, Any] = {"resources": ["followers"], "accounts": ["7"]}
    assert load(**arguments)["followers"] == 1
    name = f"@user7@{canned.url.removeprefix('http://')}"
    canned.lists["/api/v1/accounts/7/followers"].insert(0, account(4))
    purge(loader.pipeline, accounts=[name, "https://canned.test/users/user7"])
    assert load(**arguments) == {}
    readmit(loader.pipeline, accounts=[name, "https://canned.test/users/user7"])
    assert load(**arguments)["followers"] == 2
