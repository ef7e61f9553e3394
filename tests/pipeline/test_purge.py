"""Purging: all traces of an account or a server are removed, and nothing else."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

dlt = pytest.importorskip("dlt")

from tests.destinations.postgres import postgres_server  # noqa: E402
from tests.pipeline.canned import TOKEN, Canned, account, notification, status  # noqa: E402
from tests.pipeline.conftest import Loader, Rows  # noqa: E402
from tests.pipeline.owned import feed  # noqa: E402
from trunkline import Mastodon  # noqa: E402
from trunkline.errors import MastodonIllegalArgumentError  # noqa: E402
from trunkline.pipeline.names import OWNER  # noqa: E402
from trunkline.pipeline.purge import PurgeError, PurgeList, purge, purged, readmit  # noqa: E402
from trunkline.pipeline.purge.keeping_out import KeepingOut  # noqa: E402
from trunkline.pipeline.purge.names import proven  # noqa: E402
from trunkline.pipeline.purge.redacting import Redactor  # noqa: E402
from trunkline.sandbox import Sandbox  # noqa: E402

HOME = "/api/v1/timelines/home"
HASHTAG = "astronomy"
MENTIONED = """SELECT a.id FROM accounts a JOIN statuses s ON s.account_id = a.id
    JOIN home_feed h ON h.status_id = s.id AND h.account_id = :me WHERE a.id <> :me AND a.domain IS {where} NULL
    GROUP BY a.id ORDER BY (SELECT count(*) FROM mentions m WHERE m.account_id = a.id) DESC, a.id LIMIT 1"""


# -- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given_name", "names"),
    [
        ("@Ann@Far.example", {"ann@far.example"}),
        ("ann@far.example:8080", {"ann@far.example:8080"}),
        ("https://far.example/@Ann", {"https://far.example/@ann", "ann@far.example"}),
        ("https://far.example/users/ann/", {"https://far.example/users/ann", "ann@far.example"}),
        ("https://near.example/@ann@far.example", {"https://near.example/@ann@far.example", "ann@far.example"}),
        ("https://far.example/ap/users/12", {"https://far.example/ap/users/12"}),
    ],
)
def test_names_of_accounts(given_name: str, names: set[str]) -> None:
    assert PurgeList.of([given_name], []).accounts == {frozenset(names)}


@pytest.mark.parametrize("server", ["far.example", "https://Far.example/", " far.example "])
def test_names_of_servers(server: str) -> None:
    assert PurgeList.of([], [server]).servers == {"far.example"}


@pytest.mark.parametrize("name", ["ann", "@ann", "@ann@", "https://far.example", "ftp://far.example/@ann", ""])
def test_what_is_no_account(name: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="is no account; pass @name@server"):
        PurgeList.of([name], [])


@pytest.mark.parametrize("name", ["", "@ann@far.example", "far example", "https://far.example/@ann"])
def test_what_is_no_server(name: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="is no server; pass its host"):
        PurgeList.of([], [name])


_NAMES = st.frozensets(st.sampled_from([f"{name}@{host}" for name in "abc" for host in ("x.test", "y.test")]))


@given(st.lists(_NAMES.filter(bool)), st.lists(_NAMES.filter(bool)))
def test_lists_are_joined_and_kept(some: list[frozenset[str]], others: list[frozenset[str]]) -> None:
    first, second = (PurgeList() | PurgeList(frozenset(one)) for one in (some, others))
    both = first | second
    assert both.names == first.names | second.names
    assert sum(map(len, both.accounts)) == len(both.names), "no name is of two accounts"
    assert all(any(names <= joined for joined in both.accounts) for names in (*some, *others))
    assert PurgeList.from_state(both.to_state()) == both
    assert (both - first).names.isdisjoint(first.names)


EVE = account(66, acct="eve@evil.test", username="eve", url="https://evil.test/@eve", uri="https://evil.test/users/eve")


@pytest.mark.parametrize(
    "item",
    [
        EVE,
        {**EVE, "account_id": "1"},
        status(1, account=EVE),
        status(1, reblog=status(2, account=EVE)),
        status(1, quote={"state": "accepted", "quoted_status": status(2, account=EVE)}),
        status(1, reblog=status(2, quote={"state": "accepted", "quoted_status": status(3, account=EVE)})),
        notification(1, account=EVE),
        notification(1, status=status(2, account=EVE)),
        {"query": "x", "type": "account", "id": "66", "account": EVE},
    ],
)
def test_purged_people_are_recognised(item: dict[str, Any]) -> None:
    for names in (["@Eve@evil.test"], ["https://evil.test/users/eve"], ["https://evil.test/@eve"]):
        assert PurgeList.of(names, []).shown_in(item, "canned.test")
    assert PurgeList.of([], ["evil.test"]).shown_in(item, "canned.test")
    for others in (PurgeList.of(["@eve@good.test"], ["good.test"]), PurgeList()):
        assert not others.shown_in(item, "canned.test")


def test_accounts_of_the_server_that_was_asked_are_recognised() -> None:
    item = status(1)
    assert PurgeList.of(["@user1@canned.test"], []).shown_in(item, "canned.test")
    assert not PurgeList.of(["@user1@other.test"], []).shown_in(item, "canned.test")
    assert PurgeList.of([], ["canned.test"]).shown_in({"malformed": 1}, "canned.test")


@pytest.mark.parametrize(
    ("known", "told", "home", "learned"),
    [
        ("spam@evil.test", "https://good.test/@victim", "evil.test", False),
        ("spam@evil.test", "https://good.test/@spam", "evil.test", False),
        ("spam@evil.test", "victim@good.test", "evil.test", False),
        ("spam@evil.test", "https://evil.test/ap/users/116", "evil.test", True),
        ("spam@evil.test", "https://evil.test/ap/users/116", "other.test", False),
        ("spam@evil.test", "https://evil.test/@victim", "other.test", False),
        ("spam@evil.test", "https://evil.test/@spam", "other.test", True),
        ("spam@evil.test", "https://evil.test/users/spam", None, True),
        ("bob@example.org", "https://social.example.org/@bob", None, True),
        ("bob@example.org", "https://social.example.org/@eve", None, False),
        ("bob@example.org", "https://social-example.org/@bob", None, False),
        ("https://social.example.org/users/bob", "bob@example.org", None, True),
        ("bob@org", "https://social.org/@bob", None, False),
        ("spam@evil.test", "https://evil.test/@spam@good.test", None, False),
        ("spam@evil.test", "https://evil.test@good.test/@spam", None, False),
        ("https://evil.test/1", "https://evil.test/2", None, False),
    ],
)
def test_names_that_belong_together(known: str, told: str, home: str | None, learned: bool) -> None:
    assert proven({known}, {known, told}, home) == ({known, told} if learned else {known})


def test_a_server_has_nobody_purged_but_its_own(evil: Callable[..., None], loader: Loader, canned: Canned) -> None:
    victim = account(5, acct="victim@good.test", uri="https://good.test/users/victim", url="https://good.test/@victim")
    here = urlsplit(canned.url).netloc
    spam = {"acct": "spam", "uri": "https://evil.test/users/spam"}
    canned.objects["/api/v2/instance"] = {"domain": "good.test"}
    evil(
        status(1, account=victim),
        status(2, account=account(6, **{**spam, "url": "https://good.test/@victim"})),
        status(3, account=account(7, **{**spam, "acct": "spam@evil.test", "url": "https://good.test/users/victim"})),
        status(4, content='<a href="https://good.test/@victim">@victim</a>', account=account(2)),
        resources=["timelines_home", "instances"],
    )
    found = purge(loader.pipeline, accounts=["@spam@evil.test", f"@spam@{here}"])
    assert [row["id"] for row in loader.rows("SELECT id FROM timelines_home ORDER BY id")] == [
        status(1)["id"],
        status(4)["id"],
    ]
    assert "good.test/@victim" in loader.rows("SELECT content FROM timelines_home ORDER BY id")[1]["content"]
    assert {"https://good.test/@victim", "https://good.test/users/victim", "spam@good.test"} <= found.unproved
    assert not PurgeList.of(["@victim@good.test"], []).names & found.names.names
    found = purge(loader.pipeline, servers=[here])
    assert found.unproved == {"good.test"}
    assert found.names.servers == {here}


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.soak
def test_a_server_with_endless_names_for_an_account_is_purged_with_a_few(
    evil: Callable[..., None], loader: Loader, canned: Canned, chained: bool
) -> None:
    here = urlsplit(canned.url).netloc
    names = [f"https://{here}/@user{number}" for number in range(40)]
    accounts = [account(at if chained else 0, uri=names[at], url=names[at + 1]) for at in range(len(names) - 1)]
    victim = account(900, acct=None, uri="https://good.test/users/victim", url="https://good.test/@victim")
    posts = [status(number, account=one) for number, one in enumerate(accounts)]
    canned.objects["/api/v1/accounts/verify_credentials"] = account(999)
    evil(*posts, status(900, account=victim))
    found = purge(loader.pipeline, accounts=[f"@user0@{here}", "https://good.test/@victim"])
    left = {row["id"] for row in loader.rows("SELECT id FROM timelines_home")}
    assert len(left) + found.rows["timelines_home"] == len(posts) + 1
    assert left.isdisjoint((posts[0]["id"], status(900)["id"]))
    assert bool(left) == chained
    assert len(found.names.names) < 40


# -- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p>Hi <a href="https://evil.test/@eve" class="mention">@<span>eve</span></a>!</p>', "<p>Hi [removed]!</p>"),
        ("see https://evil.test/@eve/123?x=1 now", "see [removed] now"),
        ("ask @Eve@evil.test.", "ask [removed]."),
        ("https://evil.test/@eveline and @eve@evil.testing", None),
        ("steve@evil.test and eve@evil.test.example", None),
        ('<a href="https://good.test/@eve">@eve</a>', None),
        ("<A\nclass='x' HREF = 'https://evil.test/@eve'>a <b>b</b></A >c", "[removed]c"),
        ('<a href="https&#58;//evil.test/@eve">a</a>', "[removed]"),
        ('<a href="https://evil.test/@eve">a', '<a href="[removed]">a'),
        (
            '<a href="https://good.test/">a</a> <a href="https://evil.test/@eve">b</a>',
            '<a href="https://good.test/">a</a> [removed]',
        ),
    ],
)
def test_what_is_taken_out_of_texts(before: str, after: str | None) -> None:
    redactor = Redactor(PurgeList.of(["https://evil.test/@eve"], []))
    assert redactor.without(before) == (before if after is None else after)
    assert redactor.is_in(before) == (after is not None)


def test_links_to_a_server_are_taken_out() -> None:
    redactor = Redactor(PurgeList.of([], ["evil.test"]))
    text = '<a href="https://evil.test/x">x</a> @bob@evil.test https://evil.test https://notevil.test evil.test'
    assert redactor.without(text) == "[removed] [removed] [removed] https://notevil.test evil.test"


def test_a_reply_does_not_say_that_it_is_one_to_them() -> None:
    out = KeepingOut(PurgeList.of(["@eve@evil.test"], []))
    answered = {"in_reply_to_id": "7", "in_reply_to_account_id": "66"}
    mentions = [{"id": "66", "acct": "eve@evil.test"}, {"id": "67", "acct": "bob@good.test"}]
    (kept,) = out.without([status(1, mentions=mentions, **answered)], "canned.test")
    assert (kept["in_reply_to_id"], kept["in_reply_to_account_id"], kept["mentions"]) == (None, None, mentions[1:])
    (kept,) = out.without([status(1, mentions=mentions[1:], **answered)], "canned.test")
    assert (kept["in_reply_to_id"], kept["in_reply_to_account_id"]) == ("7", "66")


# -- everything ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(size=400, seed=3, rate_limits=None) as running:
        yield running


@dataclass
class Marks:
    """Marks by which rows and files about certain accounts are found."""

    ids: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def are_in(self, row: dict[str, Any]) -> bool:
        return self.are_in_text("\n".join(map(str, row.values())))

    def are_in_text(self, text: str) -> bool:
        text = text.lower()
        return any(mark in text for mark in self.texts) or not self.ids.isdisjoint(re.findall("[0-9]{15,}", text))


class Alice:
    """Everything that Alice sees, loaded, and what there is of somebody in it."""

    def __init__(self, sandbox: Sandbox, loader: Loader) -> None:
        self.sandbox, self.loader = sandbox, loader
        self.me = int(sandbox.accounts["alice"])
        self.client = Mastodon(api_base_url=sandbox.url, access_token=sandbox.token_for("alice"))

    def load(self) -> None:
        public = self.sandbox.store.column("SELECT id FROM statuses WHERE visibility = 'public' ORDER BY id")
        self.loader.load(
            api_base_url=self.sandbox.url,
            access_token=self.client.access_token,
            private=True,
            consent=False,
            hashtags=[HASHTAG],
            search=[HASHTAG],
            statuses=[str(one) for one in public[:100]],
        )

    def somebody(self, *, remote: bool) -> dict[str, Any]:
        """An account whose posts Alice has and whom people mention."""
        row = self.sandbox.store.row(MENTIONED.format(where="NOT" if remote else ""), {"me": self.me})
        assert row is not None
        return self.client.account(str(row["id"]))

    def marks_of(self, *people: dict[str, Any]) -> Marks:
        """Collect the marks of these accounts: ids of them and of their posts, addresses, names."""
        sql = "SELECT id FROM statuses WHERE account_id = ?"
        posts = {str(post) for one in people for post in self.sandbox.store.column(sql, (int(one["id"]),))}
        names = {one[key].lower() for one in people for key in ("url", "uri")}
        handles = {f"@{one['acct']}".lower() for one in people if "@" in one["acct"]}
        return Marks(posts | {one["id"] for one in people}, names | handles)

    def of_server(self, domain: str) -> list[dict[str, Any]]:
        ids = self.sandbox.store.column("SELECT id FROM accounts WHERE domain = ?", (domain,))
        return [self.client.account(str(one)) for one in ids]


def tables(loader: Loader) -> dict[str, Rows]:
    """All rows of all tables of the database, those in which dlt prepares its work included."""
    sql = "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
    content: dict[str, Rows] = {}
    with loader.pipeline.sql_client() as client:
        for schema, table in client.execute_sql(sql):
            with client.execute_query(f'SELECT * FROM "{schema}"."{table}"') as cursor:
                names = [column[0] for column in cursor.description]
                content[f"{schema}.{table}"] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return content


def rows_with(content: dict[str, Rows], marks: Marks) -> Rows:
    return [row for rows in content.values() for row in rows if marks.are_in(row)]


def files_with(loader: Loader, marks: Marks) -> list[str]:
    """The files in dlt's folder in which one of the marks is."""
    paths = [path for path in Path(loader.pipeline.working_dir).rglob("*") if path.is_file()]
    return [path.name for path in paths if marks.are_in_text(path.read_bytes().decode("latin-1"))]


