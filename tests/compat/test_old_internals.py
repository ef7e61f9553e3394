"""Private methods of Mastodon.py that public programs call."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import httpx2
import pytest

from mastodon import Mastodon
from mastodon.errors import MastodonAPIError, MastodonIllegalArgumentError, MastodonNotFoundError
from mastodon.return_types import PaginatableList, Status
from trunkline.ids import Id

from .conftest import Canned

PNG = b"\x89PNG\r\n\x1a\n"


def body(server: Canned) -> str:
    return server.sent[-1].read().decode("latin-1")


def test_a_list_is_a_page_of_objects_with_attributes(canned: Callable[..., Canned]) -> None:
    following = {"link": '<https://example.social/api/v1/statuses/1/quotes?max_id=5>; rel="next"'}
    server = canned({"/api/v1/statuses/1/quotes": httpx2.Response(200, json=[{"id": "7"}], headers=following)})
    page = server.client._Mastodon__api_request("GET", "/api/v1/statuses/1/quotes", {"limit": 2})
    assert isinstance(page, PaginatableList)
    assert page[0].id == page[0]["id"] == "7"
    assert page._pagination_next
    assert page._pagination_next["max_id"] == 5
    assert server.sent[0].url.params["limit"] == "2"
    assert server.sent[0].headers["authorization"] == "Bearer a-secret-token"


def test_parameters_are_a_form_or_json(canned: Callable[..., Canned]) -> None:
    server = canned({"/api/v1/statuses": {"id": "1", "quote": {"state": "pending"}}})
    made = server.client._Mastodon__api_request("POST", "/api/v1/statuses", {"status": "Hi", "media_ids[]": ["2", "3"]})
    assert made.quote.state == "pending"
    assert body(server) == "status=Hi&media_ids%5B%5D=2&media_ids%5B%5D=3"
    server.client._Mastodon__api_request("POST", "/api/v1/statuses", {"status": "Hi"}, use_json=True)
    assert json.loads(body(server)) == {"status": "Hi"}


def test_files_as_for_requests(canned: Callable[..., Canned]) -> None:
    server = canned({"PATCH /api/v1/accounts/update_credentials": {"id": "1"}})
    files = {"avatar": ("borb.png", PNG, "image/png")}
    server.client._Mastodon__api_request("PATCH", "/api/v1/accounts/update_credentials", files=files)
    assert 'name="avatar"; filename="borb.png"' in body(server)


def test_answers_without_a_body_or_with_another(canned: Callable[..., Canned]) -> None:
    empty, html = httpx2.Response(200), httpx2.Response(200, html="<p>Hi")
    server = canned({"/api/v1/empty": empty, "/api/v1/html": html, "/api/v1/text": "text"})
    assert server.client._Mastodon__api_request("POST", "/api/v1/empty") == {}
    assert server.client._Mastodon__api_request("GET", "/api/v1/text") == "text"
    assert server.client._Mastodon__api_request("GET", "/api/v1/html", parse=False) == b"<p>Hi"
    with pytest.raises(MastodonAPIError, match="Expected JSON"):
        server.client._Mastodon__api_request("GET", "/api/v1/html")


def test_errors_are_those_of_other_calls(canned: Callable[..., Canned]) -> None:
    server = canned({})
    with pytest.raises(MastodonNotFoundError, match="Record not found"):
        server.client._Mastodon__api_request("GET", "/api/v1/none")
    found = server.client._Mastodon__api_request("GET", "/api/v1/none", skip_error_check=True)
    assert found.error == "Record not found"
    response = server.client._Mastodon__api_request(
        "GET", "/api/v1/none", skip_error_check=True, return_response_object=True
    )
    assert response.status == 404


def test_types_may_be_named(canned: Callable[..., Canned]) -> None:
    server = canned({"/api/v1/statuses/1": {"id": "1", "created_at": "2024-05-06T07:08:09Z"}})
    for kind in (Status, "Status"):
        status = server.client._Mastodon__api_request("GET", "/api/v1/statuses/1", override_type=kind)
        assert isinstance(status, Status)
        assert status.created_at == datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_the_token_stays_with_its_server(canned: Callable[..., Canned]) -> None:
    server = canned({"/api/v1/x": {}})
    server.client._Mastodon__api_request("GET", "/api/v1/x", base_url_override="https://other.example")
    assert server.sent[-1].url.host == "other.example"
    assert "authorization" not in server.sent[-1].headers
    server.client._Mastodon__api_request("GET", "/api/v1/x", access_token_override="another")
    assert server.sent[-1].headers["authorization"] == "Bearer another"
    server.client._Mastodon__api_request("GET", "/api/v1/x", lang_override="de")
    assert server.sent[-1].headers["accept-language"] == "de"
    assert server.client.access_token == "a-secret-token"
    with pytest.raises(MastodonIllegalArgumentError, match="begins with one slash"):
        server.client._Mastodon__api_request("GET", "https://other.example/api/v1/x")


def test_methods_of_subclasses_use_them(canned: Callable[..., Canned]) -> None:
    class Extended(Mastodon):
        def quotes(self, id, max_id=None, local=False, limit=None):  # type: ignore[no-untyped-def]
            params = super()._Mastodon__generate_params(locals(), ["id"])
            return super()._Mastodon__api_request(
                "GET", f"/api/v1/statuses/{self._Mastodon__unpack_id(id)}/quotes", params
            )

    server = canned({"/api/v1/statuses/9/quotes": []})
    client = Extended(access_token="t", api_base_url="example.social", session=server.client.session)
    assert client.quotes({"id": "9"}, max_id={"id": Id("5")}) == []  # type: ignore[no-untyped-call]
    assert dict(server.sent[0].url.params) == {"max_id": "5", "local": "0"}


def test_small_ones(canned: Callable[..., Canned]) -> None:
    server = canned({"/api/v1/instance": {"version": "4.5.0"}, "/api/v1/accounts/verify_credentials": {"id": "3"}})
    client = server.client
    known = client._Mastodon__instance()
    assert known.version == "4.5.0"
    assert client._Mastodon__instance(cached=True) is known
    client.clear_caches()
    assert client._Mastodon__instance(cached=True) is not known
    assert client._Mastodon__get_logged_in_id() == "3"
    assert client._Mastodon__unpack_id(None) is None
    assert client._Mastodon__unpack_id([{"id": "1"}, 2]) == ["1", 2]
    assert client._Mastodon__unpack_id(7, listify=True) == [7]
    assert client._Mastodon__unpack_id({"name": "cats"}, field="name") == "cats"
    assert client._Mastodon__unpack_id(datetime(2024, 1, 1, tzinfo=UTC)) == str(Id.at(datetime(2024, 1, 1, tzinfo=UTC)))
    assert client._Mastodon__generate_params({"a": [1], "b": None, "c": 2}, ["c"]) == {"a[]": [1]}
    assert client._Mastodon__generate_params({"a": [1]}, for_json=True) == {"a": [1]}
    assert client._Mastodon__decode_webpush_b64("YWI") == b"ab"
    assert json.loads('{"a": {"b": 1}}', object_hook=Mastodon._Mastodon__json_hooks).a.b == 1
