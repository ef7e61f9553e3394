"""Mastodon's default limits for statuses."""

CHARACTERS = 500
"""Maximum length of a status: ``configuration.statuses.max_characters`` of an instance."""

CHARACTERS_PER_URL = 23
"""Characters that a URL counts: ``configuration.statuses.characters_reserved_per_url`` of an instance."""