@pytest.fixture
def alice(sandbox: Sandbox, loader: Loader) -> Alice:
    return Alice(sandbox, loader)


@pytest.mark.soak
def test_nothing_is_left(alice: Alice) -> None:
    alice.load()
    content = tables(alice.loader)
    for remote in (True, False):
        somebody = alice.somebody(remote=remote)
        name = f"@{somebody['acct']}" if remote else f"@{somebody['acct']}@{alice.sandbox.domain}"
        marks = alice.marks_of(somebody)
        assert len(rows_with(content, marks)) > 50
        assert remote is bool(set(files_with(alice.loader, marks)) - {"state.json"})
        content = assert_gone(alice, content, marks, accounts=[name])
        assert somebody["uri"].lower() in purged(alice.loader.pipeline).names

    domain = alice.somebody(remote=True)["acct"].partition("@")[2]
    people = alice.of_server(domain)
    marks = alice.marks_of(*people)
    marks.texts |= {f"//{domain}/", f"@{domain}"}
    assert len(people) > 1
    content = assert_gone(alice, content, marks, servers=[domain])

    here = alice.sandbox.domain
    content = assert_gone(alice, content, Marks(texts={here}), servers=[here])
    assert {name: rows for name, rows in content.items() if rows and "_dlt_" not in name} == {}
    state = alice.loader.pipeline.state["sources"]["mastodon_source"]
    assert here not in str({key: value for key, value in state.items() if key != "purged"})


