"""Search: accounts, statuses, hashtags, operators, URLs, and limits of anonymous viewers."""

import pytest


@pytest.fixture
def indexable(world, bob):
    """Bob lets people find his public statuses."""
    world.store.update("accounts", bob.id, {"indexable": 1})
    return bob


def found(person, query, **params):
    answer = person.get("/api/v2/search", params={"q": query, **params})
    assert list(answer) == ["accounts", "statuses", "hashtags", "collections"]
    return [status["content"].removeprefix("<p>").removesuffix("</p>") for status in answer["statuses"]]


def test_all_kinds(world, ann, indexable):
    indexable.say("I like bobbins #bobbin")
    answer = ann.get("/api/v2/search?q=bob")
    assert [account["username"] for account in answer["accounts"]] == ["bob"]
    assert [tag["name"] for tag in answer["hashtags"]] == ["bobbin"]
    assert answer["statuses"] == []
    assert answer["collections"] == []


def test_type(ann, indexable):
    indexable.say("bob #bob")
    for kind in ("accounts", "statuses", "hashtags"):
        answer = ann.get(f"/api/v2/search?q=bob&type={kind}")
        assert [name for name, items in answer.items() if items] == [kind]


def test_signs_decide(ann, indexable):
    indexable.say("#bob")
    tags_only = ann.get("/api/v2/search?q=%23bob")
    assert (len(tags_only["accounts"]), len(tags_only["hashtags"])) == (0, 1)
    people_only = ann.get("/api/v2/search?q=@bob")
    assert (len(people_only["accounts"]), len(people_only["hashtags"])) == (1, 0)


def test_limit_and_offset(world, ann):
    for number in range(5):
        world.person(f"zoe{number}")
    first = ann.get("/api/v2/search?q=zoe&type=accounts&limit=3")["accounts"]
    rest = ann.get("/api/v2/search?q=zoe&type=accounts&limit=3&offset=3")["accounts"]
    assert (len(first), len(rest)) == (3, 2)
    assert len({account["id"] for account in [*first, *rest]}) == 5


def test_statuses_that_may_be_found(ann, indexable, eve):
    mine = ann.say("my whale", visibility="private")
    indexable.say("public whale")
    indexable.say("@ann a direct whale", visibility="direct")
    indexable.say("a private whale", visibility="private")
    eve.say("hidden whale")
    liked = eve.say("liked whale")
    ann.post(f"/api/v1/statuses/{liked['id']}/favourite")
    contents = found(ann, "whale")
    assert len(contents) == 4
    assert contents[0] == "liked whale"
    assert contents[-1] == "my whale"
    assert "private" in mine["visibility"]
    assert found(eve, "whale") == ["liked whale", "hidden whale", "public whale"]


def test_what_may_no_longer_be_read_is_not_found(ann, bob):
    ann.follow(bob)
    liked = bob.say("private whale", visibility="private")
    ann.post(f"/api/v1/statuses/{liked['id']}/favourite")
    assert found(ann, "whale") == ["private whale"]
    ann.post(f"/api/v1/accounts/{bob.id}/unfollow")
    assert found(ann, "whale") == []


def test_blocked_people_are_not_found(ann, indexable):
    indexable.say("whale")
    ann.post(f"/api/v1/accounts/{indexable.id}/block")
    assert found(ann, "whale") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("red", ["red blue", "red green"]),
        ("red green", ["red green"]),
        ("red -green", ["red blue"]),
        ('"blue red"', []),
        ('"red blue"', ["red blue"]),
        ("from:me red", ["red blue", "red green"]),
        ("from:ann", ["red blue", "red green"]),
        ("from:bob red", []),
        ("-from:me red", []),
        ("language:de red", ["red blue"]),
        ("-language:de red", ["red green"]),
        ("is:sensitive red", ["red green"]),
        ("is:reply red", []),
        ("has:poll red", []),
        ("-has:media red", ["red blue", "red green"]),
        ("before:2026-03-01 red", []),
        ("after:2026-02-28 red", ["red blue", "red green"]),
        ("during:2026-03-01 red", ["red blue", "red green"]),
        ("in:library red", ["red blue", "red green"]),
        ("nonsense:x red", []),
        ('red"', ["red blue", "red green"]),
        ("AND OR NOT *", []),
    ],
)
def test_operators(ann, query, expected):
    ann.say("red green", language="en", sensitive=True)
    ann.say("red blue", language="de")
    assert found(ann, query) == expected


