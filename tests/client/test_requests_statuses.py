from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from tests.client.flows import finish
from trunkline import Mastodon
from trunkline.answers.page import Page
from trunkline.endpoints.polls import Polls
from trunkline.endpoints.scheduled_statuses import ScheduledStatuses
from trunkline.endpoints.statuses import Statuses
from trunkline.entities import (
    Account,
    Context,
    CredentialAccount,
    Poll,
    PreviewCard,
    ScheduledStatus,
    Status,
    StatusEdit,
    StatusSource,
    Translation,
)
from trunkline.errors import MastodonIllegalArgumentError
from trunkline.protocol.client import NO_CLIENT
from trunkline.protocol.encoding import query
from trunkline.protocol.request import Request

S, P, L = Statuses, Polls, ScheduledStatuses
ALL, ONE = "/api/v1/statuses", "/api/v1/statuses/123"
PLANS = "/api/v1/scheduled_statuses"
NOON = datetime(2030, 1, 1, 12, tzinfo=timezone(timedelta(hours=2)))
POLL = P.make_poll(["yes", "no"], timedelta(hours=1), hide_totals=True)


def act(call: Any, action: str) -> Case:
    return Case(call, ("123",), {}, "POST", f"{ONE}/{action}", Status)


def accounts(call: Any, action: str) -> Case:
    kwargs = {"max_id": 9, "since_id": 7, "limit": 80}
    query = "max_id=9&since_id=7&limit=80"
    return Case(call, ("123",), kwargs, "GET", f"{ONE}/{action}", Page[Account], query, pagination="link")


