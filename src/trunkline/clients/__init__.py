"""`Mastodon` and `AsyncMastodon`: all calls on one object, with the helpers that are no calls.

May import everything below `pipeline`.
"""