def test_statuses_page_by_id(ann, indexable):
    first, second = indexable.say("whale one"), indexable.say("whale two")
    assert found(ann, "whale", max_id=second["id"]) == ["whale one"]
    assert found(ann, "whale", min_id=first["id"]) == ["whale two"]
    assert found(ann, "whale", account_id=str(ann.id)) == []
    assert found(ann, "whale", type="statuses", limit=1, offset=1) == ["whale one"]


def test_addresses(world, ann, bob):
    status = bob.say("find me")
    far = world.remote_account("far", "far.example")
    remote = world.remote_status(far, "from far away")
    for url in (status["url"], status["uri"]):
        assert found(ann, url, resolve="true") == ["find me"]
    assert found(ann, f"https://far.example/@x/{remote}", resolve="true") == ["from far away"]
    for url in ("https://far.example/@far", "https://far.example/users/far"):
        answer = ann.get("/api/v2/search", params={"q": url, "resolve": "true"})
        assert [account["acct"] for account in answer["accounts"]] == ["far@far.example"]
    own = ann.get(f"/api/v1/accounts/{bob.id}")
    for url in (own["url"], own["uri"]):
        answer = ann.get("/api/v2/search", params={"q": url, "resolve": "true"})
        assert [account["acct"] for account in answer["accounts"]] == ["bob"]
    secret = bob.say("not for you", visibility="private")
    assert found(ann, secret["url"], resolve="true") == []


def test_without_a_token(world, ann, indexable):
    indexable.say("whale #bob")
    answer = world.get("/api/v2/search?q=bob")
    assert (len(answer["accounts"]), len(answer["hashtags"])) == (1, 1)
    assert world.get("/api/v2/search?q=whale")["statuses"] == []
    assert "pagination" in world.get("/api/v2/search?q=bob&offset=1", 401)["error"]
    assert "resolve" in world.get("/api/v2/search?q=bob&resolve=true", 401)["error"]
    world.get("/api/v2/search", 400)
    world.person("narrow", "read:statuses").get("/api/v2/search?q=bob", 403)


def test_following_only(world, ann, bob):
    world.person("bobby")
    ann.follow(bob)
    answer = ann.get("/api/v2/search?q=bob&following=true")
    assert [account["username"] for account in answer["accounts"]] == ["bob"]


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_pages_are_counted_from_zero(ann, name):
    refused = ann.get(f"/api/v2/search?q=a&type=accounts&{name}=-1", 400)
    assert refused == {"error": "Pagination values for `offset` and `limit` must be positive"}


def test_blocked_people_are_found(ann, bob):
    ann.post(f"/api/v1/accounts/{bob.id}/block")
    assert [one["username"] for one in ann.get("/api/v2/search?q=bob")["accounts"]] == ["bob"]
    assert [one["username"] for one in bob.get("/api/v2/search?q=ann")["accounts"]] == ["ann"]


@pytest.mark.parametrize("missing", ["confirmed", "approved"])
def test_who_may_not_sign_in_yet_is_not_found_by_address(world, ann, bob, missing):
    urls = ["http://mastodon.test/@bob", "http://mastodon.test/users/bob", f"http://mastodon.test/ap/users/{bob.id}"]

    def found():
        params = [{"q": url, "resolve": "true"} for url in urls]
        return [[one["id"] for one in ann.get("/api/v2/search", params=one)["accounts"]] for one in params]

    assert found() == [[str(bob.id)]] * 3
    world.store.execute(f"UPDATE users SET {missing} = 0 WHERE account_id = ?", (bob.id,))
    assert found() == [[]] * 3
