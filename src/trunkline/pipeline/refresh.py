"""Refreshing loaded posts: edits, counts and deletions of the last days.

::

    from trunkline.pipeline.refresh import refresh

    done = refresh(api_base_url="mastodon.social", access_token="...", destination="mastodon.duckdb")
    print(done.edited, done.recounted, done.gone)

A load goes forward: it does not see that a post was edited, boosted or deleted after it was loaded. `refresh` asks the
server for the posts that the destination holds, `STATUSES_A_REQUEST` with each request (one, where the server cannot
give several), and

* writes those that have changed into every table of statuses that has them, with their lists. Nothing is written where
  nothing has changed;
* keeps their earlier texts in ``status_versions`` and counts in ``status_snapshots``, which are tables of
  `trunkline.pipeline.upkeep.history`. The first text and the first counts of a post get there with its first refresh;
* records in ``status_deletions`` the posts that the server does not show any more. The reason is unknown: a post was
  deleted, or its author has blocked the account of the token, or the token is another one and may not see it. Their
  rows stay; the view ``posts`` has ``deleted_at``, and `trunkline.explore` leaves them out.

Rows of home timelines, favourites and bookmarks are refreshed with the token of their owner alone: what another member
may see, and has favourited, is something else.

What may not be loaded is not refreshed either: what people write after they have said no (#nobot) is left out.

Posts in ``search`` and ``notifications`` are asked for too, for the history and for deletions; rows there stay as they
were found. Of a boost, the boosted post is compared. Posts are refreshed in portions of
`trunkline.pipeline.upkeep.held.CHUNK`; an interruption loses one of them at most.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, MutableSet, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from time import monotonic
from typing import Any

import dlt

from trunkline.answers.page import Page
from trunkline.clients.client import Mastodon
from trunkline.endpoints.by_ids import read_by_ids
from trunkline.endpoints.request_sizes import STATUSES_A_REQUEST
from trunkline.endpoints.statuses import Statuses
from trunkline.errors import MastodonAPIError, MastodonIllegalArgumentError, MastodonVersionError
from trunkline.pipeline.agreement import agree
from trunkline.pipeline.consent import Consent
from trunkline.pipeline.crawling.crawl import FACTS
from trunkline.pipeline.crawling.fleet import introduction
from trunkline.pipeline.crawling.owners import OWNERS_OF
from trunkline.pipeline.crawling.server import WHO, Row, as_row, instance_of, token_print
from trunkline.pipeline.duckdb_file import kept_open
from trunkline.pipeline.exclusive import exclusively
from trunkline.pipeline.names import DATASET, PIPELINE, SOURCE
from trunkline.pipeline.opening import open_pipeline
from trunkline.pipeline.resuming import finish_pending
from trunkline.pipeline.server_settings import server_and_token
from trunkline.pipeline.tidy.views import make_views
from trunkline.pipeline.times import require_aware
from trunkline.pipeline.upkeep.feeding import feed, keeps_versions
from trunkline.pipeline.upkeep.held import Held
from trunkline.pipeline.upkeep.portion import Portion, shown_in
from trunkline.protocol.frames import without_variables
from trunkline.protocol.request import Request

logger = logging.getLogger("trunkline.pipeline")


OF_OTHERS = "in lists of others"
"""Key in `Refreshed.left_out`."""


@dataclass(slots=True)
class Refreshed:
    """Counts of a refresh, so far.

    Attributes:
        read: posts and boosts that were asked for.
        edited: posts with another text than before.
        recounted: posts with other counts than before.
        gone: posts and boosts that the server has ceased to show.
        returned: posts and boosts that it shows again.
        left_out: posts that are not written down again, by the rule of consent; those that are only in lists of other
            members, which this token cannot read again, are in `OF_OTHERS`.
        requests: requests sent.
        seconds: duration, set at the end.
    """

    read: int = 0
    edited: int = 0
    recounted: int = 0
    gone: int = 0
    returned: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    seconds: float = 0.0


OnRefreshed = Callable[[Refreshed], None]


@without_variables
def refresh(
    *,
    api_base_url: str | None = None,
    access_token: str | None = None,
    destination: Any = "duckdb",
    since: timedelta | date | datetime | None = timedelta(days=7),
    limit: int | None = None,
    consent: Sequence[str] | bool | None = None,
    private: bool | None = None,
    pipeline_name: str = PIPELINE,
    dataset_name: str = DATASET,
    pipelines_dir: str | None = None,
    on_progress: OnRefreshed | None = None,
) -> Refreshed:
    """Read the posts of one server again that are in a destination; see `trunkline.pipeline.refresh`.

    Args:
        api_base_url: the server; as dlt is configured for `mastodon_source`, unless given.
        access_token: access token to read with; likewise, if the configured one is for that server. Without one, and
            with an empty text, access is anonymous.
        destination: a destination of dlt that can update rows, or its name; a text that ends in ``.duckdb`` is the file
            of a database.
        since: greatest age, or earliest time, of posts that are read again; ``None`` for all.
        limit: greatest number of posts and boosts, of which the newest are read.
        consent: rules that are respected, as in loads: what people write after they have said no is not written down.
            As dlt is configured for `mastodon_source`, unless given.
        private: write down other people's followers-only and direct posts too; likewise.
        pipeline_name: name of the pipeline that has loaded them.
        dataset_name: schema of the tables.
        pipelines_dir: folder of dlt's state, if not its usual one.
        on_progress: called after each request, always with the same object.

    Raises:
        MastodonIllegalArgumentError: nothing is loaded, the destination cannot update rows, or the configured token is
            for another server than *api_base_url*.
        MastodonVersionError: the server refuses to give several posts at once, and has none of those asked for.
        PipelineBusyError: another process is running the pipeline, or has its database open.
        dlt.pipeline.exceptions.PipelineStepFailed: writing failed; its ``exception`` says why.
    """
    began = monotonic()
    pipeline = open_pipeline(
        destination, pipeline_name=pipeline_name, dataset_name=dataset_name, pipelines_dir=pipelines_dir
    )
    with exclusively(pipeline):
        _prepare(pipeline)
        address, token = server_and_token(api_base_url, access_token, pipeline_name)
        contact = dlt.config.get(f"sources.{SOURCE}.contact", str)
        client = Mastodon(access_token=token, api_base_url=address, user_agent=introduction(contact=contact))
        instance = instance_of(client.api_base_url)
        reader = _StatusReader(client, _consent(consent, private), on_progress)
        held = Held(pipeline, instance, _owner(pipeline, client, instance))
        if of_others := held.of_others(_moment(since)):
            reader.done.left_out[OF_OTHERS] = of_others
        for ids in held.ids(_moment(since), limit):
            _refresh(pipeline, held, reader, ids)
        make_views(pipeline)
    reader.done.seconds = monotonic() - began
    return reader.done


def read_in_bulk(client: Mastodon, ids: Sequence[str], failed: MutableSet[str]) -> list[Row]:
    """Return at most `STATUSES_A_REQUEST` statuses by their ids, as the server sends them.

    Statuses that it does not show are left out, and so are those that nobody has asked for. The ids of those with which
    it has failed are added to *failed*.

    Raises:
        MastodonVersionError: the server refuses to give several at once, and has none of them.
        MastodonServerError: it has failed with the first ones.
    """
    request: Request[Any] = Statuses.statuses.request(ids)
    several = replace(request, result=Page[Row])
    found: list[Any] = client.run(read_by_ids(ids, several, _one, client.state.offered, failed))
    if not found and failed.isdisjoint(ids) and several.path not in client.state.offered:
        raise MastodonVersionError(
            f"{client.api_base_url} gives none of {len(ids)} posts: not at once, which Mastodon can since 4.3.0, and "
            "not one by one. Nothing is taken to be deleted."
        )
    return [row for row in map(as_row, found) if "malformed" not in row]


def _one(id: str) -> Request[Row]:
    request: Request[Any] = Statuses.status.request(id)
    return replace(request, result=dict)


class _StatusReader:
    """Reader of statuses, which counts requests and results."""

    def __init__(self, client: Mastodon, consent: Consent, on_progress: OnRefreshed | None) -> None:
        self.done = Refreshed()
        self.failed: set[str] = set()
        self._client, self._consent, self._on_progress = client, consent, on_progress
        self._instance = instance_of(client.api_base_url)

    def read(self, ids: Sequence[str]) -> Iterator[Row]:
        """Yield the statuses with these ids, with their server in ``_instance``."""
        for start in range(0, len(ids), STATUSES_A_REQUEST):
            some = ids[start : start + STATUSES_A_REQUEST]
            rows = read_in_bulk(self._client, some, self.failed)
            self.done.requests += (
                1 if self._client.state.offered.get(Statuses.statuses.request(some).path) else len(some)
            )
            self.tell()
            yield from ({**row, "_instance": self._instance} for row in rows)

    def allowed(self, rows: Sequence[Row]) -> list[Row]:
        """Return the statuses that may be written down, and count the others."""
        refusals = [self._consent.refusal(row, None) for row in rows]
        if any(refusals) and self._client.access_token is not None:
            refusals = [self._consent.refusal(row, self._my_id) for row in rows]
        self.done.left_out.update(refusal for refusal in refusals if refusal is not None)
        return [row for row, refusal in zip(rows, refusals, strict=True) if refusal is None]

    @cached_property
    def _my_id(self) -> str:
        return str(self._client.account_verify_credentials().id)

    def tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self.done)


def _refresh(pipeline: dlt.Pipeline, held: Held, reader: _StatusReader, ids: list[str]) -> None:
    """Read some posts again, and write those that have changed."""
    portion = _read_again(held, reader, ids)
    feed(pipeline, {}, versions=portion.overwritten())
    feed(
        pipeline,
        portion.rows(),
        versions=portion.new_versions(),
        snapshots=portion.new_counts(),
        deleted=[*portion.gone, *portion.returned],
    )
    done = reader.done
    done.read += len(ids)
    done.edited += len(portion.edited)
    done.recounted += len(portion.recounted)
    done.gone += len(portion.gone)
    done.returned += len(portion.returned)
    reader.tell()


def _read_again(held: Held, reader: _StatusReader, ids: list[str]) -> Portion:
    """Request posts and boosts, and the posts that boosts and quotes have shown if they are not in the responses."""
    before = [post for post in held.posts(ids) if post.is_own]
    answers = list(reader.read(ids))
    known = shown_in(answers).keys() | set(ids)
    behind = list(dict.fromkeys(post.id for post in before if post.id not in known))
    answers += reader.read(behind)
    asked = [one for one in (*ids, *behind) if one not in reader.failed]
    if len(asked) < len(ids) + len(behind):
        logger.warning("The server has failed with %s: left as they are.", ", ".join(sorted(reader.failed)))
        reader.failed.clear()
    return Portion(held, before, asked, answers, reader.allowed(answers))


def _owner(pipeline: dlt.Pipeline, client: Mastodon, instance: str) -> str | None:
    """Return whose lists are refreshed: those of the token's owner, or nobody's without a token."""
    if client.access_token is None:
        return None
    state: Mapping[str, Any] = pipeline.state.get("sources", {}).get(SOURCE, {})
    facts = state.get(FACTS, {}).get(instance, {})
    reader: str | None = facts.get(WHO, {}).get(token_print(client.access_token))
    if reader in facts.get(OWNERS_OF, {}):
        return str(facts[OWNERS_OF][reader])
    try:
        return str(client.account_verify_credentials().id)
    except MastodonAPIError:  # the token may not ask: then its rows have the name of the reader
        return reader


def _prepare(pipeline: dlt.Pipeline) -> None:
    """Finish earlier loads, and synchronise with the destination.

    Raises:
        MastodonIllegalArgumentError: there is nothing to refresh, or the destination cannot update rows.
    """
    if not keeps_versions(pipeline):
        raise MastodonIllegalArgumentError(
            f"A refresh updates rows, which the destination {pipeline.destination.destination_name} cannot. "
            "Load into one that can, such as duckdb or postgres."
        )
    with kept_open(pipeline):
        agree(pipeline)
        finish_pending(pipeline)
        pipeline.sync_destination()
    if pipeline.default_schema_name is None:
        raise MastodonIllegalArgumentError(
            f"There is nothing to refresh in {pipeline.dataset_name}: load the server first, with the same "
            "destination, pipeline_name and dataset_name."
        )


def _consent(rules: Sequence[str] | bool | None, private: bool | None) -> Consent:
    """Return the rules that are given, or else configured for loads."""
    if rules is None:
        rules = dlt.config.get(f"sources.{SOURCE}.consent", list)
    if private is None:
        private = dlt.config.get(f"sources.{SOURCE}.private", bool)
    return Consent.of(rules, private=bool(private))


def _moment(since: timedelta | date | datetime | None) -> datetime | None:
    if isinstance(since, timedelta):
        return datetime.now(UTC) - since
    if isinstance(since, datetime):
        return require_aware(since)
    return datetime.combine(since, time(), UTC) if since else None
