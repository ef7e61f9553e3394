"""Endpoints of the API: one mixin class of both clients a module, after the pages of Mastodon's documentation.

May use `oauth` and what is below it.
"""
