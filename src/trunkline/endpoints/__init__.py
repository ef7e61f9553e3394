"""The calls of the API: one module for each page of the Mastodon documentation."""
