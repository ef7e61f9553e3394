"""Limits of Mastodon on one request: ids that it takes, items that it returns."""

from __future__ import annotations

STATUSES_A_REQUEST = 20
ACCOUNTS_A_REQUEST = 40
"""Ids in one request. More are refused.

https://github.com/mastodon/mastodon/blob/main/app/controllers/api/base_controller.rb
"""

ITEMS_A_PAGE = 40
"""Longest page of a list of statuses or notifications; Mastodon cuts a greater ``limit`` down to it."""