def assert_gone(alice: Alice, before: dict[str, Rows], marks: Marks, **whom: Any) -> dict[str, Rows]:
    """Purge them: nothing of theirs is in the tables or the files, all else is as it was, and the count is right."""
    result = purge(alice.loader.pipeline, **whom)
    after = tables(alice.loader)
    assert rows_with(after, marks) == []
    assert set(files_with(alice.loader, marks)) <= {"state.json"}, "which has the list of those who were purged"
    for table, rows in before.items():
        name = table.rpartition(".")[2]
        if "_staging" in table or name.startswith("_dlt"):
            continue
        left = {row["_dlt_id"]: row for row in after[table]}
        assert len(rows) - len(left) == result.rows.get(name, 0), table
        for row in rows:
            if "_instance" in row and not marks.are_in(row):
                assert left[row["_dlt_id"]] == row
    return after


# -- corners, on a server with canned objects ------------------------------------------------------------------------


@pytest.fixture
def evil(canned: Canned, load: Callable[..., dict[str, int]]) -> Callable[..., None]:
    """Loads a home timeline and what hangs from it."""

    def run(*posts: dict[str, Any], **arguments: Any) -> None:
        canned.lists[HOME] = list(posts)
        load(consent=False, **{"resources": ["timelines_home"], **arguments})

    return run


