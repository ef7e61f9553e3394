"""Filters, old and new, and push subscriptions."""

from __future__ import annotations

from datetime import timedelta

from tests.client.cases import Case, check, rows
from trunkline.endpoints.filters_v1 import FiltersV1
from trunkline.endpoints.filters_v2 import FiltersV2
from trunkline.endpoints.push import Push
from trunkline.entities import Filter, FilterKeyword, FilterStatus, FilterV2, WebPushSubscription

L, F, P = FiltersV1, FiltersV2, Push
V1, V2 = "/api/v1/filters", "/api/v2/filters"
PUSH = "/api/v1/push/subscription"
KEYS = {"pubkey": b"\x04" + b"\xfb\xff" * 2, "auth": b"\xff" * 2}
YES = (True,) * 7
KEYWORDS = [{"keyword": "cat", "whole_word": True}, {"id": "7", "_destroy": True}]
ALL = "home notifications public thread account".split()

# fmt: off
CASES = [
    Case(L.filters, (), {}, "GET", V1, list[Filter]),
    Case(L.filter, (5,), {}, "GET", f"{V1}/5", Filter),
    Case(L.filter_create, ("cat", "home"), {}, "POST", V1, Filter,
         form="phrase=cat&context[]=home&irreversible=0&whole_word=1"),
    Case(L.filter_create, ("cat", ["home", "public"], True, False, timedelta(hours=1)), {}, "POST", V1, Filter,
         form="phrase=cat&context[]=home&context[]=public&irreversible=1&whole_word=0&expires_in=3600"),
    Case(L.filter_update, (5,), {"whole_word": False}, "PUT", f"{V1}/5", Filter, form="whole_word=0"),
    Case(L.filter_update, (5, "cat", ["home"], False, True, 60), {}, "PUT", f"{V1}/5", Filter,
         form="phrase=cat&context[]=home&irreversible=0&whole_word=1&expires_in=60"),
    Case(L.filter_update, (5,), {"expires_in": ""}, "PUT", f"{V1}/5", Filter, form="expires_in="),
    Case(L.filter_delete, (5,), {}, "DELETE", f"{V1}/5"),
    Case(F.filters_v2, (), {}, "GET", V2, list[FilterV2]),
    Case(F.filter_v2, (5,), {}, "GET", f"{V2}/5", FilterV2),
    Case(F.create_filter_v2, ("Pets", "home", "warn"), {}, "POST", V2, FilterV2,
         form="title=Pets&context[]=home&filter_action=warn"),
    Case(F.create_filter_v2, ("Pets", ALL, "blur", timedelta(days=1), KEYWORDS[:1]), {}, "POST", V2, FilterV2,
         form="title=Pets&" + "&".join(f"context[]={c}" for c in ALL) + "&filter_action=blur&expires_in=86400"
              "&keywords_attributes[0][keyword]=cat&keywords_attributes[0][whole_word]=1"),
    Case(F.update_filter_v2, (5,), {"keywords_attributes": KEYWORDS}, "PUT", f"{V2}/5", FilterV2,
         form="keywords_attributes[0][keyword]=cat&keywords_attributes[0][whole_word]=1"
              "&keywords_attributes[1][id]=7&keywords_attributes[1][_destroy]=1"),
    Case(F.update_filter_v2, (5, "Pets", ["home"], "hide", 60), {}, "PUT", f"{V2}/5", FilterV2,
         form="title=Pets&context[]=home&filter_action=hide&expires_in=60"),
    Case(F.update_filter_v2, (5,), {"expires_in": ""}, "PUT", f"{V2}/5", FilterV2, form="expires_in="),
    Case(F.delete_filter_v2, (5,), {}, "DELETE", f"{V2}/5"),
    Case(F.filter_keywords_v2, (5,), {}, "GET", f"{V2}/5/keywords", list[FilterKeyword]),
    Case(F.add_filter_keyword_v2, (5, "cat"), {}, "POST", f"{V2}/5/keywords", FilterKeyword,
         form="keyword=cat&whole_word=0"),
    Case(F.filter_keyword_v2, (6,), {}, "GET", f"{V2}/keywords/6", FilterKeyword),
    Case(F.update_filter_keyword_v2, (6, "dog"), {}, "PUT", f"{V2}/keywords/6", FilterKeyword, form="keyword=dog"),
    Case(F.update_filter_keyword_v2, (6, "dog", True), {}, "PUT", f"{V2}/keywords/6", FilterKeyword,
         form="keyword=dog&whole_word=1"),
    Case(F.delete_filter_keyword_v2, (6,), {}, "DELETE", f"{V2}/keywords/6"),
    Case(F.filter_statuses_v2, (5,), {}, "GET", f"{V2}/5/statuses", list[FilterStatus]),
    Case(F.add_filter_status_v2, (5, {"id": "9"}), {}, "POST", f"{V2}/5/statuses", FilterStatus, form="status_id=9"),
    Case(F.filter_status_v2, (6,), {}, "GET", f"{V2}/statuses/6", FilterStatus),
    Case(F.delete_filter_status_v2, (6,), {}, "DELETE", f"{V2}/statuses/6"),
    Case(P.push_subscription, (), {}, "GET", PUSH, WebPushSubscription),
    Case(P.push_subscription_set, ("https://push.example/1", KEYS, True, False), {}, "POST", PUSH, WebPushSubscription,
         form="subscription[endpoint]=https://push.example/1&subscription[keys][p256dh]=BPv_-_8"
              "&subscription[keys][auth]=__8&data[alerts][follow]=1&data[alerts][favourite]=0&data[policy]=all"),
    Case(P.push_subscription_set, ("https://push.example/1", KEYS, *YES, "follower", *YES[:6]), {}, "POST", PUSH,
         WebPushSubscription,
         form="subscription[endpoint]=https://push.example/1&subscription[keys][p256dh]=BPv_-_8"
              "&subscription[keys][auth]=__8&subscription[standard]=1"
              "&data[alerts][follow]=1&data[alerts][favourite]=1&data[alerts][reblog]=1"
              "&data[alerts][mention]=1&data[alerts][poll]=1&data[alerts][follow_request]=1"
              "&data[alerts][status]=1&data[alerts][update]=1&data[alerts][admin.sign_up]=1"
              "&data[alerts][admin.report]=1&data[alerts][quote]=1&data[alerts][quoted_update]=1"
              "&data[policy]=follower"),
    Case(P.push_subscription_update, (), {"mention_events": True, "policy": "followed"}, "PUT", PUSH,
         WebPushSubscription, form="data[alerts][mention]=1&data[policy]=followed"),
    Case(P.push_subscription_delete, (), {}, "DELETE", PUSH),
]
# fmt: on


@rows(CASES)
def test_request(case: Case) -> None:
    check(case)
