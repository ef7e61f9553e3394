"""A batch has the rows of the pipeline, whoever fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.canned import TOKEN, Refusal, account, status
from tests.spark.conftest import PUBLIC, Serve, instance, keys, options, posts, wanted
from trunkline.pipeline import mastodon_source
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.names import RESOURCES
from trunkline.sandbox import Sandbox
from trunkline.spark import servers
from trunkline.spark.leases import Leases


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[list[Sandbox]]:
    with ExitStack() as running:
        yield [running.enter_context(Sandbox(size=90, seed=seed)) for seed in (1, 2, 3)]


def read(spark: Any, given: dict[str, str]) -> Any:
    return spark.read.format("mastodon").options(**given).load()


def outcomes(spark: Any, state: Path) -> dict[str, tuple[str, str | None]]:
    return {row["_instance"]: (row["outcome"], row["error"]) for row in servers(spark, str(state)).collect()}


def as_sent(value: Any, kind: Any) -> Any:
    """A value of a row of the pipeline as Spark has it."""
    name = kind.typeName()
    if value is None:
        return None
    if name == "struct":
        return {field.name: as_sent(value.get(field.name), field.dataType) for field in kind.fields}
    if name == "array":
        return [as_sent(item, kind.elementType) for item in value]
    if name == "timestamp" and str(value).isdecimal():
        return datetime.fromtimestamp(int(value), UTC).replace(tzinfo=None)
    if name == "timestamp":
        return datetime.fromisoformat(value).replace(tzinfo=None)
    if name == "date":
        return date.fromisoformat(value[:10])
    return json.dumps(value) if isinstance(value, dict | list) else value


def loosely(value: Any) -> Any:
    """A value in which JSON is the same however it is written."""
    if isinstance(value, dict):
        return {name: loosely(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [loosely(item) for item in value]
    return json.loads(value) if isinstance(value, str) and value[:1] in ("{", "[") else value


def test_rows_are_those_of_the_pipeline_and_survive_parquet(
    spark: Any, sandboxes: list[Sandbox], tmp_path: Path
) -> None:
    urls = [sandbox.url for sandbox in sandboxes]
    source = mastodon_source(instances=urls, resources=["timelines_public"])
    loaded = {(row["_instance"], row["id"]): row for row in source.resources["timelines_public"]}
    frame = read(spark, {"instances": ",".join(urls), "partitions": "2"})
    assert frame.rdd.getNumPartitions() == 2
    frame.write.parquet(str(tmp_path / "posts"))
    rows = spark.read.parquet(str(tmp_path / "posts"))
    assert rows.schema == frame.schema
    found = {(row["_instance"], row["id"]): row.asDict(recursive=True) for row in rows.collect()}
    assert found.keys() == loaded.keys()
    assert len(found) == rows.count() > 50
    assert len({instance for instance, _ in found}) == 3
    for key, row in found.items():
        assert loosely(row) == loosely(as_sent(loaded[key], rows.schema)), key


def test_filters_are_pushed_as_far_as_a_server_can_keep_to_them(spark: Any, served: Serve) -> None:
    one, other = served(200, 200)
    frame = read(spark, options([one, other]))
    since = datetime.fromisoformat(one.lists[PUBLIC][19]["created_at"].replace("Z", ""))
    found = frame.filter((frame["_instance"] == instance(one)) & (frame["created_at"] >= since))
    assert found.filter("exists(tags, tag -> tag.name = 'canned')").count() == 20
    assert other.seen == []
    assert len(one.requests(PUBLIC)) < 200 / 40
    assert frame.filter("_instance LIKE '%nobody'").count() == 0
    plan = found._jdf.queryExecution().optimizedPlan().toString()
    assert f"= {instance(one)}" not in plan, "the server was filtered by the source"
    assert "created_at" in plan.partition("Filter")[2].partition("\n")[0], "and times once more by Spark"


def test_whoever_fails_is_a_row_and_no_failed_job(spark: Any, served: Serve, tmp_path: Path) -> None:
    good, broken, closed = served(50, 50, 50)

    def refuse(path: str) -> None:
        if path == PUBLIC:
            raise Refusal(500, "not now")

    broken.before = refuse
    closed.texts["/robots.txt"] = "User-agent: *\nDisallow: /"
    gone = "http://127.0.0.1:9"
    given = options([good, broken, closed], tmp_path)
    given["instances"] += f",{gone}"
    assert keys(read(spark, given)) == wanted([good])
    said = outcomes(spark, tmp_path)
    assert {name: outcome for name, (outcome, _) in said.items()} == {
        instance(good): "read",
        instance(broken): "failed",
        instance(closed): "refused",
        "127.0.0.1:9": "failed",
    }
    assert all(error for outcome, error in said.values() if outcome != "read")


def test_a_server_that_another_job_asks_is_left_alone(spark: Any, served: Serve, tmp_path: Path) -> None:
    free, taken = served(5, 5)
    with Leases(str(tmp_path), "another job") as leases:
        assert leases.take(instance(taken))
        assert keys(read(spark, options([free, taken], tmp_path))) == wanted([free])
    assert taken.seen == []
    assert outcomes(spark, tmp_path)[instance(taken)][0] == "busy"
    assert keys(read(spark, options([free, taken], tmp_path))) == wanted([free, taken])


def test_a_token_is_in_no_option_plan_or_outcome(spark: Any, served: Serve, tmp_path: Path) -> None:
    (server,) = served(0)
    server.lists["/api/v1/timelines/home"] = posts(30)
    server.objects["/api/v1/accounts/verify_credentials"] = {"id": "1"}
    tokens = tmp_path / "tokens.json"
    tokens.write_text(json.dumps({"instances": [{"api_base_url": server.url, "access_token": TOKEN}]}))
    given = options([server], tmp_path / "state", resource="timelines_home", tokens=tokens)
    frame = read(spark, given)
    assert frame.count() == 30
    shown = frame._jdf.queryExecution().toString() + frame._jdf.queryExecution().stringWithStats()
    written = "".join(file.read_text() for file in (tmp_path / "state").rglob("*") if file.is_file())
    assert TOKEN not in shown + written
    assert "read" in written


def test_what_does_not_fit_is_counted_and_what_nobody_declares_is_kept(
    spark: Any, served: Serve, tmp_path: Path
) -> None:
    (server,) = served(0)
    server.lists[PUBLIC] = [
        status(3, created_at="yesterday"),
        status(2, pleroma={"local": True}, quirk=1),
        status(1),
    ]
    rows = read(spark, options([server], tmp_path)).collect()
    assert [row["created_at"] is None for row in sorted(rows, key=lambda row: row["id"])] == [False, False, True]
    assert {row["id"]: json.loads(row["_other_fields"] or "null") for row in rows} == {
        status(3)["id"]: None,
        status(2)["id"]: {"pleroma.local": True, "quirk": 1},
        status(1)["id"]: None,
    }
    (outcome,) = servers(spark, str(tmp_path)).collect()
    assert (outcome["rows"], outcome["rejected"]) == (3, 1)


def test_a_purged_person_does_not_come_back(spark: Any, served: Serve, tmp_path: Path) -> None:
    (server,) = served(3)
    ann = account(7, acct="ann@a.example", uri="https://a.example/users/ann", url="https://a.example/@ann")
    server.lists[PUBLIC][0]["account"] = ann
    server.lists[PUBLIC][1]["reblog"] = status(40, account=ann)
    purged = tmp_path / "purged.json"
    purged.write_text('{"accounts": ["@ann@a.example"]}')
    assert read(spark, options([server], purged=purged)).count() == 1
    assert read(spark, options([server])).count() == 3
    purged.write_text("no list")
    with pytest.raises(Exception, match="Give each executor a file of JSON"):
        read(spark, options([server], purged=purged)).count()


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_times_in_filters_are_those_of_the_session(spark: Any, served: Serve, zone: str) -> None:
    (server,) = served(400)
    since = server.lists[PUBLIC][99]["created_at"]
    before = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", zone)
    try:
        assert read(spark, options([server])).filter(f"created_at >= timestamp '{since}'").count() == 100
    finally:
        spark.conf.set("spark.sql.session.timeZone", before)
    assert len(server.requests(PUBLIC)) <= (100 + 60) / 40 + 2, "an hour of posts more, and no others"


def test_a_frame_is_a_table_like_any_other(spark: Any, served: Serve, tmp_path: Path) -> None:
    given = served(100, 60)
    urls = ",".join(server.url for server in given)
    spark.sql(f"CREATE TEMPORARY VIEW posts USING mastodon OPTIONS (instances '{urls}', RESOURCE 'timelines_public')")
    counted = spark.sql("SELECT _instance, count(DISTINCT account.acct, id) AS posts FROM posts GROUP BY ALL").collect()
    assert {row["_instance"]: row["posts"] for row in counted} == {instance(given[0]): 100, instance(given[1]): 60}
    assert spark.sql("SELECT * FROM posts WHERE _instance NOT IN ('a.example', NULL)").count() == 0
    cached = read(spark, options(given)).cache()
    asked = [cached.count(), *(len(server.seen) for server in given)]
    assert [cached.count(), *(len(server.seen) for server in given)] == asked, "a cached frame is read once"
    cached.write.partitionBy("_instance").parquet(str(tmp_path / "posts"))
    assert keys(spark.read.parquet(str(tmp_path / "posts"))) == wanted(given)
    cached.unpersist()
    state = options(given, tmp_path / "state")
    assert len(read(spark, state).limit(3).collect()) == 3
    assert keys(read(spark, state)) == wanted(given), "a query that ends early gives its leases back"


def test_an_instance_that_answers_nonsense_costs_its_rows_alone(spark: Any, served: Serve, tmp_path: Path) -> None:
    good, odd, html = served(5, 0, 5)
    items: list[Any] = [
        status(9, content="\ud800 and \0", created_at="9999999-01-01"),
        status(8, account="nobody"),
        status(7, favourites_count=10**30),
        status(6, created_at="0001-01-01T00:00:00Z"),
        "text",
        None,
        status(3, media_attachments=[None, {"id": "1", "meta": {"a": [1]}}]),
        status(1),
    ]
    odd.lists[PUBLIC] = items
    odd.places[PUBLIC] = list(range(8, 0, -1))
    html.texts[PUBLIC] = "<html>It works!</html>"
    found = keys(read(spark, options([good, odd, html], tmp_path)))
    assert [key for key in found if key[0] != instance(odd)] == wanted([good])
    assert {post for host, post in found if host == instance(odd)} == {status(n)["id"] for n in (9, 8, 7, 6, 3, 1)}
    said = {row["_instance"]: row for row in servers(spark, str(tmp_path)).collect()}
    assert said[instance(odd)]["outcome"] == "read"
    assert said[instance(odd)]["rejected"] == 2 + 3, "two that are no posts; a time, an account and a number"
    assert said[instance(html)]["outcome"] == "failed"


def test_every_table_has_its_rows_in_columns_of_its_own(spark: Any, sandboxes: list[Sandbox], tmp_path: Path) -> None:
    sandbox = sandboxes[0]
    username = next(iter(sandbox.accounts))
    token, tokens = sandbox.token_for(username), tmp_path / "tokens.json"
    tokens.write_text(json.dumps({"instances": [{"api_base_url": sandbox.url, "access_token": token}]}))
    post = sandbox.request(username, "GET", "/api/v1/timelines/public")[0]
    subjects: dict[str, Any] = {
        "accounts": [f"@{username}"],
        "statuses": [post["id"]],
        "hashtags": ["python"],
        "search": ["a"],
    }
    source = mastodon_source(
        api_base_url=sandbox.url, access_token=token, resources=list(RESOURCES), consent=False, **subjects
    )
    given = {"tokens": str(tokens), "consent": "false", **{name: ",".join(some) for name, some in subjects.items()}}
    filled = set()
    for name, resource in CATALOGUE.items():
        frame = read(spark, {"instances": sandbox.url, "resource": name, **given})
        found = {tuple(row[part] for part in resource.key): row.asDict(recursive=True) for row in frame.collect()}
        loaded = {tuple(row[part] for part in resource.key): row for row in source.resources[name]}
        assert found.keys() == loaded.keys(), name
        for key, row in found.items():
            assert loosely(row) == loosely(as_sent(loaded[key], frame.schema)), (name, key)
        filled |= {name} if found else set()
    assert len(filled) > 8, filled
