"""Options of the data source: what is wrong is refused with what to do, before any server is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark")

from pyspark.sql.datasource import EqualTo, In, Not

from tests.spark.conftest import Serve, options
from trunkline import MastodonFileNotFoundError, MastodonIllegalArgumentError
from trunkline.pipeline.purge.names import PurgeList
from trunkline.spark import outcomes, servers
from trunkline.spark.filters import instance_test
from trunkline.spark.outcomes import ServerOutcome, forget_outcomes, is_unfinished, write_outcomes
from trunkline.spark.purged import purge_list
from trunkline.spark.settings import settings_of


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"resurce": "statuses"}, "There is no option resurce. Did you mean resource?"),
        ({"paths": "a.txt"}, "Did you mean path?"),
        ({"zzz": "1"}, "There are accounts, consent, "),
        ({"access_token": "hidden-1"}, "See the option tokens"),
        ({"tokens": "hidden-1"}, "no place of tokens"),
        ({"resource": "posts"}, "There is no resource 'posts'; there are "),
        ({"limit": "many"}, "limit is 'many'; pass a whole number"),
        ({"lag": "long"}, "lag is 'long'; pass a number"),
        ({"local": "yes"}, "local is 'yes'; pass true or false"),
        ({"partitions": "0"}, "partitions is 0; pass 1 or more"),
        ({"every": "-1"}, "every is -1; pass the seconds"),
        ({"state": "s3a://bucket/state"}, "pass the absolute path of a folder"),
        ({"resource": "hashtags"}, r"hashtags needs to know of what: pass hashtags=\[...\]"),
        ({"resource": "timelines_home"}, "needs an access token"),
        ({"path": "servers.txt"}, "Which servers?"),
    ],
)
def test_wrong_options_are_refused_without_what_is_secret_in_them(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=said) as caught:
        settings_of({"instances": "canned.test", **wrong})
    assert "hidden-1" not in str(caught.value)


def test_a_refusal_reaches_whoever_asks_spark(spark: Any, served: Serve) -> None:
    given = options(served(5))
    with pytest.raises(Exception, match=r"Did you mean instances\?"):
        spark.read.format("mastodon").option("instance", "a.example").load()
    with pytest.raises(Exception, match=r"Leave out .schema\(...\)"):
        spark.read.format("mastodon").schema("id STRING").options(**given).load().collect()
    with pytest.raises(Exception, match="A stream needs the option state"):
        spark.readStream.format("mastodon").options(**given).load().writeStream.format(
            "noop"
        ).start().awaitTermination()


def test_a_comparison_with_null_is_left_to_spark() -> None:
    kept = instance_test(Not(EqualTo(("_instance",), "a.example")))
    assert kept is not None
    assert [kept("a.example"), kept("b.example")] == [False, True]
    assert instance_test(Not(In(("_instance",), ("a.example", None)))) is None
    assert instance_test(EqualTo(("_instance",), None)) is None


@pytest.mark.parametrize(
    "text", ["", "[]", '{"accounts": 5}', '{"servers": "a"}', '{"people": []}', '{"accounts": ["?"]}']
)
def test_a_list_of_purged_accounts_that_cannot_be_read_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "purged.json"
    file.write_text(text)
    with pytest.raises(MastodonIllegalArgumentError, match="Give each executor a file of JSON"):
        purge_list(str(file))
    with pytest.raises(MastodonIllegalArgumentError, match="cannot be read here"):
        purge_list(str(tmp_path / "nowhere.json"))


def test_a_list_of_purged_accounts_is_that_of_a_pipeline(tmp_path: Path) -> None:
    file, names = tmp_path / "purged.json", PurgeList.of(["@Ann@a.example", "https://b.example/@bob"], ["c.example"])
    file.write_text(json.dumps(names.to_state()))
    found = purge_list(str(file))
    assert (found.names, found.servers) == (names.names, names.servers)
    assert not purge_list(None)


def test_outcomes_of_old_runs_are_forgotten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(outcomes, "KEPT", 2)
    for run in range(1, 6):
        write_outcomes(str(tmp_path), "stream-1", run, 0, [ServerOutcome("a.example", "unfinished")])
        forget_outcomes(str(tmp_path), "stream-1", run)
    kept = [is_unfinished(str(tmp_path), "stream-1", run) for run in range(1, 6)]
    assert kept == [False, False, False, True, True]


def test_a_folder_that_no_query_had_is_refused(spark: Any, tmp_path: Path) -> None:
    with pytest.raises(MastodonFileNotFoundError, match="pass the option state of a query"):
        servers(spark, str(tmp_path / "typo"))
