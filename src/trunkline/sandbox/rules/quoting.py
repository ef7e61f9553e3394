"""Permission to quote a status."""

from __future__ import annotations

from trunkline.sandbox.store.database import Row


# Source: https://github.com/mastodon/mastodon/blob/main/app/models/concerns/status/interaction_policy_concern.rb
def may_quote(status: Row, viewer_id: int | None, *, follows_author: bool) -> bool:
    """Return True if the viewer may quote the status.

    Args:
        status: the row of a status that the viewer may read and that is no boost.
        viewer_id: the account that wants to quote it; `None` for somebody without an account.
        follows_author: the viewer follows the author of the status.
    """
    if viewer_id is None or status["visibility"] == "direct":
        return False
    if status["account_id"] == viewer_id:
        return True
    policy = status["quote_approval_policy"]
    return policy == "public" or (policy == "followers" and follows_author)
