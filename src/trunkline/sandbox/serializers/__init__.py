"""JSON entities of Mastodon."""
