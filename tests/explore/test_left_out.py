"""Sentences on what loads and selections leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

dlt = pytest.importorskip("dlt")
pytest.importorskip("altair")

from tests.explore.loading import ASKED, loaded, status  # noqa: E402
from trunkline.entities.literals import SHOWN_TO_ALL  # noqa: E402
from trunkline.explore import NothingLoadedError, PostSelection, PostView, Snapshot, write_report  # noqa: E402
from trunkline.explore.questions.left_out import left_out  # noqa: E402
from trunkline.explore.records import LoadRecords  # noqa: E402
from trunkline.pipeline import SourceOptions  # noqa: E402
from trunkline.pipeline.load import load  # noqa: E402
from trunkline.sandbox import Sandbox  # noqa: E402

POST = status(1, "2026-03-01T12:00:00Z")
SAMPLE = {
    "timelines_public": {
        ASKED: {
            "left_out": {"nobot": 3, "private": 1},
            "back_to": {"public x": "2026-02-28T00:00:00+00:00"},
            "goal": {"local x": ""},
        },
        "b.example": {"left_out": {"nobot": 1, "noindex": 4}, "back_to": {"public x": ""}},
    },
    "accounts": {ASKED: {"back_to": {"x": "1"}}},
}


def test_what_nobody_has_written_down_is_not_known(everything: PostView) -> None:
    sentences = left_out(everything)
    assert sentences[0].startswith("The numbers are about the posts that were loaded, not about whole servers")
    assert (
        "How far back lists were read (by since or limit) is not known: the loads have not written it down."
        in sentences
    )


def test_rules_limits_and_purges(tmp_path: Path) -> None:
    purged = {"accounts": [["ann@a.example"], ["bea@b.example"]], "servers": ["c.example"]}
    with loaded(tmp_path, {"timelines_public": [POST]}, resources=SAMPLE, purged=purged) as snapshot:
        write_report(snapshot, tmp_path / "r.html")
        sentences = left_out(snapshot.view())
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    limits = "timelines_public since 28 Feb 2026"
    rules = "4 by nobot, 4 by noindex, 1 followers-only or direct"
    for sentence in (
        f"A sample: lists were read back to a limit (since or limit), older rows are missing: {limits}.",
        "Not read to the end yet, another load goes on: timelines_public.",
        f"The rules of consent left out 9 posts ({rules}), those that were read again counted again.",
        "Purged, and left out by every load: 2 accounts and 1 server.",
    ):
        assert sentence in sentences
        assert sentence in page
    assert "bea@b.example" not in page


def test_outcomes_of_servers_rejected_and_deleted_rows(tmp_path: Path) -> None:
    def asked(instance: str, outcome: str, day: int) -> dict[str, object]:
        return {"_instance": instance, "outcome": outcome, "asked_at": f"2026-03-0{day}T00:00:00Z"}

    pipeline = dlt.pipeline(
        "made",
        destination=dlt.destinations.duckdb(str(tmp_path / "s.duckdb")),
        dataset_name="mastodon_data",
        pipelines_dir=str(tmp_path / "pipelines"),
    )
    rows = [asked("a", "failed", 1), asked("a", "read", 2), asked("b", "read", 2), asked("c", "refused", 2)]
    pipeline.run(
        [
            dlt.resource([POST], name="timelines_public"),
            dlt.resource(rows, name="_servers", columns={"asked_at": {"data_type": "timestamp"}}),
            dlt.resource([{"reason": "x"}], name="_rejected"),
        ]
    )
    with Snapshot.of(pipeline.dataset()) as snapshot:
        sentences = left_out(snapshot.view())
    assert "3 servers were asked: 2 read, 1 refused." in sentences
    assert "1 row that could not be read is only in the table _rejected." in sentences


def test_restricted_posts_in_a_report(tmp_path: Path) -> None:
    posts = [POST, status(2, "2026-03-01T13:00:00Z", visibility="private")]
    with loaded(tmp_path, {"timelines_home": posts}) as snapshot:
        shown = left_out(snapshot.view(PostSelection(visibilities=SHOWN_TO_ALL)))
        everything = left_out(snapshot.view())
    assert "1 post or boost that not everybody may see is left out." in shown
    assert not any("not everybody" in sentence for sentence in everything)


def test_a_state_that_cannot_be_read_is_unknown() -> None:
    class Broken:
        def table(self, name: str) -> None:
            raise OSError(name)

    assert LoadRecords.of(Broken()) == LoadRecords()  # type: ignore[arg-type]


def test_an_empty_database(tmp_path: Path) -> None:
    with pytest.raises(NothingLoadedError), loaded(tmp_path, {"timelines_home": []}):
        pass


def test_a_load_writes_down_what_it_leaves_out(tmp_path: Path) -> None:
    with Sandbox(size=100, rate_limits=None) as sandbox:
        options = SourceOptions(
            api_base_url=sandbox.url,
            access_token=sandbox.token_for("alice"),
            resources=["timelines_public"],
            limit=40,
        )
        file = tmp_path / "mastodon.duckdb"
        summaries = [load(options, destination=str(file), pipelines_dir=str(tmp_path / "pipelines")) for _ in range(2)]
    with Snapshot.of(dlt.dataset(dlt.destinations.duckdb(str(file)), "mastodon_data")) as snapshot:
        sentences = left_out(snapshot.view())
    number = sum((summary.left_out for summary in summaries), start=type(summaries[0].left_out)()).total()
    told = "no post" if not number else f"{number} posts" if number > 1 else "1 post"
    assert any(sentence.startswith(f"The rules of consent left out {told}") for sentence in sentences)
    assert any(sentence.startswith("A sample: lists were read back to a limit") for sentence in sentences)
