"""`/api/v1/polls`: reading polls and voting."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import accepts, requires, viewer_id_of, viewer_of
from trunkline.sandbox.http.context import path_id, store_of
from trunkline.sandbox.http.errors import nothing_here
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.http.validation import validation_message
from trunkline.sandbox.rules.lookup import require_visible_status
from trunkline.sandbox.serializers.serializer import serializer_of
from trunkline.sandbox.store.database import Row, Store

_LONGEST_NUMBER = 10


def _readable_poll(request: Request) -> Row:
    """Return the poll named in the path; 404 unless the viewer may read its status."""
    store = store_of(request)
    row = store.row("SELECT * FROM polls WHERE id = ?", (path_id(request),))
    if row is None:
        raise nothing_here()
    require_visible_status(store, row["status_id"] or 0, viewer_id_of(request))
    return row


@accepts("read:statuses")
async def show(request: Request) -> Response:
    """GET /api/v1/polls/:id."""
    return answer(serializer_of(request).poll(_readable_poll(request)["id"]))


@requires("write:statuses")
async def vote(request: Request) -> Response:
    """POST /api/v1/polls/:id/votes."""
    choices = [_choice(text) for text in (await params_of(request)).required_texts("choices")]
    poll = _readable_poll(request)
    store = store_of(request)
    with store.transaction():
        _vote(store, poll, viewer_of(request).account_id, choices)
    return answer(serializer_of(request).poll(poll["id"]))


def _choice(text: str) -> int:
    """Return the number of an option; -1, which no option has, if it is not a number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER else -1


# Source: https://github.com/mastodon/mastodon/blob/main/app/validators/vote_validator.rb
def _vote(store: Store, poll: Row, account_id: int, choices: list[int]) -> None:
    if poll["expires_at"] is not None and poll["expires_at"] <= store.now():
        raise validation_message("The poll has already ended")
    if poll["account_id"] == account_id:
        raise validation_message("You cannot vote in your own polls")
    values = (poll["id"], account_id)
    before = set(store.column("SELECT choice FROM poll_votes WHERE poll_id = ? AND account_id = ?", values))
    options = store.value("SELECT count(*) FROM poll_options WHERE poll_id = ?", (poll["id"],))
    voted = set(before)
    for choice in choices:
        if not 0 <= choice < options:
            raise validation_message("The chosen vote option does not exist")
        if choice in voted or (voted and not poll["multiple"]):
            raise validation_message("You have already voted on this poll")
        voted.add(choice)
        _count(store, poll["id"], account_id, choice)
    if voted and not before:
        store.execute("UPDATE polls SET voters_count = voters_count + 1 WHERE id = ?", (poll["id"],))


def _count(store: Store, poll_id: int, account_id: int, choice: int) -> None:
    vote_row = {"poll_id": poll_id, "account_id": account_id, "choice": choice, "created_at": store.now()}
    store.insert("poll_votes", vote_row)
    store.execute("UPDATE polls SET votes_count = votes_count + 1 WHERE id = ?", (poll_id,))
    store.execute(
        "UPDATE poll_options SET votes_count = votes_count + 1 WHERE poll_id = ? AND position = ?", (poll_id, choice)
    )


routes = [
    Route("/api/v1/polls/{id}", show, methods=["GET"]),
    Route("/api/v1/polls/{id}/votes", vote, methods=["POST"]),
]
