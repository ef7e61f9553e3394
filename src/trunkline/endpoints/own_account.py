"""The account of the token, asked for once."""

from __future__ import annotations

from trunkline.endpoints.accounts import Accounts
from trunkline.entities import Account
from trunkline.protocol.client import Client
from trunkline.protocol.endpoint import call
from trunkline.protocol.request import Flow


def own_account(client: Client) -> Flow[Account]:
    """Return the account of the token; it is asked for once for each token."""
    caller, known = client.state.caller(anonymous=False), client.state.own_account
    if known is None or known[0] != caller:
        known = caller, (yield from call(Accounts.account_verify_credentials).flow(client))
        client.state.own_account = known
    return known[1]
