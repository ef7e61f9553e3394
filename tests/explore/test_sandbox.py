"""Every question, against what Python counts in the statuses that the client reads from the same server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dlt
import pytest

from tests.explore.conftest import DATASET
from trunkline import Mastodon
from trunkline.entities import Account, Quote, Status
from trunkline.explore import Answer, PostView, Snapshot
from trunkline.explore.formatting import language_name
from trunkline.explore.questions.activity import WEEKDAYS, active_hours, posts_over_time
from trunkline.explore.questions.audience import languages, servers
from trunkline.explore.questions.hashtags import hashtags_together, most_used_hashtags
from trunkline.explore.questions.headline import headline_numbers
from trunkline.explore.questions.media import described_media
from trunkline.explore.questions.networks import boost_network, most_boosted, reply_network
from trunkline.explore.questions.people import account_growth, followers
from trunkline.explore.questions.search import search
from trunkline.sandbox import Sandbox
from trunkline.text.stripping import strip_tags

pytestmark = pytest.mark.soak

RESTRICTED = {"private", "direct"}


@dataclass
class Counted:
    """Statuses read by the client: posts and boosts by uri, accounts by name."""

    host: str
    posts: dict[str, Status] = field(default_factory=dict)
    boosts: dict[str, Status] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)

    def address(self, account: Account) -> str:
        """Return the address of an account with its domain."""
        return account.acct if "@" in account.acct else f"{account.acct}@{self.host}"

    def add(self, status: Status) -> None:
        """Add a status, the boosted or quoted status, and their authors."""
        self.accounts[self.address(status.account)] = status.account
        if status.reblog:
            self.boosts[status.uri] = status
            self.add(status.reblog)
            return
        self.posts[status.uri] = status
        if isinstance(status.quote, Quote) and status.quote.quoted_status:
            self.add(status.quote.quoted_status)


def _loadable(status: Status, me: str) -> bool:
    """Return True if the pipeline loads the status, that is if it shows no restricted post of somebody else."""
    shown = Counted("")
    shown.add(status)
    return all(
        each.visibility not in RESTRICTED or each.account.id == me
        for each in (*shown.posts.values(), *shown.boosts.values())
    )


@pytest.fixture(scope="module")
def counted(sandbox: Sandbox, sandbox_file: Path) -> Counted:
    """The statuses that alice's client reads after the load."""
    result = Counted(urlsplit(sandbox.url).netloc)
    with Mastodon(access_token=sandbox.token_for("alice"), api_base_url=sandbox.url) as alice:
        me = alice.account_verify_credentials().id
        for timeline in (alice.timeline_home(limit=40), alice.timeline_public(limit=40)):
            for status in alice.iterate(timeline):
                if _loadable(status, me):
                    result.add(status)
        for account in alice.iterate(alice.account_followers(me, limit=80)):
            result.accounts[result.address(account)] = account
    return result


@pytest.fixture(scope="module")
def view(sandbox_file: Path) -> Iterator[PostView]:
    """A view of all loaded posts."""
    with Snapshot.of(dlt.dataset(dlt.destinations.duckdb(str(sandbox_file)), DATASET)) as snapshot:
        yield snapshot.view()


def table(question: Callable[[PostView], Answer], view: PostView, *columns: str) -> dict[Any, Any]:
    """Return a mapping from the first columns of an answer to the last."""
    found = [tuple(row[name] for name in columns) for row in question(view).table.to_pylist()]
    assert found
    return {row[0] if len(row) == 2 else row[:-1]: row[-1] for row in found}


def test_headline(counted: Counted, view: PostView) -> None:
    posts = counted.posts.values()
    assert len(posts) > 300
    assert headline_numbers(view) == {
        "posts": len(posts),
        "replies": sum(1 for post in posts if post.in_reply_to_id or post.in_reply_to_account_id),
        "quotes": sum(1 for post in posts if post.quote),
        "boosts": len(counted.boosts),
        "authors": len({post.account.acct for post in posts}),
        "servers": len({counted.address(post.account).partition("@")[2] for post in posts}),
        "languages": len({post.language for post in posts if post.language}),
        "hashtags": len({tag.name.lower() for post in posts for tag in post.tags}),
    }


