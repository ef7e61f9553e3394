"""Care for what is posted: a status that lost its text on the way is an error, a repeated key is no new failure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from trunkline.answers.paging import neighbour_of, paged
from trunkline.answers.storing import raw
from trunkline.endpoints.accounts import Accounts
from trunkline.endpoints.request_sizes import ITEMS_A_PAGE
from trunkline.entities import ScheduledStatus, Status, StatusSource
from trunkline.errors import MastodonError, MastodonIncompletePostError, MastodonInternalServerError, printable
from trunkline.ids import segment
from trunkline.protocol.client import Client
from trunkline.protocol.encoding import text as as_text
from trunkline.protocol.request import Flow, Now, Request, send
from trunkline.protocol.retries import seconds_of_date
from trunkline.protocol.state import ClientState

_KEY = "Idempotency-Key"
_KEY_LIFETIME = 3600.0  # https://github.com/mastodon/mastodon/blob/main/app/services/post_status_service.rb
_MOST_PAGES = 8  # all that one can post in an hour: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/rate_limitable.rb
_MOST_REMEMBERED = 1000


def posted(client: Client, request: Request[Any]) -> Flow[Any]:
    """Perform a request that posts or edits a status, and see to it that the status has what was sent.

    Raises:
        MastodonIncompletePostError: a status was made without the text, the media or the poll.
        MastodonAPIError: the server refuses. Where Mastodon answers 500 to a key that was used before, the status
            that exists already is the result.
    """
    try:
        answer = yield from send(request)
    except MastodonInternalServerError as error:
        answer = yield from _posted_before(client, request, error)
        if answer is None:
            raise
    _remember(client, request, answer)
    lost = " and no ".join(lost_parts(request.form, answer))
    if lost:
        raise _incomplete(lost, answer)
    return answer


def _remember(client: Client, request: Request[Any], answer: Mapping[str, Any]) -> None:
    """Note which key made a status, so that it is not taken for the answer to another one."""
    state: ClientState | None = getattr(client, "state", None)  # descriptions may be without
    if state is not None and request.method == "POST":
        made = state.posted
        made[str(answer.get("id"))] = request.headers.get(_KEY)
        if len(made) > _MOST_REMEMBERED:
            del made[next(iter(made))]


def _incomplete(lost: str, answer: Mapping[str, Any]) -> MastodonIncompletePostError:
    made, address = printable(str(answer.get("id"))), answer.get("url") or answer.get("uri")
    at = f" ({printable(str(address))})" if address else ""
    error = MastodonIncompletePostError(
        f"The status {made} is there{at} without what was sent: no {lost} came back. "
        "Look at it, then edit or delete it: sending it again makes a second one."
    )
    error.posted, error.posted_id, error.posted_url = answer, str(answer.get("id")), address
    return error


def lost_parts(form: Mapping[str, Any], answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of what was sent and did not come back.

    Args:
        form: the fields that were sent.
        answer: the status or scheduled status that came back. Of one that was boosted, snac answers with the boost.
    """
    answer = raw(answer)  # what was not sent is not known to be lost
    shared, planned = answer.get("reblog"), answer.get("params")
    answer = shared if isinstance(shared, Mapping) else answer
    if isinstance(planned, Mapping):  # a scheduled status
        content, poll = planned.get("text", ...), planned.get("poll", ...)
        media = answer.get("media_attachments") or planned.get("media_ids", ...)
    else:
        content, poll, media = (answer.get(name, ...) for name in ("content", "poll", "media_attachments"))
    pictured = isinstance(content, str) and "<img" in content
    plain = form.get("content_type") in (None, "text/plain")
    if plain and not pictured and _is_blank(content) and _has_words(str(form.get("status") or "")):
        yield "text"
    if form.get("media_ids") and not media and not pictured:
        yield "media"
    if form.get("poll") and not poll:
        yield "poll"


def _is_blank(content: object) -> bool:
    """Return True for HTML that shows nothing. An answer without such a field is not known to be blank."""
    from trunkline.text.plain import html_to_text

    return content is None or (isinstance(content, str) and not html_to_text(content).strip())


def _has_words(text: str) -> bool:
    """Return True if a text has more than what servers may show elsewhere: addresses, mentions, hashtags, marks."""
    from unicodedata import category

    words = (word for word in text.split() if word[0] not in "@#" and "://" not in word)
    return any(category(char) in _SHOWN for word in words for char in word)


