"""Rules of consent, for authors, boosters and quoted authors."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("dlt")

from tests.pipeline.canned import account, notification, status
from trunkline import Mastodon
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.pipeline.consent import PRIVATE, Consent, accounts_of, statuses_of
from trunkline.pipeline.names import CONSENT_RULES
from trunkline.sandbox import Sandbox

ME = "1"
ALL = Consent.of()
REFUSING: dict[str, dict[str, Any]] = {
    "noindex": {"noindex": True},
    "indexable": {"indexable": False},
    "discoverable": {"discoverable": False},
    "nobot": {"note": "<p>Please #nobot</p>"},
}


def by(number: int = 2, **fields: Any) -> dict[str, Any]:
    return status(7, account=account(number, **fields))


# -- which rules -----------------------------------------------------------------------------------------------------


def test_all_rules_unless_told_otherwise() -> None:
    for rules in (None, True, list(CONSENT_RULES)):
        assert Consent.of(rules).rules == set(CONSENT_RULES)
    nothing: list[Any] = [False, [], ()]
    for none in nothing:
        assert Consent.of(none).rules == set()
    assert Consent.of(["nobot", "robots"]).respects("nobot")
    assert not Consent.of(["nobot", "robots"]).respects("noindex")
    assert all(CONSENT_RULES.values())


def test_rules_that_do_not_exist() -> None:
    with pytest.raises(
        MastodonIllegalArgumentError, match="consent has no rule 'nobots'; the rules are robots, x_robots"
    ):
        Consent.of(["nobots", "noindex"])
    with pytest.raises(MastodonIllegalArgumentError, match=r"consent is one text; pass a list, such as \['nobot'\]"):
        Consent.of("nobot")


# -- what authors say ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", REFUSING)
def test_each_rule(rule: str) -> None:
    post = by(**REFUSING[rule])
    assert ALL.refusal(post, ME) == Consent.of([rule]).refusal(post, ME) == rule
    assert Consent.of(set(CONSENT_RULES) - {rule}).refusal(post, ME) is None
    assert Consent.of(False).refusal(post, ME) is None


@pytest.mark.parametrize("rule", REFUSING)
def test_every_author_counts(rule: str) -> None:
    theirs, quote = by(3, **REFUSING[rule]), {"state": "accepted", "quoted_status": by(3, **REFUSING[rule])}
    for item in (
        status(9, account=account(3, **REFUSING[rule]), reblog=by()),
        status(9, account=account(2), reblog=theirs),
        status(9, account=account(2), quote=quote),
        status(9, account=account(2), reblog={**by(4), "quote": quote}),
        status(9, account=account(2), quote=theirs),
        status(9, account=account(2), pleroma={"quote": theirs}),
        {"query": "x", "type": "status", "id": "7", "status": theirs},
    ):
        assert ALL.refusal(item, ME) == rule


@pytest.mark.parametrize("refusing", REFUSING.values())
def test_own_posts_are_always_loaded(refusing: dict[str, Any]) -> None:
    assert ALL.refusal(by(1, **refusing), ME) is None
    assert ALL.refusal(status(9, account=account(2), reblog=by(1, **refusing)), ME) is None
    assert ALL.refusal(status(9, account=account(1), reblog=by(2, **refusing)), ME) is None, (
        "what one boosts is one's own"
    )
    assert ALL.refusal(by(1, **refusing), None) is not None, "without a token nobody is oneself"


def test_no_opinion_is_no_refusal() -> None:
    assert ALL.refusal(by(discoverable=None, indexable=None, noindex=None, note=None, fields=None), ME) is None
    without = {name: value for name, value in account(2).items() if name not in {"discoverable", "note", "fields"}}
    assert ALL.refusal(status(7, account=without), ME) is None
    assert ALL.refusal(by(discoverable=True, indexable=True, noindex=False), ME) is None


def test_accounts_and_hashtags_are_no_posts() -> None:
    for item in (account(2, noindex=True), {"type": "hashtag", "hashtag": {"name": "nobot"}}, {"malformed": 1}):
        assert ALL.refusal(item, ME) is None


@pytest.mark.parametrize(
    "note",
    [
        "#nobot",
        "<p>Hello #NoBot</p>",
        "<p>#nobots!</p>",
        '<p><a href="https://x.test/tags/nobot" class="mention hashtag" rel="tag">#<span>nobot</span></a></p>',
        '<a class="hashtag" data-tag="noindex" href="https://x.test/tag/noindex" rel="tag">#noindex</a>',
        '#<a href="https://x.test/search?tag=nosearch"><span>NoSearch</span></a>',
        "cats<br>#noarchive #noai",
    ],
)
def test_profiles_that_say_no(note: str) -> None:
    assert ALL.refusal(by(note=note), ME) == "nobot"
    assert (
        ALL.refusal(by(note="", fields=[{"name": "x", "value": "y"}, {"name": "bots", "value": note}]), ME) == "nobot"
    )
    assert ALL.refusal(by(note="", fields=[{"name": note, "value": ""}]), ME) == "nobot"


@pytest.mark.parametrize(
    "note",
    [
        "#nobotany #robot #nobridge nobot",
        "I am no bot # nobot",
        '<a href="https://x.test/page#nobot">page</a>',
        '<a href="https://x.test/#noindex">page</a>',
        "#noindex_cards",
        "",
    ],
)
def test_profiles_that_say_something_else(note: str) -> None:
    assert ALL.refusal(by(note=note), ME) is None


def test_a_post_may_speak_of_bots() -> None:
    assert ALL.refusal(status(1, account=account(2), content="#nobot", tags=[{"name": "nobot"}]), ME) is None


# -- private posts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("visibility", ["private", "direct", "limited"])
def test_private_posts_of_others(visibility: str) -> None:
    theirs = {**by(), "visibility": visibility}
    for item in (theirs, status(9, quote={"quoted_status": theirs}), notification(1, status=theirs)):
        assert ALL.refusal(item, ME) == Consent.of(False).refusal(item, ME) == PRIVATE
        assert Consent.of(private=True).refusal(item, ME) is None
    assert ALL.refusal({**by(1), "visibility": visibility}, ME) is None


def test_private_comes_first_and_letters_are_letters() -> None:
    letter = {**by(noindex=True), "visibility": "direct"}
    assert ALL.refusal(letter, ME) == PRIVATE
    assert Consent.of(private=True).refusal(letter, ME) is None
    assert Consent.of(private=True).refusal({**letter, "visibility": "private"}, ME) == "noindex"


# -- what is in a row ------------------------------------------------------------------------------------------------


def test_statuses_and_accounts_of_a_row() -> None:
    quoted = by(4)
    boosted = {**by(3), "quote": {"state": "accepted", "quoted_status": quoted}}
    row = status(9, account=account(2), reblog=boosted)
    assert statuses_of(row) == [row, boosted, quoted]
    assert [one["id"] for one in accounts_of(row)] == ["2", "2", "3", "4"]
    assert accounts_of(account(5)) == [account(5)]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["account", "visibility", "reblog", "note", "fields", "id", "quote"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["account", "visibility", "reblog", "quote", "status", "id"]), _JSON))
def test_malformed_rows_do_not_stop_a_load(item: dict[str, Any]) -> None:
    assert ALL.refusal(item, ME) in {None, PRIVATE, *CONSENT_RULES}
    accounts_of(item)


def test_the_sandbox_has_people_of_every_kind() -> None:
    with Sandbox(size=600, rate_limits=None) as sandbox, Mastodon(api_base_url=sandbox.url) as client:
        posts = [dict(post) for post in client.iterate(client.timeline_public(limit=40))]
    reasons = Counter(ALL.refusal(post, None) for post in posts)
    assert reasons.keys() == {None, *REFUSING}