def test_mentions_answers_and_previews(evil: Callable[..., None], loader: Loader) -> None:
    link = '<a href="https://evil.test/@eve">@<span>eve</span></a>'
    mention = {"id": "66", "username": "eve", "acct": "eve@evil.test", "url": "https://evil.test/@eve"}
    somebody_else = {"id": "2", "username": "user2", "acct": "user2", "url": "https://canned.test/@user2"}
    card = {
        "url": "https://evil.test/@eve/1",
        "title": "Eve writes",
        "description": "a whole post",
        "type": "link",
        "authors": [{"name": "Eve", "url": "https://evil.test/@eve", "account": EVE}],
    }
    evil(
        status(4, account=account(2, moved=EVE)),
        status(3, card=card),
        status(2, content=f"<p>{link} hello</p>", mentions=[mention, somebody_else]),
        status(1, in_reply_to_id="55", in_reply_to_account_id="66", account=EVE),
        status(0, in_reply_to_id="55", in_reply_to_account_id="66"),
    )
    result = purge(loader.pipeline, accounts=["@eve@evil.test"])
    assert result.rows["timelines_home"] == 1
    rows = loader.rows("SELECT * FROM timelines_home ORDER BY id")
    assert [row["in_reply_to_account_id"] for row in rows] == [None] * 4
    assert [row["in_reply_to_id"] for row in rows] == [None] * 4
    assert rows[1]["content"] == "<p>[removed] hello</p>"
    assert rows[2]["card__title"] is None
    assert rows[3]["account__moved"] is None
    assert [row["acct"] for row in loader.rows("SELECT acct FROM timelines_home__mentions")] == ["user2"]
    assert rows_with(tables(loader), Marks(texts={"evil", "eve@"})) == []


