"""`POST /api/v1/accounts`: registration through an app."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from trunkline.sandbox.http.answers import answer
from trunkline.sandbox.http.auth import requires_client, token_of
from trunkline.sandbox.http.context import site_of, store_of
from trunkline.sandbox.http.errors import ApiError, forbidden, invalid_token
from trunkline.sandbox.http.params import params_of
from trunkline.sandbox.live.fanout import fanout_of
from trunkline.sandbox.moderation.permissions import Permission, holders
from trunkline.sandbox.oauth.tokens import issue_token, token_body
from trunkline.sandbox.rules import sign_up_blocks
from trunkline.sandbox.rules.confirmation import ask_for_confirmation
from trunkline.sandbox.rules.registration import SignUpForm, create_account


@requires_client("write:accounts")
async def create(request: Request) -> Response:
    """POST /api/v1/accounts: answers with a token that has the scopes of the app, once the address is confirmed."""
    params = await params_of(request)
    store, token = store_of(request), token_of(request)
    if token is None:
        raise invalid_token()
    if token.account_id is not None:
        raise ApiError(403, "This method requires an client credentials authentication")
    ip = request.client.host if request.client else ""
    if sign_up_blocks.is_refused_ip(store, ip):
        raise forbidden()
    with store.transaction():
        account_id = create_account(store, SignUpForm.of(params), ip, token.app_id)
        ask_for_confirmation(store, account_id, site_of(request))
        scopes = store.value("SELECT scopes FROM apps WHERE id = ?", (token.app_id,))
        issued = issue_token(store, token.app_id, account_id, scopes)
    return answer(token_body(issued))


# Source: https://github.com/mastodon/mastodon/blob/main/app/services/bootstrap_timeline_service.rb
def tell_of_sign_up(request: Request, account_id: int) -> None:
    """Notify everybody who manages users of a person who is confirmed and approved by now."""
    for moderator in holders(store_of(request), Permission.MANAGE_USERS):
        fanout_of(request).notify(moderator, "admin.sign_up", account_id)


routes = [Route("/api/v1/accounts", create, methods=["POST"])]
