"""The names of streams."""

from __future__ import annotations

import pytest

from trunkline.errors import MastodonIllegalArgumentError
from trunkline.streaming.subscriptions import Subscription, key_of, parse_names


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("user", "user"),
        ("user:notification", "user/notification"),
        ("direct", "direct"),
        ("public", "public"),
        ("public:media", "public?only_media=true"),
        ("public:local", "public/local"),
        ("public:local:media", "public/local?only_media=true"),
        ("public:remote", "public/remote"),
        ("public:remote:media", "public/remote?only_media=true"),
        ("hashtag:python", "hashtag?tag=python"),
        ("hashtag:local:python", "hashtag/local?tag=python"),
        ("hashtag:#local", "hashtag?tag=local"),
        ("hashtag:日本", "hashtag?tag=%E6%97%A5%E6%9C%AC"),
        ("list:12", "list?list=12"),
    ],
)
def test_each_stream_has_its_path_and_keeps_its_name(name: str, path: str) -> None:
    subscription = Subscription.parse(name)
    assert subscription.path == f"/api/v1/streaming/{path}"
    assert subscription.name == name
    assert Subscription.parse(subscription) == subscription


def test_a_hash_before_a_hashtag_is_dropped() -> None:
    assert Subscription.parse("hashtag:#python") == Subscription("hashtag", "python")
    assert Subscription.parse("hashtag:local:#python") == Subscription("hashtag:local", "python")


def test_what_messages_of_the_server_are_known_by() -> None:
    assert Subscription("hashtag", "Python").key == "hashtag:python"
    assert Subscription("hashtag", "local").key == "hashtag:local"


def test_the_spellings_of_a_hashtag_are_one_channel() -> None:
    spellings = ("smcafe", "SMCafé", "smcaf\u0065\u0301", "\uff33mcafe")
    assert {Subscription("hashtag", one).key for one in spellings} == {"hashtag:smcafe"}
    assert {Subscription("hashtag:local", one).key for one in spellings} == {"hashtag:local:smcafe"}
    assert key_of("hashtag:local:SMCafé") == "hashtag:local:smcafe"
    assert key_of("list:Abc") == "list:abc"


def test_the_stream_in_the_address_of_a_websocket() -> None:
    assert Subscription("user:notification").query == "stream=user%3Anotification"
    assert Subscription("hashtag", "a&b").query == "stream=hashtag&tag=a%26b"
    assert Subscription("list", "12").query == "stream=list&list=12"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("usr", "Did you mean 'user'"),
        ("public:loca", "Did you mean 'public:local'"),
        ("", "There is no stream"),
        ("hashtag", "write hashtag:NAME"),
        ("hashtag:", "write hashtag:NAME"),
        ("hashtag:local", "write hashtag:local:NAME"),
        ("hashtag:two words", "write hashtag:NAME"),
        ("list", "write list:ID"),
        (7, "is no stream"),
    ],
)
def test_errors_say_what_to_write(name: str, says: str) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=says):
        Subscription.parse(name)


def test_each_stream_once_and_at_least_one() -> None:
    assert parse_names(["user", "hashtag:a", Subscription("user")]) == [
        Subscription("user"),
        Subscription("hashtag", "a"),
    ]
    with pytest.raises(MastodonIllegalArgumentError, match="at least one stream"):
        parse_names([])
