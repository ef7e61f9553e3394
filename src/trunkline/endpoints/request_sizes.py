"""Limits of Mastodon on one request: ids that it accepts, items that it returns."""

from __future__ import annotations

# https://github.com/mastodon/mastodon/blob/main/app/controllers/api/base_controller.rb
STATUSES_A_REQUEST = 20
"""Maximum number of ids of statuses that Mastodon accepts in one request."""

ACCOUNTS_A_REQUEST = 40
"""Maximum number of ids of accounts that Mastodon accepts in one request."""

ITEMS_A_PAGE = 40
"""Maximum length of a page of statuses or notifications; Mastodon cuts a greater ``limit`` down to it."""
