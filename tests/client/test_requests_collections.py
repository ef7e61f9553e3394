"""Favourites, bookmarks, lists, conversations, hashtags, markers, preferences and search."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.cases import Case, check, rows
from trunkline.answers.page import Page
from trunkline.endpoints.bookmarks import Bookmarks
from trunkline.endpoints.conversations import Conversations
from trunkline.endpoints.favourites import Favourites
from trunkline.endpoints.featured_tags import FeaturedTags
from trunkline.endpoints.lists import Lists
from trunkline.endpoints.markers import Markers
from trunkline.endpoints.preferences import PreferenceEndpoints
from trunkline.endpoints.search import Searches
from trunkline.endpoints.tags import Tags
from trunkline.entities import Account, Conversation, FeaturedTag, Marker, Preferences, SearchV2, Status, Tag, UserList
from trunkline.errors import MastodonIllegalArgumentError

L, C, T, F, M, S = Lists, Conversations, Tags, FeaturedTags, Markers, Searches
V1 = "/api/v1"
MARKERS = dict[str, Marker]


def listed(call: Any, path: str, item: Any) -> Case:
    return Case(call, (9, 7, 8, 40), {}, "GET", f"{V1}/{path}", Page[item],
                "max_id=9&min_id=7&since_id=8&limit=40", pagination="link")  # fmt: skip


CASES = [
    listed(Favourites.favourites, "favourites", Status),
    listed(Bookmarks.bookmarks, "bookmarks", Status),
    listed(C.conversations, "conversations", Conversation),
    Case(C.conversations_read, (5,), {}, "POST", f"{V1}/conversations/5/read", Conversation),
    Case(C.conversations_unread, (5,), {}, "POST", f"{V1}/conversations/5/unread", Conversation),
    Case(C.conversations_delete, (5,), {}, "DELETE", f"{V1}/conversations/5"),
    Case(L.lists, (), {}, "GET", f"{V1}/lists", list[UserList]),
    Case(L.list, (5,), {}, "GET", f"{V1}/lists/5", UserList),
    Case(L.list_accounts, (5, 9, 7, 8, 0), {}, "GET", f"{V1}/lists/5/accounts", Page[Account],
         "max_id=9&min_id=7&since_id=8&limit=0", pagination="link"),
    Case(L.list_create, ("Friends",), {}, "POST", f"{V1}/lists", UserList,
         form="title=Friends&replies_policy=list&exclusive=0"),
    Case(L.list_update, (5, "Friends", "none", True), {}, "PUT", f"{V1}/lists/5", UserList,
         form="title=Friends&replies_policy=none&exclusive=1"),
    Case(L.list_delete, (5,), {}, "DELETE", f"{V1}/lists/5"),
    Case(L.list_accounts_add, (5, [1, 2]), {}, "POST", f"{V1}/lists/5/accounts",
         form="account_ids[]=1&account_ids[]=2"),
    Case(L.list_accounts_delete, (5, 1), {}, "DELETE", f"{V1}/lists/5/accounts", form="account_ids[]=1"),
    listed(T.followed_tags, "followed_tags", Tag),
    Case(T.tag, ("#cats",), {}, "GET", f"{V1}/tags/cats", Tag),
    Case(T.tag_follow, (Tag({"id": "8", "name": "cats"}),), {}, "POST", f"{V1}/tags/cats/follow", Tag),
    Case(T.tag_unfollow, ("猫",), {}, "POST", f"{V1}/tags/%E7%8C%AB/unfollow", Tag),
    Case(T.tag_feature, ("cats",), {}, "POST", f"{V1}/tags/cats/feature", Tag),
    Case(T.tag_unfeature, ("cats",), {}, "POST", f"{V1}/tags/cats/unfeature", Tag),
    Case(F.featured_tags, (), {}, "GET", f"{V1}/featured_tags", list[FeaturedTag]),
    Case(F.featured_tag_suggestions, (), {}, "GET", f"{V1}/featured_tags/suggestions", list[Tag]),
    Case(F.featured_tag_create, ("#cats",), {}, "POST", f"{V1}/featured_tags", FeaturedTag, form="name=cats"),
    Case(F.featured_tag_delete, (5,), {}, "DELETE", f"{V1}/featured_tags/5"),
    Case(PreferenceEndpoints.preferences, (), {}, "GET", f"{V1}/preferences", Preferences),
    Case(M.markers_get, (), {}, "GET", f"{V1}/markers", MARKERS, "timeline[]=home"),
    Case(M.markers_get, (["home", "notifications"],), {}, "GET", f"{V1}/markers", MARKERS,
         "timeline[]=home&timeline[]=notifications"),
    Case(M.markers_set, ("home", {"id": "9"}), {}, "POST", f"{V1}/markers", MARKERS, form="home[last_read_id]=9"),
    Case(M.markers_set, (["home", "notifications"], [9, "8"]), {}, "POST", f"{V1}/markers", MARKERS,
         form="home[last_read_id]=9&notifications[last_read_id]=8"),
    Case(S.search_v2, ("cats",), {}, "GET", "/api/v2/search", SearchV2,
         "q=cats&resolve=1&exclude_unreviewed=1"),
    Case(S.search_v2, ("cats", False, "statuses", 12, 20, 7, 9, False, 40), {"following": True}, "GET",
         "/api/v2/search", SearchV2, "q=cats&type=statuses&account_id=12&offset=20&min_id=7&max_id=9&limit=40"
         "&following=1", pagination="offset"),
    Case(S.search, ("cats", False), {"limit": 5}, "GET", "/api/v2/search", SearchV2,
         "q=cats&exclude_unreviewed=1&limit=5"),
]  # fmt: skip


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)


def test_markers_need_one_id_each() -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="2 timelines and 1 last_read_ids"):
        M.markers_set.request(["home", "notifications"], 9)


def test_search_v1_is_asked_of_servers_that_may_have_it() -> None:
    request = S.search_v1.request("cats", resolve=False)
    assert (request.path, request.params["q"], request.params["resolve"]) == ("/api/v1/search", "cats", None)
