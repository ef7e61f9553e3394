"""A batch has the rows of the pipeline, whoever fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.canned import TOKEN, Refusal, status
from tests.spark.conftest import PUBLIC, Serve, instance, keys, options, posts, wanted
from trunkline.pipeline import mastodon_source
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
    without = read(spark, options([server], tmp_path / "other", resource="timelines_home"))
    assert without.count() == 0
    assert "needs an access token" in str(outcomes(spark, tmp_path / "other"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"access_token": "hidden-1"}, "Tokens do not belong into options"),
        ({"tokens": "hidden-1"}, "no place of tokens"),
        ({"resource": "posts"}, "There is no resource"),
        ({"limit": "many"}, "limit"),
    ],
)
def test_wrong_options_are_refused_without_what_is_secret_in_them(spark: Any, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(Exception, match=said) as caught:
        read(spark, {"instances": "canned.test", **wrong})
    assert "hidden-1" not in str(caught.value)


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
    assert {row["id"]: json.loads(row["_other_fields"] or "null") for row in rows} == {
        status(2)["id"]: {"pleroma.local": True, "quirk": 1},
        status(1)["id"]: None,
    }
    (outcome,) = servers(spark, str(tmp_path)).collect()
    assert (outcome["rows"], outcome["rejected"]) == (3, 1)
