"""Mastodon's rules: what may be posted, who sees it, who is told."""