def test_a_dry_run_counts_and_changes_nothing(evil: Callable[..., None], loader: Loader) -> None:
    evil(status(3, reblog=status(2, account=EVE)), status(2, account=EVE), status(1, content="@eve@evil.test"))
    before, files = tables(loader), sorted(Path(loader.pipeline.working_dir).rglob("*"))
    counted = purge(loader.pipeline, accounts=["@eve@evil.test"], dry_run=True)
    assert tables(loader) == before
    assert sorted(Path(loader.pipeline.working_dir).rglob("*")) == files
    assert not purged(loader.pipeline)
    assert counted.rows["timelines_home"] == 2
    assert purge(loader.pipeline, accounts=["@eve@evil.test"]) == counted
    assert purge(loader.pipeline, accounts=["@eve@evil.test"]).rows == {}


@pytest.mark.soak
def test_likely_names_are_not_touched(evil: Callable[..., None], loader: Loader) -> None:
    near = [
        account(3, acct="eve@evil.test.example", uri="https://evil.test.example/users/eve"),
        account(4, acct="steve@evil.test", uri="https://evil.test/users/steve", url="https://evil.test/@steve"),
        account(5, acct="eve", uri="https://canned.test/users/eve", url="https://canned.test/@eve"),
        account(6, acct="e_e@evil.test", uri="https://evil.test/users/e_e", url="https://evil.test/@e_e"),
    ]
    evil(*(status(n, account=one) for n, one in enumerate(near)))
    assert purge(loader.pipeline, accounts=["@eve@evil.test"]).rows == {}
    assert purge(loader.pipeline, servers=["evil.tes", "vil.test"]).rows == {}
    assert purge(loader.pipeline, accounts=["@e_e@evil.test"]).rows["timelines_home"] == 1


