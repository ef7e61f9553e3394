"""The commands admin: the work of moderators, by the API for them (since Mastodon 2.9.1).

They need a token with the scopes ``admin:read`` and ``admin:write``, and a role that permits them.
"""
