from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from tests.client.flows import finish
from trunkline.answers.page import Page
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.profile import Profiles
from trunkline.endpoints.relationships import Relationships
from trunkline.entities import (
    Account,
    CredentialAccount,
    DomainBlockPreview,
    FamiliarFollowers,
    FeaturedTag,
    IdentityProof,
    MutedAccount,
    Profile,
    Relationship,
    Status,
    UserList,
)
from trunkline.errors import MastodonIllegalArgumentError, MastodonNotFoundError
from trunkline.protocol.client import NO_CLIENT

A, R, P = Accounts, Relationships, Profiles
ALL, ONE = "/api/v1/accounts", "/api/v1/accounts/12"
PNG = b"\x89PNG\r\n\x1a\n"


def act(call: Any, action: str) -> Case:
    return Case(call, (12,), {}, "POST", f"{ONE}/{action}", Relationship)


def listed(call: Any, path: str, item: Any = Account) -> Case:
    return Case(call, (9, 7, 8, 80), {}, "GET", path, Page[item],
                "max_id=9&min_id=7&since_id=8&limit=80", pagination="link")  # fmt: skip


CASES = [
    Case(A.account, (12,), {}, "GET", ONE, Account),
    Case(A.accounts, (["1", 2],), {}, "GET", ALL, list[Account], "id[]=1&id[]=2"),
    Case(A.account_verify_credentials, (), {}, "GET", f"{ALL}/verify_credentials", CredentialAccount),
    Case(A.me, (), {}, "GET", f"{ALL}/verify_credentials", CredentialAccount),
    Case(A.account_statuses, (12,), {}, "GET", f"{ONE}/statuses", Page[Status], pagination="id"),
    Case(A.account_statuses, (12, True, True, True, True, "#cats", 9, 7, 8, 40, True), {}, "GET", f"{ONE}/statuses",
         Page[Status], "max_id=9&min_id=7&since_id=8&limit=40&only_media=1&pinned=1&exclude_replies=1"
         "&exclude_reblogs=1&tagged=cats&exclude_direct=1", pagination="link"),
    Case(A.account_following, (12, 9, 7, 8, 80), {}, "GET", f"{ONE}/following", Page[Account],
         "max_id=9&min_id=7&since_id=8&limit=80", pagination="link"),
    Case(A.account_followers, (12, 9, 7, 8, 80), {}, "GET", f"{ONE}/followers", Page[Account],
         "max_id=9&min_id=7&since_id=8&limit=80", pagination="link"),
    Case(A.account_relationships, (12,), {}, "GET", f"{ALL}/relationships", list[Relationship], "id[]=12"),
    Case(A.account_relationships, ([Account({"id": "1"}), 2], False), {}, "GET", f"{ALL}/relationships",
         list[Relationship], "id[]=1&id[]=2&with_suspended=0"),
    Case(A.account_search, ("ann",), {}, "GET", f"{ALL}/search", Page[Account], "q=ann&following=0&resolve=0",
         pagination="offset"),
    Case(A.account_search, ("ann", 5, True, True, 10), {}, "GET", f"{ALL}/search", Page[Account],
         "q=ann&limit=5&following=1&resolve=1&offset=10", pagination="offset"),
    Case(A.account_lists, (12,), {}, "GET", f"{ONE}/lists", list[UserList]),
    Case(A.account_lookup, ("@ann@a.example",), {}, "GET", f"{ALL}/lookup", Account, "acct=ann@a.example"),
    Case(A.account_familiar_followers, (12,), {}, "GET", f"{ALL}/familiar_followers", list[FamiliarFollowers],
         "id[]=12"),
    Case(A.account_featured_tags, (12,), {}, "GET", f"{ONE}/featured_tags", list[FeaturedTag]),
    Case(A.account_endorsements, (12, 9, 8, 80), {}, "GET", f"{ONE}/endorsements", Page[Account],
         "max_id=9&since_id=8&limit=80", pagination="link"),
    Case(A.account_identity_proofs, (12,), {}, "GET", f"{ONE}/identity_proofs", list[IdentityProof]),
    Case(A.account_email_subscribe, (12, "a@a.example"), {}, "POST", f"{ONE}/email_subscriptions",
         form="email=a@a.example"),
    Case(R.account_follow, (12,), {}, "POST", f"{ONE}/follow", Relationship, form="reblogs=1&notify=0"),
    Case(R.account_follow, (12, False, True), {"languages": ["de", "fr"]}, "POST", f"{ONE}/follow", Relationship,
         form="reblogs=0&notify=1&languages[]=de&languages[]=fr"),
    Case(R.account_follow, (12,), {"languages": []}, "POST", f"{ONE}/follow", Relationship,
         json={"reblogs": True, "notify": False, "languages": []}),
    act(R.account_unfollow, "unfollow"),
    act(R.account_remove_from_followers, "remove_from_followers"),
    act(R.account_block, "block"),
    act(R.account_unblock, "unblock"),
    Case(R.account_mute, (12,), {}, "POST", f"{ONE}/mute", Relationship, form="notifications=1"),
    Case(R.account_mute, (12, False, timedelta(hours=1)), {}, "POST", f"{ONE}/mute", Relationship,
         form="notifications=0&duration=3600"),
    act(R.account_unmute, "unmute"),
    act(R.account_endorse, "endorse"),
    act(R.account_unendorse, "unendorse"),
    act(R.account_pin, "pin"),
    act(R.account_unpin, "unpin"),
    Case(R.account_note_set, (12, "met at work"), {}, "POST", f"{ONE}/note", Relationship, form="comment=met at work"),
    Case(R.endorsements, (), {"max_id": 9, "since_id": 8, "limit": 5}, "GET", "/api/v1/endorsements", Page[Account],
         "max_id=9&since_id=8&limit=5", pagination="link"),
    listed(R.mutes, "/api/v1/mutes", MutedAccount),
    listed(R.blocks, "/api/v1/blocks"),
    listed(R.domain_blocks, "/api/v1/domain_blocks", str),
    listed(R.follow_requests, "/api/v1/follow_requests"),
    Case(R.domain_block, ("bad.example",), {}, "POST", "/api/v1/domain_blocks", form="domain=bad.example"),
    Case(R.domain_unblock, ("bad.example",), {}, "DELETE", "/api/v1/domain_blocks", form="domain=bad.example"),
    Case(R.domain_block_preview, ("bad.example",), {}, "GET", "/api/v1/domain_blocks/preview", DomainBlockPreview,
         "domain=bad.example"),
    Case(R.follow_request_authorize, (12,), {}, "POST", "/api/v1/follow_requests/12/authorize", Relationship),
    Case(R.follow_request_reject, (12,), {}, "POST", "/api/v1/follow_requests/12/reject", Relationship),
    Case(P.account_update_credentials, (), {}, "PATCH", f"{ALL}/update_credentials", CredentialAccount),
    Case(P.account_update_credentials, ("Ann", "", PNG, "image/png"),
         {"header": PNG, "locked": False, "fields": [("web", "a.example"), ("city", "Ulm")],
          "attribution_domains": ["a.example"], "default_privacy": "unlisted", "default_quote_policy": "nobody",
          "default_sensitive": False, "default_language": "de", "avatar_description": "me"},
         "PATCH", f"{ALL}/update_credentials", CredentialAccount,
         form="display_name=Ann&note=&locked=0&avatar_description=me&source[privacy]=unlisted"
         "&source[sensitive]=0&source[language]=de&source[quote_policy]=nobody&fields_attributes[0][name]=web"
         "&fields_attributes[0][value]=a.example&fields_attributes[1][name]=city&fields_attributes[1][value]=Ulm"
         "&attribution_domains[]=a.example",
         files={"avatar": "image/png", "header": "image/png"}),
    Case(P.account_update_credentials, (), {"fields": [], "attribution_domains": []}, "PATCH",
         f"{ALL}/update_credentials", CredentialAccount,
         form="fields_attributes[0][name]=&fields_attributes[0][value]=&attribution_domains[]="),
    Case(P.profile, (), {}, "GET", "/api/v1/profile", Profile),
    Case(P.profile_update, ("Ann",), {"show_media": True, "show_featured": False, "fields": [("a", "b")]}, "PATCH",
         "/api/v1/profile", Profile, form="display_name=Ann&show_media=1&show_featured=0"
         "&fields_attributes[0][name]=a&fields_attributes[0][value]=b"),
    Case(P.account_delete_avatar, (), {}, "DELETE", "/api/v1/profile/avatar", CredentialAccount),
    Case(P.account_delete_header, (), {}, "DELETE", "/api/v1/profile/header", CredentialAccount),
]  # fmt: skip


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


def follows(answers: list[Any]) -> tuple[list[Any], Any]:
    return finish(R.follows.flow(NO_CLIENT, "ann@a.example"), answers)


def test_follows_finds_the_account_first() -> None:
    relationship = Relationship({"id": "12", "following": True})
    steps, result = follows([Page([Account({"id": "12"})]), relationship])
    assert steps[0].params == {
        "q": "ann@a.example", "limit": 1, "following": False, "resolve": True, "offset": None
    }  # fmt: skip
    assert (steps[1].method, steps[1].path) == ("POST", f"{ONE}/follow")
    assert result is relationship


def test_follows_nobody() -> None:
    with pytest.raises(MastodonNotFoundError, match=r"no account ann@a\.example"):
        follows([Page()])


@pytest.mark.parametrize("bad", [None, "", True, 1.5, {"name": "ann"}])
def test_what_is_no_account(bad: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="pass an id"):
        A.account.request(bad)
