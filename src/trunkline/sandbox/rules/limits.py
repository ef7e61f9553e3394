"""What the server allows; the same numbers that it tells in its instance answers."""

from __future__ import annotations

from typing import Final

MAX_CHARACTERS: Final = 500
MAX_MEDIA_ATTACHMENTS: Final = 4
MAX_POLL_OPTIONS: Final = 4
MAX_POLL_OPTION_CHARACTERS: Final = 50
MIN_POLL_SECONDS: Final = 300
MAX_POLL_SECONDS: Final = 2_629_746
MAX_PINNED_STATUSES: Final = 5
MAX_FEATURED_TAGS: Final = 10
MAX_PROFILE_FIELDS: Final = 4
MAX_FIELD_CHARACTERS: Final = 255
MAX_DISPLAY_NAME: Final = 40
MAX_NOTE: Final = 500
MAX_USERNAME: Final = 30
MAX_ACCOUNT_NOTE: Final = 2000
MAX_FILTER_TITLE: Final = 256
MAX_FILTER_KEYWORD: Final = 512
MAX_REPORT_COMMENT: Final = 1000
MIN_PASSWORD: Final = 8
MAX_PASSWORD: Final = 72
MIN_SCHEDULE_AHEAD_MS: Final = 5 * 60 * 1000
MAX_SCHEDULED: Final = 300