@pytest.mark.soak
def test_an_account_of_a_server_with_another_domain(evil: Callable[..., None], loader: Loader, canned: Canned) -> None:
    canned.objects["/api/v2/instance"] = {"domain": "short.test", "contact": {"email": "a@b.c", "account": EVE}}
    canned.objects["/api/v1/accounts/verify_credentials"] = account(999)
    evil(status(1), status(2, account=account(2)), resources=["timelines_home", "instances"])
    assert purge(loader.pipeline, accounts=["@user1@short.test"]).rows["timelines_home"] == 1
    purge(loader.pipeline, accounts=["@eve@evil.test"])
    instance = loader.rows("SELECT contact__email, contact__account__acct, contact__account__note FROM instances")
    assert instance == [{"contact__email": "a@b.c", "contact__account__acct": None, "contact__account__note": None}]
    assert loader.rows("SELECT * FROM instances__contact__account__fields") == []
    purge(loader.pipeline, servers=["short.test"])
    assert loader.rows("SELECT id FROM timelines_home") == loader.rows("SELECT domain FROM instances") == []


@pytest.mark.soak
def test_rejected_rows_and_lists_of_followers(evil: Callable[..., None], loader: Loader, canned: Canned) -> None:
    canned.lists["/api/v1/accounts/66/followers"] = [account(2), account(3)]
    canned.lists["/api/v1/accounts/2/followers"] = [account(3), EVE]
    evil(
        status(3, account=EVE),
        status(2, account=EVE, created_at="yesterday"),
        status(1, created_at="tomorrow"),
        resources=["timelines_home", "followers"],
        accounts=["66", "2"],
    )
    purge(loader.pipeline, accounts=["@eve@evil.test"])
    assert ["tomorrow" in row["raw"] for row in loader.rows("SELECT raw FROM _rejected")] == [True]
    assert loader.rows("SELECT account_id, id FROM followers") == [{"account_id": "2", "id": "3"}]
    state = loader.pipeline.state["sources"]["mastodon_source"]["resources"]["followers"]
    assert "66" not in str(list(state.values()))


def test_lists_of_whoever_is_purged_go(loader: Loader) -> None:
    rows = [{"_instance": "canned.test", OWNER: owner, **status(5, account=account(3))} for owner in ("1", "2")]
    feed(loader.pipeline, {"bookmarks": rows, "accounts": [{"_instance": "canned.test", **account(1)}]})
    assert purge(loader.pipeline, accounts=["@user1@canned.test"]).rows["bookmarks"] == 1
    assert loader.rows(f"SELECT {OWNER} AS owner FROM bookmarks") == [{"owner": "2"}]


