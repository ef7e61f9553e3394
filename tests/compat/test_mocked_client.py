"""Tests of programs that put a mock with the signatures of the client in its place, as Home Assistant's do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any
from unittest.mock import patch

import pytest

import mastodon
from mastodon.Mastodon import Account, InstanceV2, MastodonAPIError, MastodonNetworkError, MediaAttachment


class Visibility(StrEnum):
    """Values as programs keep them."""

    PRIVATE = "private"


ACCOUNT = Account({"id": "7", "username": "me", "acct": "me", "created_at": "2016-11-24T10:02:12.085Z"})
INSTANCE = InstanceV2({"domain": "m.example", "version": "4.5.0"})


@pytest.fixture
def client() -> Iterator[Any]:
    """A client of a program whose class is a mock."""
    with patch("mastodon.Mastodon", autospec=True) as mocked:
        made = mastodon.Mastodon(api_base_url="https://m.example", access_token="token")
        mocked.assert_called_once_with(api_base_url="https://m.example", access_token="token")
        made.instance_v2.return_value = InstanceV2.from_json(INSTANCE.to_json())  # type: ignore[attr-defined]
        made.account_verify_credentials.return_value = Account.from_json(ACCOUNT.to_json())  # type: ignore[attr-defined]
        made.media_post.return_value = MediaAttachment(id="1")  # type: ignore[attr-defined]
        yield made


def test_stored_answers_have_their_class(client: Any) -> None:
    instance, account = client.instance_v2(), client.account_verify_credentials()
    assert type(instance) is InstanceV2
    assert f"@{account.username}@{instance.domain}" == "@me@m.example"
    assert account.created_at.year == 2016


def test_arguments_are_those_of_the_call(client: Any) -> None:
    media = client.media_post(media_file="/image.jpg", mime_type="image/jpeg", description=None)
    client.status_post(status="Hi", media_ids=media.id, visibility=Visibility.PRIVATE, sensitive=None)
    client.status_post.assert_called_once_with(status="Hi", media_ids="1", visibility="private", sensitive=None)
    with pytest.raises(TypeError):
        client.status_post("Hi", unknown=True)


@pytest.mark.parametrize("error", [MastodonAPIError, MastodonNetworkError])
def test_errors_are_raised_without_arguments(client: Any, error: type[Exception]) -> None:
    client.status_post.side_effect = error
    with pytest.raises(error, match=r"^$"):
        client.status_post("Hi")
