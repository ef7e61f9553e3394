"""Private methods of Mastodon.py that public programs call, by their mangled names.

``client._Mastodon__api_request("GET", "/api/v1/statuses/1/quotes")`` is how programs make calls that their version of
the library lacks. New programs use ``client.call(Request(...))``.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from trunkline.answers.entity import Entity
from trunkline.answers.page import Page
from trunkline.answers.paging import with_neighbours
from trunkline.answers.types import as_type, type_named
from trunkline.clients.core import SyncCore
from trunkline.endpoints.instance import Instances
from trunkline.endpoints.own_account import own_account
from trunkline.errors import MastodonAPIError, malformed
from trunkline.ids import id_of
from trunkline.protocol.addresses import base_url
from trunkline.protocol.endpoint import call
from trunkline.protocol.policy import exchange
from trunkline.protocol.request import Request
from trunkline.protocol.state import ClientState
from trunkline.protocol.uploads import Upload, upload
from trunkline.protocol.versions import parse_version_string
from trunkline.response import Response

_IDS = ("min_id", "max_id", "since_id")


class OldInternals(SyncCore):
    """Private methods of Mastodon.py. They are here for programs that call them, and get nothing new."""

    _known_instance: Any = None

    def _Mastodon__api_request(  # noqa: N802  (the name that Python makes of `__api_request` in a class `Mastodon`)
        self,
        method: str,
        endpoint: str,
        params: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        access_token_override: str | None = None,
        base_url_override: str | None = None,
        do_ratelimiting: bool = True,
        use_json: bool = False,
        parse: bool = True,
        return_response_object: bool = False,
        skip_error_check: bool = False,
        lang_override: str | None = None,
        override_type: Any = None,
        **_paging: Any,
    ) -> Any:
        """Make a request, and return its result as an entity or a page of entities.

        To another server than the client's, the token of the client does not go along.

        Args:
            method: the HTTP method.
            endpoint: the path, with or without a query.
            params: the query of a GET, otherwise the form, or with ``use_json`` the JSON body.
            files: uploads by field: a file, or a tuple of name, file and MIME type.
            headers: additional header fields.
            access_token_override: token instead of the client's.
            base_url_override: address of another server.
            do_ratelimiting: ``False`` to get an error at once where the rate limit is used up.
            use_json: send ``params`` as JSON.
            parse: ``False`` to return the bytes of the body.
            return_response_object: return the `Response`.
            skip_error_check: treat an error response as any other.
            lang_override: language of the answer.
            override_type: type of the result, or its name.
        """
        state = self._state_for(access_token_override, base_url_override, lang_override, do_ratelimiting)
        wanted = type_named(override_type) if isinstance(override_type, str) else override_type or Page[Entity]
        request = _request(method.upper(), endpoint, params or {}, files or {}, dict(headers or {}), use_json, wanted)
        try:
            response = self._driver.run(exchange(request, state))
        except MastodonAPIError as error:
            if not skip_error_check or error.response is None:
                raise
            response = error.response
        if return_response_object:
            return response
        return _result(request, response) if parse else response.body

    def _state_for(self, token: str | None, address: str | None, language: str | None, wait: bool) -> ClientState:
        changes: dict[str, Any] = {}
        if address is not None and base_url(address, allow_http=self.allow_http) != self.state.base_url:
            changes = {"base_url": base_url(address, allow_http=self.allow_http), "access_token": None}
            changes |= {"refresh_token": None, "client_secret": None, "software": None}
        if token is not None:
            changes |= {"access_token": token, "refresh_token": None}
        if language is not None:
            changes["language"] = language
        if not wait:
            changes["ratelimit_method"] = "throw"
        return replace(self.state, **changes) if changes else self.state

    def _Mastodon__instance(self, cached: bool = False) -> Any:  # noqa: N802  (see above)
        """Return what the first version of the API tells about the server, with *cached* as it was told before."""
        if not cached or self._known_instance is None:
            self._known_instance = self.run(call(Instances.instance_v1).flow(self))
        return self._known_instance

    def clear_caches(self) -> None:
        """Forget what was asked: see `Attributes.clear_caches`."""
        super().clear_caches()
        self._known_instance = None

    def _Mastodon__get_logged_in_id(self) -> Any:  # noqa: N802  (see above)
        """Return the id of the account of the token."""
        return self.run(own_account(self)).id

    @staticmethod
    def _Mastodon__unpack_id(id: Any, dateconv: bool = False, listify: bool = False, field: str = "id") -> Any:  # noqa: N802  (see above)
        """Return an id from an id or an object that has one, or those of a list."""
        if id is None:
            return None
        ids = [one[field] if isinstance(one, Mapping) and field in one else _text(one) for one in _listed(id)]
        return ids if listify or isinstance(id, list) else ids[0]

    def _Mastodon__generate_params(  # noqa: N802  (see above)
        self,
        params: Mapping[str, Any],
        exclude: Iterable[str] = (),
        dateconv: bool = False,
        for_json: bool = False,
    ) -> dict[str, Any]:
        """Return the local variables of a method as parameters of a request: without ``self`` and ``None``."""
        left_out = {"self", "__class__", *exclude}
        given = {name: value for name, value in params.items() if name not in left_out and value is not None}
        found = {}
        for name, value in given.items():
            plain = ("1" if value else "0") if isinstance(value, bool) else value
            plain = self._Mastodon__unpack_id(plain) if name in _IDS else plain
            found[f"{name}[]" if isinstance(value, list) and not for_json else name] = plain
        return found

    @staticmethod
    def _Mastodon__normalize_version_string(version_string: str) -> str:  # noqa: N802  (see above)
        """Return the version of Mastodon that a version stands for, as three numbers."""
        return ".".join(map(str, parse_version_string(version_string)))

    @staticmethod
    def _Mastodon__json_hooks(json_object: dict[str, Any]) -> Entity:  # noqa: N802  (see above)
        """Return a decoded JSON object with attributes, as ``object_hook`` of ``json.loads``."""
        return Entity(json_object)

    @staticmethod
    def _Mastodon__decode_webpush_b64(data: str) -> bytes:  # noqa: N802  (see above)
        """Return the bytes of URL-safe Base64 without padding."""
        return urlsafe_b64decode(data + "=" * (-len(data) % 4))


def _text(id: Any) -> Any:
    return id_of(id) if isinstance(id, datetime) else id


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _request(
    method: str,
    path: str,
    params: Mapping[str, Any],
    files: Mapping[str, Any],
    headers: dict[str, str],
    use_json: bool,
    wanted: Any,
) -> Request[Any]:
    uploads = {name: _upload(file) for name, file in files.items()}
    if use_json:
        return Request(method, path, wanted, json=dict(params), files=uploads, headers=headers)
    fields = {name.removesuffix("[]"): value for name, value in params.items()}
    if method == "GET":
        return Request(method, path, wanted, fields, headers=headers, pagination="link")
    return Request(method, path, wanted, form=fields, files=uploads, headers=headers)


def _upload(file: Any) -> Upload:
    """Return an upload from the forms that ``requests`` takes: a file, or a tuple of name, file and MIME type."""
    if not isinstance(file, tuple):
        return upload(file)
    name, source, *kind = file
    return upload(source, kind[0] if kind else None, name)


def _result(request: Request[Any], response: Response) -> Any:
    if not response.body.strip():
        return Entity()
    try:
        value = response.json()
    except ValueError as error:
        path = request.path.partition("?")[0]
        raise malformed(request.method, path, response, "Expected JSON, got something else") from error
    plain = request.result == Page[Entity] and not isinstance(value, list)
    return with_neighbours(Entity.wrap(value) if plain else as_type(request.result, value), request, response)