@pytest.mark.soak
def test_history(evil: Callable[..., None], loader: Loader, canned: Canned) -> None:
    evil(status(1, account=EVE, uri="https://evil.test/p/1"), status(2))
    instance = loader.rows("SELECT _instance FROM timelines_home")[0]["_instance"]
    kept, gone = status(2), status(1)
    for table, columns in (
        ("status_versions", ("id", "uri")),
        ("status_snapshots", ("id",)),
        ("status_deletions", ("id", "uri")),
    ):
        rows = [
            {"_instance": instance, **{name: one[name] for name in columns}}
            for one in (
                kept,
                {**gone, "uri": "https://evil.test/p/1"},
                {"id": "9", "uri": "https://evil.test/users/eve/9"},
            )
        ]
        loader.pipeline.run(rows, table_name=table)
    result = purge(loader.pipeline, accounts=["@eve@evil.test"])
    assert {name: result.rows[name] for name in result.rows if name.startswith("status_")} == {
        "status_versions": 2,
        "status_snapshots": 1,
        "status_deletions": 2,
    }
    assert loader.rows("SELECT id FROM status_snapshots ORDER BY id") == [{"id": kept["id"]}, {"id": "9"}]


# -- what is remembered ----------------------------------------------------------------------------------------------


def test_the_destination_remembers(evil: Callable[..., None], loader: Loader) -> None:
    evil(status(1, account=EVE), status(2))
    purge(loader.pipeline, accounts=["https://evil.test/@eve"], servers=["bad.test"])
    shutil.rmtree(loader.pipeline.working_dir)
    fresh = loader.fresh()
    fresh.sync_destination()
    assert purged(fresh) == PurgeList(
        frozenset({frozenset({"eve@evil.test", "https://evil.test/@eve", "https://evil.test/users/eve"})}),
        frozenset({"bad.test"}),
    )
    assert len(loader.rows("SELECT version FROM _dlt_pipeline_state")) == 1


@pytest.mark.soak
def test_readmitted(evil: Callable[..., None], loader: Loader) -> None:
    evil(status(1, account=EVE), status(2))
    purge(loader.pipeline, accounts=["@eve@evil.test", "@ann@far.test"], servers=["bad.test", "worse.test"])
    left = readmit(loader.pipeline, accounts=["@eve@evil.test"], servers=["bad.test"])
    assert left == purged(loader.pipeline) == PurgeList.of(["@ann@far.test"], ["worse.test"])


def test_later_loads_leave_them_out(evil: Callable[..., None], loader: Loader) -> None:
    evil(status(1, account=EVE))
    purge(loader.pipeline, accounts=["@eve@evil.test"])
    evil(status(5, reblog=status(4, account=EVE)), status(3), status(2, account=EVE), status(1, account=EVE))
    assert loader.rows("SELECT id FROM timelines_home") == [{"id": status(3)["id"]}]


@pytest.mark.soak
def test_cursors_stay(evil: Callable[..., None], loader: Loader, canned: Canned) -> None:
    evil(status(2, account=EVE), status(1))
    purge(loader.pipeline, accounts=["@eve@evil.test"])
    (memory,) = loader.pipeline.state["sources"]["mastodon_source"]["resources"]["timelines_home"].values()
    assert list(memory["newest"].values()) == [status(2)["id"]]
    evil(status(3), status(2, account=EVE), status(1))
    assert loader.rows("SELECT id FROM timelines_home ORDER BY id") == [{"id": status(n)["id"]} for n in (1, 3)]


def test_what_cannot_be_purged(loader: Loader, canned: Canned) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="Nobody is named"):
        purge(loader.pipeline)
    with pytest.raises(MastodonIllegalArgumentError, match="are lists"):
        purge(loader.pipeline, accounts="@eve@evil.test")
    with pytest.raises(PurgeError, match="Nothing was loaded by the pipeline mastodon_pipeline"):
        purge(loader.pipeline, accounts=["@eve@evil.test"])
    from trunkline.pipeline import mastodon_source

    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, resources=["instances"])
    loader.pipeline.extract(source)
    with pytest.raises(PurgeError, match="is not finished"):
        purge(loader.pipeline, accounts=["@eve@evil.test"])


# -- other destinations ----------------------------------------------------------------------------------------------