def test_time(counted: Counted, view: PostView) -> None:
    times = [post.created_at.astimezone(UTC) for post in counted.posts.values()]
    hours = Counter((WEEKDAYS[time.weekday()], time.hour) for time in times)
    found = table(active_hours, view, "weekday", "hour", "posts")
    assert {key: number for key, number in found.items() if number} == hours
    days = Counter(time.date() for time in times)
    days.update(boost.created_at.astimezone(UTC).date() for boost in counted.boosts.values())
    by_day: Counter[object] = Counter()
    for row in posts_over_time(view).table.to_pylist():
        by_day[row["begin"].date()] += row["number"]
    assert by_day == days


def test_languages_and_servers(counted: Counted, view: PostView) -> None:
    posts = counted.posts.values()
    assert table(languages, view, "language", "posts") == Counter(language_name(post.language or "") for post in posts)
    homes = Counter(counted.address(post.account).partition("@")[2] for post in posts)
    assert table(servers, view, "server", "posts") == homes


def test_hashtags(counted: Counted, view: PostView) -> None:
    tags = [sorted({f"#{tag.name.lower()}" for tag in post.tags}) for post in counted.posts.values()]
    numbers = Counter(name for names in tags for name in names)
    found = table(most_used_hashtags, view, "hashtag", "posts")
    assert len(found) == min(100, len(numbers))
    assert found == {name: numbers[name] for name in found}
    assert min(found.values()) >= sorted(numbers.values(), reverse=True)[len(found) - 1]
    pairs = Counter(pair for names in tags for pair in combinations(names, 2))
    assert table(hashtags_together, view, "hashtag", "other", "posts") == pairs


def test_networks(counted: Counted, view: PostView) -> None:
    names = {account.id: name for name, account in counted.accounts.items()}
    replies = Counter(
        (counted.address(post.account), names[post.in_reply_to_account_id])
        for post in counted.posts.values()
        if post.in_reply_to_account_id in names and post.in_reply_to_account_id != post.account.id
    )
    found = table(reply_network, view, "author", "answered", "replies")
    assert {key: number for key, number in found.items() if key[1] in counted.accounts} == replies
    boosts = Counter(
        (counted.address(boost.account), counted.address(boost.reblog.account))
        for boost in counted.boosts.values()
        if boost.reblog and boost.account.id != boost.reblog.account.id
    )
    assert table(boost_network, view, "booster", "author", "boosts") == boosts
    authors = Counter[str]()
    for (_, author), number in boosts.items():
        authors[author] += number
    assert table(most_boosted, view, "account", "boosts") == authors


def test_accounts(counted: Counted, view: PostView) -> None:
    assert account_growth(view).table.column("accounts").to_pylist()[-1] == len(counted.accounts)
    assert sum(followers(view).table.column("accounts").to_pylist()) == len(counted.accounts)


def test_media(counted: Counted, view: PostView) -> None:
    media = [medium for post in counted.posts.values() for medium in post.media_attachments]
    rows = described_media(view).table
    assert sum(rows.column("attachments").to_pylist()) == len(media) > 0
    assert sum(rows.column("described").to_pylist()) == sum(1 for medium in media if (medium.description or "").strip())


def test_texts(counted: Counted, view: PostView) -> None:
    texts = {row["uri"]: row["text"] for row in view.rows("SELECT uri, text FROM posts").to_pylist()}
    assert texts == {uri: strip_tags(post.content) for uri, post in counted.posts.items()}
    assert any("\n" in text for text in texts.values())


def test_search(counted: Counted, view: PostView) -> None:
    expected = {
        post.url
        for post in counted.posts.values()
        if "photo" in f"{post.spoiler_text}\n{_without_tags(post.content)}".lower()
    }
    assert {row["url"] for row in search(view, "photo", limit=10_000).table.to_pylist()} == expected
    assert expected


def _without_tags(html: str) -> str:
    text, inside = "", False
    for character in html:
        inside = character == "<" or (inside and character != ">")
        text += "" if inside or character == ">" else character
    return text