CASES = [
    Case(S.status, ("123",), {}, "GET", ONE, Status),
    Case(S.status, ("../accounts/1?x",), {}, "GET", f"{ALL}/..%2Faccounts%2F1%3Fx", Status),
    Case(S.statuses, (["1", 2, {"id": "3"}],), {}, "GET", ALL, list[Status], "id[]=1&id[]=2&id[]=3"),
    Case(S.status_context, ("123",), {}, "GET", f"{ONE}/context", Context),
    accounts(S.status_reblogged_by, "reblogged_by"),
    accounts(S.status_favourited_by, "favourited_by"),
    Case(S.toot, ("Hello & goodbye",), {}, "POST", ALL, Status, form="status=Hello & goodbye&sensitive=0"),
    Case(S.status_post, ("Hello",), {}, "POST", ALL, Status, form="status=Hello&sensitive=0"),
    Case(S.status_post, ("Hi", 1, ["2", {"id": "3"}], True, "private", "cw", "de", "key"), {}, "POST", ALL, Status,
         form="status=Hi&in_reply_to_id=1&media_ids[]=2&media_ids[]=3&sensitive=1&visibility=private"
         "&spoiler_text=cw&language=de", headers={"Idempotency-Key": "key"}),
    Case(S.status_post, ("Hi",), {"media_ids": "2", "content_type": "text/markdown", "strict_content_type": True},
         "POST", ALL, Status, form="status=Hi&media_ids[]=2&sensitive=0&content_type=text/markdown"),
    Case(S.status_post, ("Hi",), {"poll": POLL}, "POST", ALL, Status,
         form="status=Hi&sensitive=0&poll[options][]=yes&poll[options][]=no&poll[expires_in]=3600"
         "&poll[hide_totals]=1"),
    Case(S.status_post, ("Hi",), {"quoted_status_id": 5, "quote_id": 5, "quote_approval_policy": "nobody"}, "POST",
         ALL, Status, form="status=Hi&sensitive=0&quote_id=5&quoted_status_id=5&quote_approval_policy=nobody"),
    Case(S.status_post, ("Hi",), {"allowed_mentions": [4]}, "POST", ALL, Status,
         form="status=Hi&sensitive=0&allowed_mentions[]=4"),
    Case(S.status_post, ("Hi",), {"allowed_mentions": [], "media_ids": [], "scheduled_at": NOON}, "POST", ALL,
         ScheduledStatus, json={"status": "Hi", "sensitive": False, "allowed_mentions": [],
                                "scheduled_at": "2030-01-01T10:00:00Z"}),
    Case(S.status_post, ("Hi",), {"media_ids": []}, "POST", ALL, Status, form="status=Hi&sensitive=0"),
    Case(S.status_post, ("Hi",), {"scheduled_at": NOON}, "POST", ALL, ScheduledStatus,
         form="status=Hi&sensitive=0&scheduled_at=2030-01-01T10:00:00Z"),
    Case(S.status_update, ("123", "Ho", "", False), {"language": "de"}, "PUT", ONE, Status,
         form="status=Ho&spoiler_text=&sensitive=0&language=de"),
    Case(S.status_update, ("123", "Ho"), {"media_ids": []}, "PUT", ONE, Status,
         json={"status": "Ho", "media_ids": []}),
    Case(S.status_update, ("123", "Ho", "cw", False, ["2"], POLL, [{"id": "2", "description": "cat"}], "public"),
         {"language": "de"}, "PUT", ONE, Status,
         json={"status": "Ho", "spoiler_text": "cw", "sensitive": False, "language": "de", "media_ids": ["2"],
               "media_attributes": [{"id": "2", "description": "cat"}],
               "poll": {"options": ["yes", "no"], "expires_in": 3600, "multiple": False, "hide_totals": True},
               "quote_approval_policy": "public"}),
    Case(S.status_update_quote_approval_policy, ("123", "followers"), {}, "PUT", f"{ONE}/interaction_policy", Status,
         form="quote_approval_policy=followers"),
    Case(S.status_history, ("123",), {}, "GET", f"{ONE}/history", list[StatusEdit]),
    Case(S.status_source, ("123",), {}, "GET", f"{ONE}/source", StatusSource),
    Case(S.status_delete, ("123",), {}, "DELETE", ONE, Status),
    Case(S.status_delete, ("123", True), {}, "DELETE", ONE, Status, form="delete_media=1"),
    Case(S.status_reblog, ("123", "private"), {}, "POST", f"{ONE}/reblog", Status, form="visibility=private"),
    act(S.status_reblog, "reblog"),
    act(S.status_unreblog, "unreblog"),
    act(S.status_favourite, "favourite"),
    act(S.status_unfavourite, "unfavourite"),
    act(S.status_mute, "mute"),
    act(S.status_unmute, "unmute"),
    act(S.status_pin, "pin"),
    act(S.status_unpin, "unpin"),
    act(S.status_bookmark, "bookmark"),
    act(S.status_unbookmark, "unbookmark"),
    Case(S.status_translate, ("123", "de"), {}, "POST", f"{ONE}/translate", Translation, form="lang=de"),
    Case(S.status_quotes, ("123", 9, 7, 40), {}, "GET", f"{ONE}/quotes", Page[Status],
         "max_id=9&since_id=7&limit=40", pagination="link"),
    Case(S.status_quote_revoke, ("123", 5), {}, "POST", f"{ONE}/quotes/5/revoke", Status),
    Case(P.poll, (5,), {}, "GET", "/api/v1/polls/5", Poll),
    Case(P.poll_vote, (5, 0), {}, "POST", "/api/v1/polls/5/votes", Poll, form="choices[]=0"),
    Case(P.poll_vote, (5, [0, 2]), {}, "POST", "/api/v1/polls/5/votes", Poll, form="choices[]=0&choices[]=2"),
    Case(L.scheduled_statuses, (9, 7, 8, 40), {}, "GET", PLANS, Page[ScheduledStatus],
         "max_id=9&min_id=7&since_id=8&limit=40", pagination="id"),
    Case(L.scheduled_status, (5,), {}, "GET", f"{PLANS}/5", ScheduledStatus),
    Case(L.scheduled_status_update, (5, NOON), {}, "PUT", f"{PLANS}/5", ScheduledStatus,
         form="scheduled_at=2030-01-01T10:00:00Z"),
    Case(L.scheduled_status_delete, (5,), {}, "DELETE", f"{PLANS}/5"),
]  # fmt: skip


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


