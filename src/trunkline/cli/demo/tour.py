"""The steps of the demo."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from trunkline.cli.demo.community import TAG, follow_somebody, post_picture, reply_to, sign_in_as, wait_for
from trunkline.cli.demo.database import PIPELINE
from trunkline.cli.demo.steps import Step, Steps
from trunkline.cli.dlt_settings import duckdb_file
from trunkline.cli.progress import news
from trunkline.clients.client import Mastodon
from trunkline.pipeline.catalogue import CATALOGUE
from trunkline.pipeline.load import Summary, load
from trunkline.pipeline.options import SourceOptions
from trunkline.sandbox import Sandbox
from trunkline.streaming.events import NotificationEvent, Update

_PEOPLE = ["@alice", "@bob", "@carol"]


class Tour:
    """Starts a server, uses it and loads it; leaving the ``with`` block closes everything it has opened.

    Args:
        steps: shows the progress.
        database: the database file to load into.
        dataset: the schema to load into.
    """

    def __init__(self, steps: Steps, database: Path, dataset: str) -> None:
        self._steps = steps
        self._database = database
        self._dataset = dataset
        self._opened = ExitStack()

    def start_server(self, size: int) -> Sandbox:
        """Start a sandbox with a generated community."""
        with self._steps.step("Start a Mastodon server") as step:
            server = self._opened.enter_context(Sandbox(size=size))
            step.result = f"{server.url}, {size:,} posts"
        return server

    def sign_in(self, server: Sandbox) -> tuple[Mastodon, Mastodon]:
        """Return clients that are logged in as alice and bob."""
        with self._steps.step("Log in alice and bob") as step:
            alice = self._opened.enter_context(sign_in_as("alice", server))
            bob = self._opened.enter_context(sign_in_as("bob", server))
            step.result = "OAuth authorization code with PKCE"
        return alice, bob

    def talk(self, alice: Mastodon, bob: Mastodon) -> list[str]:
        """Let alice post and bob reply while both are streaming, and return the ids of the two statuses."""
        with self._steps.step("Open two streams") as step:
            to_alice, to_bob = (self._opened.enter_context(client.stream("user")) for client in (alice, bob))
            to_alice.connected()
            to_bob.connected()
            step.result = "user streams of alice and bob"
        with self._steps.step("alice posts a picture") as step:
            posted = post_picture(alice)
            wait_for(to_bob, Update, posted)
            step.result = "with alt text, seen on bob's stream"
        with self._steps.step("bob replies") as step:
            reply = reply_to(bob, posted)
            wait_for(to_alice, NotificationEvent, reply)
            step.result = "alice is notified on her stream"
        with self._steps.step("alice favourites the reply") as step:
            alice.status_favourite(reply)
            alice.status_bookmark(reply)
            step.result = "and bookmarks it"
        with self._steps.step("alice follows somebody") as step:
            step.result = f"@{follow_somebody(alice).acct}"
        return [posted.id, reply.id]

    def load_twice(self, alice: Mastodon, statuses: list[str]) -> tuple[Summary, Summary]:
        """Load everything that alice sees, twice."""
        tags = [TAG, *(tag.name for tag in alice.trending_tags(limit=1))]
        with TemporaryDirectory(prefix="trunkline-demo-") as state:
            with self._steps.step(f"Load {len(CATALOGUE)} resources into DuckDB") as step:
                first = self._load(step, alice, statuses, tags, state)
                step.result = f"{first.loaded:,} rows in {len(first.tables)} tables"
            with self._steps.step("Load again") as step:
                second = self._load(step, alice, statuses, tags, state)
                step.result = f"{second.loaded:,} new rows{'' if second.loaded else ', nothing is loaded twice'}"
        return first, second

    def _load(self, step: Step, alice: Mastodon, statuses: list[str], tags: list[str], state: str) -> Summary:
        return load(
            SourceOptions(
                api_base_url=alice.api_base_url,
                access_token=alice.access_token,
                resources=list(CATALOGUE),
                accounts=_PEOPLE,
                statuses=statuses,
                hashtags=tags,
                search=[TAG],
            ),
            destination=duckdb_file(self._database),
            pipeline_name=PIPELINE,
            dataset_name=self._dataset,
            pipelines_dir=state,
            on_progress=lambda progress: step.tell(news(progress)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()