_SHOWN = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Nd", "So"})


def _posted_before(client: Client, request: Request[Any], error: MastodonInternalServerError) -> Flow[Any]:
    """Return the status that an earlier attempt with the same key made, or ``None`` unless there is surely one.

    Mastodon 4.7.0-alpha.2 answers 500 to every repeated key. A key is known for an hour, so that the first attempt was
    not longer ago.
    """
    if _KEY not in request.headers or request.method != "POST":
        return None
    sent_by_server = error.response.headers.get("date", "") if error.response is not None else ""
    now = seconds_of_date(sent_by_server) or (yield Now())
    key = request.headers[_KEY]
    state: ClientState | None = getattr(client, "state", None)
    others = set() if state is None else {one for one, its in state.posted.items() if its != key}
    try:
        if request.form.get("scheduled_at") is not None:
            planned = yield from send(paged("/api/v1/scheduled_statuses", ScheduledStatus, {"limit": ITEMS_A_PAGE}))
            return next((one for one in planned if _is_planned_as(one, request.form) and one["id"] not in others), None)
        for status in (yield from _own_statuses(now - _KEY_LIFETIME)):
            if _is_made_of(status, request.form) and status["id"] not in others:
                path = f"/api/v1/statuses/{segment(status['id'])}/source"
                source = yield from send(Request("GET", path, StatusSource))
                if _texts_of(source) in _texts(request.form):
                    return status
    except MastodonError:  # the first error is the one to tell
        return None
    return None


def _own_statuses(since: float) -> Flow[list[Status]]:
    """Return one's own statuses since a time, the newest first."""
    me = yield from send(Accounts.account_verify_credentials.request())
    found: list[Status] = []
    request: Any = Accounts.account_statuses.request(me, exclude_reblogs=True, limit=ITEMS_A_PAGE)
    for _ in range(_MOST_PAGES):
        page = yield from send(request)
        recent = [one for one in page if _written(one) >= since]
        found += recent
        request = neighbour_of(page, "next")
        if request is None or len(recent) < len(page):
            break
    return found


def _written(status: Any) -> float:
    """Return the time of a status, in seconds since 1970; 0 unless it says one."""
    created_at = status.created_at if isinstance(status, Status) and isinstance(status.get("id"), str) else None
    return created_at.timestamp() if isinstance(created_at, datetime) else 0.0


def _is_made_of(status: Status, form: Mapping[str, Any]) -> bool:
    quoted = _part(_part(status, "quote"), "quoted_status").get("id")
    options = [_mapping(one).get("title") for one in _part(status, "poll").get("options") or ()]
    media = [_mapping(one).get("id") for one in status.get("media_attachments") or ()]
    return (
        _same(status.get("in_reply_to_id"), form.get("in_reply_to_id"))
        and form.get("visibility") in (None, status.get("visibility"))
        and _ids(media) == _ids(form.get("media_ids"))
        and options == list(_part(form, "poll").get("options") or ())
        and _same(quoted, form.get("quoted_status_id"))
    )


def _is_planned_as(planned: Any, form: Mapping[str, Any]) -> bool:
    at, params = planned.scheduled_at if isinstance(planned, ScheduledStatus) else None, _part(planned, "params")
    return (
        isinstance(at, datetime)
        and as_text("scheduled_at", at)[:19] == as_text("scheduled_at", form["scheduled_at"])[:19]
        and _texts_of(params) in _texts(form)
        and _same(params.get("in_reply_to_id"), form.get("in_reply_to_id"))
        and form.get("visibility") == params.get("visibility")
        and _ids(params.get("media_ids")) == _ids(form.get("media_ids"))
    )


def _part(whole: Any, name: str) -> Mapping[str, Any]:
    """Return an object in another one, or an empty one."""
    return _mapping(_mapping(whole).get(name))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _texts_of(source: Mapping[str, Any]) -> tuple[str, str]:
    return str(source.get("text") or ""), str(source.get("spoiler_text") or "")


def _texts(form: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return text and warning as servers keep them: without space around, and in place of an empty text another."""
    text, warning = str(form.get("status") or "").strip(), str(form.get("spoiler_text") or "").strip()
    return ((text, warning),) if text else (("", warning), (".", warning), (warning, ""))


def _same(one: object, other: object) -> bool:
    return str(one or "") == str(other or "")


def _ids(ids: Any) -> list[str]:
    return sorted(map(str, ids or ()))