def test_posting_is_repeatable_with_a_key_alone() -> None:
    assert not S.status_post.request("Hi").repeatable
    assert S.status_post.request("Hi", idempotency_key="k").repeatable


@pytest.mark.parametrize("poll", [{}, {"options": ["yes", "no"]}, {"options": [], "expires_in": 60}])
def test_incomplete_poll(poll: dict[str, Any]) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="make_poll"):
        S.status_post.request("Hi", poll=poll)


def test_unknown_content_type() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="text/markdown"):
        S.status_post.request("Hi", content_type="text/roff", strict_content_type=True)


def test_naive_time() -> None:
    local = datetime(2030, 1, 1)
    sent = [query(S.status_post.request("Hi", scheduled_at=one).form) for one in (local, local.astimezone())]
    assert sent[0] == sent[1]


ME = CredentialAccount({"id": "1", "acct": "me"})
ANSWERED = Status(
    {
        "id": "123",
        "visibility": "unlisted",
        "spoiler_text": "cw",
        "account": {"id": "2", "acct": "ann@a.example"},
        "mentions": [{"acct": "me"}, {"acct": "bob"}, {"acct": "ann@a.example"}],
    }
)


def reply(*args: Any, answers: list[Any], **kwargs: Any) -> tuple[list[Request[Any]], Any]:
    client = Mastodon(api_base_url="https://m.example", access_token="token")
    return finish(S.status_reply.flow(client, *args, **kwargs), answers)


def test_reply_mentions_author_first_and_others_without_oneself() -> None:
    steps, result = reply(ANSWERED, "Yes!", answers=[ME, ANSWERED])
    assert [step.path for step in steps] == ["/api/v1/accounts/verify_credentials", ALL]
    sent = {name: value for name, value in steps[-1].form.items() if value is not None}
    assert sent == {
        "status": "@ann@a.example @bob Yes!",
        "in_reply_to_id": "123",
        "sensitive": False,
        "visibility": "unlisted",
        "spoiler_text": "cw",
    }
    assert result is ANSWERED


def test_reply_to_an_id_reads_the_status_first() -> None:
    steps, _ = reply("123", "Yes!", answers=[ANSWERED, ME, ANSWERED])
    assert [(step.method, step.path) for step in steps] == [
        ("GET", ONE),
        ("GET", "/api/v1/accounts/verify_credentials"),
        ("POST", ALL),
    ]


def test_reply_untagged_with_own_settings() -> None:
    settings = {"visibility": "direct", "spoiler_text": "", "idempotency_key": "k", "scheduled_at": NOON}
    steps, _ = reply(ANSWERED, "Psst", untag=True, answers=[ME, ANSWERED], **settings)
    sent = steps[-1]
    assert sent.form["status"] == "@ann@a.example Psst"
    assert (sent.form["visibility"], sent.form["spoiler_text"]) == ("direct", "")
    assert (sent.headers, sent.result) == ({"Idempotency-Key": "k"}, ScheduledStatus)


def test_reply_to_oneself_mentions_oneself_first() -> None:
    own = Status({**ANSWERED.raw(), "account": {"id": "1", "acct": "me"}})
    steps, _ = reply(own, "And", answers=[ME, own])
    assert steps[-1].form["status"] == "@me @bob @ann@a.example And"


def test_status_card_comes_from_the_status() -> None:
    status = Status({"id": "123", "card": {"url": "https://a.example", "title": "A"}})
    steps, card = finish(S.status_card.flow(NO_CLIENT, "123"), [status])
    assert [step.path for step in steps] == [ONE]
    assert isinstance(card, PreviewCard)
    assert card.title == "A"


def test_make_poll() -> None:
    assert P.make_poll(("a", "b"), 300) == {
        "options": ["a", "b"],
        "expires_in": 300,
        "multiple": False,
        "hide_totals": False,
    }


@pytest.mark.parametrize("empty", ["", False])
def test_an_empty_time_does_not_publish_at_once(empty: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="scheduled_at"):
        S.status_post.request("Hi", scheduled_at=empty)
