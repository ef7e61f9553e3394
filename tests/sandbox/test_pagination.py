"""Paging and the Link header."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest


def links(response):
    """The Link header as {rel: url}."""
    header = response.headers.get("link", "")
    return {rel: url for url, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', header)}


def query(url):
    return dict(parse_qsl(urlsplit(url).query))


@pytest.fixture
def ids(ann):
    """Ten public posts, the oldest first."""
    return [ann.say(f"post {number} #count")["id"] for number in range(10)]


def page(world, path, **params):
    response = world.request("GET", path, params=params)
    return [item["id"] for item in response.json()], links(response)


PUBLIC = "/api/v1/timelines/public"


def test_max_id_gives_what_is_older(world, ids):
    assert page(world, PUBLIC, max_id=ids[5], limit=3)[0] == [ids[4], ids[3], ids[2]]


def test_since_id_gives_the_newest(world, ids):
    assert page(world, PUBLIC, since_id=ids[2], limit=3)[0] == [ids[9], ids[8], ids[7]]


def test_min_id_gives_the_page_immediately_newer(world, ids):
    assert page(world, PUBLIC, min_id=ids[2], limit=3)[0] == [ids[5], ids[4], ids[3]]


def test_min_id_wins_over_since_id(world, ids):
    assert page(world, PUBLIC, min_id=ids[2], since_id=ids[7], limit=3)[0] == [ids[5], ids[4], ids[3]]


def test_max_id_and_min_id_bound_a_page_from_both_sides(world, ids):
    assert page(world, PUBLIC, min_id=ids[2], max_id=ids[5])[0] == [ids[4], ids[3]]
    assert page(world, PUBLIC, since_id=ids[2], max_id=ids[5])[0] == [ids[4], ids[3]]


def test_the_links_walk_back_and_forth_through_everything(world, ids):
    seen, url = [], f"{PUBLIC}?limit=4"
    while url:
        response = world.request("GET", url)
        seen += [item["id"] for item in response.json()]
        last, url = response, links(response).get("next")
    assert seen == ids[::-1]
    assert last.json() == []
    assert "link" not in last.headers
    newer, url = [], f"{PUBLIC}?limit=4&min_id={ids[0]}"
    while True:
        response = world.request("GET", url)
        if not response.json():
            break
        newer += [item["id"] for item in reversed(response.json())]
        url = links(response)["prev"]
    assert newer == ids[1:]


def test_the_links_keep_filters_and_limit(world, ids):
    response = world.request("GET", f"{PUBLIC}?local=true&only_media=0&limit=2&max_id={ids[8]}")
    found = links(response)
    assert query(found["next"]) == {"local": "true", "only_media": "0", "limit": "2", "max_id": ids[6]}
    assert query(found["prev"]) == {"local": "true", "only_media": "0", "limit": "2", "min_id": ids[7]}
    assert found["next"].startswith("http://mastodon.test/api/v1/timelines/public?")


def test_the_links_of_a_hashtag_forget_its_lists_and_encode_its_name(world, ann):
    latest = ann.say("#straße")["id"]
    response = world.request("GET", "/api/v1/timelines/tag/straße?any[]=a&none[]=c&remote=0&local=1&limit=1")
    address = "http://mastodon.test/api/v1/timelines/tag/stra%C3%9Fe"
    assert links(response)["next"] == f"{address}?limit=1&local=1&max_id={latest}"


def test_the_links_keep_lists_where_lists_belong_and_single_values_where_these_do(ann, bob):
    bob.follow(ann)
    asked = "types[]=follow&types[]=mention&exclude_types=poll&account_id[]=1&limit=5"
    pairs = parse_qsl(urlsplit(links(ann.request("GET", f"/api/v1/notifications?{asked}"))["prev"]).query)
    assert [pair for pair in pairs if pair[0] != "min_id"] == [
        ("limit", "5"), ("types[]", "follow"), ("types[]", "mention"),
    ]  # fmt: skip


def test_followed_hashtags_point_back_with_since_id_and_still_take_min_id(ann):
    for name in ("one", "two", "three"):
        ann.post(f"/api/v1/tags/{name}/follow")
    found = links(ann.request("GET", "/api/v1/followed_tags?limit=1"))
    assert set(query(found["prev"])) == {"limit", "since_id"}
    assert [tag["name"] for tag in ann.get("/api/v1/followed_tags?limit=1&min_id=1")] == ["two"]


def test_the_links_of_an_account_keep_its_filters(world, ann, ids):
    path = f"/api/v1/accounts/{ann.id}/statuses?exclude_replies=true&tagged=count&limit=2"
    found = links(world.request("GET", path))
    assert query(found["next"]) == {"exclude_replies": "true", "tagged": "count", "limit": "2", "max_id": ids[8]}


def test_the_order_of_links_and_parameters_is_that_of_mastodon(world, ids):
    response = world.request("GET", f"{PUBLIC}?limit=1")
    assert response.headers["link"] == (
        f'<http://mastodon.test{PUBLIC}?limit=1&max_id={ids[9]}>; rel="next", '
        f'<http://mastodon.test{PUBLIC}?limit=1&min_id={ids[9]}>; rel="prev"'
    )


def test_a_trailing_slash_is_no_part_of_the_links(world, ids):
    assert links(world.request("GET", f"{PUBLIC}/?limit=1"))["next"].startswith(f"http://mastodon.test{PUBLIC}?")


def test_timelines_name_a_next_page_even_if_this_one_is_not_full(world, ids):
    assert set(page(world, PUBLIC, limit=40)[1]) == {"next", "prev"}


def test_other_lists_name_a_next_page_only_if_this_one_is_full(ann, ids):
    path = f"/api/v1/accounts/{ann.id}/statuses"
    assert set(links(ann.request("GET", f"{path}?limit=10"))) == {"next", "prev"}
    assert set(links(ann.request("GET", f"{path}?limit=11"))) == {"prev"}


@pytest.mark.parametrize(
    ("limit", "length"), [(None, 20), ("5", 5), ("100", 40), ("-3", 3), ("0", 0), ("abc", 0), ("", 20)]
)
def test_limits(world, ann, limit, length):
    for number in range(45):
        ann.say(str(number))
    path = PUBLIC if limit is None else f"{PUBLIC}?limit={limit}"
    assert len(world.get(path)) == length


def test_favourites_page_by_the_favourite_not_by_the_status(ann, bob, ids):
    order = [ids[3], ids[9], ids[0]]
    for status_id in order:
        bob.post(f"/api/v1/statuses/{status_id}/favourite")
    first = bob.request("GET", "/api/v1/favourites?limit=2")
    assert [item["id"] for item in first.json()] == [ids[0], ids[9]]
    assert query(links(first)["next"]) == {"limit": "2", "max_id": "2"}
    assert query(links(first)["prev"]) == {"limit": "2", "min_id": "3"}
    second = bob.request("GET", links(first)["next"])
    assert [item["id"] for item in second.json()] == [ids[3]]
    assert [item["id"] for item in bob.get("/api/v1/favourites?min_id=1&limit=1")] == [ids[9]]


def test_followers_page_by_the_follow_and_point_back_with_since_id(world, ann):
    people = [world.person(f"fan{number}") for number in range(5)]
    for one in people:
        one.follow(ann)
    path = f"/api/v1/accounts/{ann.id}/followers"
    first = world.request("GET", f"{path}?limit=2")
    assert [item["username"] for item in first.json()] == ["fan4", "fan3"]
    assert query(links(first)["next"]) == {"limit": "2", "max_id": "4"}
    assert query(links(first)["prev"]) == {"limit": "2", "since_id": "5"}
    second = world.request("GET", links(first)["next"])
    assert [item["username"] for item in second.json()] == ["fan2", "fan1"]
    assert [item["username"] for item in world.get(f"{path}?since_id=3")] == ["fan4", "fan3"]
    assert len(world.get(f"{path}?min_id=4")) == 5, "followers do not know min_id"


def test_boosters_page_by_the_boost(world, ann, ids):
    boosts = [world.person(f"fan{number}").post(f"/api/v1/statuses/{ids[0]}/reblog")["id"] for number in range(3)]
    response = world.request("GET", f"/api/v1/statuses/{ids[0]}/reblogged_by?limit=2")
    assert query(links(response)["next"]) == {"limit": "2", "max_id": boosts[1]}
    assert query(links(response)["prev"]) == {"limit": "2", "since_id": boosts[2]}


def test_ids_that_are_no_numbers_count_as_zero(world, ids):
    assert world.get(f"{PUBLIC}?max_id=abc") == []
    assert len(world.get(f"{PUBLIC}?since_id=abc")) == 10
    assert len(world.get(f"{PUBLIC}?max_id=99999999999999999999999999")) == 10
    assert len(world.get(f"{PUBLIC}?max_id=")) == 10