@pytest.mark.soak
def test_parquet_files(loader: Loader, canned: Canned, tmp_path: Path) -> None:
    from trunkline.pipeline import mastodon_source

    bucket = tmp_path / "bucket"
    loader.pipeline = dlt.pipeline(
        pipeline_name="mastodon_pipeline",
        destination=dlt.destinations.filesystem(str(bucket)),
        dataset_name="mastodon_data",
        pipelines_dir=str(tmp_path / "pipelines"),
    )
    for posts in (
        [status(2, account=EVE), status(1)],
        [status(3, account=EVE)],
        [status(4, reblog=status(5, account=EVE))],
    ):
        canned.lists[HOME] = posts
        arguments: dict[str, Any] = {"api_base_url": canned.url, "access_token": TOKEN, "consent": False}
        loader.pipeline.run(mastodon_source(resources=["timelines_home"], **arguments))
    assert purge(loader.pipeline, accounts=["@eve@evil.test"], dry_run=True).rows["timelines_home"] == 3
    assert loader.pipeline.dataset().timelines_home.df()["id"].count() == 4

    assert purge(loader.pipeline, accounts=["@eve@evil.test"]).rows["timelines_home"] == 3
    dataset = loader.pipeline.dataset()
    assert list(dataset.timelines_home.df()["id"]) == [status(1)["id"]]
    assert list(dataset.timelines_home__tags.df()["name"]) == ["canned"]
    assert str(dataset.timelines_home.df()["created_at"].dtype).startswith("datetime64[us, ")
    written = [path for path in bucket.rglob("*") if path.is_file()]
    assert not [path for path in written if b"eve" in path.read_bytes()]
    assert len([path for path in written if "_dlt_pipeline_state" in str(path) and path.suffix == ".jsonl"]) == 1
    assert files_with(loader, Marks(texts={"evil.test/@eve"})) == ["state.json"]
    canned.lists[HOME] = [status(6)]
    loader.pipeline.run(mastodon_source(resources=["timelines_home"], **arguments))
    assert len(loader.pipeline.dataset().timelines_home.df()) == 2


@pytest.mark.soak
def test_postgresql(loader: Loader, canned: Canned, tmp_path: Path) -> None:
    from trunkline.pipeline import mastodon_source

    canned.lists[HOME] = [status(2, account=EVE, reblog=status(1)), status(1, content="ask @eve@evil.test")]
    with postgres_server() as address:
        loader.pipeline = dlt.pipeline(
            pipeline_name="mastodon_pipeline",
            destination=dlt.destinations.postgres(address),
            dataset_name="mastodon_data",
            pipelines_dir=str(tmp_path / "pipelines"),
        )
        arguments: dict[str, Any] = {"api_base_url": canned.url, "access_token": TOKEN, "consent": False}
        loader.pipeline.run(mastodon_source(resources=["timelines_home"], **arguments))
        counted = purge(loader.pipeline, accounts=["@eve@evil.test"], dry_run=True)
        assert len(loader.rows("SELECT id FROM timelines_home")) == 2
        assert purge(loader.pipeline, accounts=["@eve@evil.test"]) == counted
        assert [row["content"] for row in loader.rows("SELECT content FROM timelines_home")] == ["ask [removed]"]
        assert loader.rows("SELECT count(*) AS n FROM mastodon_data_staging.timelines_home") == [{"n": 0}]
        assert len(loader.rows("SELECT version FROM _dlt_pipeline_state")) == 1


@pytest.mark.soak
def test_delta_tables_are_left_alone(loader: Loader, canned: Canned, tmp_path: Path) -> None:
    pytest.importorskip("deltalake")
    from trunkline.pipeline import mastodon_source

    loader.pipeline = dlt.pipeline(
        pipeline_name="mastodon_pipeline",
        destination=dlt.destinations.filesystem(str(tmp_path / "bucket")),
        dataset_name="mastodon_data",
        pipelines_dir=str(tmp_path / "pipelines"),
    )
    canned.lists[HOME] = [status(1, account=EVE)]
    source = mastodon_source(api_base_url=canned.url, access_token=TOKEN, consent=False, resources=["timelines_home"])
    loader.pipeline.run(source, table_format="delta")
    with pytest.raises(PurgeError, match="Delta or Iceberg tables, which keep removed rows in older versions"):
        purge(loader.pipeline, accounts=["@eve@evil.test"])
    assert not purged(loader.pipeline)
