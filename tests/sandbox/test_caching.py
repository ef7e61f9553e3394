"""`Cache-Control`, `Vary`, ETags, 304 and the numbers of requests."""

import pytest

PUBLIC = "max-age=15, public, stale-while-revalidate=30, stale-if-error=86400"
SHARED = "max-age=300, public, stale-while-revalidate=30, stale-if-error=86400"
PRIVATE = "private, no-store"


@pytest.mark.parametrize(
    ("path", "anonymous", "signed_in", "vary"),
    [
        ("/api/v2/instance", SHARED, SHARED, "Accept, Origin"),
        ("/api/v1/custom_emojis", SHARED, SHARED, "Accept, Origin"),
        ("/api/v1/timelines/public", PUBLIC, PRIVATE, "Authorization, Origin"),
        ("/api/v1/accounts/lookup?acct=ann", PUBLIC, PRIVATE, "Authorization, Origin"),
        ("/api/v1/trends/links", PUBLIC, PRIVATE, "Authorization, Accept-Language, Origin"),
        ("/nodeinfo/2.0", "max-age=1800, public", "max-age=1800, public", "Accept, Origin"),
    ],
)
def test_who_may_keep_an_answer(world, ann, path, anonymous, signed_in, vary):
    response = world.request("GET", path)
    assert (response.headers["cache-control"], response.headers["vary"]) == (anonymous, vary)
    assert ann.request("GET", path).headers["cache-control"] == signed_in


def test_own_things_and_errors_are_kept_by_nobody(world, ann):
    assert ann.request("GET", "/api/v1/timelines/home").headers["cache-control"] == PRIVATE
    assert world.request("GET", "/api/v1/statuses/1", 404).headers["cache-control"] == PRIVATE
    in_query = world.request("GET", f"/api/v1/timelines/public?access_token={ann.token}")
    assert in_query.headers["cache-control"] == PRIVATE


def test_what_is_known_is_not_sent_again(world, ann):
    path = f"/api/v1/accounts/{ann.id}"
    first = world.request("GET", path)
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    for known in (tag, tag[2:], f'"other", {tag}', "*"):
        again = world.request("GET", path, 304, headers={"If-None-Match": known})
        assert (again.text, again.headers["etag"]) == ("", tag)
        assert "content-type" not in again.headers
        assert again.headers["cache-control"] == PUBLIC
    assert world.request("GET", path, headers={"If-None-Match": '"other"'}).json() == first.json()
    ann.patch("/api/v1/accounts/update_credentials", json={"display_name": "New"})
    assert world.request("GET", path, headers={"If-None-Match": tag}).headers["etag"] != tag


def test_only_reading_is_conditional(world, ann):
    posted = ann.request("POST", "/api/v1/statuses", json={"status": "x"}, headers={"If-None-Match": "*"})
    assert posted.headers["etag"]
    assert "etag" not in world.request("GET", "/api/v1/statuses/1", 404).headers


def test_every_answer_has_a_number(world):
    first, second = (world.request("GET", "/api/v2/instance").headers["x-request-id"] for _ in range(2))
    assert first != second
    given = world.request("GET", "/nothing", 404, headers={"X-Request-Id": "mine-1<script>"})
    assert given.headers["x-request-id"] == "mine-1script"
