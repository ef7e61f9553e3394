"""Embedding of statuses; invitations, donation campaigns and subscriptions by e-mail."""

import pytest


def test_a_status(world, ann):
    post = ann.say("hello", visibility="unlisted")
    shown = world.get("/api/oembed", params={"url": post["url"]})
    markup = shown.pop("html")
    assert shown == {
        "type": "rich",
        "version": "1.0",
        "author_name": "ann",
        "author_url": "http://mastodon.test/@ann",
        "provider_name": "mastodon.test",
        "provider_url": "http://mastodon.test/",
        "cache_age": 86_400,
        "width": 400,
        "height": None,
    }
    assert markup.startswith("<blockquote")
    assert post["url"] in markup
    sized = world.get("/api/oembed", params={"url": post["uri"], "maxwidth": "300", "maxheight": "100"})
    assert (sized["width"], sized["height"]) == (300, 100)


@pytest.mark.parametrize(
    "url", ["", "http://mastodon.test/@ann", "http://mastodon.test/@ann/5", "https://far.example/@x/1", "http://["]
)
def test_addresses_of_nothing(world, url):
    assert world.get("/api/oembed", 404, params={"url": url}) == {"error": "Record not found"}


def test_hidden_statuses(world, ann):
    post = ann.say("psst", visibility="private")
    assert world.get("/api/oembed", 404, params={"url": post["url"]}) == {"error": "Not Found"}


def test_invitations(world, ann):
    world.store.insert("invites", {"code": "abc", "account_id": ann.id})
    address = "http://mastodon.test/api/v2/instance"
    json = {"Accept": "application/json"}
    assert world.get("/invite/abc", headers=json) == {"invite_code": "abc", "instance_api_url": address}
    assert world.get("/invite/nope", 404, headers=json) == {"error": "Record not found"}
    assert "<title>Sign up - " in world.request("GET", "/invite/nope").text


def test_donation_campaigns(world, ann):
    assert ann.request("GET", "/api/v1/donation_campaigns", 204).content == b""
    nobody = world.get("/api/v1/donation_campaigns", 422)
    assert nobody == {"error": "This method requires an authenticated user"}


def test_subscriptions_by_email_are_switched_off(world, ann):
    path = "/api/v1/accounts/{}/email_subscriptions"
    form = {"email": "x@mail.example"}
    assert world.request("POST", path.format(ann.id), 404, json=form).content == b""
    assert world.request("POST", path.format(5), 404, json=form).json() == {"error": "Record not found"}
