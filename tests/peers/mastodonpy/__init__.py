"""A walk through all that Mastodon.py can do, run with Mastodon.py itself: ``python -m mastodonpy`` where it lies."""
