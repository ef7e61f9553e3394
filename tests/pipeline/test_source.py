"""`mastodon_source` into DuckDB from a server with canned objects: requests, rows and cursors."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dlt
import pytest
from dlt.pipeline.exceptions import PipelineStepFailed

from tests.pipeline.canned import FIRST, TOKEN, Canned, Refusal, account, notification, status
from tests.pipeline.conftest import Loader
from trunkline import MastodonIllegalArgumentError, MastodonWarning
from trunkline.pipeline import mastodon_source

Load = Callable[..., dict[str, int]]
HOME = "/api/v1/timelines/home"
EVERYTHING: dict[str, Any] = {
    "hashtags": ["#Canned"],
    "search": ["anything"],
    "statuses": [str(FIRST + 1), str(FIRST + 2)],
}
ROOTS = {
    "accounts": 1,
    "account_statuses": 30,
    "timelines_home": 100,
    "timelines_public": 50,
    "statuses": 2,
    "search": 3,
    "notifications": 12,
    "hashtags": 60,
    "instances": 1,
    "following": 100,
    "followers": 5,
}


def test_all_eleven_then_nothing_twice(load: Load, loader: Loader, canned: Canned) -> None:
    first = load(**EVERYTHING)
    assert {name: first[name] for name in ROOTS} == ROOTS
    host = urlsplit(canned.url).netloc
    for name, count in ROOTS.items():
        keys = loader.rows(f"SELECT count(*) AS n, count(DISTINCT _dlt_id) AS ids, min(_instance) AS i FROM {name}")
        assert keys == [{"n": count, "ids": count, "i": host}]

    canned.seen.clear()
    assert load(**EVERYTHING) == {}
    assert len(canned.seen) == len(ROOTS), canned.seen


def test_children_and_boosts(load: Load, loader: Loader) -> None:
    load(resources=["timelines_home"])
    tags = loader.rows(
        "SELECT t.name FROM timelines_home h JOIN timelines_home__tags t ON t._dlt_parent_id = h._dlt_id"
    )
    assert [tag["name"] for tag in tags] == ["canned"] * 100
    boost = loader.rows(
        "SELECT content, reblog__id, reblog__account__acct FROM timelines_home WHERE reblog__id IS NOT NULL"
    )
    assert boost == [{"content": "<p>Post 97</p>", "reblog__id": str(FIRST + 5), "reblog__account__acct": "user1"}]
    assert loader.rows("SELECT id, _dlt_list_idx AS place FROM timelines_home__reblog__media_attachments") == [
        {"id": "9", "place": 0}
    ]


def test_columns_have_their_types_without_values(load: Load, loader: Loader, canned: Canned) -> None:
    canned.lists[HOME] = []
    load(resources=["timelines_home"])
    assert loader.rows("SELECT count(*) AS n FROM timelines_home") == [{"n": 0}]
    types = loader.column_types("timelines_home")
    expected = {
        "_instance": "VARCHAR",
        "id": "VARCHAR",
        "created_at": "TIMESTAMP WITH TIME ZONE",
        "reblog__edited_at": "TIMESTAMP WITH TIME ZONE",
        "poll__votes_count": "BIGINT",
        "account__bot": "BOOLEAN",
        "quote__quoted_status__id": "VARCHAR",
        "quote_approval": "JSON",
        "account__moved": "JSON",
    }
    assert {name: types[name] for name in expected} == expected


def test_only_what_is_new(load: Load, loader: Loader, canned: Canned) -> None:
    load(resources=["timelines_home", "notifications"])
    canned.lists[HOME][:0] = [status(n) for n in range(190, 100, -1)]
    canned.lists["/api/v1/notifications"][:0] = [notification(n) for n in range(14, 12, -1)]
    canned.seen.clear()
    written = load(resources=["timelines_home", "notifications"])
    assert (written["timelines_home"], written["notifications"]) == (90, 2)
    assert canned.requests(HOME)[1]["min_id"] == str(FIRST + 100)
    assert loader.rows("SELECT count(*) AS n, count(DISTINCT id) AS ids FROM timelines_home") == [
        {"n": 190, "ids": 190}
    ]


def test_ids_are_ordered_as_numbers(load: Load, canned: Canned) -> None:
    canned.lists["/api/v1/notifications"] = [notification(n) for n in range(9, 0, -1)]
    load(resources=["notifications"])
    canned.lists["/api/v1/notifications"].insert(0, notification(10))
    assert load(resources=["notifications"])["notifications"] == 1
    assert load(resources=["notifications"]) == {}


@pytest.mark.soak
def test_a_limit_loses_nothing_on_the_way_up(load: Load, loader: Loader, canned: Canned) -> None:
    assert load(resources=["timelines_home"], limit=10)["timelines_home"] == 10
    canned.lists[HOME][:0] = [status(n) for n in range(150, 100, -1)]
    for _ in range(5):
        assert load(resources=["timelines_home"], limit=10)["timelines_home"] == 10
    assert load(resources=["timelines_home"], limit=10) == {}
    assert loader.rows("SELECT count(DISTINCT id) AS n FROM timelines_home") == [{"n": 60}]


@pytest.mark.parametrize(
    ("since", "rows"),
    [
        ("2026-01-01T01:00:00+00:00", 41),
        (f"id:{FIRST + 91}", 10),
        pytest.param("2026-01-02", 0, marks=pytest.mark.soak),
        pytest.param("2025-12-31", 100, marks=pytest.mark.soak),
    ],
)
def test_since_bounds_the_first_run(load: Load, canned: Canned, since: str, rows: int) -> None:
    assert load(resources=["timelines_home"], since=since).get("timelines_home", 0) == rows
    assert len(canned.requests(HOME)) <= 1 + rows // 40 + (rows == 100)


def test_changed_objects_are_merged(load: Load, loader: Loader, canned: Canned) -> None:
    ids = [post["id"] for post in canned.by_id["/api/v1/statuses"][:45]]
    load(resources=["statuses"], statuses=ids)
    assert [len(target.split("id%5B%5D=")) - 1 for target in canned.seen if "statuses?" in target] == [20, 20, 5]
    canned.by_id["/api/v1/statuses"][0].update(content="<p>Edited</p>", edited_at="2026-02-01T00:00:00.000Z", tags=[])
    written = load(resources=["statuses"], statuses=ids)
    assert written == {"statuses": 1, "statuses__account__fields": 1}
    assert loader.rows("SELECT content FROM statuses WHERE edited_at IS NOT NULL") == [{"content": "<p>Edited</p>"}]
    counts = loader.rows(
        "SELECT (SELECT count(*) FROM statuses) AS roots, (SELECT count(*) FROM statuses__tags) AS tags, "
        "(SELECT count(*) FROM statuses__account__fields) AS fields"
    )
    assert counts == [{"roots": 45, "tags": 44, "fields": 45}]


def test_new_followers_are_found_on_top(load: Load, loader: Loader, canned: Canned) -> None:
    load(resources=["following"])
    canned.lists["/api/v1/accounts/1/following"][:0] = [account(3), account(500), account(501)]
    canned.seen.clear()
    assert load(resources=["following"])["following"] == 2
    assert len(canned.requests("/api/v1/accounts/1/following")) == 1
    keys = loader.rows("SELECT count(*) AS n, min(account_id) AS of FROM following")
    assert keys == [{"n": 102, "of": "1"}]


@pytest.mark.soak
def test_several_subjects_have_their_own_cursors(load: Load, loader: Loader, canned: Canned) -> None:
    assert load(resources=["hashtags"], hashtags=["canned"])["hashtags"] == 60
    assert load(resources=["hashtags"], hashtags=["canned", "other"])["hashtags"] == 20
    assert loader.rows("SELECT count(*) AS n FROM hashtags") == [{"n": 70}]


def test_accounts_by_name_are_looked_up_once(load: Load, canned: Canned) -> None:
    canned.objects["/api/v1/accounts/lookup"] = account(1)
    for _ in range(2):
        load(resources=["account_statuses"], accounts=["@user1"])
    assert canned.requests("/api/v1/accounts/lookup") == [{"acct": "user1"}]
    assert canned.requests("/api/v1/accounts/verify_credentials") == [{}], "asked once whether it is the own account"


def test_a_subject_that_is_gone_is_left_out(load: Load, caplog: pytest.LogCaptureFixture) -> None:
    assert load(resources=["account_statuses"], accounts=["404", "1"])["account_statuses"] == 30
    assert "404 is left out" in caplog.text


def test_other_peoples_private_posts(load: Load, loader: Loader, canned: Canned) -> None:
    canned.lists[HOME] = [
        status(4, visibility="private", account=account(2)),
        status(3, visibility="direct", account=account(1)),
        status(2, quote={"state": "accepted", "quoted_status": status(1, visibility="private", account=account(2))}),
        status(1),
    ]
    load(resources=["timelines_home"])
    assert [row["id"] for row in loader.rows("SELECT id FROM timelines_home ORDER BY id")] == [
        str(FIRST + 1),
        str(FIRST + 3),
    ]
    assert load(resources=["timelines_home"]) == {}, "the cursor is beyond what was left out"


def test_private_posts_on_request(load: Load, canned: Canned) -> None:
    canned.lists[HOME] = [status(4, visibility="private", account=account(2)), status(1)]
    assert load(resources=["timelines_home"], private=True)["timelines_home"] == 2


def test_unknown_fields_become_columns(load: Load, loader: Loader, canned: Canned) -> None:
    canned.lists[HOME] = [status(2, reactions=[{"name": "star", "count": 3}], pleroma={"local": True}), status(1)]
    load(resources=["timelines_home"])
    assert loader.column_types("timelines_home")["pleroma__local"] == "BOOLEAN"
    assert loader.rows("SELECT name, count FROM timelines_home__reactions") == [{"name": "star", "count": 3}]


def test_what_fits_no_column_is_kept_aside(load: Load, loader: Loader, canned: Canned) -> None:
    bad = [status(5, created_at="yesterday"), status(4, favourites_count="many"), {"content": "no id"}, "no object"]
    canned.lists[HOME] = [status(6), *bad, status(3)]  # type: ignore[list-item]
    canned.places = {HOME: [6, 5, 4, 3, 2, 1]}
    written = load(resources=["timelines_home"])
    assert (written["timelines_home"], written["_rejected"]) == (4, 4)
    rejected = loader.rows("SELECT resource, id, path, reason, raw FROM _rejected ORDER BY reason")
    assert {row["resource"] for row in rejected} == {"timelines_home"}
    assert [tuple(row.values())[1:4] for row in rejected] == [
        (status(5)["id"], "created_at", "created_at is no timestamp but 'yesterday'"),
        (status(4)["id"], "favourites_count", "favourites_count is no bigint but 'many'"),
        (None, None, "id is missing"),
        (None, None, "the row is no object but 'no object'"),
    ]
    assert [row["raw"] for row in rejected][:2] == ['"yesterday"', '"many"']
    assert "no object" in rejected[3]["raw"]
    odd = "SELECT id FROM timelines_home WHERE created_at IS NULL OR favourites_count IS NULL ORDER BY id DESC"
    assert [row["id"] for row in loader.rows(odd)] == [status(5)["id"], status(4)["id"]]
    load(resources=["timelines_home"], backfill="all")
    assert len(loader.rows("SELECT 1 FROM _rejected")) == 4, "what is read again is told once"


def test_what_fits_no_column_is_left_out_where_somebody_looks(
    loader: Loader, canned: Canned, caplog: pytest.LogCaptureFixture
) -> None:
    canned.lists[HOME] = [status(3), {"content": "no id"}, status(2, favourites_count="7", **{"quote approval": [1]})]
    canned.places = {HOME: [3, 2, 1]}
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"])
    source.timelines_home.add_filter(lambda row: bool(row["account"]["acct"]))
    loader.pipeline.run(source)
    assert "A row of timelines_home is left out: id is missing" in caplog.text
    rows = loader.rows("SELECT favourites_count AS n, quote_approval AS q, _other_fields AS o FROM timelines_home")
    assert sorted(row["n"] for row in rows) == [3, 7]
    assert all(row["q"].startswith('{"automatic"') for row in rows)
    assert [row["o"] for row in rows if row["n"] == 7] == ['{"quote approval":[1]}']
    assert loader.column_types("timelines_home")["_other_fields"] == "JSON"


def test_what_a_limit_cuts_off_comes_later(loader: Loader, canned: Canned, load: Load) -> None:
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"])
    loader.pipeline.run(source.add_limit(50))
    assert loader.rows("SELECT count(*) AS n FROM timelines_home") == [{"n": 50}]
    assert load(resources=["timelines_home"])["timelines_home"] == 60
    assert loader.rows("SELECT count(*) AS n FROM timelines_home") == [{"n": 100}]


@pytest.mark.soak
def test_fields_that_change_their_type_between_runs(load: Load, loader: Loader, canned: Canned) -> None:
    canned.lists[HOME] = [status(1, score=1)]
    load(resources=["timelines_home"])
    canned.lists[HOME] = [status(3, score="high"), status(2, score=7, level="new"), status(1, score=1)]
    load(resources=["timelines_home"])
    rows = loader.rows("SELECT score, score__v_text, level FROM timelines_home ORDER BY id")
    assert rows == [
        {"score": 1, "score__v_text": None, "level": None},
        {"score": None, "score__v_text": "7", "level": "new"},
        {"score": None, "score__v_text": "high", "level": None},
    ]


@pytest.mark.soak
def test_dlt_can_drop_what_was_loaded(load: Load, loader: Loader, canned: Canned) -> None:
    load(resources=["timelines_home", "instances"])
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"])
    loader.pipeline.run(source, refresh="drop_resources")
    counts = "SELECT (SELECT count(*) FROM timelines_home) AS h, (SELECT count(*) FROM timelines_home__tags) AS t"
    assert loader.rows(counts) == [{"h": 100, "t": 100}]
    assert load(resources=["instances"]) == {}


def test_a_single_resource_of_the_source(loader: Loader, canned: Canned) -> None:
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN)
    loader.pipeline.run(source.timelines_home)
    assert loader.rows("SELECT count(*) AS n FROM timelines_home__tags") == [{"n": 100}]


def test_without_a_token(loader: Loader, canned: Canned) -> None:
    with pytest.warns(MastodonWarning, match="timelines_home, notifications, following, followers"):
        written = loader.load(api_base_url=canned.url)
    assert written["timelines_public"] == 50
    assert not canned.requests(HOME)
    assert loader.load(api_base_url=canned.url, accounts=["1"], resources=["followers", "accounts"])["followers"] == 5


def test_a_server_that_refuses_strangers(loader: Loader, canned: Canned, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(path: str) -> None:
        if path == "/api/v1/timelines/public":
            raise Refusal(422, "This method requires an authenticated user")

    canned.before = refuse
    written = loader.load(api_base_url=canned.url, resources=["timelines_public", "instances"])
    assert "timelines_public" not in written
    assert written["instances"] == 1
    assert "timelines_public is left out" in caplog.text


def test_a_token_that_is_refused_is_an_error(load: Load, canned: Canned) -> None:
    def refuse(path: str) -> None:
        raise Refusal(403, "This action is outside the authorized scopes")

    canned.before = refuse
    with pytest.raises(PipelineStepFailed, match="outside the authorized scopes"):
        load(resources=["notifications"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"resources": ["timeline"]}, "no resource 'timeline'"),
        ({"resources": ["search"], "access_token": TOKEN}, r"search=\[...\]"),
        ({"resources": ["timelines_home"]}, "needs an access token"),
        ({"resources": ["following"]}, r"accounts=\[...\]"),
        ({"hashtags": "python"}, r"\['python'\]"),
        ({"page_size": 80}, "1 to 40"),
        ({"limit": 0}, "positive"),
        ({"since": "2026-13-01"}, "pass a date"),
    ],
)
def test_arguments_that_make_no_sense(loader: Loader, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=message):
        mastodon_source(api_base_url="http://127.0.0.1:1", **arguments)


def test_selection_by_dlts_own_means(loader: Loader, canned: Canned) -> None:
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN).with_resources("instances", "search")
    with pytest.raises(PipelineStepFailed, match="search needs to know of what"):
        loader.pipeline.run(source)


def test_configuration_from_the_environment(loader: Loader, canned: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__ACCESS_TOKEN", TOKEN)
    monkeypatch.setenv("SOURCES__MASTODON_SOURCE__API_BASE_URL", canned.url)
    assert loader.load(access_token=dlt.secrets.value, resources=["notifications"])["notifications"] == 12


@pytest.mark.soak
def test_configuration_from_files(loader: Loader, canned: Canned) -> None:
    folder = loader.folder / ".dlt"
    folder.mkdir()
    (folder / "secrets.toml").write_text(f'[sources.mastodon_source]\naccess_token = "{TOKEN}"\n')
    (folder / "config.toml").write_text(
        f'[sources.mastodon_source]\napi_base_url = "{canned.url}"\nresources = ["notifications"]\n'
    )
    script = (
        "import dlt\nfrom trunkline.pipeline import mastodon_source\n"
        "p = dlt.pipeline('mastodon_pipeline', destination='duckdb', dataset_name='mastodon_data',\n"
        "    pipelines_dir='pipelines')\n"
        "p.run(mastodon_source())\nprint(p.dataset().notifications.df().shape[0])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "12"


@pytest.mark.soak
def test_the_token_is_in_no_file(load: Load, loader: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNTIME__LOG_LEVEL", "DEBUG")
    load(**EVERYTHING)
    files = [path for path in loader.folder.rglob("*") if path.is_file()]
    assert any(path.name == "trace.pickle" for path in files)
    assert [path for path in files if TOKEN.encode() in _content(path)] == []


def _content(path: Path) -> bytes:
    import gzip

    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


@pytest.mark.soak
def test_the_dataset_reads_as_data_frames(load: Load, loader: Loader) -> None:
    load(resources=["timelines_home"])
    frame = loader.pipeline.dataset().timelines_home.df()
    assert len(frame) == 100
    assert str(frame["created_at"].dtype).startswith("datetime64")
    assert loader.rows("SELECT count(*) AS n FROM mastodon_data.timelines_home") == [{"n": 100}]


def test_a_failure_while_reading_loses_nothing(load: Load, loader: Loader, canned: Canned) -> None:
    def fail(path: str) -> None:
        if path == "/api/v1/notifications" and len(canned.requests(HOME)) > 1:
            raise Refusal(500)

    canned.before = fail
    with pytest.raises(PipelineStepFailed):
        load(resources=["timelines_home", "notifications"], page_size=5)
    canned.before = lambda path: None
    written = load(resources=["timelines_home", "notifications"])
    assert (written["timelines_home"], written["notifications"]) == (100, 12)


@pytest.mark.soak
def test_a_crash_between_reading_and_loading_loses_nothing(load: Load, loader: Loader, canned: Canned) -> None:
    load(resources=["timelines_home"])
    canned.lists[HOME].insert(0, status(101))
    loader.pipeline.extract(mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"]))
    loader.fresh()
    assert loader.pipeline.has_pending_data
    canned.lists[HOME].insert(0, status(102))
    loader.pipeline.run()
    assert loader.rows("SELECT count(*) AS n FROM timelines_home") == [{"n": 101}]
    assert load(resources=["timelines_home"])["timelines_home"] == 1


@pytest.mark.soak
def test_a_crash_before_the_first_load_begins_anew(load: Load, loader: Loader, canned: Canned) -> None:
    loader.pipeline.extract(mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"]))
    loader.fresh()
    assert load(resources=["timelines_home"])["timelines_home"] == 100


def test_a_lost_pipeline_folder_goes_on_from_the_destination(load: Load, loader: Loader, canned: Canned) -> None:
    load(resources=["timelines_home"])
    os.rename(loader.folder / "pipelines", loader.folder / "lost")
    loader.fresh()
    canned.lists[HOME].insert(0, status(101))
    assert load(resources=["timelines_home"])["timelines_home"] == 1
    assert loader.rows("SELECT count(DISTINCT id) AS n FROM timelines_home") == [{"n": 101}]


def test_another_destination(loader: Loader, canned: Canned) -> None:
    bucket = dlt.destinations.filesystem(f"file://{loader.folder / 'bucket'}")
    pipeline = dlt.pipeline(
        "files", destination=bucket, dataset_name="mastodon_data", pipelines_dir=str(loader.folder / "pipelines")
    )
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["timelines_home"])
    pipeline.run(source)
    assert len(pipeline.dataset().timelines_home.df()) == 100
    assert len(pipeline.dataset().timelines_home__tags.df()) == 100


@pytest.mark.soak
def test_a_killed_process_loses_nothing(load: Load, loader: Loader, canned: Canned) -> None:
    script = (
        "import dlt\nfrom trunkline.pipeline import mastodon_source\n"
        "p = dlt.pipeline('mastodon_pipeline', destination='duckdb', dataset_name='mastodon_data',\n"
        "    pipelines_dir='pipelines')\n"
        f"p.run(mastodon_source(access_token={TOKEN!r}, api_base_url={canned.url!r}, resources=['timelines_home']))\n"
    )
    running = subprocess.Popen([sys.executable, "-c", script])
    canned.before = lambda path: os.kill(running.pid, signal.SIGKILL) if len(canned.requests(HOME)) == 2 else None
    assert running.wait(60) == -signal.SIGKILL
    canned.before = lambda path: None
    assert load(resources=["timelines_home"])["timelines_home"] == 100
    assert not list((loader.folder / "pipelines" / "mastodon_pipeline" / "rows").iterdir())
