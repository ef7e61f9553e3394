"""What Mastodon allows unless a server says otherwise."""

CHARACTERS = 500
"""How long a status may be: ``configuration.statuses.max_characters`` of an instance."""

CHARACTERS_PER_URL = 23
"""What an address in it counts: ``configuration.statuses.characters_reserved_per_url``."""
