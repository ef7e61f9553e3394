"""Tables of calls and the requests that they describe: one call a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any
from urllib.parse import unquote_plus, urlencode

import pytest

from trunkline.protocol.bodies import body_of
from trunkline.protocol.encoding import as_json, query
from trunkline.protocol.endpoint import Endpoint


@dataclass(frozen=True)
class Case:
    """A call and its request.

    Query and form are written decoded, as in ``media_ids[]=1&media_ids[]=2``, files as their MIME types. The body is
    that for Mastodon; where that gets the form as JSON, it is the form for others.
    """

    call: Endpoint[Any, Any]
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    method: str
    path: str
    result: Any = NoneType
    query: str = ""
    form: str = ""
    json: Any = None
    files: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    pagination: str = "none"


def check(case: Case) -> None:
    """Assert that the call describes exactly the request of the case."""
    request = case.call.request(*case.args, **case.kwargs)
    assert (request.method, request.path) == (case.method, case.path)
    assert unquote_plus(query(request.params)) == case.query
    form, json = body_of(request, "mastodon")
    if request.prefers_json and case.form:
        assert (form, json) == ([], as_json(request.form))
        form, json = body_of(request, "")
    assert (unquote_plus(urlencode(form)), json) == (case.form, case.json)
    assert {name: one.mime_type for name, one in request.files.items()} == case.files
    assert request.headers == case.headers
    assert (request.result, request.pagination) == (case.result, case.pagination)
    assert request.facts is case.call.facts


def rows(cases: list[Case]) -> pytest.MarkDecorator:
    """Run a test once for each case, under the name of its call."""
    return pytest.mark.parametrize("case", cases, ids=[case.call.facts.name for case in cases])
