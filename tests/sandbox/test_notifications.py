"""Notifications: single and grouped, unread counts, policy and requests."""

import json
import re

import pytest


@pytest.fixture
def fans(world):
    """Five people."""
    return [world.person(f"fan{number}") for number in range(5)]


def types_of(notifications):
    return [one["type"] for one in notifications]


def links(response):
    return {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', response.headers.get("link", ""))}


def favourite(status, people):
    for person in people:
        person.post(f"/api/v1/statuses/{status['id']}/favourite")


def test_list_filters_and_pages(ann, bob):
    status = ann.say("Hello")
    bob.follow(ann)
    favourite(status, [bob])
    bob.say("@ann hi")
    assert types_of(ann.get("/api/v1/notifications")) == ["mention", "favourite", "follow"]
    assert types_of(ann.get("/api/v1/notifications?types[]=follow&types[]=mention")) == ["mention", "follow"]
    assert types_of(ann.get("/api/v1/notifications?exclude_types[]=follow")) == ["mention", "favourite"]
    assert ann.get(f"/api/v1/notifications?account_id={ann.id}") == []
    assert len(ann.get(f"/api/v1/notifications?account_id={bob.id}")) == 3
    first = ann.request("GET", "/api/v1/notifications?limit=1&types[]=follow&types[]=mention")
    following = links(first)["next"]
    assert "types%5B%5D=follow&types%5B%5D=mention" in following
    second = ann.request("GET", following)
    assert types_of([*first.json(), *second.json()]) == ["mention", "follow"]
    assert types_of(ann.get(links(second)["prev"])) == ["mention"]


def test_one_and_dismissing(ann, bob):
    bob.follow(ann)
    one = ann.get("/api/v1/notifications")[0]
    assert ann.get(f"/api/v1/notifications/{one['id']}") == one
    bob.get(f"/api/v1/notifications/{one['id']}", 404)
    bob.post(f"/api/v1/notifications/{one['id']}/dismiss", 404)
    assert ann.post(f"/api/v1/notifications/{one['id']}/dismiss") == {}
    ann.get(f"/api/v1/notifications/{one['id']}", 404)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_clear(ann, bob, version):
    bob.follow(ann)
    ann.follow(bob)
    assert ann.post(f"/api/{version}/notifications/clear") == {}
    assert ann.get("/api/v1/notifications") == []
    assert len(bob.get("/api/v1/notifications")) == 1


def test_scopes(world):
    reader = world.person("reader", "read:notifications")
    assert reader.get("/api/v1/notifications") == []
    reader.post("/api/v1/notifications/clear", 403)
    world.person("other", "read:statuses").get("/api/v2/notifications", 403)
    world.get("/api/v1/notifications", 401)


def test_unread_counts(ann, bob, fans):
    status = ann.say("Hello")
    favourite(status, fans)
    bob.say("@ann hi")
    assert ann.get("/api/v1/notifications/unread_count") == {"count": 6}
    assert ann.get("/api/v2/notifications/unread_count") == {"count": 2}
    assert ann.get("/api/v1/notifications/unread_count?limit=4") == {"count": 4}
    assert ann.get("/api/v2/notifications/unread_count?types[]=mention") == {"count": 1}
    newest = ann.get("/api/v1/notifications")[0]["id"]
    ann.post("/api/v1/markers", json={"notifications": {"last_read_id": newest}})
    assert ann.get("/api/v1/notifications/unread_count") == {"count": 0}
    fans[0].follow(ann)
    assert ann.get("/api/v1/notifications/unread_count") == {"count": 1}
    assert ann.get("/api/v2/notifications/unread_count") == {"count": 1}


def test_groups(ann, bob, fans):
    one, two = ann.say("One"), ann.say("Two")
    favourite(one, fans)
    favourite(two, fans[:2])
    bob.say("@ann hi")
    answer = ann.get("/api/v2/notifications")
    assert list(answer) == ["accounts", "statuses", "notification_groups"]
    mention, second, first = answer["notification_groups"]
    assert (mention["type"], mention["notifications_count"]) == ("mention", 1)
    assert mention["group_key"] == f"ungrouped-{mention['most_recent_notification_id']}"
    assert (second["status_id"], second["notifications_count"]) == (two["id"], 2)
    assert (first["status_id"], first["notifications_count"]) == (one["id"], 5)
    assert first["sample_account_ids"] == [str(fan.id) for fan in reversed(fans)]
    assert isinstance(first["most_recent_notification_id"], int)
    assert first["page_max_id"] == str(first["most_recent_notification_id"])
    assert int(first["page_min_id"]) == first["most_recent_notification_id"] - 4
    assert {status["id"] for status in answer["statuses"]} >= {one["id"], two["id"]}
    assert {account["id"] for account in answer["accounts"]} == {str(bob.id), *(str(fan.id) for fan in fans)}


def test_groups_show_at_most_eight_people(world, ann):
    status = ann.say("Loved")
    favourite(status, [world.person(f"p{number}") for number in range(10)])
    group = ann.get("/api/v2/notifications")["notification_groups"][0]
    assert (group["notifications_count"], len(group["sample_account_ids"])) == (10, 8)


def test_partial_accounts(ann, fans):
    favourite(ann.say("One"), fans)
    answer = ann.get("/api/v2/notifications?expand_accounts=partial_avatars")
    assert [account["id"] for account in answer["accounts"]] == [str(fans[-1].id)]
    assert len(answer["partial_accounts"]) == 4
    assert list(answer["partial_accounts"][0]) == [
        "id", "acct", "locked", "bot", "url", "avatar", "avatar_static", "avatar_description",
    ]  # fmt: skip


def test_grouped_types(ann, fans):
    favourite(ann.say("One"), fans)
    for fan in fans:
        fan.follow(ann)
    groups = ann.get("/api/v2/notifications?grouped_types[]=follow")["notification_groups"]
    assert [group["notifications_count"] for group in groups] == [5, 1, 1, 1, 1, 1]
    assert groups[1]["group_key"].startswith("ungrouped-")


def test_pages_of_groups(ann, bob, fans):
    statuses = [ann.say(f"Number {number}") for number in range(5)]
    for status in statuses:
        favourite(status, fans[:2])
    seen = []
    response = ann.request("GET", "/api/v2/notifications?limit=2")
    while groups := response.json()["notification_groups"]:
        page = [group["status_id"] for group in groups]
        assert len(page) == len(set(page)) <= 2
        seen += page
        response = ann.request("GET", links(response)["next"])
    # A group whose older members lie beyond the end of a page comes again on the next one, as on the real server.
    assert list(dict.fromkeys(seen)) == [status["id"] for status in reversed(statuses)]
    oldest = ann.get("/api/v1/notifications?limit=80")[-1]["id"]
    up = ann.get(f"/api/v2/notifications?limit=2&min_id={int(oldest) - 1}")["notification_groups"]
    assert [group["status_id"] for group in up] == [statuses[1]["id"], statuses[0]["id"]]


def test_older_pages_show_groups_as_of_then(ann, fans):
    favourite(ann.say("One"), fans)
    ids = [int(one["id"]) for one in ann.get("/api/v1/notifications")]
    group = ann.get(f"/api/v2/notifications?max_id={ids[2]}")["notification_groups"][0]
    assert (group["notifications_count"], group["most_recent_notification_id"]) == (2, ids[3])
    assert group["sample_account_ids"] == [str(fans[1].id), str(fans[0].id)]


def test_one_group(ann, bob, fans):
    favourite(ann.say("One"), fans)
    key = ann.get("/api/v2/notifications")["notification_groups"][0]["group_key"]
    shown = ann.get(f"/api/v2/notifications/{key}")["notification_groups"][0]
    assert (shown["group_key"], shown["notifications_count"]) == (key, 5)
    assert "page_min_id" not in shown
    everybody = ann.request("GET", f"/api/v2/notifications/{key}/accounts?limit=3")
    assert [account["id"] for account in everybody.json()] == [str(fan.id) for fan in reversed(fans[2:])]
    rest = ann.get(links(everybody)["next"])
    assert [account["id"] for account in rest] == [str(fans[1].id), str(fans[0].id)]
    bob.get(f"/api/v2/notifications/{key}", 404)
    assert ann.post(f"/api/v2/notifications/{key}/dismiss") == {}
    ann.get(f"/api/v2/notifications/{key}", 404)
    assert ann.get("/api/v1/notifications") == []


def test_one_that_stands_alone(ann, bob):
    bob.say("@ann hi")
    number = ann.get("/api/v1/notifications")[0]["id"]
    shown = ann.get(f"/api/v2/notifications/ungrouped-{number}")["notification_groups"][0]
    assert (shown["type"], shown["most_recent_notification_id"]) == ("mention", int(number))
    bob.get(f"/api/v2/notifications/ungrouped-{number}", 404)
    ann.get("/api/v2/notifications/ungrouped-x", 404)


def test_policy(ann):
    policy = ann.get("/api/v2/notifications/policy")
    assert policy == {
        "for_not_following": "accept",
        "for_not_followers": "accept",
        "for_new_accounts": "accept",
        "for_private_mentions": "filter",
        "for_limited_accounts": "filter",
        "for_bots": "accept",
        "summary": {"pending_requests_count": 0, "pending_notifications_count": 0},
    }
    changed = ann.patch("/api/v2/notifications/policy", json={"for_not_following": "drop"})
    assert changed == {**policy, "for_not_following": "drop"}
    ann.patch("/api/v2/notifications/policy", 422, json={"for_bots": "burn"})
    old = ann.get("/api/v1/notifications/policy")
    assert (old["filter_not_following"], old["filter_private_mentions"], old["filter_bots"]) == (True, True, False)
    ann.patch("/api/v1/notifications/policy", json={"filter_not_following": False})
    assert ann.get("/api/v2/notifications/policy") == policy


def hold_back(ann, *senders):
    ann.patch("/api/v2/notifications/policy", json={"for_not_following": "filter"})
    for sender in senders:
        sender.say("@ann hello")
        sender.say("@ann are you there?")


def test_requests(world, ann, bob, eve):
    hold_back(ann, bob, eve)
    assert ann.get("/api/v1/notifications") == []
    assert len(ann.get("/api/v1/notifications?include_filtered=true")) == 4
    assert ann.get("/api/v2/notifications/policy")["summary"] == {
        "pending_requests_count": 2,
        "pending_notifications_count": 4,
    }
    requests = ann.get("/api/v1/notifications/requests")
    assert [one["account"]["id"] for one in requests] == [str(eve.id), str(bob.id)]
    assert requests[0]["notifications_count"] == "2"
    assert "are you there?" in requests[0]["last_status"]["content"]
    assert ann.get(f"/api/v1/notifications/requests/{requests[0]['id']}") == requests[0]
    bob.get(f"/api/v1/notifications/requests/{requests[0]['id']}", 404)
    page = ann.request("GET", "/api/v1/notifications/requests?limit=1")
    assert ann.get(links(page)["next"]) == requests[1:]


def test_accepting_a_request(world, ann, bob):
    hold_back(ann, bob)
    request = ann.get("/api/v1/notifications/requests")[0]
    assert ann.post(f"/api/v1/notifications/requests/{request['id']}/accept") == {}
    assert world.hub.events[-1] == ("notifications_merged", "1", [f"user:notification:{ann.id}"])
    assert ann.get("/api/v1/notifications/requests") == []
    assert len(ann.get("/api/v1/notifications")) == 2
    assert ann.get("/api/v1/notifications/requests/merged") == {"merged": True}
    bob.say("@ann once more")
    assert len(ann.get("/api/v1/notifications")) == 3


def test_dismissing_requests(ann, bob, eve):
    hold_back(ann, bob, eve)
    ids = [one["id"] for one in ann.get("/api/v1/notifications/requests")]
    assert ann.post(f"/api/v1/notifications/requests/{ids[0]}/dismiss") == {}
    assert len(ann.get("/api/v1/notifications?include_filtered=true")) == 2
    assert ann.post("/api/v1/notifications/requests/dismiss", json={"id": ids[1:]}) == {}
    assert ann.get("/api/v1/notifications/requests") == []
    assert len(ann.get("/api/v1/notifications?include_filtered=true")) == 2, "those of several are only hidden"
    bob.say("@ann again")
    assert ann.get("/api/v1/notifications/requests")[0]["notifications_count"] == "3"


def test_only_mentions_and_quotes_make_requests(ann, bob):
    status = ann.say("hello")
    ann.patch("/api/v2/notifications/policy", json={"for_not_following": "filter"})
    bob.follow(ann)
    bob.post(f"/api/v1/statuses/{status['id']}/favourite")
    assert ann.get("/api/v1/notifications/requests") == []
    quote = bob.say("look", quoted_status_id=status["id"])
    request = ann.get("/api/v1/notifications/requests")[0]
    assert (request["notifications_count"], request["last_status"]["id"]) == ("1", quote["id"])
    assert len(ann.get(f"/api/v1/notifications?account_id={bob.id}")) == 3, "those of one person are all shown"
    bob.delete(f"/api/v1/statuses/{quote['id']}")
    assert ann.get("/api/v1/notifications/requests") == []


def test_a_dismissed_notification_is_no_part_of_a_request(ann, bob):
    ann.patch("/api/v2/notifications/policy", json={"for_not_following": "filter"})
    bob.say("@ann one")
    bob.say("@ann two")
    for left in ("1", None):
        filtered = ann.get("/api/v1/notifications?include_filtered=true")
        ann.post(f"/api/v1/notifications/{filtered[0]['id']}/dismiss")
        requests = ann.get("/api/v1/notifications/requests")
        assert [one["notifications_count"] for one in requests] == ([] if left is None else [left])


def test_no_mentions_together_with_people_one_blocks(ann, bob, eve):
    ann.post(f"/api/v1/accounts/{eve.id}/block")
    bob.say("@ann and @eve")
    assert ann.get("/api/v1/notifications") == []


def test_a_quote_that_mentions_is_told_twice(ann, bob):
    status = ann.say("hello")
    bob.say("@ann look", quoted_status_id=status["id"])
    assert [one["type"] for one in ann.get("/api/v1/notifications")] == ["mention", "quote"]


def test_types_are_a_list(ann, bob):
    bob.say("@ann hello")
    bob.follow(ann)
    for path in ("/api/v1/notifications", "/api/v2/notifications"):
        shown = ann.get(f"{path}?types=mention")
        assert len(shown if isinstance(shown, list) else shown["notification_groups"]) == 2


def test_a_limit_of_zero_gives_nothing(ann, bob):
    bob.say("@ann hello")
    shown = ann.request("GET", "/api/v2/notifications?limit=0")
    assert shown.json() == {"accounts": [], "statuses": [], "notification_groups": []}
    assert "link" not in shown.headers
    assert ann.get("/api/v2/notifications/unread_count?limit=0") == {"count": 0}


def test_an_unknown_wish_for_accounts_is_refused(ann):
    assert ann.get("/api/v2/notifications?expand_accounts=all", 400) == {
        "error": "Invalid value for 'expand_accounts': 'all', allowed values are 'full' and 'partial_avatars'"
    }


def test_what_stands_alone_has_no_list_of_accounts(ann, bob):
    bob.say("@ann hello")
    group = ann.get("/api/v2/notifications")["notification_groups"][0]
    assert ann.get(f"/api/v2/notifications/{group['group_key']}/accounts") == []


def test_verdicts_by_number_and_by_truth(ann):
    assert ann.patch("/api/v2/notifications/policy", json={"for_bots": 2})["for_bots"] == "drop"
    old = "/api/v1/notifications/policy"
    assert ann.patch(old, data={"filter_bots": "false"})["filter_bots"] is True, "any text is true"
    assert ann.patch(old, json={"filter_bots": None})["filter_bots"] is False


def test_accepting_several(ann, bob, eve):
    hold_back(ann, bob, eve)
    ids = [one["id"] for one in ann.get("/api/v1/notifications/requests")]
    assert ann.post("/api/v1/notifications/requests/accept", json={"id": [*ids, "12345"]}) == {}
    assert len(ann.get("/api/v1/notifications")) == 4


def test_events_reach_the_streams(world, ann, bob):
    bob.follow(ann)
    event, payload, channels = world.hub.events[-1]
    assert event == "notification"
    assert json.loads(payload)["type"] == "follow"
    assert f"user:notification:{ann.id}" in channels
